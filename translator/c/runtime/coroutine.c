/* coroutine.c — coroutines: their stacks, who waits for whom, and what collectors see of them.
 *
 * One mapping for each, touched page by page:   root stack → | guard page | ← native stack, record
 * The native stack grows down and the root stack up, so the one guard page catches both. Stacks that are free wait in a
 * pool for the next coroutine. */
#define _GNU_SOURCE
#include "runtime.h"
#include "switch.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* What a coroutine has of the native stack, unless VMSMITH_COROUTINES=stack=… says otherwise; and the least it works
 * with: below the limit of checks lies room for functions that do not check, a fourth of it. */
#define STACK_SIZE ((int64_t)256 << 10)
#define LEAST_STACK ((int64_t)64 << 10)
/* Free stacks that are kept: as many as die in one collection of many. */
#define POOLED 1024
/* What the collector is told that a coroutine takes: the pages that are touched at least, and their tables. */
#define PRESSURE ((int64_t)16 << 10)

typedef struct coroutine {
  vs_place place;             /* where it was left */
  vs_object **roots, **roots_base;
  char *stack_limit;
  size_t library_depth;
  struct coroutine *resumer;  /* who waits for it; null unless it is active */
  vs_object *owner;
  vs_func code;               /* what it begins with, and its argument */
  vs_object *argument;
  char *bottom, *top;         /* of its native stack */
  struct coroutine *next_free;
#ifdef VS_GC_STACKS
  size_t place_in_owned;
#endif
  bool has_begun, has_ended;
} coroutine;

size_t vs_library_depth;
static coroutine program, *current = &program;
static coroutine *pool;
static size_t pooled, stack_size, mapped, page;
static int64_t alive, most;

/* ---- stacks ---- */

static coroutine *new_stack(void) {
  char *memory = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return NULL;
  char *end = memory + mapped, *guard = end - stack_size - page;
  if (mprotect(guard, page, PROT_NONE) != 0) {
    munmap(memory, mapped);
    return NULL;
  }
  coroutine *made = (coroutine *)(void *)(end - sizeof(coroutine));
  made->roots_base = (vs_object **)(void *)memory;
  made->bottom = guard + page;
  made->top = (char *)((uintptr_t)made & ~(uintptr_t)63);
  made->stack_limit = made->bottom + stack_size / 4;
  return made;
}

static void free_stack(coroutine *c) {
  alive--;
  vs_gc_pressure(-PRESSURE);
  if (pooled == POOLED) {
    munmap(c->bottom + stack_size - mapped, mapped);
    return;
  }
  c->next_free = pool;
  pool = c;
  pooled++;
}

static coroutine *take_stack(void) {
  if (pool == NULL) return new_stack();
  coroutine *c = pool;
  pool = c->next_free;
  pooled--;
  return c;
}

/* ---- what collectors see ---- */

static void each_reference(const coroutine *c, vs_visitor *visit) {
  for (vs_object **place = c->roots_base; place < c->roots; place++)
    if (vs_is_heap_reference(*place)) visit(place);
}

static void trace(vs_object *object, vs_visitor *visit) {
  coroutine *c = (coroutine *)(intptr_t)((vs_coroutine *)(void *)object)->handle;
  if (c == NULL) return;
  c->owner = object;
  if (c->resumer == NULL) each_reference(c, visit);
}

static void release(vs_object *object) {
  vs_coroutine *owner = (vs_coroutine *)(void *)object;
  coroutine *c = (coroutine *)(intptr_t)owner->handle;
  if (c == NULL) return;
  /* Collectors that finalize may see the object once more. */
  owner->handle = 0;
  free_stack(c);
}

const vs_special vs_coroutine_special = {.kind = VS_TRACED, .trace = trace, .release = release};

#ifdef VS_GC_ROOTS
static void each_other_root(vs_visitor *visit) {
  for (coroutine *c = current; c != &program; c = c->resumer) {
    visit(&c->owner);
    each_reference(c->resumer, visit);
  }
}
#endif

#ifdef VS_GC_STACKS
static void each_active(void (*visit)(char *from, char *to)) {
  for (coroutine *c = current; c != &program; c = c->resumer) {
    visit((char *)&c->owner, (char *)(&c->owner + 1));
    visit((char *)c->resumer->place, c->resumer->top);
  }
}

static bool suspended(const vs_object *owner, char **from, char **to) {
  const coroutine *c = (const coroutine *)(intptr_t)((const vs_coroutine *)(const void *)owner)->handle;
  if (c == NULL || c->resumer != NULL || !c->has_begun) return false;
  *from = (char *)c->place;
  *to = c->top;
  return true;
}

static const vs_stacks stacks = {.each_active = each_active, .suspended = suspended};
#endif

/* ---- owners ---- */

#ifdef VS_GC_STACKS
/* All that have a stack: the collector clears the owner of those that are abandoned, and here they are looked for. */
static coroutine **owned;
static size_t owned_count, owned_room;
static int64_t collections;

static void own(coroutine *c) {
  if (owned_count == owned_room) {
    owned_room = owned_room == 0 ? 64 : 2 * owned_room;
    coroutine **larger = realloc(owned, owned_room * sizeof *owned);
    if (larger == NULL) vs_gc_out_of_memory(owned_room * sizeof *owned);
    owned = larger;
  }
  c->place_in_owned = owned_count;
  owned[owned_count++] = c;
  vs_gc_stack_owned(&c->owner);
}

static void disown(coroutine *c) {
  if (c->owner != NULL) vs_gc_stack_disowned(&c->owner);
  coroutine *last = owned[--owned_count];
  owned[last->place_in_owned = c->place_in_owned] = last;
}

static void free_abandoned(void) {
  int64_t now = vs_gc_statistic(VS_GC_MAJOR);
  if (now == collections) return;
  collections = now;
  for (size_t i = owned_count; i > 0; i--) {
    coroutine *c = owned[i - 1];
    if (c->owner != NULL) continue;
    disown(c);
    free_stack(c);
  }
}
#else
static void own(coroutine *c) {
  (void)c;
}

static void disown(coroutine *c) {
  (void)c;
}

static void free_abandoned(void) {
}
#endif

/* ---- switching ---- */

static void barrier(const coroutine *c) {
#ifdef VS_GC_BARRIERS
  vs_gc_barrier(c->owner);
#else
  (void)c;
#endif
}

static void switch_to(coroutine *to) {
  coroutine *from = current;
#ifdef VS_GC_ROOTS
  from->roots = vs_roots;
  from->roots_base = vs_roots_base;
  vs_roots = to->roots;
  vs_roots_base = to->roots_base;
#endif
  from->stack_limit = vs_stack_limit;
  vs_stack_limit = to->stack_limit;
  from->library_depth = vs_library_depth;
  vs_library_depth = to->library_depth;
#ifdef VS_GC_STACKS
  vs_gc_stack_switched(to->top);
#endif
  current = to;
  vs_switch(&from->place, to->place);
}

/* The beginning of every coroutine, on its own stack. */
static void begin(void) {
  coroutine *c = current;
  ((void (*)(vs_object *))c->code)(c->argument);
  c->has_ended = true;
  switch_to(c->resumer);
  __builtin_unreachable();
}

static void read_settings(void) {
  page = (size_t)sysconf(_SC_PAGESIZE);
  int64_t stack = vs_setting("VMSMITH_COROUTINES", "stack", STACK_SIZE);
  if (stack < LEAST_STACK) vs_fatal("VMSMITH_COROUTINES: stack=… must be 64K at least");
  most = vs_setting("VMSMITH_COROUTINES", "max", INT64_MAX);
  stack_size = ((size_t)stack + page - 1) & ~(page - 1);
  mapped = stack_size + page;
#ifdef VS_GC_ROOTS
  mapped += stack_size * VS_ROOTS_PER_NATIVE_BYTE;
  vs_each_other_root = each_other_root;
#endif
#ifdef VS_GC_STACKS
  vs_gc_stacks_start(&stacks);
#endif
}

int64_t vs_coroutine_open(void *owner) {
  if (stack_size == 0) read_settings();
  free_abandoned();
  if (alive >= most) return 0;
  coroutine *c = take_stack();
  if (c == NULL) return 0;
  c->roots = c->roots_base;
  c->resumer = NULL;
  c->library_depth = 0;
  c->owner = owner;
  c->has_begun = c->has_ended = false;
  ((vs_coroutine *)owner)->handle = (int64_t)(intptr_t)c;
  own(c);
  alive++;
  vs_gc_pressure(PRESSURE);
  return 1;
}

int64_t vs_coroutine_current(void) {
  return current == &program ? 0 : (int64_t)(intptr_t)current;
}

void vs_coroutine_resume(vs_func code, int64_t handle, vs_object *argument) {
  coroutine *to = (coroutine *)(intptr_t)handle;
  /* Collectors that count record what the owner had before. */
  barrier(to);
  if (!to->has_begun) {
    to->has_begun = true;
    to->code = code;
    to->argument = argument;
    to->place = vs_new_place(to->bottom, to->top, begin);
  }
  to->resumer = current;
  switch_to(to);
  if (!to->has_ended) return;
  to->resumer = NULL;
  ((vs_coroutine *)(void *)to->owner)->handle = 0;
  disown(to);
  free_stack(to);
}

void vs_coroutine_suspend(void) {
  coroutine *from = current, *to = from->resumer;
  /* For collectors with generations: from now on the owner leads to what stands on the stack. */
  barrier(from);
  from->resumer = NULL;
  switch_to(to);
}
