/* large.c — objects outside of nursery and pages: malloc's or, from 256 KiB, the kernel's, so that they are given back when
 * they die. In front of each lies its description and, if it may hold references, cards, a byte for every VS_CARD_ITEMS words.
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

vs_object *vs_large_allocate(size_t size, bool flat) {
  if (size > ABSURD) return NULL;
  size_t cards = flat ? 0 : (size / sizeof(vs_object *) / VS_CARD_ITEMS + 1 + 15) & ~(size_t)15;
  size_t block = cards + sizeof(vs_large) + size;
  bool mapped = block >= FROM_KERNEL;
  char *memory;
  if (mapped) {
    block = (block + 4095) & ~(size_t)4095;
    memory = mmap(NULL, block, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) return NULL;
  } else {
    memory = calloc(1, block);
    if (memory == NULL) return NULL;
  }
  vs_large *large = (vs_large *)(void *)(memory + cards);
  *large = (vs_large){ size, block, cards, mapped };
  vs_took(block);
  H.pages += block;
  H.used += block;
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
  size_t part = large->mapped && large->block > most ? most : large->block;
  H.taken -= part;
  H.pages -= part;
  H.used -= part;
  if (part < large->block) {
    large->block -= part;
    munmap((char *)large - large->cards + large->block, part);
    return false;
  }
  if (large->mapped)
    munmap((char *)large - large->cards, large->block);
  else {
    vs_poison(object, large->size);
    free((char *)large - large->cards);
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
