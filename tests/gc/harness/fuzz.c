/* fuzz.c — a mutator that does random things with a heap and with its shadow, written against gc.h only: the same seed
 * does the same with every collector. Arguments: seed, steps, steps between comparisons. */
#include "shadow.h"

#include <stdio.h>
#include <stdlib.h>

node statics[STATICS];

typedef struct pin {
  vs_object *object;
  int64_t id;
} pin;
static pin pins[PINS];

static int some_slot(void) {
  return (int)chance(SLOTS);
}

static void set_slot(int i, vs_object *object) {
  slots[i] = object;
  slot_refs[i] = ref_of(object);
}

/* A slot that holds an object of the kind, or -1. */
static int slot_of(kind k) {
  int start = some_slot();
  for (int i = 0; i < SLOTS; i++) {
    int at = (start + i) % SLOTS;
    if (slot_refs[at] > 0 && shadows[slot_refs[at]].kind == k) return at;
  }
  return -1;
}

static vs_object *some_value(void) {
  return chance(20) == 0 ? (vs_object *)tagged(-(ref)chance(1 << 30)) : slots[some_slot()];
}

/* ---- Allocation. */

static void make_node(void) {
  int64_t id = shadow_new(NODE, 0);
#ifdef WORLD_ROOTS
  node *made = vs_gc_try(sizeof(node), false);
  if (made == NULL) made = vs_gc_allocate(sizeof(node), false);
  vs_typed(made, &node_type);
  made->id = id;
#else
  node *made = new_node(id);
#endif
  /* No barrier: the object is new. */
  int a = some_slot(), b = some_slot();
  made->a = slots[a];
  made->b = slots[b];
  shadows[id].refs[0] = slot_refs[a];
  shadows[id].refs[1] = slot_refs[b];
  set_slot(some_slot(), (vs_object *)made);
}

static void make_leaf(void) {
  int64_t id = shadow_new(LEAF, 0);
  leaf *made;
#ifdef WORLD_ROOTS
  if (chance(4) == 0) {
    made = vs_typed(vs_gc_allocate_now(sizeof(leaf), true), &leaf_type);
    MUST(made->id == 0 && made->payload == 0);
    made->id = id;
    made->payload = ~id;
  } else
#endif
    made = new_leaf(id);
  set_slot(some_slot(), (vs_object *)made);
}

static uint32_t some_length(void) {
  /* Rarely as large as what comes from the kernel. */
  if (chance(400) == 0) return (uint32_t)chance(120000);
  uint64_t die = chance(100);
  return (uint32_t)(die < 70 ? chance(30) : die < 95 ? chance(1500) : chance(6000));
}

static void make_array(void) {
  uint32_t length = some_length();
  int64_t id = shadow_new(ARRAY, length);
  array *made = new_array(id, length);
  for (uint32_t i = 0; i < length; i++) MUST(made->items[i] == NULL);
  for (uint32_t i = 0; i < length && i < 10; i++) {
    int from = some_slot();
    uint32_t at = (uint32_t)chance(length);
    made->items[at] = slots[from];
    shadows[id].refs[at] = slot_refs[from];
  }
  set_slot(some_slot(), (vs_object *)made);
}

static void make_bytes(void) {
  uint32_t length = some_length() * 5;
  int64_t id = shadow_new(BYTES, length);
  bytes *made = new_bytes(id, length);
  for (uint32_t i = 0; i < length; i++) {
    MUST(made->items[i] == 0);
    made->items[i] = byte_of(id, i);
  }
  set_slot(some_slot(), (vs_object *)made);
}

static void make_list(void) {
  int at = some_slot();
  for (uint64_t n = chance(2000); n > 0; n--) {
    int64_t id = shadow_new(NODE, 0);
    node *made = new_node(id);
    made->a = slots[at];
    shadows[id].refs[0] = slot_refs[at];
    set_slot(at, (vs_object *)made);
  }
}

/* ---- Stores and loads. */

static void store_field(void) {
  int at = slot_of(NODE);
  if (at < 0) return;
  vs_object *value = some_value();
  node *to = (node *)slots[at];
  BARRIER((vs_object *)to);
  if (chance(2) == 0) {
    to->a = value;
    shadows[to->id].refs[0] = ref_of(value);
  } else {
    to->b = value;
    shadows[to->id].refs[1] = ref_of(value);
  }
}

static void store_static(void) {
  uint64_t i = chance(STATICS), j = chance(2);
  vs_object *value = chance(8) == 0 ? NULL : some_value();
  BARRIER((vs_object *)&statics[i]);
  *(j == 0 ? &statics[i].a : &statics[i].b) = value;
  static_refs[i][j] = ref_of(value);
}

static void store_items(void) {
  int at = slot_of(ARRAY);
  if (at < 0 || shadows[slot_refs[at]].length == 0) return;
  array *to = (array *)slots[at];
  uint32_t start = (uint32_t)chance(to->length);
  uint32_t n = chance(4) != 0 ? 1 : (uint32_t)chance(to->length - start + 1);
  if (chance(10) == 0)
    BARRIER((vs_object *)to);
  else
    BARRIER_ITEMS((vs_object *)to, start, n);
  for (uint32_t i = start; i < start + n; i++) {
    to->items[i] = some_value();
    shadows[to->id].refs[i] = ref_of(to->items[i]);
  }
}

static void load(void) {
  int from = some_slot(), to = some_slot();
  vs_object *object = slots[from];
  if (slot_refs[from] <= 0) return;
  const shadow *s = &shadows[slot_refs[from]];
  if (s->kind == NODE) set_slot(to, chance(2) == 0 ? ((node *)object)->a : ((node *)object)->b);
  if (s->kind == ARRAY && s->length > 0) set_slot(to, ((array *)object)->items[chance(s->length)]);
#if defined WORLD_WEAK && defined WORLD_CONSERVATIVE
  if (s->kind == WEAK) {
    /* The library gives nothing else away. What has died must be noticed before it is reachable again. */
    if (s->mode == VS_MODE_RESURRECT) see_ready();
    bool target = chance(2) == 0 && (s->mode == VS_MODE_WEAK || s->mode == VS_MODE_PLAIN);
    set_slot(to, target ? ((weak *)object)->w.target : ((weak *)object)->w.value);
  }
#elif defined WORLD_WEAK
  if (s->kind == WEAK) {
    /* What has fired must be noticed before the program makes its target reachable again. That a RESURRECT entry will
     * fire can be decided already, with WEAK entries to the same target empty: its target is not looked at. */
    see_ready();
    bool target = chance(2) == 0 && s->mode != VS_MODE_RESURRECT;
    set_slot(to, target ? ((weak *)object)->w.target : ((weak *)object)->w.value);
  }
  if (s->kind == TRACED) set_slot(to, ((traced *)object)->outer[chance(OUTER)]);
#endif
  if (slot_refs[to] < 0) set_slot(to, NULL);
}

static void forget_slot(void) {
  set_slot(some_slot(), NULL);
}

static void hash(void) {
  int at = some_slot();
  if (slot_refs[at] <= 0) return;
  shadow *s = &shadows[slot_refs[at]];
  int64_t value = vs_gc_identity_hash(slots[at]);
  MUST(value >= 0 && value < INT64_C(1) << 32);
  if (s->hashed) MUST(s->hash == value);
  s->hash = value;
  s->hashed = true;
}

static void change_pin(void) {
  uint64_t which = chance(PINS);
  pin *p = &pins[which];
  if (p->object != NULL) {
    MUST(ref_of(p->object) == p->id);
    if (chance(2) == 0) set_slot(some_slot(), p->object);
    vs_gc_unpin(p->object);
    p->object = NULL;
    pin_refs[which] = 0;
    return;
  }
  int at = some_slot();
  vs_gc_pin(slot_refs[at] > 0 ? slots[at] : NULL);
  if (slot_refs[at] <= 0) return;
  *p = (pin){ slots[at], slot_refs[at] };
  pin_refs[which] = p->id;
}

/* ---- Special objects. */

#ifdef WORLD_WEAK
static void make_weak(void) {
  int64_t id = shadow_new(WEAK, 0);
  weak *made = vs_gc_allocate_special(&weak_type, sizeof(weak));
  int target = some_slot(), value = some_slot();
  int64_t mode = (int64_t)chance(5);
  made->id = id;
  made->w.mode = shadows[id].mode = mode;
#ifdef WORLD_CONSERVATIVE
  bool has_target = mode != VS_MODE_PLAIN, has_value = mode < VS_MODE_RESURRECT;
#else
  bool has_target = true, has_value = true;
#endif
  made->w.target = has_target ? slots[target] : NULL;
  made->w.value = has_value ? slots[value] : NULL;
  shadows[id].refs[TARGET] = has_target ? slot_refs[target] : 0;
  shadows[id].refs[VALUE] = has_value ? slot_refs[value] : 0;
  vs_gc_weak_made(made);
  set_slot(some_slot(), (vs_object *)made);
}

#ifdef WORLD_CONSERVATIVE
/* Only values, and not where resurrect keeps the target. */
static void store_weak(void) {
  int at = slot_of(WEAK), value = some_slot();
  if (at < 0 || shadow_of(slots[at])->mode >= VS_MODE_RESURRECT) return;
  weak *to = (weak *)slots[at];
  to->w.value = slots[value];
  shadows[to->id].refs[VALUE] = slot_refs[value];
}
#else
static void store_weak(void) {
  int at = slot_of(WEAK);
  if (at < 0) return;
  weak *to = (weak *)slots[at];
  shadow *s = &shadows[slot_refs[at]];
  see_ready();
  /* As in programs, an entry gets no other target once it has fired. */
  if (s->ready) return;
  int target = some_slot(), value = some_slot();
  BARRIER((vs_object *)to);
  to->w.target = slots[target];
  to->w.value = slots[value];
  s->refs[TARGET] = slot_refs[target];
  s->refs[VALUE] = slot_refs[value];
}
#endif
#endif

#ifdef WORLD_TRACED
static void make_traced(void) {
  int64_t id = shadow_new(TRACED, 0);
  traced *made = vs_gc_allocate_special(&traced_type, sizeof(traced));
  made->id = id;
  made->outer = calloc(OUTER, sizeof *made->outer);
  set_slot(some_slot(), (vs_object *)made);
}

static void store_traced(void) {
  int at = slot_of(TRACED);
  if (at < 0) return;
  traced *to = (traced *)slots[at];
  BARRIER((vs_object *)to);
  for (uint32_t i = 0; i < OUTER; i++) {
    to->outer[i] = some_value();
    shadows[to->id].refs[1 + i] = ref_of(to->outer[i]);
  }
}

static void take_ready(void) {
  compare(false);
  vs_weak *entry = vs_gc_ready;
  if (entry == NULL) return;
  vs_gc_ready = entry->next;
  BARRIER((vs_object *)entry);
  entry->next = NULL;
  shadow_of((vs_object *)entry)->ready = false;
  set_slot(some_slot(), (vs_object *)entry);
}
#endif

#ifdef WORLD_WEAK
static void collect(void) {
  vs_gc_collect();
  compare(true);
}

static void press(void) {
  int64_t much = (int64_t)chance(1 << 20);
  vs_gc_pressure(much);
  vs_gc_pressure(-much);
#ifdef WORLD_ROOTS
  vs_gc_poll();
#endif
}
#endif

typedef struct action {
  uint32_t weight;
  void (*act)(void);
} action;
static const action actions[] = {
  { 300, make_node },  { 200, make_leaf },   { 80, make_array },  { 60, make_bytes }, { 1, make_list },
  { 300, store_field }, { 20, store_static }, { 120, store_items }, { 300, load },      { 120, forget_slot },
  { 60, hash },        { 30, change_pin },
#ifdef WORLD_WEAK
  { 30, make_weak },   { 30, store_weak },   { 1, collect },      { 4, press },
#endif
#ifdef WORLD_TRACED
  { 15, make_traced },  { 40, store_traced }, { 10, take_ready },
#elif defined WORLD_WEAK
  /* Seldom does such a collector collect by itself in so few steps. */
  { 6, collect },
#endif
};
#define ACTIONS (sizeof actions / sizeof actions[0])

static void act(void) {
  uint32_t total = 0;
  for (size_t i = 0; i < ACTIONS; i++) total += actions[i].weight;
  uint64_t die = chance(total);
  for (size_t i = 0; i < ACTIONS; i++) {
    if (die < actions[i].weight) {
      actions[i].act();
      return;
    }
    die -= actions[i].weight;
  }
}

int main(int count, char **arguments) {
  seed = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
  int64_t steps = count > 2 ? atoll(arguments[2]) : 10000, interval = count > 3 ? atoll(arguments[3]) : 500;
  for (int i = 0; i < STATICS; i++) statics[i].header = VS_TYPE_BITS(&node_type) | VS_PREBUILT | VS_STATIC_FLAGS;
  world_start(0);
  for (int64_t i = 1; i <= steps; i++) {
    act();
    if (i % interval == 0) compare(false);
  }
#ifdef WORLD_WEAK
  for (int i = 0; i < PINS; i++)
    if (pins[i].object != NULL) {
      vs_gc_unpin(pins[i].object);
      pin_refs[i] = 0;
    }
  collect();
#ifdef WORLD_CONSERVATIVE
  printf("%lld forgotten, %lld revived\n", (long long)forgotten, (long long)revived);
#endif
  printf("%lld objects, %lld minor, %lld major\n", (long long)shadow_count, (long long)vs_gc_statistic(VS_GC_MINOR),
         (long long)vs_gc_statistic(VS_GC_MAJOR));
#else
  compare(false);
#endif
  return 0;
}
