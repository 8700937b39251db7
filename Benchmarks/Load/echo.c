// The least that a server on a Unix socket can do: one thread, epoll, an answer of constant bytes
// for each line. What the kernel and the load generator cost, and nothing else.
//
//   echo SOCKET ANSWER_BYTES
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { READ_BYTES = 1 << 16, MAX_ANSWER = 4096 };

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void write_all(int fd, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(fd, bytes, count);
        if (written < 0) die("write");
        bytes += written;
        count -= (size_t)written;
    }
}

int main(int count, char **arguments) {
    if (count != 3) return 64;
    size_t size = (size_t)atol(arguments[2]);
    if (size < 1 || size > MAX_ANSWER) return 64;
    char answer[MAX_ANSWER];
    memset(answer, 'x', size);
    answer[size - 1] = '\n';

    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, arguments[1], sizeof address.sun_path - 1);
    unlink(arguments[1]);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof address)) die("bind");
    if (listen(listener, 128)) die("listen");
    int epoll_fd = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[64];
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, listener, &event);

    static char in[READ_BYTES];
    static char out[READ_BYTES * 8];
    while (1) {
        int ready = epoll_wait(epoll_fd, events, 64, -1);
        for (int index = 0; index < ready; index++) {
            int fd = events[index].data.fd;
            if (fd == listener) {
                event.data.fd = accept(listener, NULL, NULL);
                if (event.data.fd >= 0) epoll_ctl(epoll_fd, EPOLL_CTL_ADD, event.data.fd, &event);
                continue;
            }
            ssize_t received = read(fd, in, sizeof in);
            if (received <= 0) {
                close(fd);
                continue;
            }
            size_t length = 0;
            for (const char *next = in; (next = memchr(next, '\n', (size_t)(in + received - next)));
                 next++) {
                if (length + size > sizeof out) {
                    write_all(fd, out, length);
                    length = 0;
                }
                memcpy(out + length, answer, size);
                length += size;
            }
            write_all(fd, out, length);
        }
    }
}
