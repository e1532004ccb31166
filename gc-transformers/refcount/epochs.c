/* epochs.c — deferred, coalescing reference counting (Levanoni and Petrank, "An on-the-fly reference-counting garbage
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

#include <time.h>

/* Objects that die in one go: the rest waits for the next epoch. */
#define MOST_DEATHS ((size_t)1 << 20)
/* Bytes in use before cycles are looked for first. */
#define FIRST_TRACE ((size_t)8 << 20)
/* Under stress, epochs before they are looked for. */
#define STRESS_TRACE 32

static vs_list roots, roots_before;
static size_t trace_at = FIRST_TRACE;
static int64_t pressure;
static struct {
  int64_t epochs, traces, time, longest;
} statistics;

void vs_rc_hold(vs_object *object) {
  vs_rc_increment(object);
  vs_list_add(&roots, object);
}

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
  for (size_t i = 0; i < vs_rc_born.n; i++) {
    vs_weak *entry = (vs_weak *)vs_rc_born.words[i];
    if (entry->header & VS_RC_OLD) vs_weak_born(entry);
    else vs_rc_born.words[kept++] = (uintptr_t)entry;
  }
  vs_rc_born.n = kept;
}

static bool is_dead_target(vs_object *object) {
  return (object->header & (VS_RC_OLD | VS_RC_WEAKLY)) == VS_RC_WEAKLY;
}

static void bury_new(void) {
  for (vs_object **at = vs_rc_new_base; at < vs_rc_new; at++)
    if (is_dead_target(*at)) vs_weak_resurrects(*at);
  /* What was resurrected has become old, with all that it leads to. */
  vs_rc_count_grey();
  file_born();
  vs_rc_born.n = 0;
  for (vs_object **at = vs_rc_new_base; at < vs_rc_new; at++) {
    vs_object *object = *at;
    if (object->header & VS_RC_OLD) continue;
    if (is_dead_target(object)) vs_weak_forget(object);
    vs_rc_release(object);
    vs_rc_free(object);
  }
  vs_rc_new = vs_rc_new_base;
}

static void decrement_at(vs_object **place) {
  vs_rc_decrement(*place);
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
  for (vs_object *object; most > 0 && (object = vs_rc_next_dying()) != NULL; most--) {
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

/* Addresses that others compare: of objects that this epoch may free, none is kept. */
static vs_object *present(vs_object *object) {
  if (!vs_rc_counts(object)) return object;
  return (object->header & VS_RC_OLD) != 0 && (object->header & VS_RC_DYING) == 0 ? object : NULL;
}

static void forget_dead(void) {
  vs_after_collection(present);
}

static void epoch(size_t most_deaths) {
  count_roots();
  vs_rc_count_logged();
  vs_rc_count_grey();
  file_born();
  forget_dead();
  bury_new();
  vs_rc_count_down_logged();
  for (vs_object *object; (object = vs_list_take(&roots_before)) != NULL;) vs_rc_decrement(object);
  bury(most_deaths);
  vs_weak_announce();
  vs_list swap = roots_before;
  roots_before = roots;
  roots = swap;
  statistics.epochs++;
  vs_rc_next_epoch(roots_before.n);
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
  bool is_stressed = vs_rc_stress > 0 && statistics.epochs % STRESS_TRACE == 0;
  if (is_stressed || vs_rc_taken + (size_t)pressure > trace_at) trace();
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
  if (vs_rc_epoch_is_due()) timed(collect_some);
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
