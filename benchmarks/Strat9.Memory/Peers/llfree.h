// The other peer: our own small version of the idea of LLFree (Wrenger et al., "LLFree: Scalable and Optionally-Persistent Page-Frame
// Allocation", USENIX ATC 2023), written from the paper. No lock and no list: an area of 512 frames is a line of bits and a counter, 32
// areas are a tree with a counter of its own, and each thread reserves a tree from which it takes what it needs; every change is a
// compare-and-exchange. Left out: persistence, the choice among partly filled trees, reserving where much is freed, and taking from a tree
// that another thread has reserved when nothing else is left.
enum { AREA = 512, AREA_ORDER = 9, WORDS = AREA / 64, TREE = 32, WHOLE = 0x8000 };
#define RESERVED 0x80000000u

typedef struct { _Atomic uint64_t bits[WORDS]; } __attribute__((aligned(64))) area_t;
typedef struct { uint32_t tree, free, area; int has; } __attribute__((aligned(128))) local_t;

typedef struct {
    uint32_t areas, trees;
    area_t *area;
    _Atomic uint16_t *area_free; // WHOLE: taken in one piece
    _Atomic uint32_t *tree_free; // RESERVED: the rest of the number is what came back since
    local_t locals[8];
} llfree_t;

static inline int llfree_set(area_t *a, int order, uint32_t *at) {
    static const uint64_t places[7] = { ~0ull, 0x5555555555555555, 0x1111111111111111, 0x0101010101010101, 0x0001000100010001, 0x100000001, 1 };
    if (order > 6) {
        int n = 1 << (order - 6);
        for (int w = 0; w < WORDS; w += n) {
            int done = 0;
            for (uint64_t none = 0; done < n && atomic_compare_exchange_strong(&a->bits[w + done], &none, ~0ull); none = 0) done++;
            if (done == n) { *at = w * 64; return 1; }
            while (done > 0) atomic_store(&a->bits[w + --done], 0);
        }
        return 0;
    }
    uint64_t run = order == 6 ? ~0ull : (1ull << (1 << order)) - 1;
    for (int w = 0; w < WORDS; w++) {
        uint64_t bits = atomic_load_explicit(&a->bits[w], memory_order_relaxed);
        for (;;) {
            uint64_t fit = ~bits;
            for (int k = 0; k < order; k++) fit &= fit >> (1 << k);
            fit &= places[order];
            if (!fit) break;
            int pos = __builtin_ctzll(fit);
            if (atomic_compare_exchange_weak(&a->bits[w], &bits, bits | run << pos)) { *at = w * 64 + pos; return 1; }
        }
    }
    return 0;
}

static inline uint32_t llfree_search(llfree_t *l, local_t *own, int order) {
    uint32_t need = 1u << order, first = own->tree * TREE, count = l->areas - first < TREE ? l->areas - first : TREE, at;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t area = first + (own->area + i) % count;
        uint16_t free = atomic_load_explicit(&l->area_free[area], memory_order_relaxed);
        if (order == AREA_ORDER) {
            uint16_t all = AREA;
            if (free == AREA && atomic_compare_exchange_strong(&l->area_free[area], &all, WHOLE)) return area * AREA;
            continue;
        }
        while (free <= AREA && free >= need && !atomic_compare_exchange_weak(&l->area_free[area], &free, free - need)) { }
        if (free > AREA || free < need) continue;
        if (llfree_set(&l->area[area], order, &at)) { own->area = area - first; return area * AREA + at; }
        atomic_fetch_add(&l->area_free[area], need);
    }
    return NONE;
}

static inline uint32_t llfree_alloc(llfree_t *l, int thread, int order) {
    local_t *own = &l->locals[thread];
    uint32_t need = 1u << order;
    for (uint32_t tried = 0; tried <= l->trees; tried++) {
        if (own->has && own->free < need) // what others have given back in the meantime
            own->free += atomic_exchange(&l->tree_free[own->tree], RESERVED) & ~RESERVED;
        if (own->has && own->free >= need) {
            uint32_t f = llfree_search(l, own, order);
            if (f != NONE) { own->free -= need; return f; }
        }
        if (own->has) {
            uint32_t old = atomic_load(&l->tree_free[own->tree]);
            while (!atomic_compare_exchange_weak(&l->tree_free[own->tree], &old, (old & ~RESERVED) + own->free)) { }
            own->has = 0;
        }
        for (uint32_t i = 1; i <= l->trees && !own->has; i++) {
            uint32_t tree = (own->tree + i) % l->trees, free = atomic_load(&l->tree_free[tree]);
            if (!(free & RESERVED) && free >= need && atomic_compare_exchange_strong(&l->tree_free[tree], &free, RESERVED))
                *own = (local_t){ .tree = tree, .free = free, .area = 0, .has = 1 };
        }
        if (!own->has) return NONE;
    }
    return NONE;
}

static inline void llfree_free(llfree_t *l, int thread, uint32_t f, int order) {
    uint32_t area = f / AREA, at = f % AREA, tree = area / TREE;
    if (order == AREA_ORDER) atomic_store(&l->area_free[area], AREA);
    else {
        if (order > 6) for (int w = 0; w < 1 << (order - 6); w++) atomic_store(&l->area[area].bits[at / 64 + w], 0);
        else atomic_fetch_and(&l->area[area].bits[at / 64], ~((order == 6 ? ~0ull : (1ull << (1 << order)) - 1) << at % 64));
        atomic_fetch_add(&l->area_free[area], 1u << order);
    }
    local_t *own = &l->locals[thread];
    if (own->has && own->tree == tree) own->free += 1u << order;
    else atomic_fetch_add(&l->tree_free[tree], 1u << order);
}

static inline llfree_t *llfree_new(uint32_t frames) {
    llfree_t *l = aligned_alloc(128, sizeof(llfree_t));
    memset(l, 0, sizeof(*l));
    l->areas = frames / AREA;
    l->trees = (l->areas + TREE - 1) / TREE;
    l->area = aligned_alloc(128, l->areas * sizeof(area_t));
    memset(l->area, 0, l->areas * sizeof(area_t));
    l->area_free = malloc(l->areas * sizeof(uint16_t));
    l->tree_free = calloc(l->trees, sizeof(uint32_t));
    for (uint32_t i = 0; i < l->areas; i++) { l->area_free[i] = AREA; l->tree_free[i / TREE] += AREA; }
    for (int t = 0; t < 8; t++) l->locals[t].tree = l->trees - 1 - t % l->trees;
    return l;
}

static inline void llfree_delete(llfree_t *l) { free(l->area); free((void *)l->area_free); free((void *)l->tree_free); free(l); }

static inline uint32_t llfree_regions(llfree_t *l) {
    uint32_t regions = 0;
    for (uint32_t i = 0; i < l->areas; i++) regions += l->area_free[i] == AREA;
    return regions;
}
