/* cases.c — one thing at a time that a collector must do; the first argument names it. Each ends the program at the first
 * surprise. Only for collectors with roots, barriers and weak entries. */
#define _GNU_SOURCE
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/mman.h>

static int64_t made;

static void print_made(void) {
  printf("made %lld\n", (long long)made);
}

static void push_cell(void) {
  node *cell = new_node(++made);
  cell->a = slots[0];
  slots[0] = (vs_object *)cell;
}

static void check_list(int64_t n) {
  for (node *at = (node *)slots[0]; at != NULL; at = (node *)at->a) MUST(at->id == n--);
  MUST(n == 0);
}

/* Ten million cells: neither moving nor marking may use the native stack. */
static void list(void) {
  while (made < 10000000) push_cell();
  vs_gc_collect();
  check_list(made);
}

/* Ends in running out of memory, and says how far it came. */
static void greedy(void) {
  atexit(print_made);
  for (;;) push_cell();
}

static void greedy_large(void) {
  slots[0] = (vs_object *)new_array(1, 4096);
  atexit(print_made);
  for (uint32_t i = 0; i < 4096; i++) {
    vs_object *item = (vs_object *)new_bytes(++made, 100000);
    BARRIER_ITEMS(slots[0], i, 1);
    ((array *)slots[0])->items[i] = item;
  }
}

static void absurd(void) {
  vs_gc_allocate_large((size_t)1 << 62, true);
}

/* Far more garbage of all sizes than the limit allows at once. */
static void garbage(void) {
  for (int64_t i = 1; i < 300000; i++) slots[i & 7] = (vs_object *)new_bytes(i, (uint32_t)chance(1000));
  for (int64_t i = 1; i < 3000; i++) slots[i & 7] = (vs_object *)new_bytes(i, (uint32_t)chance(100000));
  for (int64_t i = 1; i < 100; i++) slots[0] = (vs_object *)new_array(i, 100000);
}

/* An array far larger than the nursery, filled and changed in random places while marking is at work. */
static void huge(void) {
  uint32_t length = 2000000;
  int64_t *expected = calloc(length, sizeof *expected);
  slots[0] = (vs_object *)new_array(1, length);
  for (int64_t i = 1; i < 6000000; i++) {
    uint32_t at = i < length ? (uint32_t)i : (uint32_t)chance(length);
    vs_object *item = (vs_object *)new_leaf(i);
    BARRIER_ITEMS(slots[0], at, 1);
    ((array *)slots[0])->items[at] = item;
    expected[at] = i;
  }
  for (uint32_t i = 1; i < length; i++) MUST(((leaf *)((array *)slots[0])->items[i])->id == expected[i]);
  free(expected);
}

/* Filled at one go before the collector has seen it, as copies of arrays are. */
static void huge_at_once(void) {
  slots[0] = (vs_object *)new_leaf(7);
  array *made_at_once = new_array(1, 300000);
  for (uint32_t i = 0; i < 300000; i += 1000) made_at_once->items[i] = slots[0];
  slots[1] = (vs_object *)made_at_once;
  vs_gc_collect();
  for (uint32_t i = 0; i < 300000; i += 1000) MUST(((array *)slots[1])->items[i] == slots[0]);
  MUST(((leaf *)slots[0])->id == 7);
}

/* Memory of one size is used for another when it is free, and given back when nothing needs it. */
static void fragmentation(void) {
  for (int round = 0; round < 20; round++) {
    slots[0] = (vs_object *)new_array(1, 20000);
    for (uint32_t i = 0; i < 20000; i++) {
      vs_object *item = (vs_object *)new_bytes(i + 1, (uint32_t)(round * 40 + 10));
      BARRIER_ITEMS(slots[0], i, 1);
      ((array *)slots[0])->items[i] = item;
    }
  }
  slots[0] = NULL;
  vs_gc_collect();
  printf("peak %lld used %lld\n", (long long)vs_gc_statistic(VS_GC_PEAK), (long long)vs_gc_statistic(VS_GC_USED));
}

/* Memory of large objects serves the next ones, zeroed; a full collection gives it back. */
static void recycled(void) {
  for (int round = 0; round < 200; round++) {
    uint32_t length = (uint32_t)(100000 + round % 7 * 1000);
    bytes *flat = new_bytes(1, 8 * length);
    for (uint32_t i = 0; i < 8 * length; i++) MUST(flat->items[i] == 0);
    memset(flat->items, 0xff, 8 * (size_t)length);
    array *references = new_array(2, length);
    for (uint32_t i = 0; i < length; i++) MUST(references->items[i] == NULL);
    slots[0] = (vs_object *)references;
    for (uint32_t i = 0; i < length; i += 100) {
      BARRIER_ITEMS(slots[0], i, 1);
      ((array *)slots[0])->items[i] = slots[0];
    }
  }
  slots[0] = NULL;
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  vs_gc_collect();
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  MUST(file != NULL && fscanf(file, "%*d %ld", &pages) == 1);
  fclose(file);
  printf("faults %ld resident %ld\n", usage.ru_minflt, pages * 4096);
}

/* Hashes never change, and all 32 bits of them differ. */
static void hashes(void) {
  enum { N = 50000 };
  int64_t *hashed = calloc(N, sizeof *hashed);
  int64_t ones[32] = { 0 };
  slots[0] = (vs_object *)new_array(1, N);
  for (uint32_t i = 0; i < N; i++) {
    vs_object *item = i % 7 == 0 ? (vs_object *)new_bytes(i + 1, 9000) : (vs_object *)new_node(i + 1);
    hashed[i] = vs_gc_identity_hash(item);
    for (int bit = 0; bit < 32; bit++) ones[bit] += hashed[i] >> bit & 1;
    BARRIER_ITEMS(slots[0], i, 1);
    ((array *)slots[0])->items[i] = item;
  }
  for (int bit = 0; bit < 32; bit++) MUST(ones[bit] > N / 2 - N / 50 && ones[bit] < N / 2 + N / 50);
  for (int round = 0; round < 3; round++) {
    for (uint32_t i = 0; i < N; i++) MUST(vs_gc_identity_hash(((array *)slots[0])->items[i]) == hashed[i]);
    vs_gc_collect();
  }
  free(hashed);
}

/* Pinned objects all over the nursery: they stay, what is between them is used, and nothing is lost afterwards. */
static void islands(void) {
  enum { N = 3000 };
  static vs_object *pinned[N];
  for (int round = 0; round < 5; round++) {
    for (int i = 0; i < N; i++) {
      node *item = new_node(i + 1);
      pinned[i] = (vs_object *)item;
      vs_gc_pin(item);
      vs_gc_pin(item);
      vs_gc_unpin(item);
      slots[1] = (vs_object *)new_leaf(i + 1);
      BARRIER(pinned[i]);
      ((node *)pinned[i])->a = slots[1];
      for (int j = 0; j < 10; j++) slots[2] = (vs_object *)new_node(1);
    }
    vs_gc_collect();
    for (int i = 0; i < N; i++) {
      const node *item = (const node *)pinned[i];
      MUST(item->id == i + 1 && ((leaf *)item->a)->payload == ~item->id);
      vs_gc_unpin(item);
    }
  }
  vs_gc_collect();
  int64_t before = vs_gc_statistic(VS_GC_MINOR);
  for (int i = 0; i < 100000; i++) slots[2] = (vs_object *)new_node(1);
  printf("minor %lld\n", (long long)(vs_gc_statistic(VS_GC_MINOR) - before));
}

/* vs_gc_allocate_now collects nothing; the debt is paid when polled. */
static void now(void) {
  int64_t before = vs_gc_statistic(VS_GC_MINOR);
  for (int64_t i = 1; i < 20000; i++) {
    node *item = vs_typed(vs_gc_allocate_now(sizeof(node), false), &node_type);
    item->id = i;
    item->a = slots[0];
    slots[0] = (vs_object *)item;
  }
  MUST(vs_gc_statistic(VS_GC_MINOR) == before);
  vs_gc_poll();
  MUST(vs_gc_statistic(VS_GC_MINOR) == before + 1);
  check_list(19999);
}

/* ---- Special objects. */

static weak *new_weak(int64_t id, int64_t mode) {
  weak *entry = vs_gc_allocate_special(&weak_type, sizeof(weak));
  entry->id = id;
  entry->w.mode = mode;
  return entry;
}

/* A chain of ephemerons, each value the next target, that hang on one reachable object; in the order of slot 0's array. */
static void chain(bool backwards) {
  enum { N = 200000 };
  slots[0] = (vs_object *)new_array(1, N);
  slots[1] = slots[2] = (vs_object *)new_node(1);
  for (uint32_t i = 0; i < N; i++) {
    weak *entry = new_weak(i + 1, VS_MODE_EPHEMERON);
    uint32_t at = backwards ? N - 1 - i : i;
    BARRIER_ITEMS(slots[0], at, 1);
    ((array *)slots[0])->items[at] = (vs_object *)entry;
    slots[3] = (vs_object *)entry;
    vs_object *next = (vs_object *)new_node(i + 2);
    entry = (weak *)slots[3];
    BARRIER((vs_object *)entry);
    entry->w.target = slots[2];
    entry->w.value = slots[2] = next;
  }
  slots[2] = NULL;
  vs_gc_collect();
  for (uint32_t i = 0; i < N; i++) MUST(((weak *)((array *)slots[0])->items[i])->w.value != NULL);
  slots[1] = NULL;
  vs_gc_collect();
  for (uint32_t i = 0; i < N; i++) {
    const weak *entry = (const weak *)((array *)slots[0])->items[i];
    MUST(entry->w.target == NULL && entry->w.value == NULL);
  }
}

static void chains(void) {
  chain(false);
  chain(true);
}

/* Entries of each mode with a target that dies; what is ready, the youngest first. `old`: all of them are old by then. */
static void modes(bool old) {
  static const int64_t wanted[] = { VS_MODE_NOTIFY, VS_MODE_WEAK, VS_MODE_RESURRECT, VS_MODE_PLAIN, VS_MODE_NOTIFY };
  for (int i = 0; i < 5; i++) {
    slots[i] = (vs_object *)new_weak(i + 1, wanted[i]);
    slots[10] = (vs_object *)new_leaf(100 + i);
    BARRIER(slots[i]);
    ((weak *)slots[i])->w.target = slots[10];
  }
  if (old) vs_gc_collect();
  MUST(((weak *)slots[4])->w.target == slots[10]);
  slots[10] = NULL;
  if (old)
    vs_gc_collect();
  else
    while (((weak *)slots[1])->w.target != NULL) slots[11] = (vs_object *)new_leaf(1);
  for (int i = 0; i < 5; i++) {
    bool stays = wanted[i] == VS_MODE_RESURRECT || wanted[i] == VS_MODE_PLAIN;
    MUST((((weak *)slots[i])->w.target != NULL) == stays);
    if (stays) MUST(((leaf *)((weak *)slots[i])->w.target)->payload == ~(int64_t)(100 + i));
  }
  MUST(((weak *)slots[2])->w.mode == VS_MODE_PLAIN);
  for (vs_weak *at = vs_gc_ready; at != NULL; at = at->next) printf("%lld ", (long long)((weak *)at)->id);
  printf("\n");
  vs_gc_ready = NULL;
}

static void weak_modes(void) {
  modes(true);
  modes(false);
}

/* A million objects with memory outside of the heap are abandoned, and all of it is freed. */
static void abandoned(void) {
  for (int64_t i = 1; i <= 1000000; i++) {
    traced *t = vs_gc_allocate_special(&traced_type, sizeof(traced));
    t->id = i;
    t->outer = calloc(OUTER, sizeof *t->outer);
    slots[0] = (vs_object *)t;
    /* What it holds on to is alive with it. */
    vs_object *item = (vs_object *)new_leaf(i);
    BARRIER(slots[0]);
    ((traced *)slots[0])->outer[i & 3] = item;
    slots[1] = slots[0];
  }
  vs_gc_collect();
  MUST(((leaf *)((traced *)slots[1])->outer[1000000 & 3])->id == 1000000);
  slots[0] = slots[1] = NULL;
  vs_gc_collect();
  MUST(released == 1000000);
}

/* Memory outside of the heap drives collections. */
static void pressure(void) {
  for (int64_t i = 1; i <= 3000; i++) {
    traced *t = vs_gc_allocate_special(&traced_type, sizeof(traced));
    t->id = i;
    vs_gc_pressure(1 << 20);
    slots[0] = (vs_object *)t;
  }
  MUST(vs_gc_statistic(VS_GC_MAJOR) > 0 && released > 1000);
}

/* What only compares addresses is told of those that have changed, and of the dead. */
enum { WATCHED = 1000 };
static vs_object *watched[WATCHED];

void vs_after_collection(vs_object *(*now_at)(vs_object *)) {
  for (int i = 0; i < WATCHED; i++)
    if (watched[i] != NULL) watched[i] = now_at(watched[i]);
}

static void watch(void) {
  slots[0] = (vs_object *)new_array(1, WATCHED);
  for (uint32_t i = 0; i < WATCHED; i++) {
    vs_object *item = i % 3 == 0 ? (vs_object *)new_array(i + 1, 3000) : (vs_object *)new_node(i + 1);
    watched[i] = item;
    if (i % 2 == 0) continue;
    BARRIER_ITEMS(slots[0], i, 1);
    ((array *)slots[0])->items[i] = item;
  }
  for (int round = 0; round < 2; round++) {
    vs_gc_collect();
    for (uint32_t i = 0; i < WATCHED; i++) MUST(watched[i] == ((array *)slots[0])->items[i]);
  }
  slots[0] = NULL;
  vs_gc_collect();
  for (uint32_t i = 0; i < WATCHED; i++) MUST(watched[i] == NULL);
}

static void small(void) {
  slots[0] = (vs_object *)new_node(1);
  slots[1] = (vs_object *)new_bytes(2, 5);
  ((node *)slots[0])->b = slots[1];
  vs_gc_pin(slots[1]);
  vs_gc_collect();
}

typedef struct named {
  const char *name;
  void (*run)(void);
} named;
static const named cases[] = {
  { "list", list },     { "greedy", greedy },   { "greedy-large", greedy_large }, { "absurd", absurd },
  { "garbage", garbage }, { "huge", huge },     { "huge-at-once", huge_at_once }, { "fragmentation", fragmentation },
  { "hashes", hashes }, { "islands", islands }, { "now", now },                   { "chains", chains },
  { "weak-modes", weak_modes }, { "abandoned", abandoned }, { "pressure", pressure }, { "watch", watch }, { "small", small }, { "recycled", recycled },
};

int main(int count, char **arguments) {
  world_start(0);
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    if (count < 2 || strcmp(arguments[1], cases[i].name) != 0) continue;
    cases[i].run();
    vs_gc_finish();
    return 0;
  }
  vs_fatal("there is no case %s", count < 2 ? "" : arguments[1]);
}
