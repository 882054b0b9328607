// Cards 5 and 6: what calls over a unix socket cost at the least. usage: rpc call [scale] | rpc many [clients] [calls]
// A frame: u32 length of the rest, u8 operation (1 add, 2 echo), the number or the bytes. An add is answered by the total.
#include "common.h"
#include <sys/epoll.h>

#define BUFFER (2 << 20)
static int64_t total;
static char path[108];

// Answers the whole frames in b[0..n); what was used of b.
static size_t answer(const char *b, size_t n, char *o, size_t *on) {
    size_t p = 0;
    while (n - p >= 5) {
        uint32_t l; memcpy(&l, b + p, 4);
        if (n - p < 4 + l) break;
        memcpy(o + *on, b + p, 4 + l);
        if (b[p + 4] == 1) { int64_t x; memcpy(&x, b + p + 5, 8); total += x; memcpy(o + *on + 5, &total, 8); }
        *on += 4 + l; p += 4 + l;
    }
    return p;
}
static int listen_(void) {
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    strcpy(a.sun_path, path); unlink(path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(fd, (void *)&a, sizeof a) || listen(fd, 1024)) DIE("listen");
    return fd;
}
static int connect_(void) {
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    strcpy(a.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (connect(fd, (void *)&a, sizeof a)) DIE("connect");
    return fd;
}
static void serve_one(int lfd) {       // one connection, no epoll in the way
    static char b[BUFFER], o[BUFFER];
    int fd = accept(lfd, NULL, NULL);
    for (size_t n = 0;;) {
        ssize_t r = read(fd, b + n, sizeof b - n);
        if (r <= 0) return;
        n += r; size_t on = 0, p = answer(b, n, o, &on);
        memmove(b, b + p, n - p); n -= p;
        if (on) write_full(fd, o, on);
    }
}
struct conn { int fd; size_t n; char b[4096]; };
static void serve_all(int lfd) {
    int ep = epoll_create1(0);
    struct epoll_event e = { .events = EPOLLIN }, ev[256];
    epoll_ctl(ep, EPOLL_CTL_ADD, lfd, &e);
    static char o[BUFFER];
    for (;;) {
        int k = epoll_wait(ep, ev, 256, -1);
        for (int i = 0; i < k; i++) {
            struct conn *c = ev[i].data.ptr;
            if (!c) { c = malloc(sizeof *c); c->fd = accept(lfd, NULL, NULL); c->n = 0; e.data.ptr = c; epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e); continue; }
            ssize_t r = read(c->fd, c->b + c->n, sizeof c->b - c->n);
            if (r <= 0) { close(c->fd); free(c); continue; }
            c->n += r; size_t on = 0, p = answer(c->b, c->n, o, &on);
            memmove(c->b, c->b + p, c->n - p); c->n -= p;
            if (on) write_full(c->fd, o, on);
        }
    }
}
static size_t frame(char *b, int op, size_t size) {
    uint32_t l = 1 + size; int64_t x = 1;
    memcpy(b, &l, 4); b[4] = op;
    if (op == 1) memcpy(b + 5, &x, 8); else memset(b + 5, 'x', size);
    return 4 + l;
}
static void one_caller(int fd, int op, size_t size, int n, const char *name) {
    char *q = malloc(size + 64), *r = malloc(size + 64), l[64]; size_t k = frame(q, op, size);
    int64_t *s = malloc(sizeof *s * n), t0 = 0;
    for (int i = -n / 5; i < n; i++) {
        int64_t t = now_ns();
        if (i == 0) t0 = t;
        write_full(fd, q, k); read_full(fd, r, k);
        if (i >= 0) s[i] = now_ns() - t;
    }
    double el = (now_ns() - t0) / 1e9;
    snprintf(l, 64, "%s ", name); out_pct(l, "us", 1e3, s, n);
    snprintf(l, 64, "%s x1", name); out(l, "calls/s", n / el);
    free(s); free(q); free(r);
}
static void many_callers(int conns, int calls) {     // each waits for its answer; one thread, epoll
    int ep = epoll_create1(0); struct epoll_event e = { .events = EPOLLIN }, ev[256];
    int *fds = malloc(sizeof(int) * conns); char q[64], r[64]; size_t k = frame(q, 1, 8);
    for (int i = 0; i < conns; i++) { fds[i] = connect_(); e.data.u32 = i; epoll_ctl(ep, EPOLL_CTL_ADD, fds[i], &e); }
    int64_t t0 = now_ns(); int started = 0, done = 0;
    for (int i = 0; i < conns && started < calls; i++, started++) write_full(fds[i], q, k);
    while (done < calls) {
        int m = epoll_wait(ep, ev, 256, -1);
        for (int i = 0; i < m; i++) { read_full(fds[ev[i].data.u32], r, k); done++; if (started < calls) { started++; write_full(fds[ev[i].data.u32], q, k); } }
    }
    out("add x64", "calls/s", done * 1e9 / (now_ns() - t0));
}
static void pipelined(int fd, int calls, int window) {     // a window of frames in one write
    static char q[65536], r[65536]; size_t k = 0;
    for (int i = 0; i < window; i++) k += frame(q + k, 1, 8);
    int64_t t0 = now_ns(); int done = 0;
    for (; done < calls; done += window) { write_full(fd, q, k); read_full(fd, r, k); }
    out("add pipelined", "calls/s", done * 1e9 / (now_ns() - t0));
}
static long resident(pid_t id) {       // bytes
    char f[64]; long a, b; snprintf(f, sizeof f, "/proc/%d/statm", id);
    FILE *h = fopen(f, "r"); if (!h || fscanf(h, "%ld %ld", &a, &b) != 2) DIE("statm"); fclose(h);
    return b * sysconf(_SC_PAGESIZE);
}
static pid_t start(void (*serve)(int)) {
    int l = listen_(); pid_t kid = fork();
    if (!kid) { serve(l); _exit(0); }
    close(l);
    return kid;
}
static void end(pid_t kid) { kill(kid, SIGKILL); waitpid(kid, NULL, 0); unlink(path); }
static void many(int n, int calls) {
    pid_t kid = start(serve_all);
    int *f = malloc(n * sizeof(int)), w = connect_(); char q[64], r[64]; size_t z = frame(q, 1, 8);
    for (int i = 0; i < 1000; i++) { write_full(w, q, z); read_full(w, r, z); }
    long before = resident(kid);
    int64_t t0 = now_ns();
    for (int i = 0; i < n; i++) { f[i] = connect_(); write_full(f[i], q, z); read_full(f[i], r, z); }
    int64_t t1 = now_ns();
    for (int j = 0; j < calls; j++) for (int i = 0; i < n; i++) { write_full(f[i], q, z); read_full(f[i], r, z); }
    int64_t t2 = now_ns();
    out("connect+first call", "us", (t1 - t0) / 1e3 / n);
    out("calls", "calls/s", (double)n * calls * 1e9 / (t2 - t1));
    out("server threads before", "count", 1); out("server threads", "count", 1); out("server fds per client", "count", 1);
    out("server memory per client", "KiB", (resident(kid) - before) / 1024.0 / n);
    end(kid);
}
int main(int c, char **v) {
    if (c < 2) return 3;
    snprintf(path, sizeof path, "/tmp/mp-rival-rpc-%d", getpid());
    if (!strcmp(v[1], "many")) { many(c > 2 ? atoi(v[2]) : 1000, c > 3 ? atoi(v[3]) : 9); return 0; }
    double scale = c > 2 ? atof(v[2]) : 1;
    pid_t kid = start(serve_one);
    int fd = connect_();
    one_caller(fd, 1, 8, 20000 * scale, "add"); one_caller(fd, 2, 1024, 20000 * scale, "echo1k"); one_caller(fd, 2, 1000000, 500 * scale + 1, "1MB");
    pipelined(fd, 500000 * scale, 64);
    end(kid);
    kid = start(serve_all);
    many_callers(64, 200000 * scale);
    end(kid);
    return 0;
}
