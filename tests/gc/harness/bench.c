/* bench.c — costs of a collector by itself: `alloc` 32-byte objects stored to an escaping slot, `trees` of a depth through
 * roots kept by hand, `pauses` of a heap
 * of so many MiB under mutation. */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static void report(const char *name, double value, const char *unit) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("%s %.3f %s, resident %ld MiB, heap %lld MiB\n", name, value, unit, usage.ru_maxrss >> 10,
         (long long)vs_gc_statistic(VS_GC_PEAK) >> 20);
  printf("minor %lld major %lld time %.3f ms longest %.3f ms\n", (long long)vs_gc_statistic(VS_GC_MINOR),
         (long long)vs_gc_statistic(VS_GC_MAJOR), (double)vs_gc_statistic(VS_GC_TIME) / 1e6,
         (double)vs_gc_statistic(VS_GC_LONGEST_PAUSE) / 1e6);
}

static void allocations(int64_t n) {
  double start = seconds();
  for (int64_t i = 0; i < n; i++) {
    node *made = vs_new(&node_type, sizeof(node), false);
    made->id = i;
    slots[i & 15] = (vs_object *)made;
  }
  report("alloc", (seconds() - start) / (double)n * 1e9, "ns");
}

typedef struct tree {
  uint64_t header;
  vs_object *left, *right;
} tree;
static const vs_type tree_type = { .size = sizeof(tree), .words = VS_WORDS(sizeof(tree)), .reference_count = 2, .name = "tree",
  .references = (const uint32_t[]){ offsetof(tree, left), offsetof(tree, right) } };

/* The tree is made bottom up; what waits for its brother is a root. */
static vs_object *bottom_up(int depth) {
  if (depth == 0) return vs_new(&tree_type, sizeof(tree), false);
  vs_object **roots = vs_roots;
  roots[0] = roots[1] = NULL;
  vs_roots = roots + 2;
  roots[0] = bottom_up(depth - 1);
  roots[1] = bottom_up(depth - 1);
  tree *made = vs_gc_try(sizeof(tree), false);
  if (made == NULL) made = vs_gc_allocate(sizeof(tree), false);
  made->header = VS_TYPE_BITS(&tree_type);
  made->left = roots[0];
  made->right = roots[1];
  vs_roots = roots;
  return (vs_object *)made;
}

static int64_t count(const tree *t) {
  return t->left == NULL ? 1 : 1 + count((const tree *)t->left) + count((const tree *)t->right);
}

static void trees(int depth) {
  static vs_object *stack[4096];
  memcpy(stack, slots, sizeof slots);
  vs_roots_base = stack;
  vs_roots = stack + 1;
  double start = seconds();
  int64_t sum = count((const tree *)bottom_up(depth + 1));
  stack[0] = bottom_up(depth);
  for (int d = 4; d <= depth; d += 4 - 2)
    for (int i = 0; i < 1 << (depth - d + 4); i++) sum += count((const tree *)bottom_up(d));
  sum += count((const tree *)stack[0]);
  report("trees", seconds() - start, "s");
  printf("%lld\n", (long long)sum);
}

/* A table of arrays of nodes with a leaf each; then random entries are replaced. */
static void pauses(int64_t mib) {
  int64_t entries = mib * 1024 * 1024 / (32 + 24 + 8);
  slots[0] = (vs_object *)new_array(1, (uint32_t)entries);
  double start = seconds();
  for (int64_t i = 0; i < 4 * entries; i++) {
    slots[1] = (vs_object *)new_leaf(i + 1);
    node *fresh = new_node(i + 1);
    fresh->a = slots[1];
    slots[1] = (vs_object *)fresh;
    int64_t at = i < entries ? i : (int64_t)chance((uint64_t)entries);
    BARRIER_ITEMS(slots[0], at, 1);
    ((array *)slots[0])->items[at] = slots[1];
  }
  report("pauses", seconds() - start, "s");
}

int main(int count_of_arguments, char **arguments) {
  int64_t n = count_of_arguments > 2 ? atoll(arguments[2]) : 1000;
  world_start(0);
  switch (arguments[1][0]) {
  case 'a': allocations(n); break;
  case 't': trees((int)n); break;
  default: pauses(n);
  }
  vs_gc_finish();
  return 0;
}
