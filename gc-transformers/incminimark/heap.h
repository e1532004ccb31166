/* heap.h — what the files of incminimark know of each other: flags, the heap's accounts, how objects are walked.
 *
 * Generations: the nursery (nursery.c), objects outside of it that no minor collection has seen ("young outside",
 * large.c), and the old space: pages of cells of one size (arena.c) and large objects. Old objects never move.
 * Invariant between collections: an old object that points to a young one lacks VS_GC_TRACK and is on vs_remembered, or
 * has VS_GC_DIRTY, is on vs_dirty and the card is set.
 * Colours of a major collection (mark.c): white = no VS_GC_MARKED; grey = marked and on vs_grey; black = marked. A black
 * object may point to a white one only while it is remembered (incremental update: Dijkstra, Lamport et al. 1978). */
#ifndef VS_HEAP_H
#define VS_HEAP_H

#include "vs.h"

/* Header flags besides those of collector.h. */
#define VS_GC_MARKED (UINT64_C(1) << 36)   /* reached by the major collection at work */
#define VS_GC_CARDS (UINT64_C(1) << 37)    /* has cards in front */
#define VS_GC_DIRTY (UINT64_C(1) << 38)    /* one of them is set, and the object is on vs_dirty */
#define VS_GC_HASHED (UINT64_C(1) << 39)   /* young: its identity hash has been asked for */
#define VS_GC_KEPT (UINT64_C(1) << 40)     /* young and pinned: the hash lies in a side table */
#define VS_GC_STORED (UINT64_C(1) << 41)   /* old: the hash lies behind the object */
#define VS_GC_PINNED (UINT64_C(1) << 42)   /* in the nursery, pinned; only during minor collections */
#define VS_GC_TOUCHED (UINT64_C(1) << 43)  /* prebuilt, has been stored into */
#define VS_GC_KEY (UINT64_C(1) << 44)      /* ephemerons wait for it to be marked */
#define VS_GC_FREE (UINT64_C(1) << 62)     /* no object: a run of free cells, its bytes in the low half */
#define VS_GC_FORWARDED (UINT64_C(1) << 63) /* the object has moved; the address is in the low 48 bits */

/* Larger old objects do not lie in pages. */
#define VS_LARGEST_CELL ((size_t)2048)
/* Items of one card. Its byte is 0: clean; n: item n - 1 was stored into; or all may have been. */
#define VS_CARD_ITEMS 32
#define VS_WHOLE_CARD 255
/* How many items marking looks at in one go. */
#define VS_CHUNK_ITEMS 4096

/* ---- Stacks of words without a limit (stack.c). */
typedef struct vs_segment vs_segment;
typedef struct vs_stack {
  uintptr_t *top, *floor, *end; /* floor and end of the youngest segment */
  vs_segment *segment;
} vs_stack;
struct vs_segment {
  vs_segment *below;
  uintptr_t words[4094];
};
VS_COLD void vs_stack_grow(vs_stack *stack);
VS_COLD bool vs_stack_shrink(vs_stack *stack);
void vs_stack_free(vs_stack *stack);
void vs_stack_each(const vs_stack *stack, void (*see)(uintptr_t word));
VS_INLINE void vs_stack_push(vs_stack *stack, uintptr_t word) {
  if (VS_UNLIKELY(stack->top == stack->end)) vs_stack_grow(stack);
  *stack->top++ = word;
}
VS_INLINE bool vs_stack_is_empty(const vs_stack *stack) {
  return stack->top == stack->floor && (stack->segment == NULL || stack->segment->below == NULL);
}
/* The youngest word; 0 if there is none. */
VS_INLINE uintptr_t vs_stack_pop(vs_stack *stack) {
  if (VS_UNLIKELY(stack->top == stack->floor) && !vs_stack_shrink(stack)) return 0;
  return *--stack->top;
}

/* ---- Accounts. */
typedef enum { VS_IDLE, VS_MARKING, VS_SWEEPING } vs_state;
typedef struct vs_heap {
  vs_state state;
  size_t used;       /* bytes of old cells, with the runs that are allocated from, and of large objects, young or old */
  size_t opened;     /* bytes of the runs that have been opened since the last minor collection began */
  size_t pages;      /* bytes of pages in use, and of large objects: what the limit counts */
  size_t taken;      /* bytes taken from the system */
  size_t most_taken;
  size_t outside;    /* bytes allocated outside of the nursery since the last minor collection */
  size_t promoted;   /* bytes promoted by the last minor collection */
  size_t scattered;  /* cache misses that where they went has cost it, about */
  int64_t pressure;  /* bytes outside of the heap that objects keep */
  size_t max;        /* limit, SIZE_MAX for none */
  size_t threshold;  /* the next major collection begins when this much is in use */
  int64_t minors, majors;
  int64_t stress;    /* collect at every so many allocations; 0: off */
  bool verify, due;
  bool huge;         /* arenas ask the system for huge pages */
  bool collecting;   /* the heap is in the midst of a change */
} vs_heap;
extern vs_heap vs_the_heap;
#define H vs_the_heap

VS_INLINE void vs_took(size_t bytes) {
  H.taken += bytes;
  if (H.taken > H.most_taken) H.most_taken = H.taken;
}

/* ---- nursery.c */
extern char *vs_nursery_start;
extern size_t vs_nursery_size;
VS_INLINE bool vs_in_nursery(const void *place) {
  return (uintptr_t)place - (uintptr_t)vs_nursery_start < vs_nursery_size;
}
/* The same, and no tagged integer: rotated, the lowest bits of the distance are its highest. */
VS_INLINE bool vs_in_nursery_untagged(const void *place) {
  uintptr_t distance = (uintptr_t)place - (uintptr_t)vs_nursery_start;
  return (distance >> 3 | distance << 61) < vs_nursery_size / 8;
}
/* Makes what lies between these objects, sorted by address, the free part. */
void vs_nursery_reset(vs_object *const *pinned, size_t count, size_t use);
size_t vs_nursery_consumed(void);
/* All objects of the nursery but the pinned ones. */
void vs_nursery_each(void (*see)(vs_object *object));
/* The next fast path fails, so that a collection is made. */
void vs_make_due(void);

/* ---- arena.c */
#define VS_EXACT_CELL 512
#define VS_CLASSES (VS_EXACT_CELL / 8 + 1 + 8)
/* The free cells that are allocated from, by class; those of special objects behind the others. */
typedef struct vs_run {
  char *free, *end;
} vs_run;
extern vs_run vs_runs[2 * VS_CLASSES];
char *vs_cell_allocate_slow(size_t size, bool special);
/* The size is a multiple of 8. */
VS_INLINE char *vs_cell_allocate(size_t size) {
  if (VS_UNLIKELY(size > VS_EXACT_CELL)) return vs_cell_allocate_slow(size, false);
  vs_run *run = &vs_runs[size / 8];
  char *cell = run->free;
  if (VS_UNLIKELY(cell == run->end)) return vs_cell_allocate_slow(size, false);
  run->free = cell + size;
  return cell;
}
/* Bytes that are free in the runs that are allocated from: who allocates counts nothing. */
size_t vs_cells_unfilled(void);
void vs_cells_close(void);
void vs_arenas_trim(size_t keep, size_t most);
void vs_cells_begin_sweep(void);
/* Sweeps up to so many bytes; true: the last page is done. */
bool vs_cells_sweep(size_t bytes);
void vs_cells_each(void (*see)(vs_object *object, bool swept));
/* Whether the address is that of an object in a page, and of one that is not about to be swept. */
bool vs_cell_is_alive(const vs_object *object);
size_t vs_cells_used(void);

/* ---- large.c */
typedef struct vs_large {
  size_t size;    /* of the object, bytes */
  size_t block;   /* of all the memory, cards and all */
  size_t cards;   /* bytes in front of this */
  bool mapped;    /* from the kernel, not from malloc */
} vs_large;
extern vs_stack vs_young_large, vs_old_large, vs_unswept_large;
VS_INLINE vs_large *vs_large_of(const vs_object *object) {
  return (vs_large *)(uintptr_t)object - 1;
}
/* The card of an item is in front of the description, the first card last. */
VS_INLINE uint8_t *vs_card(const vs_object *object, size_t card) {
  return (uint8_t *)vs_large_of(object) - 1 - card;
}
/* Zeroed; null if the system has no more. */
vs_object *vs_large_allocate(size_t size, bool flat);
void vs_large_promoted(vs_object *object);
void vs_large_sweep_young(void);
bool vs_large_sweep(size_t bytes);
/* Gives memory back that is kept for the next large objects: what has been kept for long, or all. */
void vs_large_drop_spares(bool all);
/* Calls the function for the ranges of items that lie in memory that has ever been touched. */
void vs_large_touched(vs_object *array, size_t length, void (*see)(vs_object *array, size_t from, size_t to));
/* Arrays of more items are worth asking. */
#define VS_HUGE_ITEMS ((size_t)1 << 16)

/* ---- remember.c */
extern vs_stack vs_remembered, vs_dirty, vs_touched;
void vs_remembered_drop_dead(void);

/* ---- minor.c */
void vs_minor(void);
/* For traced objects and weak entries: makes the place's object old; the same for all that this has made old; where an
 * object is now, or null. */
void vs_drag(vs_object **place);
void vs_drag_all(void);
vs_object *vs_now_minor(vs_object *object);

/* ---- mark.c */
extern vs_stack vs_grey;
VS_INLINE bool vs_is_marked(const vs_object *object) {
  return (object->header & (VS_GC_MARKED | VS_PREBUILT)) != 0;
}
void vs_mark_place(vs_object **place);
/* Makes all roots grey; `first`: also those that only change through the barrier. */
void vs_mark_roots(bool first);
/* Scans grey objects, up to about so many bytes; what is left of the budget. */
int64_t vs_mark(int64_t budget);
vs_object *vs_now_major(vs_object *object);

/* ---- cycle.c */
void vs_cycle_start(void);
/* How much of the nursery to use until the next collection, so that marking keeps up with what is promoted. */
size_t vs_cycle_nursery_use(void);
/* A minor collection, and of the major one what is due. */
void vs_collect_some(void);
/* Whether so many bytes more fit; collects all there is to find out. */
bool vs_make_room(size_t bytes);

/* ---- weak.c */
void vs_weak_enlist(vs_weak *entry);
void vs_weak_scan(vs_weak *entry, const vs_type *type);
bool vs_weak_scan_young(vs_weak *entry, const vs_type *type);
void vs_weak_after_minor(void);
/* Goes on looking at doubtful entries; false: the budget is used up. */
bool vs_weak_look(int64_t *budget);
bool vs_weak_decide(void);
void vs_weak_key_marked(vs_object *key);

/* ---- pin.c */
void vs_pins_each(void (*see)(vs_object *object));
vs_object *const *vs_pins_in_nursery(size_t *count);
void vs_pins_end(vs_object *const *pinned, size_t count);
uint32_t vs_hash_of_young(const vs_object *object);

/* ---- map.c: words by objects. */
typedef struct vs_map_entry {
  const vs_object *key;
  uint64_t value;
} vs_map_entry;
typedef struct vs_map {
  vs_map_entry *entries;
  size_t count, mask; /* mask + 1 places; none if entries is null */
} vs_map;
/* The entry of the key, or the empty one where it belongs. There must be entries. */
vs_map_entry *vs_map_find(const vs_map *map, const vs_object *key);
/* The value of the key, 0 at first. */
uint64_t *vs_map_at(vs_map *map, const vs_object *key);
void vs_map_delete(vs_map *map, vs_map_entry *entry);
void vs_map_clear(vs_map *map);

/* ---- log.c */
uint64_t vs_gc_clock(void); /* nanoseconds of this thread's processor time */
void vs_log_start(void);
/* The log is written: lines are worth formatting. */
bool vs_log_is_on(void);
void vs_log(const char *format, ...) __attribute__((format(printf, 1, 2)));
void vs_log_pause(uint64_t nanoseconds);

/* ---- verify.c */
void vs_verify(const char *when);

/* Dead memory is made unreadable in what it says. */
VS_INLINE void vs_poison(void *memory, size_t bytes) {
#ifdef VS_GC_DEBUG
  memset(memory, 0xfe, bytes);
#else
  (void)memory, (void)bytes;
#endif
}

/* ---- Objects. */
VS_INLINE const char *vs_type_end(const vs_object *object, const vs_type *type) {
  return (const char *)object + type->size;
}
VS_INLINE size_t vs_object_size(const vs_object *object, const vs_type *type) {
  size_t size = type->size;
  if (type->item_size != 0) size += (size_t)vs_length(object) * type->item_size;
  return (size + 7) & ~(size_t)7;
}
VS_INLINE bool vs_has_references(const vs_type *type) {
  if (type->reference_count != 0) return true;
  return type->words == 0 && (type->items_are_references || type->special != NULL);
}
/* Calls `visit`, a function that the compiler inlines here, for the fields of an object. The last first: what is found
 * goes on stacks, so the first field's objects come next, and lie in memory in the order in which programs that go through
 * a tree from its first field on come to them (a fifth of binary-trees' time). */
VS_INLINE void vs_each_field(vs_object *object, const vs_type *type, vs_visitor *visit) {
  const uint32_t *first = type->references;
  for (const uint32_t *at = first + type->reference_count; at != first;)
    visit((vs_object **)(void *)((char *)object + *--at));
}
VS_INLINE void vs_each_item(vs_object *object, const vs_type *type, size_t from, size_t to, vs_visitor *visit) {
  vs_object **items = (vs_object **)(void *)((char *)object + type->size);
  for (size_t i = from; i < to; i++) visit(&items[i]);
}

#endif
