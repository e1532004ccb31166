/* arena.c — chunks of fresh memory from the kernel, which hands them out zeroed and page by page as they are touched. */
#define _GNU_SOURCE
#include "vs.h"

#include <sys/mman.h>

#define FIRST_CHUNK ((size_t)1 << 20)
#define CHUNK ((size_t)32 << 20)
/* Chunks of this alignment can be backed by huge pages. */
#define HUGE_PAGE ((size_t)2 << 20)

char *vs_arena_free, *vs_arena_end;
static size_t left = SIZE_MAX;
static int64_t taken;

void vs_gc_start(uint64_t max) {
  if (max != 0) left = max;
}

static char *map(size_t size) {
  char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) vs_gc_out_of_memory(size);
  return memory;
}

/* A chunk that ends where the limit ends, so that the limit is exact to a page. */
static void new_chunk(size_t size) {
  size_t padded = size + HUGE_PAGE;
  char *memory = map(padded);
  if (size >= CHUNK) {
    memory = (char *)(((uintptr_t)memory + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1));
    madvise(memory, size, MADV_HUGEPAGE);
  }
  vs_arena_free = memory;
  vs_arena_end = memory + size;
}

void *vs_arena_refill(size_t size) {
  if (size > left) vs_gc_out_of_memory(size);
  if (size > CHUNK / 8) {
    /* Large objects get memory of their own, and the current chunk stays in use. */
    left -= size;
    taken += (int64_t)size;
    return map(size);
  }
  size_t chunk = vs_arena_end == NULL ? FIRST_CHUNK : CHUNK;
  if (chunk > left) chunk = left & ~(size_t)7;
  if (size > chunk) vs_gc_out_of_memory(size);
  left -= chunk;
  taken += (int64_t)chunk;
  new_chunk(chunk);
  char *object = vs_arena_free;
  vs_arena_free += size;
  return object;
}

/* Nothing is ever collected, so no weak reference is cleared. */
void vs_gc_collect(void) {
}

void vs_gc_pressure(int64_t bytes) {
  (void)bytes;
}

int64_t vs_gc_statistic(int64_t which) {
  if (which == VS_GC_USED) return taken - (int64_t)(vs_arena_end - vs_arena_free);
  return which == VS_GC_PEAK ? taken : 0;
}
