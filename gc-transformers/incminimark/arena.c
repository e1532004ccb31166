/* arena.c — small old objects: arenas of 2 MiB hold pages of 16 KiB, a page holds cells of one size. Free cells that lie
 * side by side are one run, so that promotion raises a pointer within a run (as Immix does within lines: Blackburn and
 * McKinley 2008), and only a run's first two words are written while it is free.
 *
 * A page is at any time on exactly one list of its class: full, partial (it has free runs), unswept — or it is the one
 * that is allocated from. Sweeping takes pages from `unswept`; allocation sweeps a page of its class itself when it
 * would need a fresh page otherwise. Empty pages go back to their arena; empty arenas go to the system, some at a time, if
 * the heap will not grow into them before the next major collection. */
#define _GNU_SOURCE
#include "heap.h"

#include <stdlib.h>
#include <sys/mman.h>

/* As large as the processor's huge pages. */
#define ARENA ((size_t)1 << 21)
#define PAGE ((size_t)1 << 14)
#define PAGES (ARENA / PAGE)
/* What a page that has never been touched costs, in cache misses: four faults of the system's, which clear it. */
#define FRESH_PAGE 100
/* Pages that an allocation sweeps, at most, before it takes a fresh one. */
#define TRIES 4
/* What it costs to release what a special object has, in bytes of sweeping. */
#define RELEASE_COST ((size_t)8 << 10)

/* A run of free cells begins with this; the low half of `header` is its size. */
typedef struct run {
  uint64_t header;
  struct run *next;
} run;

typedef struct page {
  struct page *next;
  run *runs;
  char *start;
  uint32_t cell;
  uint8_t class;
  bool special;
} page;

typedef struct arena {
  page pages[PAGES];
  uint64_t free[PAGES / 64]; /* a bit per page */
  uint32_t free_count;
  uint32_t touched; /* pages before this one have been used */
  size_t index; /* in `arenas` */
} arena;

typedef struct pages {
  page *first, **end;
} pages;

/* Sizes up to VS_EXACT_CELL go in steps of 8, then there are eight more. */
#define EXACT VS_EXACT_CELL
#define CLASSES VS_CLASSES
static const uint16_t wide[8] = { 576, 640, 768, 896, 1024, 1280, 1600, 2048 };
static const uint8_t wide_of[24] = { 0, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7 };

typedef struct class {
  page *current; /* that vs_runs is in */
  pages full, partial, unswept;
} class;
/* Special objects have pages of their own: only these are searched for what must be released. */
static class classes[2 * CLASSES];
vs_run vs_runs[2 * CLASSES];
static size_t sweeping_class;
static size_t released;

static size_t index_of(size_t class, bool special) {
  return special ? CLASSES + class : class;
}

static arena **arenas;
static size_t arena_count, arena_room, arena_hint, empty_count;

static void list_add(pages *list, page *p) {
  if (list->first == NULL) list->end = &list->first;
  p->next = NULL;
  *list->end = p;
  list->end = &p->next;
}

static page *list_take(pages *list) {
  page *p = list->first;
  if (p != NULL) {
    list->first = p->next;
    if (list->first == NULL) list->end = &list->first;
  }
  return p;
}

static size_t class_of(size_t size) {
  if (size <= EXACT) return size < 16 ? 2 : (size + 7) / 8;
  return EXACT / 8 + 1 + wide_of[(size - EXACT - 1) / 64];
}

static size_t cell_of(size_t class) {
  return class <= EXACT / 8 ? class * 8 : wide[class - EXACT / 8 - 1];
}

/* ---- Arenas. */

static arena *arena_new(void) {
  char *memory = mmap(NULL, 2 * ARENA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) vs_gc_out_of_memory(ARENA);
  char *start = (char *)(((uintptr_t)memory + ARENA - 1) & ~(ARENA - 1));
  if (start > memory) munmap(memory, (size_t)(start - memory));
  munmap(start + ARENA, (size_t)(memory + ARENA - start));
  if (H.huge) (void)madvise(start, ARENA, MADV_HUGEPAGE);
  if (arena_count == arena_room) {
    arena_room = arena_room == 0 ? 16 : 2 * arena_room;
    arena **larger = realloc(arenas, arena_room * sizeof *arenas);
    if (larger == NULL) vs_gc_out_of_memory(arena_room * sizeof *arenas);
    arenas = larger;
  }
  arena *a = (arena *)(void *)start;
  a->index = arena_count;
  memset(a->free, 0xff, sizeof a->free);
  a->free_count = PAGES;
  empty_count++;
  arenas[arena_count++] = a;
  vs_took(ARENA);
  return a;
}

static void arena_delete(arena *a) {
  arena *last = arenas[--arena_count];
  arenas[a->index] = last;
  last->index = a->index;
  arena_hint = 0;
  empty_count--;
  munmap(a, ARENA);
  H.taken -= ARENA;
}

/* Gives empty arenas back, at most so many of them, until those left are as much memory as will soon be needed again. */
void vs_arenas_trim(size_t keep, size_t most) {
  for (size_t i = arena_count; i-- > 0 && most > 0 && empty_count * ARENA > keep;) {
    if (arenas[i]->free_count < PAGES) continue;
    arena_delete(arenas[i]);
    most--;
  }
}

static arena *arena_with_free_page(void) {
  for (; arena_hint < arena_count; arena_hint++)
    if (arenas[arena_hint]->free_count != 0) return arenas[arena_hint];
  return arena_new();
}

static char *page_end(const page *p) {
  uintptr_t base = (uintptr_t)p & ~(ARENA - 1);
  return (char *)(base + (((uintptr_t)p->start - base) / PAGE + 1) * PAGE);
}

/* The first free one, so that the last ones become free again. */
static size_t page_take(arena *a) {
  size_t word = 0;
  while (a->free[word] == 0) word++;
  size_t bit = (size_t)__builtin_ctzll(a->free[word]);
  a->free[word] &= ~(UINT64_C(1) << bit);
  a->free_count--;
  return word * 64 + bit;
}

static page *page_new(size_t class, bool special) {
  arena *a = arena_with_free_page();
  if (a->free_count == PAGES) empty_count--;
  size_t index = page_take(a);
  page *p = &a->pages[index];
  p->class = (uint8_t)class;
  p->special = special;
  p->cell = (uint32_t)cell_of(class);
  /* The arena's description lies in its first page. */
  p->start = (char *)a + (index == 0 ? (sizeof *a + 63) & ~(size_t)63 : index * PAGE);
  p->runs = (run *)(void *)p->start;
  p->runs->header = VS_GC_FREE | (size_t)(page_end(p) - p->start) / p->cell * p->cell;
  p->runs->next = NULL;
  if (index >= a->touched) {
    H.scattered += FRESH_PAGE;
    a->touched = (uint32_t)index + 1;
  }
  H.pages += PAGE;
  return p;
}

static void page_delete(page *p) {
  arena *a = (arena *)((uintptr_t)p & ~(ARENA - 1));
  size_t index = (size_t)(p - a->pages);
  a->free[index / 64] |= UINT64_C(1) << index % 64;
  a->free_count++;
  H.pages -= PAGE;
  if (a->free_count == PAGES) empty_count++;
  if (a->index < arena_hint) arena_hint = a->index;
}

/* ---- Sweeping. */

static void dies(const page *p, vs_object *object) {
  H.used -= p->cell;
  if (!p->special) return;
  const vs_special *special = vs_type_of(object)->special;
  if (special->kind != VS_TRACED || special->release == NULL) return;
  special->release(object);
  released++;
}

/* Frees what is white, makes white what is black, and writes the runs anew; true: nothing is left. */
static bool page_sweep(page *p) {
  char *last = page_end(p) - p->cell;
  run **link = &p->runs;
  bool empty = true;
  for (char *at = p->start; at <= last;) {
    vs_object *object = (vs_object *)(void *)at;
    if ((object->header & VS_GC_MARKED) != 0) {
      object->header &= ~VS_GC_MARKED;
      at += p->cell;
      empty = false;
      continue;
    }
    char *start = at;
    while (at <= last && (object->header & VS_GC_MARKED) == 0) {
      bool free = (object->header & VS_GC_FREE) != 0;
      if (!free) dies(p, object);
      at += free ? (uint32_t)object->header : p->cell;
      object = (vs_object *)(void *)at;
    }
    vs_poison(start, (size_t)(at - start));
    run *r = (run *)(void *)start;
    r->header = VS_GC_FREE | (size_t)(at - start);
    *link = r;
    link = &r->next;
  }
  *link = NULL;
  return empty;
}

/* Where the page belongs after sweeping. */
static void page_file(class *c, page *p) {
  if (page_sweep(p))
    page_delete(p);
  else
    list_add(p->runs != NULL ? &c->partial : &c->full, p);
}

/* ---- Allocation. */

static void current_close(class *c, vs_run *open) {
  if (c->current == NULL) return;
  if (open->free < open->end) {
    H.used -= (size_t)(open->end - open->free);
    run *r = (run *)(void *)open->free;
    r->header = VS_GC_FREE | (size_t)(open->end - open->free);
    r->next = c->current->runs;
    c->current->runs = r;
  }
  *open = (vs_run){ NULL, NULL };
}

static page *page_with_room(class *c, size_t index, bool special) {
  for (int i = 0; i < TRIES && c->partial.first == NULL && c->unswept.first != NULL; i++)
    page_file(c, list_take(&c->unswept));
  page *p = list_take(&c->partial);
  return p != NULL ? p : page_new(index, special);
}

static VS_COLD void next_run(size_t class_index, bool special) {
  size_t index = index_of(class_index, special);
  class *c = &classes[index];
  if (c->current == NULL || c->current->runs == NULL) {
    if (c->current != NULL) list_add(&c->full, c->current);
    c->current = page_with_room(c, class_index, special);
  }
  H.scattered++;
  run *r = c->current->runs;
  c->current->runs = r->next;
  H.used += (uint32_t)r->header;
  H.opened += (uint32_t)r->header;
  vs_runs[index] = (vs_run){ (char *)r, (char *)r + (uint32_t)r->header };
}

/* A cell for an old object; what is in it is up to the caller. The limit is the caller's business, too. */
__attribute__((noinline)) char *vs_cell_allocate_slow(size_t size, bool special) {
  size_t class_index = class_of(size);
  vs_run *open = &vs_runs[index_of(class_index, special)];
  if (open->free == open->end) next_run(class_index, special);
  char *cell = open->free;
  open->free += cell_of(class_index);
  return cell;
}

size_t vs_cells_unfilled(void) {
  size_t bytes = 0;
  for (size_t i = 0; i < 2 * CLASSES; i++) bytes += (size_t)(vs_runs[i].end - vs_runs[i].free);
  return bytes;
}

/* Makes all pages walkable: what is left of runs that are allocated from becomes runs again. */
void vs_cells_close(void) {
  for (size_t i = 0; i < 2 * CLASSES; i++) current_close(&classes[i], &vs_runs[i]);
}

static void append(pages *list, pages *tail) {
  if (tail->first == NULL) return;
  if (list->first == NULL) list->end = &list->first;
  *list->end = tail->first;
  list->end = tail->end;
  tail->first = NULL;
}

/* From now on all pages wait to be swept; allocation takes swept or fresh ones. */
void vs_cells_begin_sweep(void) {
  vs_cells_close();
  for (size_t i = 0; i < 2 * CLASSES; i++) {
    class *c = &classes[i];
    if (c->current != NULL) list_add(c->current->runs != NULL ? &c->partial : &c->full, c->current);
    c->current = NULL;
    append(&c->unswept, &c->full);
    append(&c->unswept, &c->partial);
  }
  sweeping_class = 0;
}

bool vs_cells_sweep(size_t bytes) {
  while (sweeping_class < 2 * CLASSES) {
    class *c = &classes[sweeping_class];
    page *p = list_take(&c->unswept);
    if (p == NULL) {
      sweeping_class++;
      continue;
    }
    released = 0;
    page_file(c, p);
    size_t cost = PAGE + released * RELEASE_COST;
    if (bytes <= cost) return false;
    bytes -= cost;
  }
  return true;
}

/* ---- Walking, for verifier and dump. Runs must be closed. */

static void page_each(const page *p, bool swept, void (*see)(vs_object *object, bool swept)) {
  for (char *at = p->start; at <= page_end(p) - p->cell;) {
    vs_object *object = (vs_object *)(void *)at;
    bool free = (object->header & VS_GC_FREE) != 0;
    if (!free) see(object, swept);
    at += free ? (uint32_t)object->header : p->cell;
  }
}

void vs_cells_each(void (*see)(vs_object *object, bool swept)) {
  for (size_t i = 0; i < 2 * CLASSES; i++) {
    const class *c = &classes[i];
    if (c->current != NULL) page_each(c->current, true, see);
    for (const page *p = c->full.first; p != NULL; p = p->next) page_each(p, true, see);
    for (const page *p = c->partial.first; p != NULL; p = p->next) page_each(p, true, see);
    for (const page *p = c->unswept.first; p != NULL; p = p->next) page_each(p, false, see);
  }
}

static bool is_unswept(const page *p) {
  for (const page *q = classes[index_of(p->class, p->special)].unswept.first; q != NULL; q = q->next)
    if (q == p) return true;
  return false;
}

bool vs_cell_is_alive(const vs_object *object) {
  arena *a = (arena *)((uintptr_t)object & ~(ARENA - 1));
  bool known = false;
  for (size_t i = 0; i < arena_count && !known; i++) known = arenas[i] == a;
  if (!known) return false;
  size_t index = ((uintptr_t)object - (uintptr_t)a) / PAGE;
  const page *p = &a->pages[index];
  if ((a->free[index / 64] >> index % 64 & 1) != 0 || (const char *)object < p->start) return false;
  if ((size_t)((const char *)object - p->start) % p->cell != 0 || (object->header & VS_GC_FREE) != 0) return false;
  return H.state != VS_SWEEPING || (object->header & VS_GC_MARKED) != 0 || !is_unswept(p);
}

static size_t counted;
static void count_cell(vs_object *object, bool swept) {
  (void)swept;
  arena *a = (arena *)((uintptr_t)object & ~(ARENA - 1));
  counted += a->pages[((uintptr_t)object - (uintptr_t)a) / PAGE].cell;
}

/* Bytes of all objects in pages, dead ones that are not swept yet among them. */
size_t vs_cells_used(void) {
  counted = 0;
  vs_cells_each(count_cell);
  return counted;
}
