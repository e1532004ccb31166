/* weak.c — weak entries (gc.h). Each has a number behind it that tells the order of their allocation.
 *
 * An entry whose target is white when it is scanned is *doubtful*. Once nothing is grey, all of these are looked at again,
 * in steps, and those whose targets were marked since are not doubtful any more. So the end of marking, which decides who is
 * dead in one go, only sees entries whose targets died, and a few of which that is not known.
 *
 * Ephemerons (Hayes 1997): one whose target is white when it is scanned waits in a table under its target; when that is
 * marked, its value is. So a chain of them costs no more than its length, and nothing is scanned twice.
 * At minor collections entries are alive. Young targets that die are treated as at the end of marking, but an ephemeron
 * keeps its value until the next major collection. */
#include "heap.h"

#include <stdlib.h>

/* Of looking at a doubtful entry, in bytes of marking. */
#define LOOK_COST 128

typedef struct list {
  vs_weak **entries;
  size_t count, room;
} list;

typedef struct waiting {
  vs_weak *entry;
  vs_object *target; /* as it was then */
  uint64_t next;     /* place in `nodes` plus 1 */
} waiting;

static list doubtful; /* marked, with targets that were white; some more than once */
static list young;   /* with young targets, found by this minor collection */
static list fired;   /* by this minor collection */
static list decided; /* by this major collection; in vs_gc_ready when marking is over */
static list revived; /* RESURRECT entries among them, each followed by its target at that time */
static size_t doubts, looked_at; /* of the doubtful: up to the first, they were looked at; from the second, not yet */
static uint64_t last_number;

/* Who waits, by target: a hash table that grows by one bucket at a time (Litwin 1980, linear hashing) and is emptied at
 * once, so that none of its operations is a pause. It has half + split buckets; the first `split` ones of the half are
 * split. */
static uint64_t *heads; /* the first place in `nodes`, plus 1, by bucket */
static waiting *nodes;
static size_t node_count, node_room, head_room, half = 1, split;

static void add(list *to, vs_weak *entry) {
  if (to->count == to->room) {
    to->room = to->room == 0 ? 64 : 2 * to->room;
    vs_weak **larger = realloc(to->entries, to->room * sizeof *larger);
    if (larger == NULL) vs_gc_out_of_memory(to->room * sizeof *larger);
    to->entries = larger;
  }
  to->entries[to->count++] = entry;
}

static uint64_t *number_of(const vs_weak *entry) {
  return (uint64_t *)(void *)((char *)(uintptr_t)entry + ((vs_type_of(entry)->size + 7u) & ~7u));
}

void vs_weak_enlist(vs_weak *entry) {
  *number_of(entry) = ++last_number;
}

static int by_number(const void *a, const void *b) {
  uint64_t x = *number_of(*(vs_weak *const *)a), y = *number_of(*(vs_weak *const *)b);
  return x < y ? -1 : x > y;
}

/* Puts these entries in front of vs_gc_ready. */
static void make_ready(list *from) {
  if (from->count == 0) return;
  qsort(from->entries, from->count, sizeof *from->entries, by_number);
  for (size_t i = 0; i < from->count; i++) {
    vs_object *entry = (vs_object *)from->entries[i];
    /* The list may hang off a black entry. */
    if (H.state == VS_MARKING) vs_mark_place(&entry);
    from->entries[i]->next = vs_gc_ready;
    vs_gc_ready = from->entries[i];
  }
  from->count = 0;
}

/* The references of an entry that are no more than that: all but target and value. */
VS_INLINE void each_other(vs_weak *entry, const vs_type *type, vs_visitor *visit) {
  for (uint32_t i = 0; i < type->reference_count; i++) {
    uint32_t at = type->references[i];
    if (at != offsetof(vs_weak, target) && at != offsetof(vs_weak, value) && at != offsetof(vs_weak, next))
      visit((vs_object **)(void *)((char *)entry + at));
  }
  visit((vs_object **)(void *)&entry->next);
}

/* ---- Minor collections. */

/* True: it must be seen again next time, because its target is pinned in the nursery. */
bool vs_weak_scan_young(vs_weak *entry, const vs_type *type) {
  each_other(entry, type, vs_drag);
  vs_drag(&entry->value);
  const vs_object *target = entry->target;
  if (entry->mode == VS_MODE_PLAIN)
    vs_drag(&entry->target);
  else if (vs_is_heap_reference(target) && (vs_in_nursery(target) || (target->header & VS_GC_OLD) == 0)) {
    if ((target->header & (VS_GC_PINNED | VS_GC_FORWARDED)) == VS_GC_PINNED) return true;
    add(&young, entry);
  }
  return false;
}

/* The target is null from now on if it is dead; entries that want to know are put on the list. */
static void forget(vs_weak *entry, vs_object *(*now)(vs_object *), list *notified) {
  if (entry->target == NULL) return;
  entry->target = now(entry->target);
  if (entry->target != NULL) return;
  if (entry->mode == VS_MODE_EPHEMERON) entry->value = NULL;
  if (entry->mode == VS_MODE_NOTIFY) add(notified, entry);
}

void vs_weak_after_minor(void) {
  for (size_t i = 0; i < young.count; i++) {
    vs_weak *entry = young.entries[i];
    if (entry->mode == VS_MODE_WEAK) forget(entry, vs_now_minor, &fired);
    if (entry->mode == VS_MODE_RESURRECT && vs_now_minor(entry->target) == NULL) add(&fired, entry);
  }
  for (size_t i = 0; i < fired.count; i++) fired.entries[i]->mode = VS_MODE_PLAIN;
  /* Targets of RESURRECT entries that are alive only move. */
  for (size_t i = 0; i < young.count; i++) {
    vs_weak *entry = young.entries[i];
    if (entry->mode == VS_MODE_PLAIN || entry->mode == VS_MODE_RESURRECT) vs_drag(&entry->target);
  }
  vs_drag_all();
  for (size_t i = 0; i < young.count; i++) {
    vs_weak *entry = young.entries[i];
    if (entry->mode == VS_MODE_EPHEMERON || entry->mode == VS_MODE_NOTIFY) forget(entry, vs_now_minor, &fired);
  }
  young.count = 0;
  make_ready(&fired);
}

/* ---- Marking. */

static bool is_dead(const vs_object *target) {
  return vs_is_heap_reference(target) && (target->header & (VS_GC_MARKED | VS_PREBUILT | VS_GC_OLD)) == VS_GC_OLD;
}

static size_t bucket_of(const vs_object *target) {
  size_t i = (size_t)vs_address_hash(target, sizeof(void *)) & (2 * half - 1);
  return i < half + split ? i : i - half;
}

static void put(size_t node) {
  uint64_t *first = &heads[bucket_of(nodes[node].target)];
  nodes[node].next = *first;
  *first = node + 1;
}

/* One bucket more: what is in one of the others is dealt out between both. */
static void split_bucket(void) {
  if (half + split == head_room) {
    head_room *= 2;
    uint64_t *larger = realloc(heads, head_room * sizeof *heads);
    if (larger == NULL) vs_gc_out_of_memory(head_room * sizeof *heads);
    heads = larger;
  }
  uint64_t at = heads[split];
  heads[split] = heads[half + split] = 0;
  if (++split == half) {
    half *= 2;
    split = 0;
  }
  for (uint64_t next; at != 0; at = next) {
    next = nodes[at - 1].next;
    put((size_t)at - 1);
  }
}

static void nobody_waits(void) {
  node_count = split = 0;
  half = 1;
  if (heads != NULL) heads[0] = 0;
}

static void wait_for_target(vs_weak *entry) {
  if (heads == NULL) {
    head_room = 64;
    heads = calloc(head_room, sizeof *heads);
    if (heads == NULL) vs_gc_out_of_memory(head_room * sizeof *heads);
  }
  if (node_count == node_room) {
    node_room = node_room == 0 ? 64 : 2 * node_room;
    waiting *larger = realloc(nodes, node_room * sizeof *nodes);
    if (larger == NULL) vs_gc_out_of_memory(node_room * sizeof *nodes);
    nodes = larger;
  }
  nodes[node_count] = (waiting){ entry, entry->target, 0 };
  put(node_count++);
  if (node_count > half + split) split_bucket();
  entry->target->header |= VS_GC_KEY;
}

void vs_weak_key_marked(vs_object *key) {
  key->header &= ~VS_GC_KEY;
  for (uint64_t i = heads[bucket_of(key)]; i != 0; i = nodes[i - 1].next) {
    vs_weak *entry = nodes[i - 1].entry;
    if (nodes[i - 1].target == key && entry->target == key && entry->mode == VS_MODE_EPHEMERON)
      vs_mark_place(&entry->value);
  }
}

void vs_weak_scan(vs_weak *entry, const vs_type *type) {
  each_other(entry, type, vs_mark_place);
  if (entry->mode == VS_MODE_PLAIN)
    vs_mark_place(&entry->target);
  else if (is_dead(entry->target)) {
    add(&doubtful, entry);
    if (entry->mode == VS_MODE_EPHEMERON) {
      wait_for_target(entry);
      return;
    }
  }
  vs_mark_place(&entry->value);
}

/* Entries lie in the order in which they were found, their targets anywhere: the cache is told of both. */
#define AHEAD 16

VS_INLINE vs_weak *doubtful_at(size_t i) {
  if (i + AHEAD < doubtful.count) __builtin_prefetch(doubtful.entries[i + AHEAD], 1);
  if (i + AHEAD / 2 < doubtful.count) __builtin_prefetch(doubtful.entries[i + AHEAD / 2]->target);
  return doubtful.entries[i];
}

bool vs_weak_look(int64_t *budget) {
  for (; looked_at < doubtful.count; *budget -= LOOK_COST) {
    if (*budget <= 0) return false;
    vs_weak *entry = doubtful_at(looked_at++);
    if (is_dead(entry->target)) doubtful.entries[doubts++] = entry;
  }
  doubtful.count = looked_at = doubts;
  return true;
}

static vs_object *now_marked(vs_object *target) {
  return is_dead(target) ? NULL : target;
}

static void finish_revived(void) {
  for (size_t i = 0; i < revived.count; i += 2) {
    vs_weak *entry = revived.entries[i];
    if (entry->mode != VS_MODE_RESURRECT || entry->target != (vs_object *)revived.entries[i + 1]) continue;
    entry->mode = VS_MODE_PLAIN;
    add(&decided, entry);
  }
  revived.count = 0;
}

/* Nothing is grey, and the doubtful entries have been looked at. True: it stays so, and everything white is dead; false:
 * RESURRECT entries have made objects grey. These entries change when marking is over, with all others, unless the program
 * has changed them by then. */
bool vs_weak_decide(void) {
  size_t before = revived.count;
  size_t later = 0;
  for (size_t i = 0; i < doubtful.count; i++) {
    vs_weak *entry = doubtful_at(i);
    if (entry->mode == VS_MODE_EPHEMERON || entry->mode == VS_MODE_NOTIFY) doubtful.entries[later++] = entry;
    if (entry->mode == VS_MODE_WEAK) forget(entry, now_marked, &decided);
    if (entry->mode != VS_MODE_RESURRECT || !is_dead(entry->target)) continue;
    add(&revived, entry);
    add(&revived, (vs_weak *)entry->target);
  }
  doubtful.count = doubts = looked_at = later;
  for (size_t i = before; i < revived.count; i += 2) {
    vs_object *target = (vs_object *)revived.entries[i + 1];
    vs_mark_place(&target);
  }
  if (revived.count > before) return false;
  finish_revived();
  for (size_t i = 0; i < doubtful.count; i++) forget(doubtful_at(i), now_marked, &decided);
  doubtful.count = doubts = looked_at = 0;
  nobody_waits();
  make_ready(&decided);
  return true;
}
