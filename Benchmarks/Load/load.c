// A load generator for request-and-answer servers on a Unix socket, so that all of them are asked
// by the same program in the same way: closed loop (a fixed number of requests in flight on each
// connection) or open loop (a fixed rate, latency counted from the time a request was due).
//
// Prints one line of JSON. See usage() for the flags.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { MAX_DEPTH = 1024, MAX_CONNECTIONS = 1024, READ_BYTES = 1 << 18 };

// One line of the request file, as it is sent; `id` tells where a number is written in each time.
typedef struct {
    char *bytes;
    size_t length;
    size_t id; // offset of ID_DIGITS digits, or SIZE_MAX
} Request;

enum { ID_DIGITS = 4 };

typedef struct {
    int fd;
    char *out; // what waits to be written
    size_t out_length, out_capacity;
    char *in; // an answer's beginning
    size_t in_length;
    uint64_t started[MAX_DEPTH]; // when the request in that slot was due
    bool busy[MAX_DEPTH];
    int in_flight;
    int oldest, newest; // slots used in turn, for servers that answer in order
    bool wants_write;
} Connection;

static Request *requests;
static size_t request_count;
static Connection connections[MAX_CONNECTIONS];
static int connection_count = 1, depth = 1, epoll_fd;
static double seconds = 3, rate = 0;
static long limit = 0, server_pid = 0;
static bool redis = false, by_id = false, each_once = false;
static uint64_t *latencies;
static size_t latency_count, latency_capacity;
static uint64_t sent, answered, errors, random_state = 88172645463325252ull;
static const char *error_mark = "\"error\":";

static void die(const char *what) {
    perror(what);
    exit(1);
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

static uint64_t next_random(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

// user+system seconds of a process.
static double cpu_seconds(long pid) {
    char path[64], line[1024];
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    if (!fgets(line, sizeof line, file)) line[0] = 0;
    fclose(file);
    char *rest = strrchr(line, ')');
    unsigned long user = 0, system = 0;
    if (rest) sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static void read_requests(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) die(path);
    size_t capacity = 0, line_capacity = 0;
    char *line = NULL;
    ssize_t length;
    while ((length = getline(&line, &line_capacity, file)) > 0) {
        if (request_count == capacity) {
            capacity = capacity ? capacity * 2 : 1024;
            requests = realloc(requests, capacity * sizeof *requests);
        }
        Request *request = &requests[request_count++];
        request->length = (size_t)length;
        request->bytes = malloc(request->length + 16);
        memcpy(request->bytes, line, request->length);
        request->id = SIZE_MAX;
        if (redis) { // "GET key\n" as RESP
            char *key = strchr(line, ' ') + 1;
            key[strcspn(key, "\n")] = 0;
            request->bytes = malloc(strlen(key) + 64);
            request->length = (size_t)sprintf(
                request->bytes, "*2\r\n$3\r\nGET\r\n$%zu\r\n%s\r\n", strlen(key), key);
        } else {
            char *id = strstr(request->bytes, "\"id\":0000");
            if (id) request->id = (size_t)(id - request->bytes) + 5;
            by_id |= id != NULL;
        }
    }
    free(line);
    fclose(file);
    if (request_count == 0) die("no requests");
}

static void watch(Connection *connection, bool write) {
    if (connection->wants_write == write) return;
    connection->wants_write = write;
    struct epoll_event event = {
        .events = EPOLLIN | (write ? EPOLLOUT : 0),
        .data.u32 = (uint32_t)(connection - connections)};
    epoll_ctl(epoll_fd, EPOLL_CTL_MOD, connection->fd, &event);
}

static void flush_out(Connection *connection) {
    size_t done = 0;
    while (done < connection->out_length) {
        ssize_t count = write(connection->fd, connection->out + done, connection->out_length - done);
        if (count < 0 && errno == EAGAIN) break;
        if (count < 0) die("write");
        done += (size_t)count;
    }
    connection->out_length -= done;
    memmove(connection->out, connection->out + done, connection->out_length);
    watch(connection, connection->out_length > 0);
}

// Adds one request to what the connection is to write.
static void issue(Connection *connection, uint64_t due) {
    int slot = connection->newest;
    while (connection->busy[slot]) slot = (slot + 1) % depth;
    connection->newest = (slot + 1) % depth;
    Request *request =
        &requests[each_once ? sent % request_count : next_random() % request_count];
    if (connection->out_length + request->length > connection->out_capacity) {
        connection->out_capacity = (connection->out_length + request->length) * 2;
        connection->out = realloc(connection->out, connection->out_capacity);
    }
    char *place = connection->out + connection->out_length;
    memcpy(place, request->bytes, request->length);
    if (request->id != SIZE_MAX) {
        // A JSON number has no leading zeros: slots count from 1,000.
        int id = 1000 + slot;
        for (int digit = ID_DIGITS - 1; digit >= 0; digit--, id /= 10)
            place[request->id + (size_t)digit] = (char)('0' + id % 10);
    }
    connection->out_length += request->length;
    connection->started[slot] = due;
    connection->busy[slot] = true;
    connection->in_flight++;
    sent++;
}

static void finish(Connection *connection, int slot, uint64_t time, bool failed) {
    if (!connection->busy[slot]) {
        fprintf(stderr, "an answer that nobody waits for\n");
        exit(1);
    }
    connection->busy[slot] = false;
    connection->in_flight--;
    answered++;
    errors += failed;
    if (latency_count == latency_capacity) {
        latency_capacity = latency_capacity ? latency_capacity * 2 : 1 << 20;
        latencies = realloc(latencies, latency_capacity * sizeof *latencies);
    }
    latencies[latency_count++] = time - connection->started[slot];
}

// The length of the whole answer at the start of the bytes; 0 if it is not all there.
static size_t answer_length(const char *bytes, size_t count) {
    const char *end = memchr(bytes, '\n', count);
    if (!end) return 0;
    size_t line = (size_t)(end - bytes) + 1;
    if (!redis || bytes[0] != '$' || bytes[1] == '-') return line;
    size_t whole = line + (size_t)atol(bytes + 1) + 2;
    return whole <= count ? whole : 0;
}

static int answered_slot(Connection *connection, const char *bytes) {
    if (by_id) return atoi(bytes + 22) - 1000; // behind {"jsonrpc":"2.0","id":
    int slot = connection->oldest;
    connection->oldest = (slot + 1) % depth;
    return slot;
}

static void take_answers(Connection *connection) {
    ssize_t count = read(
        connection->fd, connection->in + connection->in_length, READ_BYTES - connection->in_length);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) die("the server closed the connection");
    uint64_t time = now();
    size_t total = connection->in_length + (size_t)count, done = 0, length;
    while ((length = answer_length(connection->in + done, total - done)) > 0) {
        const char *answer = connection->in + done;
        bool failed = redis ? answer[0] == '-' || answer[1] == '-'
                            : by_id && memmem(answer, length < 48 ? length : 48, error_mark, 8);
        finish(connection, answered_slot(connection, answer), time, failed);
        done += length;
    }
    connection->in_length = total - done;
    memmove(connection->in, connection->in + done, connection->in_length);
}

static void open_connections(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    epoll_fd = epoll_create1(0);
    for (int index = 0; index < connection_count; index++) {
        Connection *connection = &connections[index];
        connection->fd = socket(AF_UNIX, SOCK_STREAM, 0);
        if (connect(connection->fd, (struct sockaddr *)&address, sizeof address)) die(path);
        // Non-blocking from here on: a full socket must not stop the others.
        if (fcntl(connection->fd, F_SETFL, O_NONBLOCK)) die("fcntl");
        connection->in = malloc(READ_BYTES);
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)index};
        epoll_ctl(epoll_fd, EPOLL_CTL_ADD, connection->fd, &event);
    }
}

static bool may_send(uint64_t time, uint64_t end) {
    return time < end && (limit == 0 || sent < (uint64_t)limit);
}

static void fill(Connection *connection, uint64_t end) {
    uint64_t time = now();
    while (connection->in_flight < depth && may_send(time, end)) issue(connection, time);
    flush_out(connection);
}

static void closed_loop(uint64_t end) {
    struct epoll_event events[64];
    for (int index = 0; index < connection_count; index++) fill(&connections[index], end);
    while (answered < sent || may_send(now(), end)) {
        int count = epoll_wait(epoll_fd, events, 64, 1000);
        for (int index = 0; index < count; index++) {
            Connection *connection = &connections[events[index].data.u32];
            if (events[index].events & EPOLLIN) take_answers(connection);
            fill(connection, end);
        }
        if (count == 0 && now() > end + 5000000000ull) die("no answer for 5 s");
    }
}

// A request that can't be sent in time, since all slots are taken, still counts from its due time.
static void open_loop(uint64_t begin, uint64_t end) {
    struct epoll_event events[64];
    double interval = 1e9 / rate;
    uint64_t issued = 0;
    int turn = 0;
    while (true) {
        uint64_t time = now(), due = begin + (uint64_t)(interval * (double)issued);
        while (due <= time && due < end) {
            Connection *free_one = NULL;
            for (int tried = 0; tried < connection_count && !free_one; tried++) {
                Connection *connection = &connections[turn];
                turn = (turn + 1) % connection_count;
                if (connection->in_flight < depth) free_one = connection;
            }
            if (!free_one) break;
            issue(free_one, due);
            flush_out(free_one);
            issued++;
            due = begin + (uint64_t)(interval * (double)issued);
        }
        if (due >= end && answered == sent) return;
        struct timespec wait = {0, due > time && due < end ? (long)((due - time) % 1000000000) : 200000};
        int count = epoll_pwait2(epoll_fd, events, 64, &wait, NULL);
        for (int index = 0; index < count; index++)
            if (events[index].events & EPOLLIN) take_answers(&connections[events[index].data.u32]);
    }
}

static int compare(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

static double percentile(double share) {
    if (latency_count == 0) return 0;
    size_t index = (size_t)(share * (double)(latency_count - 1));
    return (double)latencies[index] / 1000;
}

static void usage(void) {
    fprintf(stderr,
        "load SOCKET REQUESTS [flags]    REQUESTS: a file, a line each; \"id\":0000 is numbered\n"
        "  --connections N  --depth N    requests in flight: N x N (default 1 x 1)\n"
        "  --seconds S  --requests N     when to end (default 3 s)\n"
        "  --rate R                      open loop, requests per second\n"
        "  --in-turn                     each line once, in turn, not by chance\n"
        "  --redis                       lines are GET KEY\n"
        "  --pid PID                     the server, whose CPU time is measured\n");
    exit(64);
}

int main(int count, char **arguments) {
    if (count < 3) usage();
    for (int index = 3; index < count; index++) {
        const char *flag = arguments[index];
        if (!strcmp(flag, "--redis")) redis = true;
        else if (!strcmp(flag, "--in-turn")) each_once = true;
        else if (index + 1 >= count) usage();
        else if (!strcmp(flag, "--connections")) connection_count = atoi(arguments[++index]);
        else if (!strcmp(flag, "--depth")) depth = atoi(arguments[++index]);
        else if (!strcmp(flag, "--seconds")) seconds = atof(arguments[++index]);
        else if (!strcmp(flag, "--requests")) limit = atol(arguments[++index]);
        else if (!strcmp(flag, "--rate")) rate = atof(arguments[++index]);
        else if (!strcmp(flag, "--pid")) server_pid = atol(arguments[++index]);
        else usage();
    }
    if (depth < 1 || depth > MAX_DEPTH || connection_count < 1 || connection_count > MAX_CONNECTIONS)
        usage();
    read_requests(arguments[2]);
    open_connections(arguments[1]);
    double cpu = cpu_seconds(server_pid);
    uint64_t begin = now(), end = begin + (uint64_t)(seconds * 1e9);
    if (rate > 0) open_loop(begin, end);
    else closed_loop(limit ? UINT64_MAX - 6000000000ull : end);
    double took = (double)(now() - begin) / 1e9;
    cpu = cpu_seconds(server_pid) - cpu;
    qsort(latencies, latency_count, sizeof *latencies, compare);
    printf(
        "{\"loop\":\"%s\",\"connections\":%d,\"depth\":%d,\"requests\":%lu,\"errors\":%lu,"
        "\"seconds\":%.3f,\"per_second\":%.1f,\"cpu_us\":%.3f,"
        "\"p50_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,\"max_us\":%.1f}\n",
        rate > 0 ? "open" : "closed", connection_count, depth, answered, errors, took,
        (double)answered / took, answered ? cpu * 1e6 / (double)answered : 0, percentile(0.5),
        percentile(0.99), percentile(0.999), percentile(1));
    return 0;
}
