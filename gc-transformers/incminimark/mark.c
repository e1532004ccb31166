/* mark.c — marking in steps. Grey objects stand on a stack that is memory like any other; an array of many items is left
 * half scanned, with the index where to go on below it, so that no step is longer than its budget allows.
 *
 * A word of vs_grey is the address of an object, or (odd) an index: then the object to go on with is the word below. */
#include "heap.h"

vs_stack vs_grey;

VS_INLINE void mark_object(vs_object *object) {
  uint64_t header = object->header;
  /* Young ones are pinned ones, whose fields are roots. */
  if ((header & (VS_GC_MARKED | VS_PREBUILT | VS_GC_OLD)) != VS_GC_OLD) return;
  object->header = header | VS_GC_MARKED;
  if ((header & VS_GC_KEY) == 0 && !vs_has_references(vs_type_of(object))) return;
  vs_stack_push(&vs_grey, (uintptr_t)object);
}

VS_INLINE void mark(vs_object **place) {
  if (vs_is_heap_reference(*place)) mark_object(*place);
}

void vs_mark_place(vs_object **place) {
  mark(place);
}

/* Headers of what a grey object points to are rarely in the cache. They are asked for when the reference is seen and
 * looked at some references later (Cher, Hosking and Vitek 2004). */
#define AHEAD 16
/* Stands where nothing waits. */
static vs_object nothing = { VS_PREBUILT };
#define NOTHING4 &nothing, &nothing, &nothing, &nothing
static vs_object *ahead[AHEAD] = { NOTHING4, NOTHING4, NOTHING4, NOTHING4 };
static uint32_t ahead_at;

VS_INLINE void mark_soon(vs_object **place) {
  vs_object *object = *place;
  if (!vs_is_heap_reference(object)) return;
  __builtin_prefetch(object, 1);
  vs_object **waiting = &ahead[ahead_at++ % AHEAD];
  vs_object *before = *waiting;
  *waiting = object;
  mark_object(before);
}

static void mark_ahead(void) {
  for (int i = 0; i < AHEAD; i++) {
    mark_object(ahead[i]);
    ahead[i] = &nothing;
  }
}

/* The same object if it is alive: marking is complete. */
vs_object *vs_now_major(vs_object *object) {
  return vs_is_marked(object) || (object->header & VS_GC_OLD) == 0 ? object : NULL;
}

static VS_COLD int64_t scan_special(vs_object *object, const vs_type *type) {
  if (type->special->kind == VS_WEAK)
    vs_weak_scan((vs_weak *)object, type);
  else {
    vs_each_field(object, type, mark);
    if (type->special->trace != NULL) type->special->trace(object, vs_mark_place);
  }
  return 256;
}

/* Items from an index on, at most a chunk of them; what it cost. */
static int64_t scan_items(vs_object *object, const vs_type *type, size_t from) {
  size_t length = (size_t)vs_length(object), to = from + VS_CHUNK_ITEMS;
  if (to < length) {
    vs_stack_push(&vs_grey, (uintptr_t)object);
    vs_stack_push(&vs_grey, to << 1 | 1);
  } else
    to = length;
  if (from < to) vs_each_item(object, type, from, to, mark_soon);
  return (int64_t)(to - from) * 16;
}

static __attribute__((noinline)) int64_t scan_other(vs_object *object, const vs_type *type) {
  if ((object->header & VS_GC_KEY) != 0) vs_weak_key_marked(object);
  if (type->special != NULL) return scan_special(object, type);
  vs_each_field(object, type, mark_soon);
  int64_t cost = (int64_t)type->size + 8 * (int64_t)type->reference_count;
  return type->items_are_references ? cost + scan_items(object, type, 0) : cost;
}

VS_INLINE int64_t scan(vs_object *object) {
  const vs_type *type = vs_type_of(object);
  if (VS_UNLIKELY(type->words == 0 || (object->header & VS_GC_KEY) != 0)) return scan_other(object, type);
  vs_each_field(object, type, mark_soon);
  return 8 * ((int64_t)type->words + type->reference_count);
}

int64_t vs_mark(int64_t budget) {
  while (budget > 0) {
    uintptr_t word = vs_stack_pop(&vs_grey);
    if (word == 0) {
      mark_ahead();
      word = vs_stack_pop(&vs_grey);
      if (word == 0) break;
    }
    if ((word & 1) == 0)
      budget -= scan((vs_object *)word);
    else {
      vs_object *object = (vs_object *)vs_stack_pop(&vs_grey);
      budget -= scan_items(object, vs_type_of(object), word >> 1);
    }
  }
  mark_ahead();
  return budget;
}

static void mark_pinned(vs_object *object) {
  mark(&object);
  if ((object->header & VS_GC_OLD) != 0) return;
  scan(object);
  mark_ahead();
}

static void grey_again(uintptr_t word) {
  vs_stack_push(&vs_grey, word);
}

void vs_mark_roots(bool first) {
  vs_each_root(vs_mark_place);
  vs_pins_each(mark_pinned);
  if (first) vs_stack_each(&vs_touched, grey_again);
}
