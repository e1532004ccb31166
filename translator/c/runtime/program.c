/* program.c — what executables and libraries share: the exception, the traceback, fatal errors, limits, the end. */
#include "runtime.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

vs_object *vs_exception;
char *vs_stack_limit;

/* Room below the limit for functions that do not check (those outside of call cycles), C functions and signals. */
#define STACK_MARGIN ((size_t)256 << 10)

/* The innermost frames are kept and the outermost; a stack overflow has many thousands between them. */
#define FIRST_FRAMES 60
#define LAST_FRAMES 20

static struct {
  vs_object *of; /* compared only, never followed; vs_after_collection */
  size_t count;
  const vs_site *first[FIRST_FRAMES];
  const vs_site *last[LAST_FRAMES];
} traceback;

void vs_traceback_reset(const vs_site *site) {
  if (traceback.of == vs_exception) return;
  traceback.of = vs_exception;
  traceback.count = 0;
  if (site != NULL) vs_traceback_add(site);
}

void vs_traceback_add(const vs_site *site) {
  size_t n = traceback.count++;
  if (n < FIRST_FRAMES) traceback.first[n] = site;
  else traceback.last[(n - FIRST_FRAMES) % LAST_FRAMES] = site;
}

static void print_site(FILE *to, const vs_site *site) {
  fprintf(to, "    at %s (%s:%u:%u)\n", site->function, site->file, site->line, site->column);
}

void vs_traceback_print(void) {
  vs_fd_flush();
  vs_traceback_write(stderr);
}

void vs_traceback_write(FILE *to) {
  size_t n = traceback.count;
  for (size_t i = 0; i < n && i < FIRST_FRAMES; i++) print_site(to, traceback.first[i]);
  size_t rest = n > FIRST_FRAMES ? n - FIRST_FRAMES : 0;
  if (rest > LAST_FRAMES) fprintf(to, "    … %zu more …\n", rest - LAST_FRAMES);
  for (size_t i = rest > LAST_FRAMES ? rest - LAST_FRAMES : 0; i < rest; i++) print_site(to, traceback.last[i % LAST_FRAMES]);
}

void vs_fatal(const char *format, ...) {
  va_list args;
  vs_flush_all();
  va_start(args, format);
  vfprintf(stderr, format, args);
  va_end(args);
  fputc('\n', stderr);
  /* Another thread must not look at the heap. */
  if (vs_own_thread()) vs_gc_finish();
  _exit(1);
}

void vs_stack_within(char *bottom, size_t size) {
  size_t margin = size / 4 < STACK_MARGIN ? size / 4 : STACK_MARGIN;
  vs_stack_limit = bottom + margin;
#ifdef VS_GC_ROOTS
  vs_roots_start(size);
#endif
}

/* VMSMITH_GC=max=64M,… overrides what the program was translated with. */
uint64_t vs_max_heap(void) {
  return (uint64_t)vs_gc_setting("max", (int64_t)vs_program_max_heap);
}

void vs_after_collection(vs_object *(*now)(vs_object *)) {
  if (traceback.of != NULL) traceback.of = now(traceback.of);
}

void vs_process_exit(int64_t code) {
  int problem = vs_flush_all();
  if (problem != 0) {
    fprintf(stderr, "cannot write output: %s\n", strerror(problem));
    if (code == 0) code = 1;
  }
  vs_gc_finish();
  /* Nothing is registered to run at exit, and nothing need be freed. */
  _exit((int)code);
}
