/* weak.c — weak entries (gc.h) of the collector "refcount", by their targets. */
#include "heap.h"

#include <stdlib.h>

typedef struct node {
  struct node *next;
  vs_weak *entry;
  uint64_t number; /* in the order of allocation */
} node;

static node **buckets;
static size_t room, count;
static uint64_t born;
static vs_list notified;

static size_t bucket_of(const vs_object *target) {
  return (size_t)vs_gc_identity_hash(target) & (room - 1);
}

static void grow(void) {
  size_t before = room;
  node **old = buckets;
  room = room == 0 ? 256 : room * 2;
  buckets = calloc(room, sizeof *buckets);
  if (buckets == NULL) vs_gc_out_of_memory(room * sizeof *buckets);
  for (size_t i = 0; i < before; i++)
    for (node *n = old[i], *next; n != NULL; n = next) {
      next = n->next;
      node **at = &buckets[bucket_of(n->entry->target)];
      n->next = *at;
      *at = n;
    }
  free(old);
}

void vs_weak_born(vs_weak *entry) {
  if (entry->mode == VS_MODE_PLAIN || !vs_rc_counts(entry->target)) return;
  if (count >= room) grow();
  node *n = malloc(sizeof *n);
  if (n == NULL) vs_gc_out_of_memory(sizeof *n);
  node **at = &buckets[bucket_of(entry->target)];
  *n = (node){*at, entry, born++};
  *at = n;
  count++;
  entry->target->header |= VS_RC_WEAKLY;
}

static void drop(node **at) {
  node *n = *at;
  *at = n->next;
  count--;
  free(n);
}

void vs_weak_gone(vs_weak *entry) {
  /* Only its address: the target may have been freed just before. */
  if (room == 0 || !vs_is_heap_reference(entry->target)) return;
  for (node **at = &buckets[bucket_of(entry->target)]; *at != NULL; at = &(*at)->next)
    if ((*at)->entry == entry) {
      drop(at);
      return;
    }
}

/* The entry goes to vs_gc_ready when the collection is over, and lives until the next one looks there. */
static void notify(const node *n) {
  vs_rc_hold((vs_object *)(void *)n->entry);
  vs_list_add(&notified, n->entry);
  vs_list_add(&notified, (void *)(uintptr_t)n->number);
}

bool vs_weak_resurrects(vs_object *target) {
  bool lives = false;
  for (node **at = &buckets[bucket_of(target)]; *at != NULL;) {
    vs_weak *entry = (*at)->entry;
    if (entry->target != target || (entry->mode != VS_MODE_WEAK && entry->mode != VS_MODE_RESURRECT)) {
      at = &(*at)->next;
      continue;
    }
    if (entry->mode == VS_MODE_WEAK) entry->target = NULL;
    else {
      lives = true;
      entry->mode = VS_MODE_PLAIN;
      vs_rc_increment(target);
      notify(*at);
    }
    drop(at);
  }
  return lives;
}

void vs_weak_forget(vs_object *target) {
  for (node **at = &buckets[bucket_of(target)]; *at != NULL;) {
    vs_weak *entry = (*at)->entry;
    if (entry->target != target) {
      at = &(*at)->next;
      continue;
    }
    entry->target = NULL;
    if (entry->mode == VS_MODE_NOTIFY) notify(*at);
    if (entry->mode == VS_MODE_EPHEMERON) {
      vs_object *value = entry->value;
      entry->value = NULL;
      vs_rc_decrement(value);
    }
    drop(at);
  }
}

static int by_number(const void *a, const void *b) {
  uintptr_t x = ((const uintptr_t *)a)[1], y = ((const uintptr_t *)b)[1];
  return x < y ? -1 : x > y;
}

void vs_weak_announce(void) {
  if (notified.n > 0) qsort(notified.words, notified.n / 2, 2 * sizeof *notified.words, by_number);
  for (size_t i = 0; i < notified.n; i += 2) {
    vs_weak *entry = (vs_weak *)notified.words[i];
    entry->next = vs_gc_ready;
    if (vs_gc_ready != NULL) vs_rc_increment((vs_object *)(void *)vs_gc_ready);
    vs_gc_ready = entry;
  }
  notified.n = 0;
}

/* ---- tracing ---- */

static bool is_alive(const node *n, bool (*is_marked)(vs_object *)) {
  return is_marked((vs_object *)(void *)n->entry);
}

bool vs_weak_follow_ephemerons(bool (*is_marked)(vs_object *), void (*mark)(vs_object *)) {
  bool found = false;
  for (size_t i = 0; i < room; i++)
    for (node *n = buckets[i]; n != NULL; n = n->next) {
      vs_weak *entry = n->entry;
      if (entry->mode != VS_MODE_EPHEMERON || !is_alive(n, is_marked) || !is_marked(entry->target)) continue;
      if (!vs_is_heap_reference(entry->value) || is_marked(entry->value)) continue;
      mark(entry->value);
      found = true;
    }
  return found;
}

/* Entries of this mode whose target is dead. */
static void settle(int64_t mode, bool (*is_marked)(vs_object *), void (*mark)(vs_object *)) {
  for (size_t i = 0; i < room; i++)
    for (node **at = &buckets[i]; *at != NULL;) {
      vs_weak *entry = (*at)->entry;
      if (entry->mode != mode || !is_alive(*at, is_marked) || is_marked(entry->target)) {
        at = &(*at)->next;
        continue;
      }
      vs_object *target = entry->target;
      if (mode == VS_MODE_RESURRECT) {
        entry->mode = VS_MODE_PLAIN;
        vs_rc_increment(target);
        mark(target);
      } else {
        entry->target = NULL;
      }
      if (mode == VS_MODE_EPHEMERON) {
        vs_rc_uncount(entry->value);
        entry->value = NULL;
      } else if (mode != VS_MODE_WEAK) {
        notify(*at);
      }
      drop(at);
    }
}

void vs_weak_after_marking(bool (*is_marked)(vs_object *), void (*mark)(vs_object *)) {
  settle(VS_MODE_WEAK, is_marked, mark);
  settle(VS_MODE_RESURRECT, is_marked, mark);
  settle(VS_MODE_EPHEMERON, is_marked, mark);
  settle(VS_MODE_NOTIFY, is_marked, mark);
  /* Of entries that something resurrected leads to. */
  settle(VS_MODE_WEAK, is_marked, mark);
}
