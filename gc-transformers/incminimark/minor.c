/* minor.c — the minor collection: everything in the nursery that is reachable moves to the old space, what is left is free
 * memory again. Copying follows a stack of objects that have moved but still point into the nursery, so a list of any
 * length needs no native stack (Cheney's queue would have to be contiguous, which cells are not).
 *
 * After it the nursery holds pinned objects only, and no old object points to a young one but to these; such an object
 * stays on vs_remembered or vs_dirty, because its field must follow when the pinned object moves after all. */
#include "heap.h"

#define ADDRESS ((UINT64_C(1) << 48) - 1)
/* What of a header survives moving: type, prebuilt, interned. */
#define KEPT_BITS ((UINT64_C(1) << 34) - 1)

/* Old objects that may point to young ones and have not been looked at. */
static vs_stack unscanned;
static bool young_outside, points_to_pinned;
/* Young objects outside of the nursery are at no lower address, and less than so many bytes above it: what is elsewhere
 * need not be asked, as its header may not be in the cache. (A table of a million old objects grows.) */
static uintptr_t outside_first, outside_span;

static void widen_outside(uintptr_t address) {
  uintptr_t end = outside_first + outside_span;
  if (outside_span == 0 || address < outside_first) outside_first = address;
  outside_span = (address >= end ? address + 1 : end) - outside_first;
}

static void find_outside(void) {
  young_outside = !vs_stack_is_empty(&vs_young_large);
  outside_first = outside_span = 0;
  vs_stack_each(&vs_young_large, widen_outside);
}

static vs_object *large_copy(const vs_object *object, size_t size, size_t room, const vs_type *type) {
  vs_object *to = vs_large_allocate(room, !vs_has_references(type));
  if (to == NULL) vs_gc_out_of_memory(room);
  vs_stack_push(&vs_young_large, (uintptr_t)to);
  memcpy(to, object, size);
  to->header &= KEPT_BITS;
  vs_large_promoted(to);
  H.promoted += room;
  return to;
}

/* Where any object of the nursery is now that has not moved before; a pinned one stays. */
static __attribute__((noinline)) vs_object *promote(vs_object *object) {
  uint64_t header = object->header;
  if (VS_UNLIKELY((header & VS_GC_PINNED) != 0)) {
    points_to_pinned = true;
    return object;
  }
  const vs_type *type = vs_type_of(object);
  size_t size = vs_object_size(object, type), room = size;
  if (VS_UNLIKELY((header & VS_GC_HASHED) != 0)) room += 8;
  vs_object *to;
  if (VS_LIKELY(room <= VS_LARGEST_CELL)) {
    to = (vs_object *)(void *)vs_cell_allocate(room);
    memcpy(to, object, size);
    to->header = (header & KEPT_BITS) | VS_GC_OLD | VS_GC_TRACK;
  } else
    to = large_copy(object, size, room, type);
  if (VS_UNLIKELY(room != size)) {
    uint64_t hash = vs_hash_of_young(object);
    memcpy((char *)to + size, &hash, sizeof hash);
    to->header |= VS_GC_STORED;
  }
  object->header = VS_GC_FORWARDED | (uintptr_t)to;
  if (vs_has_references(type)) vs_stack_push(&unscanned, (uintptr_t)to);
  return to;
}

static VS_COLD void survive_outside(vs_object *object) {
  vs_large_promoted(object);
  H.promoted += vs_large_of(object)->block;
  if (vs_has_references(vs_type_of(object))) vs_stack_push(&unscanned, (uintptr_t)object);
}

/* The words after the header: those of an even number of words one at a time, then two. */
VS_INLINE void copy_plain(char *to, const char *from, size_t size) {
  size_t at = sizeof(vs_object);
  if ((size & 8) == 0) {
    __builtin_memcpy(to + at, from + at, 8);
    at += 8;
  }
  for (; at < size; at += 16) __builtin_memcpy(to + at, from + at, 16);
}

/* Where an object is now that was in the nursery. What is written out is the way of most objects, of a type without items
 * and with nothing but the type in their headers: half of the time of programs that make trees is spent here. */
VS_INLINE vs_object *moved(vs_object *object) {
  uint64_t header = object->header;
  if (VS_UNLIKELY((header & ~KEPT_BITS) != 0))
    return (header & VS_GC_FORWARDED) != 0 ? (vs_object *)(header & ADDRESS) : promote(object);
  const vs_type *type = vs_type_of(object);
  vs_run *run = &vs_runs[type->words];
  char *cell = run->free;
  if (VS_UNLIKELY(cell == run->end)) return promote(object);
  size_t size = type->words * sizeof(uint64_t);
  run->free = cell + size;
  vs_object *to = (vs_object *)(void *)cell;
  to->header = header | VS_GC_OLD | VS_GC_TRACK;
  copy_plain(cell, (const char *)object, size);
  object->header = VS_GC_FORWARDED | (uintptr_t)to;
  if (type->reference_count != 0) vs_stack_push(&unscanned, (uintptr_t)to);
  return to;
}

VS_INLINE void drag(vs_object **place) {
  vs_object *object = *place;
  if (vs_in_nursery_untagged(object))
    *place = moved(object);
  else if (VS_UNLIKELY(young_outside) && (uintptr_t)object - outside_first < outside_span &&
           vs_is_heap_reference(object) && (object->header & VS_GC_OLD) == 0)
    survive_outside(object);
}

void vs_drag(vs_object **place) {
  drag(place);
}

/* The present address of an object, null if it has died. */
vs_object *vs_now_minor(vs_object *object) {
  if (!vs_in_nursery(object)) return !young_outside || (object->header & VS_GC_OLD) != 0 ? object : NULL;
  if ((object->header & VS_GC_FORWARDED) != 0) return (vs_object *)(object->header & ADDRESS);
  return (object->header & VS_GC_PINNED) != 0 ? object : NULL;
}

static VS_COLD void scan_special(vs_object *object, const vs_type *type) {
  if (type->special->kind == VS_WEAK) {
    if (vs_weak_scan_young((vs_weak *)object, type)) points_to_pinned = true;
    return;
  }
  vs_each_field(object, type, drag);
  if (type->special->trace != NULL) type->special->trace(object, vs_drag);
}

static void scan_items(vs_object *array, size_t from, size_t to) {
  vs_each_item(array, vs_type_of(array), from, to, drag);
}

static void scan_all_items(vs_object *array) {
  size_t length = (size_t)vs_length(array);
  if (length <= VS_HUGE_ITEMS)
    scan_items(array, 0, length);
  else
    vs_large_touched(array, length, scan_items);
}

static VS_COLD void remember_pinned(vs_object *object) {
  points_to_pinned = false;
  if (vs_in_nursery(object)) return;
  object->header &= ~VS_GC_TRACK;
  vs_stack_push(&vs_remembered, (uintptr_t)object);
}

static __attribute__((noinline)) void scan_other(vs_object *object, const vs_type *type) {
  if (type->special != NULL)
    scan_special(object, type);
  else {
    vs_each_field(object, type, drag);
    if (type->items_are_references) scan_all_items(object);
  }
}

/* Drags what the object points to. */
VS_INLINE void scan(vs_object *object) {
  const vs_type *type = vs_type_of(object);
  if (VS_LIKELY(type->words != 0))
    vs_each_field(object, type, drag);
  else
    scan_other(object, type);
  if (VS_UNLIKELY(points_to_pinned)) remember_pinned(object);
}

void vs_drag_all(void) {
  for (uintptr_t word; (word = vs_stack_pop(&unscanned)) != 0;) scan((vs_object *)word);
}

static void scan_remembered(void) {
  vs_stack before = vs_remembered;
  vs_remembered = (vs_stack){ 0 };
  for (uintptr_t word; (word = vs_stack_pop(&before)) != 0;) {
    vs_object *object = (vs_object *)word;
    object->header |= VS_GC_TRACK;
    scan(object);
    /* What was black may point to white objects now: it is grey again. */
    if (H.state == VS_MARKING && vs_is_marked(object)) vs_stack_push(&vs_grey, word);
  }
  vs_stack_free(&before);
}

/* Set cards of an array, some at a time, so that the items of one are on their way to the cache while others are scanned. */
#define CARDS_AT_ONCE 16
typedef struct batch {
  vs_object *array;
  const vs_type *type;
  size_t length, count;
  size_t cards[CARDS_AT_ONCE];
  bool still_dirty;
} batch;

static void scan_batch(batch *b) {
  for (size_t i = 0; i < b->count; i++) {
    size_t from = b->cards[i] * VS_CARD_ITEMS, to = from + VS_CARD_ITEMS;
    uint8_t *card = vs_card(b->array, b->cards[i]);
    if (*card != VS_WHOLE_CARD) {
      from += *card - 1u;
      to = from + 1;
    } else if (to > b->length)
      to = b->length;
    vs_each_item(b->array, b->type, from, to, drag);
    if (H.state == VS_MARKING && vs_is_marked(b->array)) vs_each_item(b->array, b->type, from, to, vs_mark_place);
    if (!points_to_pinned) *card = 0;
    b->still_dirty |= points_to_pinned;
    points_to_pinned = false;
  }
  b->count = 0;
}

static void add_card(batch *b, size_t card) {
  size_t item = card * VS_CARD_ITEMS;
  uint8_t value = *vs_card(b->array, card);
  if (value != VS_WHOLE_CARD) item += value - 1u;
  __builtin_prefetch((char *)b->array + b->type->size + item * sizeof(vs_object *));
  b->cards[b->count++] = card;
  if (b->count == CARDS_AT_ONCE) scan_batch(b);
}

/* Looks for set cards eight at a time, as most are clear. */
static void scan_cards(vs_object *array) {
  size_t length = (size_t)vs_length(array), cards = (length + VS_CARD_ITEMS - 1) / VS_CARD_ITEMS;
  batch b = { .array = array, .type = vs_type_of(array), .length = length };
  array->header &= ~VS_GC_DIRTY;
  for (size_t base = 0; base < cards; base += 8) {
    uint64_t eight;
    memcpy(&eight, vs_card(array, base + 7), 8);
    if (eight == 0) continue;
    for (size_t card = base; card < base + 8 && card < cards; card++)
      if (*vs_card(array, card) != 0) add_card(&b, card);
  }
  scan_batch(&b);
  if (!b.still_dirty) return;
  array->header |= VS_GC_DIRTY;
  vs_stack_push(&vs_dirty, (uintptr_t)array);
}

static void scan_dirty(void) {
  vs_stack before = vs_dirty;
  vs_dirty = (vs_stack){ 0 };
  for (uintptr_t word; (word = vs_stack_pop(&before)) != 0;) scan_cards((vs_object *)word);
  vs_stack_free(&before);
}

/* Pinned objects are alive and stay; those outside of the nursery only have to become old. */
static void scan_pinned(vs_object *object) {
  vs_object *place = object;
  drag(&place);
  points_to_pinned = false;
  if (vs_in_nursery(object)) scan(object);
}

void vs_minor(void) {
  size_t pinned_count;
  vs_object *const *pinned = vs_pins_in_nursery(&pinned_count);
  H.promoted = H.scattered = H.opened = 0;
  size_t unfilled = vs_cells_unfilled();
  find_outside();
  vs_each_root(vs_drag);
  points_to_pinned = false;
  vs_pins_each(scan_pinned);
  scan_remembered();
  scan_dirty();
  vs_drag_all();
  vs_weak_after_minor();
  H.promoted += H.opened + unfilled - vs_cells_unfilled();
  vs_after_collection(vs_now_minor);
  young_outside = false;
  vs_large_sweep_young();
  vs_nursery_reset(pinned, pinned_count, vs_cycle_nursery_use());
  vs_pins_end(pinned, pinned_count);
  H.outside = 0;
  H.minors++;
}
