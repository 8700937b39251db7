// Lets valgrind 3.19 run a program whose main thread waits in libdispatch: it writes into the mask
// that sigsuspend is given, which lies in read-only memory there, and dies of it.
//
//   LD_PRELOAD=sigsuspend.so valgrind PROGRAM
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

int sigsuspend(const sigset_t *mask) {
    sigset_t copy = *mask;
    return (int)syscall(SYS_rt_sigsuspend, &copy, 8);
}
