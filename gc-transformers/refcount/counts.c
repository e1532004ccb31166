/* counts.c — what is counted, and what stores record (epochs.c says when).
 *
 * The first store into an object since the last epoch records what its references were: they are counted down at the next
 * epoch, after those that it has then were counted up. Large arrays are recorded in runs of items, by cards. */
#include "heap.h"

#include <stdlib.h>

vs_list vs_rc_born, vs_rc_written;
static vs_list logged, logged_cards, decrements, dying, grey;

/* ---- references of an object ---- */

static void each_item(vs_object *object, int64_t start, int64_t n, vs_visitor *visit) {
  vs_object **items = (vs_object **)(void *)vs_items(object);
  for (int64_t i = start; i < start + n; i++)
    if (vs_is_heap_reference(items[i])) visit(&items[i]);
}

void vs_rc_each_reference(vs_object *object, vs_visitor *visit) {
  const vs_type *type = vs_type_of(object);
  if (type->special != NULL && type->special->kind == VS_WEAK) {
    vs_weak *entry = (vs_weak *)(void *)object;
    if (vs_is_heap_reference(entry->value)) visit(&entry->value);
    if (entry->next != NULL) visit((vs_object **)(void *)&entry->next);
    if (entry->mode == VS_MODE_PLAIN && vs_is_heap_reference(entry->target)) visit(&entry->target);
    return;
  }
  for (uint32_t i = 0; i < type->reference_count; i++) {
    vs_object **place = (vs_object **)(void *)((char *)object + type->references[i]);
    if (vs_is_heap_reference(*place)) visit(place);
  }
  if (type->items_are_references) each_item(object, 0, vs_length(object), visit);
  if (type->special != NULL && type->special->trace != NULL) type->special->trace(object, visit);
}

/* ---- counting ---- */

static void become_old(vs_object *object) {
  object->header |= VS_RC_OLD | VS_RC_UNLOGGED;
  if (vs_rc_size(object) > VS_SMALL_GRANULES * VS_GRANULE) object->header |= VS_RC_LARGE;
  vs_list_add(&grey, object);
}

void vs_rc_increment(vs_object *object) {
  if (!vs_rc_counts(object)) return;
  if (!(object->header & VS_RC_OLD)) become_old(object);
  if ((object->header & VS_RC_COUNT) != VS_RC_COUNT) object->header += VS_RC_ONE;
}

void vs_rc_decrement(vs_object *object) {
  if (!vs_rc_counts(object) || (object->header & VS_RC_COUNT) == VS_RC_COUNT) return;
  object->header -= VS_RC_ONE;
  if ((object->header & (VS_RC_COUNT | VS_RC_DYING)) != 0) return;
  object->header |= VS_RC_DYING;
  vs_list_add(&dying, object);
}

vs_object *vs_rc_next_dying(void) {
  vs_object *object = vs_list_take(&dying);
  if (object != NULL) object->header &= ~VS_RC_DYING;
  return object;
}

void vs_rc_uncount(vs_object *object) {
  if (!vs_rc_counts(object)) return;
  uint64_t n = object->header & VS_RC_COUNT;
  if (n != VS_RC_COUNT && n != 0) object->header -= VS_RC_ONE;
}

static void increment_at(vs_object **place) {
  vs_rc_increment(*place);
}

void vs_rc_count_grey(void) {
  for (vs_object *object; (object = vs_list_take(&grey)) != NULL;) vs_rc_each_reference(object, increment_at);
}

/* ---- what stores record ---- */

static void record_at(vs_object **place) {
  if (vs_rc_counts(*place)) vs_list_add(&decrements, *place);
}

/* Are the items recorded in runs? */
static bool has_cards(const vs_object *object) {
  const vs_type *type = vs_type_of(object);
  return (object->header & VS_RC_LARGE) != 0 && type->items_are_references && type->reference_count == 0;
}

static size_t card_count(const vs_object *object) {
  return (size_t)(vs_length(object) + VS_CARD - 1) / VS_CARD;
}

static void log_card(vs_object *object, size_t card) {
  vs_large *large = vs_large_of(object);
  if (large->cards == NULL) large->cards = calloc(card_count(object), 1);
  if (large->cards == NULL) vs_gc_out_of_memory(card_count(object));
  if (large->cards[card]) return;
  large->cards[card] = 1;
  vs_list_add(&logged_cards, object);
  vs_list_add(&logged_cards, (void *)card);
  int64_t start = (int64_t)card * VS_CARD, rest = vs_length(object) - start;
  each_item(object, start, rest < VS_CARD ? rest : VS_CARD, record_at);
}

void vs_rc_log_items(vs_object *object, int64_t start, int64_t n) {
  if (!has_cards(object)) {
    vs_rc_log(object);
    return;
  }
  if (n <= 0) return;
  for (int64_t card = start / VS_CARD; card <= (start + n - 1) / VS_CARD; card++) log_card(object, (size_t)card);
}

void vs_rc_log(vs_object *object) {
  if (has_cards(object)) {
    vs_rc_log_items(object, 0, vs_length(object));
    return;
  }
  const vs_special *special = vs_type_of(object)->special;
  if (special != NULL && special->kind == VS_WEAK) {
    /* It may get another target: it is filed anew at the next epoch. */
    vs_weak_gone((vs_weak *)(void *)object);
    vs_list_add(&vs_rc_born, object);
  }
  object->header &= ~VS_RC_UNLOGGED;
  vs_list_add(&logged, object);
  /* Prebuilt objects lead to prebuilt ones only until they are stored into; from then on they are roots of traces. */
  if ((object->header & (VS_PREBUILT | VS_RC_OLD)) == VS_PREBUILT) {
    object->header |= VS_RC_OLD;
    vs_list_add(&vs_rc_written, object);
  }
  vs_rc_each_reference(object, record_at);
}

void vs_rc_count_logged(void) {
  for (vs_object *object; (object = vs_list_take(&logged)) != NULL;) {
    object->header |= VS_RC_UNLOGGED;
    vs_rc_each_reference(object, increment_at);
  }
  while (logged_cards.n > 0) {
    size_t card = (size_t)vs_list_take(&logged_cards);
    vs_object *object = vs_list_take(&logged_cards);
    vs_large_of(object)->cards[card] = 0;
    int64_t start = (int64_t)card * VS_CARD, rest = vs_length(object) - start;
    each_item(object, start, rest < VS_CARD ? rest : VS_CARD, increment_at);
  }
}

void vs_rc_count_down_logged(void) {
  for (vs_object *object; (object = vs_list_take(&decrements)) != NULL;) vs_rc_decrement(object);
}
