/* cells.c — memory of the collector "refcount": cells of one size in blocks, large objects by themselves. The first word
 * of a free cell is 0, which no header is. */
#define _GNU_SOURCE
#include "heap.h"

#include <stdlib.h>
#include <sys/mman.h>

#define BLOCK ((size_t)16 << 10)
#define CHUNK ((size_t)1 << 20)

/* A block's cells follow it. */
typedef struct block {
  struct block *next;
  size_t granules; /* of a cell; 0: the block is free */
} block;

void *vs_rc_cells[VS_SMALL_GRANULES + 1];
size_t vs_rc_taken, vs_rc_peak;
static size_t limit = SIZE_MAX;
static block *blocks, *free_blocks;
static char *chunk, *chunk_end;
static vs_large *large_objects;

void vs_list_grow(vs_list *list) {
  size_t room = list->room == 0 ? 256 : list->room * 2;
  uintptr_t *words = realloc(list->words, room * sizeof *words);
  if (words == NULL) vs_gc_out_of_memory(room * sizeof *words);
  list->words = words;
  list->room = room;
}

void vs_rc_set_limit(size_t max) {
  if (max != 0) limit = max;
}

/* Counts bytes taken from the system; false where the limit forbids it. */
static bool take(size_t size) {
  if (size > limit || vs_rc_taken > limit - size) return false;
  vs_rc_taken += size;
  if (vs_rc_taken > vs_rc_peak) vs_rc_peak = vs_rc_taken;
  return true;
}

static block *new_block(void) {
  if (free_blocks != NULL) {
    block *found = free_blocks;
    free_blocks = found->next;
    return found;
  }
  if (!take(BLOCK)) return NULL;
  if (chunk == chunk_end) {
    char *memory = mmap(NULL, CHUNK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
      vs_rc_taken -= BLOCK;
      return NULL;
    }
    chunk = memory;
    chunk_end = memory + CHUNK;
  }
  block *made = (block *)(void *)chunk;
  chunk += BLOCK;
  return made;
}

static size_t cells_in(const block *b) {
  return (BLOCK - sizeof *b) / (b->granules * VS_GRANULE);
}

static uint64_t *cell_at(block *b, size_t i) {
  return (uint64_t *)(void *)((char *)(b + 1) + i * b->granules * VS_GRANULE);
}

static void put_cell(uint64_t *cell, size_t granules) {
  cell[0] = 0;
  cell[1] = (uint64_t)(uintptr_t)vs_rc_cells[granules];
  vs_rc_cells[granules] = cell;
}

bool vs_rc_refill(size_t granules) {
  block *b = new_block();
  if (b == NULL) return false;
  b->granules = granules;
  b->next = blocks;
  blocks = b;
  for (size_t i = cells_in(b); i-- > 0;) put_cell(cell_at(b, i), granules);
  return true;
}

void *vs_rc_new_large(size_t size) {
  if (size > SIZE_MAX / 2 || !take(size)) return NULL;
  vs_large *large = calloc(1, sizeof *large + size);
  if (large == NULL) {
    vs_rc_taken -= size;
    return NULL;
  }
  large->size = size;
  large->next = large_objects;
  if (large_objects != NULL) large_objects->previous = large;
  large_objects = large;
  return large + 1;
}

static void free_large(vs_large *large) {
  if (large->next != NULL) large->next->previous = large->previous;
  if (large->previous != NULL) large->previous->next = large->next;
  else large_objects = large->next;
  vs_rc_taken -= large->size;
  free(large->cards);
  free(large);
}

size_t vs_rc_size(const vs_object *object) {
  const vs_type *type = vs_type_of(object);
  if (type->item_size == 0) return type->size;
  return vs_items_size(type->size, type->item_size, vs_length(object));
}

void vs_rc_free(vs_object *object) {
  size_t size = vs_rc_size(object);
  size_t granules = (size + VS_GRANULE - 1) / VS_GRANULE;
  if (granules > VS_SMALL_GRANULES) {
    free_large(vs_large_of(object));
    return;
  }
#ifdef VS_GC_DEBUG
  memset(object, 0xfe, granules * VS_GRANULE);
#endif
  put_cell((uint64_t *)(void *)object, granules);
}

void vs_rc_each_old(void (*visit)(vs_object *object)) {
  for (block *b = blocks; b != NULL; b = b->next)
    for (size_t i = 0, n = cells_in(b); i < n; i++) {
      uint64_t *cell = cell_at(b, i);
      if (cell[0] & VS_RC_OLD) visit((vs_object *)(void *)cell);
    }
  for (vs_large *large = large_objects, *next; large != NULL; large = next) {
    next = large->next;
    vs_object *object = (vs_object *)(void *)(large + 1);
    if (object->header & VS_RC_OLD) visit(object);
  }
}

static bool is_empty(block *b) {
  for (size_t i = 0, n = cells_in(b); i < n; i++)
    if (cell_at(b, i)[0] != 0) return false;
  return true;
}

void vs_rc_tidy(void) {
  block *kept = NULL;
  memset(vs_rc_cells, 0, sizeof vs_rc_cells);
  for (block *b = blocks, *next; b != NULL; b = next) {
    next = b->next;
    if (is_empty(b)) {
      b->granules = 0;
      b->next = free_blocks;
      free_blocks = b;
      /* The page with the block's own words stays. */
      madvise((char *)b + 4096, BLOCK - 4096, MADV_DONTNEED);
      continue;
    }
    b->next = kept;
    kept = b;
    for (size_t i = cells_in(b); i-- > 0;)
      if (cell_at(b, i)[0] == 0) put_cell(cell_at(b, i), b->granules);
  }
  blocks = kept;
}
