/* trace.c — the backup of counting: marks what can be reached from roots and from prebuilt objects that were stored
 * into, and frees the rest, which are cycles and objects whose count had reached its limit. */
#include "heap.h"

static vs_list work;
static vs_list dead;

static bool is_marked(vs_object *object) {
  return !vs_rc_counts(object) || (object->header & VS_RC_MARKED) != 0;
}

static void mark(vs_object *object) {
  if (is_marked(object)) return;
  object->header |= VS_RC_MARKED;
  vs_list_add(&work, object);
}

static void mark_at(vs_object **place) {
  mark(*place);
}

static void follow(vs_object *object) {
  const vs_special *special = vs_type_of(object)->special;
  vs_weak *entry = special != NULL && special->kind == VS_WEAK ? (vs_weak *)(void *)object : NULL;
  /* An ephemeron whose target cannot die is an ordinary object. */
  if (entry != NULL && entry->mode == VS_MODE_EPHEMERON && vs_rc_counts(entry->target)) {
    if (entry->next != NULL) mark((vs_object *)(void *)entry->next);
    return;
  }
  vs_rc_each_reference(object, mark_at);
}

static void follow_all(void) {
  do
    for (vs_object *object; (object = vs_list_take(&work)) != NULL;) follow(object);
  while (vs_weak_follow_ephemerons(is_marked, mark));
}

static void mark_and_follow(vs_object *object) {
  mark(object);
  follow_all();
}

/* What a dead object refers to and is alive has one reference less. */
static void count_down(vs_object **place) {
  if (vs_rc_counts(*place) && is_marked(*place)) vs_rc_uncount(*place);
}

static void sort_out(vs_object *object) {
  if (object->header & VS_RC_MARKED) return;
  vs_list_add(&dead, object);
  vs_rc_each_reference(object, count_down);
}

static void unmark(vs_object *object) {
  object->header &= ~VS_RC_MARKED;
}

void vs_rc_trace(void) {
  vs_each_root(mark_at);
  for (size_t i = 0; i < vs_rc_pinned.n; i++) mark((vs_object *)vs_rc_pinned.words[i]);
  for (size_t i = 0; i < vs_rc_written.n; i++)
    vs_rc_each_reference((vs_object *)vs_rc_written.words[i], mark_at);
  follow_all();
  vs_weak_after_marking(is_marked, mark_and_follow);
  vs_rc_each_old(sort_out);
  vs_rc_each_old(unmark);
  for (vs_object *object; (object = vs_list_take(&dead)) != NULL;) {
    vs_rc_release(object);
    vs_rc_free(object);
  }
  vs_rc_tidy();
}
