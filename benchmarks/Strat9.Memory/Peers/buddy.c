// The peer: a binary buddy allocator over frame numbers as one would write it in C. Intrusive lists in an array of links, one lock, and,
// if wanted, a page cache a thread: an array of free single frames that is refilled and flushed in batches. It checks nothing.
// The workloads run here, so that no call crosses from one runtime to the other while the clock runs.
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ORDERS = 12, CACHE = 256, REFILL = 64, FLUSH = 128, MAX_THREADS = 8 };
#define NONE UINT32_MAX

#ifdef LLFREE // a library of its own, so that this peer is compiled as if that one were not
#include "llfree.h"
#endif

typedef struct { uint32_t next, prev; } link_t;
typedef struct { uint32_t count; uint32_t frames[CACHE]; } __attribute__((aligned(128))) cache_t;

typedef struct {
    uint32_t frames, cached;
    link_t *links;
    uint8_t *free_order; // order + 1 at the head of a free block, else 0
    atomic_int lock __attribute__((aligned(128)));
    uint32_t heads[ORDERS], orders;
    cache_t caches[MAX_THREADS];
#ifdef LLFREE
    llfree_t *llfree;
#endif
} buddy_t;

static inline void enter(buddy_t *b) {
    while (atomic_load_explicit(&b->lock, memory_order_relaxed) || atomic_exchange_explicit(&b->lock, 1, memory_order_acquire))
        __builtin_ia32_pause();
}
static inline void leave(buddy_t *b) { atomic_store_explicit(&b->lock, 0, memory_order_release); }

static inline void push(buddy_t *b, uint32_t f, int order) {
    uint32_t next = b->heads[order];
    b->links[f] = (link_t){ next, NONE };
    if (next != NONE) b->links[next].prev = f;
    b->heads[order] = f;
    b->orders |= 1u << order;
    b->free_order[f] = order + 1;
}

static inline void unlink_block(buddy_t *b, uint32_t f, int order) {
    link_t l = b->links[f];
    if (l.prev == NONE) b->heads[order] = l.next; else b->links[l.prev].next = l.next;
    if (l.next != NONE) b->links[l.next].prev = l.prev;
    if (b->heads[order] == NONE) b->orders &= ~(1u << order);
    b->free_order[f] = 0;
}

static inline uint32_t take(buddy_t *b, int order) {
    uint32_t enough = b->orders >> order;
    if (!enough) return NONE;
    int found = order + __builtin_ctz(enough);
    uint32_t f = b->heads[found];
    unlink_block(b, f, found);
    while (found > order) { found--; push(b, f + (1u << found), found); }
    return f;
}

static inline void give(buddy_t *b, uint32_t f, int order) {
    while (order < ORDERS - 1) {
        uint32_t other = f ^ (1u << order);
        if (other >= b->frames || b->free_order[other] != order + 1) break;
        unlink_block(b, other, order);
        f &= ~(1u << order);
        order++;
    }
    push(b, f, order);
}

static inline uint32_t buddy_alloc(buddy_t *b, int thread, int order) {
#ifdef LLFREE
    return llfree_alloc(b->llfree, thread, order);
#endif
    if (b->cached && order == 0) {
        cache_t *c = &b->caches[thread];
        if (c->count) return c->frames[--c->count];
        enter(b);
        uint32_t got = 0, f;
        while (got < REFILL && (f = take(b, 0)) != NONE) c->frames[got++] = f;
        leave(b);
        c->count = got;
        return got ? c->frames[--c->count] : NONE;
    }
    enter(b);
    uint32_t f = take(b, order);
    leave(b);
    return f;
}

static inline void buddy_free(buddy_t *b, int thread, uint32_t f, int order) {
#ifdef LLFREE
    llfree_free(b->llfree, thread, f, order);
    return;
#endif
    if (b->cached && order == 0) {
        cache_t *c = &b->caches[thread];
        if (c->count == CACHE) {
            enter(b);
            for (int i = 0; i < FLUSH; i++) give(b, c->frames[i], 0);
            leave(b);
            memmove(c->frames, c->frames + FLUSH, (CACHE - FLUSH) * sizeof(uint32_t));
            c->count = CACHE - FLUSH;
        }
        c->frames[c->count++] = f;
        return;
    }
    enter(b);
    give(b, f, order);
    leave(b);
}

buddy_t *buddy_new(uint32_t frames, int cached) {
    buddy_t *b = aligned_alloc(128, sizeof(buddy_t));
    memset(b, 0, sizeof(*b));
    b->frames = frames;
    b->cached = cached;
#ifdef LLFREE
    b->llfree = llfree_new(frames);
#endif
    b->links = malloc(frames * sizeof(link_t));
    b->free_order = calloc(frames, 1);
    memset(b->links, 0, frames * sizeof(link_t));
    for (int i = 0; i < ORDERS; i++) b->heads[i] = NONE;
    for (uint32_t f = frames; f >= 1u << (ORDERS - 1); f -= 1u << (ORDERS - 1)) push(b, f - (1u << (ORDERS - 1)), ORDERS - 1);
    return b;
}

void buddy_delete(buddy_t *b) {
#ifdef LLFREE
    llfree_delete(b->llfree);
#endif
    free(b->links);
    free(b->free_order);
    free(b);
}

// ---- workloads -------------------------------------------------------------------------------------------------------------------

typedef struct {
    buddy_t *b;
    int workload, order, thread, threads, steps;
    double ns[2];
    uint32_t regions;
    atomic_int *meet;
} job_t;

static uint64_t rng(uint64_t *x) {
    *x ^= *x << 13; *x ^= *x >> 7; *x ^= *x << 17;
    return (*x * 0x2545F4914F6CDD1DULL) >> 11;
}

// The processor time of this thread: what others do on the machine is not in it.
static double now(void) { struct timespec t; clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); return t.tv_sec * 1e9 + t.tv_nsec; }

// Every thread arrives once for each round; nobody leaves before the last has come.
static void meet(job_t *j, int round) {
    atomic_fetch_add(j->meet, 1);
    while (atomic_load(j->meet) < j->threads * round) __builtin_ia32_pause();
}

static void run_hot(job_t *j) {
    meet(j, 1);
    double start = now();
    for (int i = 0; i < j->steps; i++) {
        uint32_t f = buddy_alloc(j->b, j->thread, j->order);
        __asm__ volatile("" : "+r"(f)::"memory"); // the caller looks at the block
        buddy_free(j->b, j->thread, f, j->order);
    }
    j->ns[0] = (now() - start) / j->steps;
}

static void run_bulk(job_t *j) {
    uint32_t n = j->b->frames / j->threads - (j->threads > 1 ? CACHE : 0), *list = malloc(n * sizeof(uint32_t));
    memset(list, 0, n * sizeof(uint32_t));
    for (int pass = 0; pass < 2; pass++) {
        meet(j, 3 * pass + 1);
        double start = now();
        uint32_t got = 0;
        while (got < n && (list[got] = buddy_alloc(j->b, j->thread, 0)) != NONE) got++;
        j->ns[0] = (now() - start) / got;
        if (j->order) { // freed in random order
            uint64_t x = 77 + j->thread;
            for (uint32_t i = got - 1; i > 0; i--) {
                uint32_t k = rng(&x) % (i + 1), t = list[i]; list[i] = list[k]; list[k] = t;
            }
        }
        meet(j, 3 * pass + 2);
        start = now();
        for (uint32_t i = 0; i < got; i++) buddy_free(j->b, j->thread, list[i], 0);
        j->ns[1] = (now() - start) / got;
        meet(j, 3 * pass + 3);
    }
    free(list);
}

static void run_mix(job_t *j) {
    uint64_t x = 1234567 + 7919 * j->thread;
    uint64_t target = (uint64_t)j->b->frames * 7 / 10 / j->threads, used = 0;
    uint32_t *list = malloc(target * 2 * sizeof(uint32_t)), live = 0;
    uint8_t *orders = malloc(target * 2);
    memset(list, 0, target * 2 * sizeof(uint32_t)); memset(orders, 0, target * 2);
    double start = 0;
    for (int phase = 0; phase < 2; phase++) {
        meet(j, phase + 1);
        start = now();
        for (int i = 0; phase == 0 ? used < target : i < j->steps; i++) {
            if (used < target) {
                uint64_t r = rng(&x) | 512;
                int order = __builtin_ctzll(r);
                uint32_t f = buddy_alloc(j->b, j->thread, order);
                if (f == NONE) { target = used; continue; }
                list[live] = f; orders[live++] = order; used += 1ull << order;
            } else {
                uint32_t k = rng(&x) % live;
                used -= 1ull << orders[k];
                buddy_free(j->b, j->thread, list[k], orders[k]);
                list[k] = list[--live]; orders[k] = orders[live];
            }
        }
        j->ns[0] = (now() - start) / j->steps;
    }
    meet(j, 3);
    if (j->thread == 0) {
        cache_t *c = j->b->caches;
        for (int t = 0; t < j->threads; t++)
            for (uint32_t i = 0; i < c[t].count; i++) give(j->b, c[t].frames[i], 0);
#ifdef LLFREE
        j->regions = llfree_regions(j->b->llfree);
        return;
#endif
        for (uint32_t f = 0; f < j->b->frames; f++)
            if (j->b->free_order[f] > 9) j->regions += 1u << (j->b->free_order[f] - 10);
    }
    free(list); free(orders);
}

static void *run(void *p) {
    job_t *j = p;
    cpu_set_t set; CPU_ZERO(&set); CPU_SET(j->thread, &set);
    pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
    if (j->workload == 0) run_hot(j); else if (j->workload == 1) run_bulk(j); else run_mix(j);
    return NULL;
}

// Cached: with a page cache a thread. Compiled with LLFREE: that one instead.
// Workload 0 hot, 1 bulk (order 1: freed at random), 2 mix. Gives the slower thread's ns (out[0], out[1]) and free 2 MiB regions (out[2]).
void buddy_run(uint32_t frames, int cached, int workload, int order, int threads, int steps, double *out) {
    buddy_t *b = buddy_new(frames, cached);
    atomic_int met = 0;
    job_t jobs[MAX_THREADS];
    pthread_t ids[MAX_THREADS];
    for (int t = 0; t < threads; t++) {
        jobs[t] = (job_t){ .b = b, .workload = workload, .order = order, .thread = t, .threads = threads, .steps = steps, .meet = &met };
        pthread_create(&ids[t], NULL, run, &jobs[t]);
    }
    out[0] = out[1] = out[2] = 0;
    for (int t = 0; t < threads; t++) {
        pthread_join(ids[t], NULL);
        for (int i = 0; i < 2; i++) if (jobs[t].ns[i] > out[i]) out[i] = jobs[t].ns[i];
        out[2] += jobs[t].regions;
    }
    buddy_delete(b);
}
