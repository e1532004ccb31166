/* main.c — start and end of the program, fatal errors, the traceback. */
#include "runtime.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

vs_object *vs_exception;
char *vs_stack_limit;

/* Room below the limit for functions that do not check (those outside of call cycles), C functions and signals. */
#define STACK_MARGIN ((size_t)256 << 10)
#define STACK_IF_UNLIMITED ((size_t)64 << 20)

/* The innermost frames are kept and the outermost; a stack overflow has many thousands between them. */
#define FIRST_FRAMES 60
#define LAST_FRAMES 20

static struct {
  const vs_object *of; /* compared only, never followed; a collector that moves or reuses memory must know of it */
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

static void print_site(const vs_site *site) {
  fprintf(stderr, "    at %s (%s:%u:%u)\n", site->function, site->file, site->line, site->column);
}

void vs_traceback_print(void) {
  vs_fd_flush();
  size_t n = traceback.count;
  for (size_t i = 0; i < n && i < FIRST_FRAMES; i++) print_site(traceback.first[i]);
  size_t rest = n > FIRST_FRAMES ? n - FIRST_FRAMES : 0;
  if (rest > LAST_FRAMES) fprintf(stderr, "    … %zu more …\n", rest - LAST_FRAMES);
  for (size_t i = rest > LAST_FRAMES ? rest - LAST_FRAMES : 0; i < rest; i++) print_site(traceback.last[i % LAST_FRAMES]);
}

void vs_fatal(const char *format, ...) {
  va_list args;
  vs_flush_all();
  va_start(args, format);
  vfprintf(stderr, format, args);
  va_end(args);
  fputc('\n', stderr);
  _exit(1);
}

/* `top` is the highest address in use: the kernel puts arguments and environment above the first frame. */
static void find_stack_limit(char *top) {
  struct rlimit limit;
  size_t size = STACK_IF_UNLIMITED;
  if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) size = (size_t)limit.rlim_cur;
  size_t margin = size / 4 < STACK_MARGIN ? size / 4 : STACK_MARGIN;
  vs_stack_limit = top - size + margin;
}

static char *end_of_strings(char **argv) {
  extern char **environ;
  char *top = (char *)argv;
  for (char **list = argv; *list != NULL; list++) if (*list > top) top = *list;
  for (char **list = environ; *list != NULL; list++) if (*list > top) top = *list;
  return top;
}

/* "64M", "2G", "1000": bytes; 0 if it is no size. */
static uint64_t parse_size(const char *text) {
  char *end;
  uint64_t n = strtoull(text, &end, 10);
  if (*end == 'K' || *end == 'k') return n << 10;
  if (*end == 'M' || *end == 'm') return n << 20;
  if (*end == 'G' || *end == 'g') return n << 30;
  return n;
}

/* VMSMITH_GC=max=64M,… overrides what the program was translated with. */
static uint64_t max_heap(void) {
  const char *settings = getenv("VMSMITH_GC");
  const char *found = settings == NULL ? NULL : strstr(settings, "max=");
  return found == NULL ? vs_program_max_heap : parse_size(found + 4);
}

void vs_process_exit(int64_t code) {
  int problem = vs_flush_all();
  if (problem != 0) {
    fprintf(stderr, "cannot write output: %s\n", strerror(problem));
    if (code == 0) code = 1;
  }
  /* Nothing is registered to run at exit, and nothing need be freed. */
  _exit((int)code);
}

int main(int argc, char **argv) {
  vs_own_thread_claim();
  find_stack_limit(end_of_strings(argv));
  vs_system_start(argc, argv);
  vs_gc_start(max_heap());
  int64_t code = vs_program_entry();
  if (vs_exception != NULL) {
    vs_fd_flush();
    fprintf(stderr, "uncaught %s\n", vs_type_of(vs_exception)->name);
    vs_traceback_print();
    code = 1;
  }
  vs_process_exit(code);
}
