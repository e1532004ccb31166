/* nursery.c — where objects are born: start, settings, and all allocation that the fast paths of collector.h do not do.
 *
 * The free part of the nursery is one gap, or several when pinned objects lie in it. Memory is neither touched before
 * it is used nor zeroed in advance, so a small program stays small. What does not fit goes outside (large.c). */
#define _GNU_SOURCE
#include "heap.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define NURSERY_LEAST ((size_t)32 << 10)
/* More than a second-level cache holds: that few objects survive is worth more than that all of it is near. */
#define NURSERY_DEFAULT ((size_t)3 << 20)
/* Bytes outside of the nursery after which a minor collection is due. */
#define OUTSIDE ((size_t)4 << 20)

typedef struct gap {
  char *start, *end;
} gap;

vs_heap vs_the_heap;
char *vs_nursery_free, *vs_nursery_end, *vs_nursery_start;
size_t vs_nursery_size;

static char *gap_end; /* of the current gap; vs_nursery_end may pretend less */
static gap *gaps;
static size_t gap_count, gap_room, next_gap, free_bytes;
static size_t in_use; /* what would be free if nothing were pinned */
static int64_t until_stress;

void vs_gc_start(uint64_t max) {
  max = (uint64_t)vs_gc_setting("max", (int64_t)max);
  H.max = max == 0 ? SIZE_MAX : max;
  size_t size = (size_t)vs_gc_setting("nursery", NURSERY_DEFAULT);
  if (size > H.max / 8) size = H.max / 8;
  if (size < NURSERY_LEAST) size = NURSERY_LEAST;
  vs_nursery_size = size & ~(size_t)4095;
  H.stress = until_stress = vs_gc_setting("stress", 0);
  H.huge = vs_gc_setting("huge", 0) != 0;
  H.verify = vs_gc_setting("verify", 0) != 0;
#ifdef VS_GC_DEBUG
  H.verify = true;
#endif
  vs_cycle_start();
  void *memory =
    mmap(NULL, vs_nursery_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) vs_gc_out_of_memory(vs_nursery_size);
  vs_nursery_start = memory;
  vs_took(vs_nursery_size);
  vs_log_start();
  vs_nursery_reset(NULL, 0, vs_nursery_size);
}

/* ---- Gaps. */

static void open_gap(gap g) {
  vs_nursery_free = g.start;
  gap_end = g.end;
  vs_nursery_end = H.stress != 0 || H.due ? g.start : g.end;
}

static void add_gap(char *start, char *end) {
  if (end - start < 64) return;
  if (gap_count == gap_room) {
    gap_room = gap_room == 0 ? 16 : 2 * gap_room;
    gaps = realloc(gaps, gap_room * sizeof *gaps);
    if (gaps == NULL) vs_gc_out_of_memory(gap_room * sizeof *gaps);
  }
  gaps[gap_count++] = (gap){ start, end };
  free_bytes += (size_t)(end - start);
  vs_poison(start, (size_t)(end - start));
}

/* All but these objects, sorted by address, is free; of that the first `use` bytes are used. */
void vs_nursery_reset(vs_object *const *pinned, size_t count, size_t use) {
  gap_count = next_gap = free_bytes = 0;
  char *at = vs_nursery_start, *end = vs_nursery_start + vs_nursery_size;
  for (size_t i = 0; i < count; i++) {
    add_gap(at, (char *)pinned[i]);
    at = (char *)pinned[i] + vs_object_size(pinned[i], vs_type_of(pinned[i]));
  }
  in_use = count == 0 ? use : vs_nursery_size;
  if (count == 0) end = at + use;
  add_gap(at, end);
  if (gap_count == 0)
    open_gap((gap){ end, end });
  else
    open_gap(gaps[next_gap++]);
}

/* Bytes of the nursery that have been handed out or skipped since the last collection. */
size_t vs_nursery_consumed(void) {
  size_t left = (size_t)(gap_end - vs_nursery_free);
  for (size_t i = next_gap; i < gap_count; i++) left += (size_t)(gaps[i].end - gaps[i].start);
  return free_bytes > left ? free_bytes - left : 0;
}

static void see_gap(const char *start, const char *end, void (*see)(vs_object *object)) {
  for (const char *at = start; at < end;) {
    vs_object *object = (vs_object *)(uintptr_t)at;
    at += vs_object_size(object, vs_type_of(object));
    see(object);
  }
}

void vs_nursery_each(void (*see)(vs_object *object)) {
  for (size_t i = 0; i + 1 < next_gap; i++) see_gap(gaps[i].start, gaps[i].end, see);
  if (next_gap > 0) see_gap(gaps[next_gap - 1].start, vs_nursery_free, see);
}

void vs_make_due(void) {
  H.due = true;
  vs_nursery_end = vs_nursery_free;
}

void vs_gc_pay(void) {
  if (H.due) vs_collect_some();
}

/* Null if no gap has room. */
static void *take(size_t size) {
  while (size > (size_t)(gap_end - vs_nursery_free)) {
    /* A gap is not worth giving up for an object that is large among those. */
    if (next_gap == gap_count || (gap_count > 1 && size > 512)) return NULL;
    if (next_gap > 0) gaps[next_gap - 1].end = vs_nursery_free;
    open_gap(gaps[next_gap++]);
  }
  char *object = vs_nursery_free;
  vs_nursery_free += size;
  vs_nursery_end = H.stress != 0 || H.due ? vs_nursery_free : gap_end;
  return memset(object, 0, size);
}

/* ---- Allocation. */

static void collect_if_due(void) {
  if (H.stress != 0 && --until_stress <= 0) {
    until_stress = H.stress;
    H.due = true;
  }
  if (H.due || H.outside > (OUTSIDE > vs_nursery_size ? OUTSIDE : vs_nursery_size)) vs_collect_some();
}

static void *outside(size_t size, bool flat) {
  vs_object *object = vs_large_allocate(size, flat);
  if (object == NULL) return NULL;
  vs_stack_push(&vs_young_large, (uintptr_t)object);
  H.outside += vs_large_of(object)->block;
  return object;
}

void *vs_gc_allocate_slow(size_t size, bool flat) {
  collect_if_due();
  if (size <= VS_YOUNG_LARGEST) {
    void *object = take(size);
    if (object != NULL) return object;
    /* When pinned objects fill the nursery, collecting at each allocation would not help. */
    if (free_bytes >= in_use / 8 ? vs_nursery_consumed() >= free_bytes / 2 : H.outside >= vs_nursery_size) {
      vs_collect_some();
      object = take(size);
      if (object != NULL) return object;
    }
  }
  if (!vs_make_room(size)) vs_gc_out_of_memory(size);
  void *object = outside(size, flat);
  if (object != NULL) return object;
  vs_gc_collect();
  object = outside(size, flat);
  if (object == NULL) vs_gc_out_of_memory(size);
  return object;
}

/* Without a collection; the next fast path makes one. */
VS_COLD void *vs_gc_allocate_outside(size_t size, bool flat) {
  void *object = outside(size, flat);
  if (object == NULL) vs_gc_out_of_memory(size);
  vs_make_due();
  return object;
}

/* Special objects are old from the beginning, so that they never move, and remembered until the next minor collection. */
void *vs_gc_allocate_special(const vs_type *type, size_t size) {
  collect_if_due();
  /* A word more: the number of a weak entry (weak.c). */
  size_t padded = ((size + 7) & ~(size_t)7) + 8;
  if (padded > VS_LARGEST_CELL) vs_fatal("an object of the special type %s has %zu bytes; 2040 are possible", type->name, size);
  if (!vs_make_room(padded)) vs_gc_out_of_memory(size);
  vs_object *object = memset(vs_cell_allocate_slow(padded, true), 0, padded);
  object->header = VS_TYPE_BITS(type) | VS_GC_OLD;
  vs_stack_push(&vs_remembered, (uintptr_t)object);
  H.outside += padded;
  if (type->special->kind == VS_WEAK) vs_weak_enlist((vs_weak *)object);
  return object;
}

void vs_gc_pressure(int64_t bytes) {
  H.pressure += bytes;
  if (H.pressure < 0) H.pressure = 0;
  if (bytes <= 0) return;
  H.outside += (size_t)bytes;
  if (H.outside > OUTSIDE && H.outside > vs_nursery_size) vs_make_due();
}
