/* counts.c — deferred, coalescing reference counting (Levanoni and Petrank, "An on-the-fly reference-counting garbage
 * collector for Java"; the treatment of new objects after Shahriyar, Blackburn and Frampton, "Down for the count").
 *
 * Between two epochs nothing is counted: the first store into an object since the last epoch records what its references
 * were. At an epoch:
 *   1. objects that the root stack leads to are counted up, until the next epoch;
 *   2. references that recorded objects have now are counted up;
 *   3. a new object that is counted up for the first time has its own references counted up; new objects that are not
 *      counted are dead — most of all that is ever allocated — and cost nothing more;
 *   4. references that recorded objects had, and roots of the last epoch, are counted down; what falls to zero dies.
 * Ups come before downs, so nothing that is referred to falls to zero. */
#include "heap.h"

#include <stdlib.h>
#include <time.h>

/* New objects in an epoch; more if there are many roots to look through. */
#define EPOCH ((size_t)16 << 10)
/* Bytes of large objects in an epoch. */
#define EPOCH_BYTES ((size_t)4 << 20)
/* Objects that die in one go: the rest waits for the next epoch. */
#define MOST_DEATHS ((size_t)1 << 20)
/* Bytes in use before cycles are looked for first. */
#define FIRST_TRACE ((size_t)8 << 20)

vs_object **vs_rc_new, **vs_rc_new_end;
static vs_object **new_base, **new_room;
static size_t large_bytes;
vs_list vs_rc_pinned, vs_rc_written;
static vs_list logged, logged_cards, decrements, born, dying, grey;
static vs_list roots, roots_before;
static size_t trace_at = FIRST_TRACE;
static int64_t pressure;
static struct {
  int64_t epochs, traces, time, longest;
} statistics;

/* New objects in an epoch by the setting; 0: no setting. */
static size_t stress;

static void end_epoch_after(size_t objects) {
  vs_rc_new_end = new_base + (stress > 0 && stress < objects ? stress : objects);
}

void vs_gc_start(uint64_t max) {
  vs_rc_set_limit((size_t)max);
  new_base = malloc(EPOCH * sizeof *new_base);
  if (new_base == NULL) vs_gc_out_of_memory(EPOCH * sizeof *new_base);
  vs_rc_new = new_base;
  new_room = new_base + EPOCH;
  stress = (size_t)vs_gc_setting("stress", 0);
  end_epoch_after(EPOCH);
}

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

void vs_rc_uncount(vs_object *object) {
  if (!vs_rc_counts(object)) return;
  uint64_t n = object->header & VS_RC_COUNT;
  if (n != VS_RC_COUNT && n != 0) object->header -= VS_RC_ONE;
}

void vs_rc_hold(vs_object *object) {
  vs_rc_increment(object);
  vs_list_add(&roots, object);
}

static void increment_at(vs_object **place) {
  vs_rc_increment(*place);
}

static void decrement_at(vs_object **place) {
  vs_rc_decrement(*place);
}

static void count_grey(void) {
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
    vs_list_add(&born, object);
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

static void count_logged(void) {
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

/* ---- epochs ---- */

static void count_root(vs_object **place) {
  if (!vs_rc_counts(*place)) return;
  vs_rc_increment(*place);
  vs_list_add(&roots, *place);
}

static void count_roots(void) {
  vs_each_root(count_root);
  for (size_t i = 0; i < vs_rc_pinned.n; i++) count_root((vs_object **)(void *)&vs_rc_pinned.words[i]);
}

void vs_rc_release(vs_object *object) {
  const vs_special *special = vs_type_of(object)->special;
  if (special != NULL && special->kind == VS_WEAK) vs_weak_gone((vs_weak *)(void *)object);
  else if (special != NULL && special->release != NULL) special->release(object);
}

/* Files the new entries that are alive. */
static void file_born(void) {
  size_t kept = 0;
  for (size_t i = 0; i < born.n; i++) {
    vs_weak *entry = (vs_weak *)born.words[i];
    if (entry->header & VS_RC_OLD) vs_weak_born(entry);
    else born.words[kept++] = (uintptr_t)entry;
  }
  born.n = kept;
}

static bool is_dead_target(vs_object *object) {
  return (object->header & (VS_RC_OLD | VS_RC_WEAKLY)) == VS_RC_WEAKLY;
}

static void bury_new(void) {
  for (vs_object **at = new_base; at < vs_rc_new; at++)
    if (is_dead_target(*at)) vs_weak_resurrects(*at);
  /* What was resurrected has become old, with all that it leads to. */
  count_grey();
  file_born();
  born.n = 0;
  for (vs_object **at = new_base; at < vs_rc_new; at++) {
    vs_object *object = *at;
    if (object->header & VS_RC_OLD) continue;
    if (is_dead_target(object)) vs_weak_forget(object);
    vs_rc_release(object);
    vs_rc_free(object);
  }
  vs_rc_new = new_base;
}

/* A target without references left: does an entry keep it alive? */
static bool is_kept(vs_object *object) {
  const vs_special *special = vs_type_of(object)->special;
  vs_weak *entry = special != NULL && special->kind == VS_WEAK ? (vs_weak *)(void *)object : NULL;
  /* Being an entry itself, it is garbage, and none of those that count. */
  if (entry != NULL) vs_weak_gone(entry);
  bool kept = vs_weak_resurrects(object);
  if (!kept) vs_weak_forget(object);
  else if (entry != NULL) vs_weak_born(entry);
  return kept;
}

static void bury(size_t most) {
  for (vs_object *object; most > 0 && (object = vs_list_take(&dying)) != NULL; most--) {
    object->header &= ~VS_RC_DYING;
    if ((object->header & VS_RC_COUNT) != 0) continue;
    if ((object->header & VS_RC_WEAKLY) && is_kept(object)) continue;
    vs_rc_each_reference(object, decrement_at);
    vs_rc_release(object);
    vs_rc_free(object);
  }
}

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void next_epoch_after(size_t root_count) {
  size_t wanted = EPOCH > 2 * root_count ? EPOCH : 2 * root_count;
  if (wanted > (size_t)(new_room - new_base)) {
    vs_object **bigger = realloc(new_base, wanted * sizeof *bigger);
    if (bigger == NULL) wanted = (size_t)(new_room - new_base);
    else {
      vs_rc_new = new_base = bigger;
      new_room = new_base + wanted;
    }
  }
  end_epoch_after(wanted);
  large_bytes = 0;
}

static void forget_dead(void);

static void epoch(size_t most_deaths) {
  count_roots();
  count_logged();
  count_grey();
  file_born();
  forget_dead();
  bury_new();
  for (vs_object *object; (object = vs_list_take(&decrements)) != NULL;) vs_rc_decrement(object);
  for (vs_object *object; (object = vs_list_take(&roots_before)) != NULL;) vs_rc_decrement(object);
  bury(most_deaths);
  vs_weak_announce();
  vs_list swap = roots_before;
  roots_before = roots;
  roots = swap;
  statistics.epochs++;
  next_epoch_after(roots_before.n);
}

/* Addresses that others compare: of objects that this epoch may free, none is kept. */
static vs_object *present(vs_object *object) {
  if (!vs_rc_counts(object)) return object;
  return (object->header & VS_RC_OLD) != 0 && (object->header & VS_RC_DYING) == 0 ? object : NULL;
}

static void forget_dead(void) {
  vs_after_collection(present);
}

static void trace(void) {
  bury(SIZE_MAX);
  /* What has just been resurrected is a root. */
  vs_weak_announce();
  forget_dead();
  vs_rc_trace();
  vs_weak_announce();
  statistics.traces++;
  size_t used = vs_rc_taken;
  trace_at = used * 2 > FIRST_TRACE ? used * 2 : FIRST_TRACE;
  pressure = 0;
}

static void timed(void (*work)(void)) {
  int64_t start = now();
  work();
  int64_t took = now() - start;
  statistics.time += took;
  if (took > statistics.longest) statistics.longest = took;
}

static void collect_some(void) {
  epoch(MOST_DEATHS);
  if (vs_rc_taken + (size_t)pressure > trace_at) trace();
}

static void collect_all(void) {
  epoch(SIZE_MAX);
  /* The roots of the epoch before are counted down by a second one. */
  epoch(SIZE_MAX);
  trace();
}

void vs_gc_collect(void) {
  timed(collect_all);
}

void vs_gc_poll(void) {
  if (vs_rc_new >= vs_rc_new_end || large_bytes >= EPOCH_BYTES) timed(collect_some);
}

/* ---- allocation ---- */

static void note(vs_object *object) {
  if (vs_rc_new == new_room) {
    size_t n = (size_t)(new_room - new_base), until = (size_t)(vs_rc_new_end - new_base);
    vs_object **bigger = realloc(new_base, 2 * n * sizeof *bigger);
    if (bigger == NULL) vs_gc_out_of_memory(2 * n * sizeof *bigger);
    new_base = bigger;
    vs_rc_new = bigger + n;
    vs_rc_new_end = bigger + until;
    new_room = bigger + 2 * n;
  }
  *vs_rc_new++ = object;
}

static void *attempt(size_t size) {
  size_t granules = (size + VS_GRANULE - 1) / VS_GRANULE;
  vs_object *object;
  if (granules > VS_SMALL_GRANULES) {
    object = vs_rc_new_large(size);
    if (object == NULL) return NULL;
    large_bytes += size;
  } else {
    if (vs_rc_cells[granules] == NULL && !vs_rc_refill(granules)) return NULL;
    void **cell = vs_rc_cells[granules];
    vs_rc_cells[granules] = cell[1];
    memset(cell, 0, granules * VS_GRANULE);
    object = (vs_object *)(void *)cell;
  }
  note(object);
  return object;
}

void *vs_gc_allocate_now(size_t size, bool flat) {
  (void)flat;
  void *object = attempt(size);
  if (object == NULL) vs_gc_out_of_memory(size);
  return object;
}

void *vs_gc_allocate_large(size_t size, bool flat) {
  vs_gc_poll();
  void *object = attempt(size);
  if (object != NULL) return object;
  vs_gc_collect();
  return vs_gc_allocate_now(size, flat);
}

void *vs_gc_allocate_special(const vs_type *type, size_t size) {
  vs_object *object = vs_gc_allocate_large(size, false);
  object->header = VS_TYPE_BITS(type);
  if (type->special->kind == VS_WEAK) vs_list_add(&born, object);
  return object;
}

void vs_gc_pin(const void *object) {
  if (object != NULL) vs_list_add(&vs_rc_pinned, object);
}

void vs_gc_unpin(const void *object) {
  if (object == NULL) return;
  size_t i = vs_rc_pinned.n;
  while (i > 0 && vs_rc_pinned.words[i - 1] != (uintptr_t)object) i--;
  if (i > 0) vs_rc_pinned.words[i - 1] = vs_rc_pinned.words[--vs_rc_pinned.n];
}

void vs_gc_pressure(int64_t bytes) {
  pressure = pressure + bytes < 0 ? 0 : pressure + bytes;
}

int64_t vs_gc_statistic(int64_t which) {
  switch (which) {
  case VS_GC_USED: return (int64_t)vs_rc_taken;
  case VS_GC_PEAK: return (int64_t)vs_rc_peak;
  case VS_GC_MINOR: return statistics.epochs;
  case VS_GC_MAJOR: return statistics.traces;
  case VS_GC_TIME: return statistics.time;
  case VS_GC_LONGEST_PAUSE: return statistics.longest;
  default: return 0;
  }
}
