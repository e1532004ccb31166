/* common.c — what the collectors share: the root stack, the roots, settings of the running program. */
#define _GNU_SOURCE
#include "vs.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

vs_object **vs_roots, **vs_roots_base;
vs_weak *vs_gc_ready;
void (*vs_each_other_root)(vs_visitor *visit);
const vs_special vs_weak_special = {.kind = VS_WEAK};

#define MOST_ROOTS ((size_t)8 << 30)
#define GUARD ((size_t)64 << 10)

void vs_roots_start(size_t native_stack) {
  size_t size = native_stack < MOST_ROOTS / VS_ROOTS_PER_NATIVE_BYTE ? native_stack * VS_ROOTS_PER_NATIVE_BYTE : MOST_ROOTS;
  size += GUARD;
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) vs_gc_out_of_memory(size);
  mprotect((char *)memory + size - GUARD, GUARD, PROT_NONE);
  vs_roots = vs_roots_base = memory;
}

void vs_each_root(vs_visitor *visit) {
  for (vs_object **place = vs_roots_base; place < vs_roots; place++)
    if (vs_is_heap_reference(*place)) visit(place);
  if (vs_each_other_root != NULL) vs_each_other_root(visit);
  if (vs_exception != NULL) visit(&vs_exception);
  if (vs_gc_ready != NULL) visit((vs_object **)(void *)&vs_gc_ready);
}

void vs_gc_out_of_memory(size_t size) {
  vs_fatal("out of memory: cannot allocate %zu bytes more (VMSMITH_GC=max=… sets the limit)", size);
}

/* "64M", "2G", "1000"; what is no such number ends the program. */
static int64_t parse_number(const char *variable, const char *name, const char *text) {
  char *end;
  errno = 0;
  int64_t n = strtoll(text, &end, 10);
  int shift = *end == 'K' || *end == 'k' ? 10 : *end == 'M' || *end == 'm' ? 20 : *end == 'G' || *end == 'g' ? 30 : 0;
  if (shift != 0) end++;
  if (end == text || errno != 0 || (*end != ',' && *end != 0) || n < 0 || n > INT64_MAX >> shift)
    vs_fatal("%s: '%s=%.*s' is no number (write 64K, 16M, 2G or 1000)", variable, name, (int)strcspn(text, ","), text);
  return n << shift;
}

int64_t vs_setting(const char *variable, const char *name, int64_t otherwise) {
  size_t length = strlen(name);
  const char *settings = getenv(variable);
  while (settings != NULL && *settings != 0) {
    if (strncmp(settings, name, length) == 0 && settings[length] == '=')
      return parse_number(variable, name, settings + length + 1);
    settings += strcspn(settings, ",");
    settings += *settings == ',';
  }
  return otherwise;
}

int64_t vs_gc_setting(const char *name, int64_t otherwise) {
  return vs_setting("VMSMITH_GC", name, otherwise);
}

void vs_gc_drop_ready(void) {
  vs_gc_ready = NULL;
}
