/* shadow.c — see shadow.h. */
#include "shadow.h"

#include <stdlib.h>

shadow *shadows;
int64_t shadow_count;
ref slot_refs[SLOTS];
ref static_refs[STATICS][2];
ref pin_refs[PINS];
#ifdef WORLD_CONSERVATIVE
#define IS_CONSERVATIVE true
#else
#define IS_CONSERVATIVE false
#endif

static int64_t shadow_room;
static int64_t *queue;
static int64_t queued;

int64_t shadow_new(kind k, uint32_t length) {
  if (shadow_count + 1 >= shadow_room) {
    shadow_room = shadow_room == 0 ? 1024 : 2 * shadow_room;
    shadows = realloc(shadows, (size_t)shadow_room * sizeof *shadows);
    queue = realloc(queue, (size_t)shadow_room * sizeof *queue);
  }
  shadow *made = &shadows[++shadow_count];
  uint32_t references = k == NODE ? 2 : k == ARRAY ? length : k == WEAK ? 2 : k == TRACED ? 1 + 4 : 0;
  *made = (shadow){ .kind = k, .length = length, .refs = calloc(references + 1, sizeof(ref)) };
  return shadow_count;
}

ref ref_of(const vs_object *object) {
  if (object == NULL) return 0;
  if (((uintptr_t)object & 1) != 0) return -(ref)((uintptr_t)object >> 1);
#ifdef WORLD_WEAK
  if (vs_type_of(object) == &weak_type) return ((const weak *)object)->id;
#endif
  return ((const any *)object)->id;
}

int64_t tagged(ref r) {
  return -r * 2 + 1;
}

shadow *shadow_of(const vs_object *object) {
  return &shadows[ref_of(object)];
}

uint8_t byte_of(int64_t id, uint32_t i) {
  return (uint8_t)((uint64_t)id * 31 + i * 7u + 1);
}

/* ---- What is reachable. */

static void reach(ref r) {
  if (r <= 0 || shadows[r].reachable) return;
  shadows[r].reachable = true;
  queue[queued++] = r;
}

static bool is_alive(ref r) {
  return r <= 0 || shadows[r].reachable;
}

static uint32_t references_of(const shadow *s) {
  return s->kind == NODE ? 2 : s->kind == ARRAY ? s->length : s->kind == TRACED ? 1 + 4 : 0;
}

static void reach_from(const shadow *s) {
  for (uint32_t i = 0; i < references_of(s); i++) reach(s->refs[i]);
  if (s->kind != WEAK) return;
  if (s->mode == VS_MODE_PLAIN) reach(s->refs[TARGET]);
  if (IS_CONSERVATIVE || s->mode != VS_MODE_EPHEMERON || is_alive(s->refs[TARGET])) reach(s->refs[VALUE]);
}

/* Reachable from what is reachable already, and through ephemerons. */
static void close_over(void) {
  for (bool more = true; more;) {
    while (queued > 0) reach_from(&shadows[queue[--queued]]);
    more = false;
    for (int64_t i = 1; i <= shadow_count; i++) {
      const shadow *s = &shadows[i];
      if (s->kind != WEAK || !s->reachable || s->mode != VS_MODE_EPHEMERON || !is_alive(s->refs[TARGET])) continue;
      if (!is_alive(s->refs[VALUE])) {
        reach(s->refs[VALUE]);
        more = true;
      }
    }
  }
}

static void reach_all(void) {
  for (int64_t i = 1; i <= shadow_count; i++) shadows[i].reachable = false;
  for (int i = 0; i < SLOTS; i++) reach(slot_refs[i]);
  for (int i = 0; i < STATICS; i++)
    for (int j = 0; j < 2; j++) reach(static_refs[i][j]);
  for (int i = 0; i < PINS; i++) reach(pin_refs[i]);
  for (int64_t i = 1; i <= shadow_count; i++)
    if (shadows[i].ready) reach(i);
  close_over();
}

/* ---- Comparing. */

static int64_t *to_compare;
static int64_t left_to_compare;

static void same(ref expected, vs_object *object) {
  MUST(ref_of(object) == expected);
  if (expected <= 0) return;
  shadow *s = &shadows[expected];
  if (s->address == NULL) {
    s->address = object;
    to_compare[left_to_compare++] = expected;
  }
  MUST(s->address == object);
}

static void compare_bytes(const shadow *s, int64_t id) {
  const bytes *b = s->address;
  MUST(b->length == s->length);
  uint32_t step = s->length > 1000 ? 97 : 1;
  for (uint32_t i = 0; i < s->length; i += step) MUST(b->items[i] == byte_of(id, i));
}

#if defined WORLD_WEAK && defined WORLD_CONSERVATIVE
int64_t forgotten, revived;

/* Whether a target that is null has died is asked when all is seen (see_forgotten). */
static void compare_weak(shadow *s, bool full) {
  (void)full;
  weak *w = s->address;
  if (s->mode == VS_MODE_RESURRECT && w->w.mode == VS_MODE_PLAIN) {
    MUST(!is_alive(s->refs[TARGET]));
    s->mode = VS_MODE_PLAIN;
    s->refs[VALUE] = s->refs[TARGET];
    revived++;
  }
  MUST(w->w.mode == s->mode);
  if (w->w.target != NULL) same(s->refs[TARGET], w->w.target);
  same(s->refs[VALUE], w->w.value);
}

/* After a walk. What has been resurrected is alive for all but WEAK entries, which forget before. */
static void see_forgotten(void) {
  for (int64_t i = 1; i <= shadow_count; i++) shadows[i].was_dead |= !shadows[i].reachable;
  reach_all();
  for (int64_t i = 1; i <= shadow_count; i++) {
    shadow *s = &shadows[i];
    if (s->kind != WEAK || s->address == NULL || ((weak *)s->address)->w.target != NULL || s->refs[TARGET] == 0) continue;
    if (s->mode == VS_MODE_WEAK) MUST(shadows[s->refs[TARGET]].was_dead);
    else {
      MUST(s->mode == VS_MODE_EPHEMERON || s->mode == VS_MODE_NOTIFY);
      MUST(!is_alive(s->refs[TARGET]));
    }
    s->refs[TARGET] = 0;
    forgotten++;
  }
}

void see_ready(void) {
  compare(false);
}
#elif defined WORLD_WEAK
static void compare_weak(shadow *s, bool full) {
  weak *w = s->address;
  if (w->w.target == NULL && s->refs[TARGET] != 0) {
    /* WEAK entries forget before RESURRECT entries decide. */
    MUST(!is_alive(s->refs[TARGET]) || (s->mode == VS_MODE_WEAK && shadows[s->refs[TARGET]].was_dead));
    s->refs[TARGET] = 0;
    if (s->mode == VS_MODE_EPHEMERON) s->refs[VALUE] = 0;
  }
  if (full) MUST(is_alive(s->refs[TARGET]));
  MUST(w->w.mode == s->mode);
  same(s->refs[TARGET], w->w.target);
  same(s->refs[VALUE], w->w.value);
}

#endif

#ifdef WORLD_TRACED
static void compare_traced(const shadow *s) {
  traced *t = s->address;
  same(s->refs[0], t->own);
  for (int i = 0; i < OUTER; i++) same(s->refs[1 + i], t->outer[i]);
}

/* What is in vs_gc_ready: its entries have fired, the youngest of a collection first. */
void see_ready(void) {
  if (vs_gc_ready == NULL || shadow_of((vs_object *)vs_gc_ready)->ready) return;
  reach_all();
  for (int64_t i = 1; i <= shadow_count; i++) shadows[i].was_dead |= !shadows[i].reachable;
  for (vs_weak *at = vs_gc_ready; at != NULL; at = at->next) {
    shadow *s = shadow_of((vs_object *)at);
    if (s->ready) break;
    MUST(s->kind == WEAK && (s->mode == VS_MODE_NOTIFY || s->mode == VS_MODE_RESURRECT));
    MUST(at->mode == (s->mode == VS_MODE_NOTIFY ? VS_MODE_NOTIFY : VS_MODE_PLAIN));
    MUST((at->target == NULL) == (s->mode == VS_MODE_NOTIFY));
    s->ready = true;
    if (s->mode == VS_MODE_RESURRECT) {
      s->mode = VS_MODE_PLAIN;
      /* Its target was not reachable, nor is anything that was forgotten because of that. */
      MUST(s->refs[TARGET] == ref_of(at->target));
    } else
      s->refs[TARGET] = 0;
  }
}
#endif

static void compare_object(int64_t id, bool full) {
  shadow *s = &shadows[id];
  vs_object *object = s->address;
  if (s->kind == NODE) {
    same(s->refs[0], ((node *)object)->a);
    same(s->refs[1], ((node *)object)->b);
  } else if (s->kind == ARRAY) {
    array *a = (array *)object;
    MUST(a->length == s->length);
    for (uint32_t i = 0; i < s->length; i++) same(s->refs[i], a->items[i]);
  } else if (s->kind == LEAF)
    MUST(((leaf *)object)->payload == ~id);
  else if (s->kind == BYTES)
    compare_bytes(s, id);
#ifdef WORLD_WEAK
  else if (s->kind == WEAK)
    compare_weak(s, full);
#endif
#ifdef WORLD_TRACED
  else
    compare_traced(s);
#endif
  (void)full;
  if (s->hashed) MUST(vs_gc_identity_hash(object) == s->hash);
}

void compare(bool full) {
#ifdef WORLD_TRACED
  see_ready();
#endif
  reach_all();
  to_compare = malloc((size_t)(shadow_count + 1) * sizeof *to_compare);
  left_to_compare = 0;
  for (int64_t i = 1; i <= shadow_count; i++) shadows[i].address = NULL;
  for (int i = 0; i < SLOTS; i++) same(slot_refs[i], slots[i]);
  for (int i = 0; i < STATICS; i++) {
    same(static_refs[i][0], statics[i].a);
    same(static_refs[i][1], statics[i].b);
  }
#ifdef WORLD_TRACED
  if (vs_gc_ready != NULL) same(ref_of((vs_object *)vs_gc_ready), (vs_object *)vs_gc_ready);
  for (vs_weak *at = vs_gc_ready; at != NULL; at = at->next) MUST(shadow_of((vs_object *)at)->ready);
#endif
  while (left_to_compare > 0) compare_object(to_compare[--left_to_compare], full);
  free(to_compare);
#if defined WORLD_WEAK && defined WORLD_CONSERVATIVE
  see_forgotten();
#endif
}
