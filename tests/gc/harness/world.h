/* world.h — a small world of objects for tests of collectors: types written by hand, roots, what the runtime gives to a
 * collector, and macros that are nothing where a collector has no such thing. The test passes what its row says:
 * WORLD_ROOTS, WORLD_BARRIERS, WORLD_WEAK. WORLD_SILENT: no barriers although the collector wants them.
 * WORLD_CONSERVATIVE: what is dead may be kept for any time; of weak entries, only what the library needs is asked
 * (boehm/weak.c): targets are set once, those of PLAIN entries are null, vs_gc_ready is not used. */
#ifndef WORLD_H
#define WORLD_H

#include "vs.h"

#if defined WORLD_BARRIERS && !defined WORLD_SILENT
#define BARRIER(object) vs_gc_barrier(object)
#define BARRIER_ITEMS(object, start, n) vs_gc_barrier_items(object, start, n)
#else
#define BARRIER(object) ((void)(object))
#define BARRIER_ITEMS(object, start, n) ((void)(object))
#endif
#ifndef VS_STATIC_FLAGS
#define VS_STATIC_FLAGS 0
#endif

/* Every object tells its number in the first word behind the header. */
typedef struct any {
  uint64_t header;
  int64_t id;
} any;
typedef struct node {
  uint64_t header;
  int64_t id;
  vs_object *a, *b;
} node;
typedef struct leaf {
  uint64_t header;
  int64_t id, payload;
} leaf;
typedef struct array {
  uint64_t header;
  int64_t id;
  uint32_t length;
  vs_object *items[];
} array;
typedef struct bytes {
  uint64_t header;
  int64_t id;
  uint32_t length;
  uint8_t items[];
} bytes;
#if defined WORLD_WEAK && !defined WORLD_CONSERVATIVE
#define WORLD_TRACED
#endif
#ifdef WORLD_WEAK
typedef struct weak {
  vs_weak w;
  int64_t id;
} weak;
extern const vs_type weak_type;
#endif
#ifdef WORLD_TRACED
#define OUTER 4
typedef struct traced {
  uint64_t header;
  int64_t id;
  vs_object *own;
  vs_object **outer; /* OUTER references in memory of malloc */
} traced;
extern const vs_type traced_type;
extern int64_t released; /* traced objects */
#endif
extern const vs_type node_type, leaf_type, array_type, bytes_type;

#define SLOTS 64
extern vs_object *slots[SLOTS];

/* Starts the collector with SLOTS roots. */
void world_start(uint64_t max);
node *new_node(int64_t id);
leaf *new_leaf(int64_t id);
array *new_array(int64_t id, uint32_t length);
bytes *new_bytes(int64_t id, uint32_t length);
/* Numbers that are the same in each run. */
uint64_t chance(uint64_t below);
extern uint64_t seed;
double seconds(void);

#define MUST(condition) \
  do { \
    if (!(condition)) vs_fatal("%s:%d: not so: %s (seed %llu)", __FILE__, __LINE__, #condition, (unsigned long long)seed); \
  } while (0)

#endif
