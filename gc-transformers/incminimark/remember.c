/* remember.c — what happens at a store into an old object: it is put on a list for the next minor collection. A large
 * array is remembered by cards (Sobalvarro 1988; arrays only, as in RPython's minimark), everything else as a whole. A card
 * tells which of its items was stored into, as long as that is one: a table that changes in random places costs its changes,
 * not its cards. */
#include "heap.h"

vs_stack vs_remembered, vs_dirty, vs_touched;

/* The header has VS_GC_TRACK. */
VS_COLD void vs_gc_remember(vs_object *object) {
  object->header &= ~VS_GC_TRACK;
  vs_stack_push(&vs_remembered, (uintptr_t)object);
  /* What a prebuilt object points to is traced from its first store on, forever. */
  if ((object->header & (VS_PREBUILT | VS_GC_TOUCHED)) == VS_PREBUILT) {
    object->header |= VS_GC_TOUCHED;
    vs_stack_push(&vs_touched, (uintptr_t)object);
  }
}

__attribute__((noinline)) void vs_gc_remember_items(vs_object *object, int64_t start, int64_t n) {
  if ((object->header & VS_GC_CARDS) == 0) {
    vs_gc_remember(object);
    return;
  }
  if (n <= 0) return;
  size_t first = (size_t)start / VS_CARD_ITEMS, last = (size_t)(start + n - 1) / VS_CARD_ITEMS;
  if (n == 1) {
    uint8_t *card = vs_card(object, first), item = (uint8_t)((size_t)start % VS_CARD_ITEMS + 1);
    *card = *card == 0 || *card == item ? item : VS_WHOLE_CARD;
  } else
    memset(vs_card(object, last), VS_WHOLE_CARD, last - first + 1);
  if ((object->header & VS_GC_DIRTY) != 0) return;
  object->header |= VS_GC_DIRTY;
  vs_stack_push(&vs_dirty, (uintptr_t)object);
}

static void drop_dead(vs_stack *from) {
  vs_stack before = *from;
  *from = (vs_stack){ 0 };
  for (uintptr_t word; (word = vs_stack_pop(&before)) != 0;)
    if (vs_is_marked((vs_object *)word)) vs_stack_push(from, word);
  vs_stack_free(&before);
}

/* Marking is over: what is white will be swept. (Objects that point to pinned ones are remembered even then.) */
void vs_remembered_drop_dead(void) {
  drop_dead(&vs_remembered);
  drop_dead(&vs_dirty);
}
