/* library.c — a program as a library: started and ended by its user, entered by calls that may stand inside each other. */
#include "runtime.h"
#include "library.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum { FRESH, RUNNING, ENDED } state;
/* Whether the innermost of the calls that are inside each other has failed. */
static bool has_failed;
static char *error, *trace;
static size_t given;

/* As much of this thread's stack as there is, but for what the program's unchecked functions need. */
static void find_stack(void) {
  pthread_attr_t attributes;
  void *bottom;
  size_t size;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) vs_fatal("cannot find the stack of this thread");
  pthread_attr_getstack(&attributes, &bottom, &size);
  pthread_attr_destroy(&attributes);
  vs_stack_within((char *)bottom, size);
}

int vs_library_start(void) {
  static char *arguments[] = {"library", NULL};
  if (state == ENDED) return VS_STOPPED;
  if (state == RUNNING) return vs_own_thread() ? VS_OK : VS_WRONG_THREAD;
  vs_own_thread_claim();
  find_stack();
  vs_system_start(1, arguments);
  vs_log_check(vs_program_has_jit);
  vs_gc_start(vs_max_heap());
  state = RUNNING;
  return VS_OK;
}

size_t vs_library_count(size_t (*handles)(void)) {
  return state == RUNNING && vs_own_thread() ? handles() : 0;
}

/* Is anybody waiting for the program to return? Those who wait on the stack of a suspended coroutine do not count. */
static bool is_inside(void) {
  return vs_library_depth > 0 || vs_coroutine_current() != 0;
}

size_t vs_library_stop(size_t (*handles)(void)) {
  size_t n = vs_library_count(handles);
  if (state != RUNNING || !vs_own_thread() || is_inside()) return n;
  vs_flush_all();
  vs_gc_finish();
  state = ENDED;
  return n;
}

int vs_library_enter(void) {
  if (VS_UNLIKELY(state != RUNNING)) return state == FRESH ? VS_NOT_STARTED : VS_STOPPED;
  if (VS_UNLIKELY(!vs_own_thread())) return VS_WRONG_THREAD;
  vs_library_depth++;
  has_failed = false;
  return VS_OK;
}

int vs_library_leave(void) {
  bool failed = has_failed;
  has_failed = false;
  /* Only the outermost call is the end of what the user sees as one. */
  vs_library_depth--;
  if (!is_inside()) vs_fd_flush();
  return failed ? VS_EXCEPTION : VS_OK;
}

void vs_library_fail(const char *text) {
  char *sites = NULL;
  size_t size;
  FILE *to = open_memstream(&sites, &size);
  if (to != NULL) {
    vs_traceback_write(to);
    fclose(to);
  }
  free(error);
  free(trace);
  error = strdup(text);
  trace = sites;
  has_failed = true;
}

void vs_c_fail(const void *text) {
  vs_library_fail(vs_items(text));
}

const char *vs_library_error(void) {
  return error == NULL ? "" : error;
}

const char *vs_library_traceback(void) {
  return trace == NULL ? "" : trace;
}

size_t vs_library_given(void) {
  return given;
}

int64_t vs_c_give(const void *bytes, int64_t n) {
  char *copy = malloc((size_t)n + 1);
  if (copy == NULL) vs_gc_out_of_memory((size_t)n);
  memcpy(copy, vs_items(bytes), (size_t)n);
  copy[n] = 0;
  given = (size_t)n;
  return (int64_t)(intptr_t)copy;
}

void vs_c_put(const void *from, int64_t address, int64_t n) {
  if (n > 0) memcpy((char *)(intptr_t)address, vs_items(from), (size_t)n);
}
