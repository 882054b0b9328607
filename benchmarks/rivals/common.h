// Shared helpers of the C peers: clock, shared memory, futex, percentiles, JSON lines.
#define _GNU_SOURCE
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DIE(...) do { fprintf(stderr, __VA_ARGS__); fprintf(stderr, ": %s\n", strerror(errno)); exit(2); } while (0)

static inline int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}
#if defined(__x86_64__)
static inline void cpu_relax(void) { __builtin_ia32_pause(); }
#else
static inline void cpu_relax(void) { __asm__ __volatile__("yield"); }
#endif

static inline void *shm_map(size_t n) {
    void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (p == MAP_FAILED) DIE("mmap");
    return p;
}
static inline long futex(void *a, int op, int v) { return syscall(SYS_futex, a, op, v, NULL, NULL, 0); }
static inline void futex_wait(void *a, int v) { futex(a, FUTEX_WAIT, v); }
static inline void futex_wake(void *a, int n) { futex(a, FUTEX_WAKE, n); }

static int cmp_i64(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}
static inline void out(const char *metric, const char *unit, double v) {
    printf("{\"metric\":\"%s\",\"unit\":\"%s\",\"value\":%.6g}\n", metric, unit, v);
    fflush(stdout);
}
// p50/p99 of n samples in ns, printed in the given unit (div: 1 for ns, 1e3 for us)
static inline void out_pct(const char *pre, const char *unit, double div, int64_t *s, int n) {
    char b[128];
    qsort(s, n, sizeof *s, cmp_i64);
    snprintf(b, sizeof b, "%sp50", pre); out(b, unit, s[n / 2] / div);
    snprintf(b, sizeof b, "%sp99", pre); out(b, unit, s[(int)(n * 0.99)] / div);
}
static inline void pin(int cpu) {
    if (cpu < 0) return;
    cpu_set_t s; CPU_ZERO(&s); CPU_SET(cpu % (int)sysconf(_SC_NPROCESSORS_ONLN), &s);
    sched_setaffinity(0, sizeof s, &s);
}
static inline void read_full(int fd, void *b, size_t n) {
    char *p = b;
    while (n) { ssize_t r = read(fd, p, n); if (r <= 0) { if (r < 0 && errno == EINTR) continue; DIE("read %zd", r); } p += r; n -= r; }
}
static inline void write_full(int fd, const void *b, size_t n) {
    const char *p = b;
    while (n) { ssize_t r = write(fd, p, n); if (r <= 0) { if (r < 0 && errno == EINTR) continue; DIE("write"); } p += r; n -= r; }
}
// Drepper's three-state futex mutex (process shared)
typedef _Atomic int fmutex;
static inline void fm_lock(fmutex *m, int spin) {
    int c = 0;
    if (atomic_compare_exchange_strong(m, &c, 1)) return;
    for (int i = 0; i < spin; i++) {
        cpu_relax();
        c = 0;
        if (atomic_load_explicit(m, memory_order_relaxed) == 0 && atomic_compare_exchange_strong(m, &c, 1)) return;
    }
    while (atomic_exchange(m, 2) != 0) futex_wait(m, 2);
}
static inline void fm_unlock(fmutex *m) {
    if (atomic_exchange(m, 0) == 2) futex_wake(m, 1);
}
