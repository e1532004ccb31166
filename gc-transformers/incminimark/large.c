/* large.c — objects outside of nursery and pages: malloc's or, from 256 KiB, the kernel's, so that they can be given back
 * when they die. Some are kept for a while, for the next. In front of each lies its description and, if it may hold references, cards, a byte for every VS_CARD_ITEMS words.
 *
 * An object allocated here is young until the next minor collection: its header is its type, no barrier is needed on it,
 * and it dies at once if nothing points to it (vs_young_large). Then it is on vs_old_large, or while a major collection
 * has not swept it yet on vs_unswept_large. */
#define _GNU_SOURCE
#include "heap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define FROM_KERNEL ((size_t)256 << 10)
/* As much of a dead object is given back in one go. */
#define UNMAP ((size_t)4 << 20)
/* More cannot be addressed anyway, and sums of sizes below it do not overflow. */
#define ABSURD ((size_t)1 << 46)

vs_stack vs_young_large, vs_old_large, vs_unswept_large;

/* ---- Memory of dead objects that came from the kernel. Each page that is asked for again costs a fault, ten times what
 * zeroing it does, and programs that make arrays mostly make the same again. */

#define SPARES 16
#define SPARE_BYTES ((size_t)8 << 20)
/* Zeroing more than this would be a pause; the kernel's memory is zeroed as it is used. */
#define SPARE_LARGEST (SPARE_BYTES / 2)

typedef struct block {
  char *memory;
  size_t size;
  int64_t since; /* the number of the major collection in which it died */
} block;
/* The oldest first. */
static block spares[SPARES];
static size_t spare_count, spare_bytes;

static void unmap(char *memory, size_t size) {
  munmap(memory, size);
  H.taken -= size;
}

static block spare_remove(size_t index) {
  block b = spares[index];
  memmove(&spares[index], &spares[index + 1], (--spare_count - index) * sizeof spares[0]);
  spare_bytes -= b.size;
  return b;
}

static void spare_drop_oldest(void) {
  block b = spare_remove(0);
  unmap(b.memory, b.size);
}

static void spare_keep(char *memory, size_t size) {
  size_t most = H.max / 16 < SPARE_BYTES ? H.max / 16 : SPARE_BYTES;
  if (size > SPARE_LARGEST || size > most) {
    unmap(memory, size);
    return;
  }
  while (spare_count == SPARES || spare_bytes + size > most) spare_drop_oldest();
  spares[spare_count++] = (block){ memory, size, H.majors };
  spare_bytes += size;
}

/* The smallest that is large enough and not half as large again, with so many bytes zeroed; no memory if there is none. */
static block spare_take(size_t size) {
  size_t best = SPARES;
  for (size_t i = 0; i < spare_count; i++)
    if (spares[i].size >= size && spares[i].size <= size + size / 2 && (best == SPARES || spares[i].size < spares[best].size))
      best = i;
  if (best == SPARES) return (block){ 0 };
  block b = spare_remove(best);
  memset(b.memory, 0, size);
  return b;
}

/* A major collection has ended: what nobody has wanted since the one before goes back. */
void vs_large_drop_spares(bool all) {
  while (spare_count > 0 && (all || spares[0].since < H.majors - 1)) spare_drop_oldest();
}

/* ---- Objects. */

static block from_kernel(size_t size) {
  size = (size + 4095) & ~(size_t)4095;
  block spare = spare_take(size);
  if (spare.memory != NULL) return spare;
  char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return (block){ 0 };
  vs_took(size);
  return (block){ .memory = memory, .size = size };
}

static block from_malloc(size_t size) {
  char *memory = calloc(1, size);
  if (memory == NULL) return (block){ 0 };
  vs_took(size);
  return (block){ .memory = memory, .size = size };
}

vs_object *vs_large_allocate(size_t size, bool flat) {
  if (size > ABSURD) return NULL;
  size_t cards = flat ? 0 : (size / sizeof(vs_object *) / VS_CARD_ITEMS + 1 + 15) & ~(size_t)15;
  size_t bytes = cards + sizeof(vs_large) + size;
  bool mapped = bytes >= FROM_KERNEL;
  block b = mapped ? from_kernel(bytes) : from_malloc(bytes);
  if (b.memory == NULL) return NULL;
  vs_large *large = (vs_large *)(void *)(b.memory + cards);
  *large = (vs_large){ size, b.size, cards, mapped };
  H.pages += b.size;
  H.used += b.size;
  vs_object *object = (vs_object *)(void *)(large + 1);
  return object;
}

/* A young object has been reached, or moves here from the nursery. */
void vs_large_promoted(vs_object *object) {
  const vs_large *large = vs_large_of(object);
  object->header |= VS_GC_OLD | VS_GC_TRACK;
  if (vs_type_of(object)->items_are_references && large->cards != 0 && large->size > VS_LARGEST_CELL)
    object->header |= VS_GC_CARDS;
}

/* Gives memory back, of what is mapped at most `most` bytes from its end; true: all of it. */
static bool release(vs_object *object, size_t most) {
  vs_large *large = vs_large_of(object);
  char *memory = (char *)large - large->cards;
  size_t part = large->mapped && large->block > most ? most : large->block;
  H.pages -= part;
  H.used -= part;
  if (part < large->block) {
    large->block -= part;
    unmap(memory + large->block, part);
    return false;
  }
  vs_poison(object, large->size);
  if (large->mapped)
    spare_keep(memory, part);
  else {
    free(memory);
    H.taken -= part;
  }
  return true;
}

void vs_large_sweep_young(void) {
  for (uintptr_t word; (word = vs_stack_pop(&vs_young_large)) != 0;) {
    vs_object *object = (vs_object *)word;
    if ((object->header & VS_GC_OLD) == 0)
      release(object, SIZE_MAX);
    else
      vs_stack_push(&vs_old_large, word);
  }
}

/* Sweeps objects of about so many bytes of work; true: all are done. */
bool vs_large_sweep(size_t bytes) {
  for (uintptr_t word; (word = vs_stack_pop(&vs_unswept_large)) != 0;) {
    vs_object *object = (vs_object *)word;
    size_t work = 512;
    if ((object->header & VS_GC_MARKED) != 0) {
      object->header &= ~VS_GC_MARKED;
      vs_stack_push(&vs_old_large, word);
    } else {
      size_t block = vs_large_of(object)->block;
      work += block < UNMAP ? block / 4 : UNMAP / 4;
      if (!release(object, UNMAP)) vs_stack_push(&vs_unswept_large, word);
    }
    if (bytes <= work) return false;
    bytes -= work;
  }
  return true;
}

/* ---- A huge array that has just been made is mostly untouched. Reading it would cost a page fault for each page, a pause
 * that grows with the array; the kernel tells which pages have ever been written (proc_pid_pagemap(5): neither present
 * nor swapped means never). If it does not tell, everything counts as touched. */

#define PAGES_AT_ONCE 512
#define PRESENT_OR_SWAPPED (UINT64_C(3) << 62)

void vs_large_touched(vs_object *array, size_t length, void (*see)(vs_object *array, size_t from, size_t to)) {
  uint64_t entries[PAGES_AT_ONCE];
  uintptr_t items = (uintptr_t)array + vs_type_of(array)->size, page = (uintptr_t)sysconf(_SC_PAGESIZE);
  int file = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  for (size_t from = 0; from < length;) {
    size_t first = (items + from * sizeof(vs_object *)) / page;
    ssize_t got = file < 0 ? -1 : pread(file, entries, sizeof entries, (off_t)(first * sizeof entries[0]));
    if (got < (ssize_t)sizeof entries[0]) {
      see(array, from, length);
      break;
    }
    for (size_t i = 0; i < (size_t)got / sizeof entries[0] && from < length; i++) {
      size_t to = ((first + i + 1) * page - items + sizeof(vs_object *) - 1) / sizeof(vs_object *);
      if (to > length) to = length;
      if ((entries[i] & PRESENT_OR_SWAPPED) != 0) see(array, from, to);
      from = to;
    }
  }
  if (file >= 0) close(file);
}
