/* main.c — an executable: its stack, its start and its end. */
#include "runtime.h"

#include <stdio.h>
#include <sys/resource.h>

#define STACK_IF_UNLIMITED ((size_t)64 << 20)

/* `top` is the highest address in use: the kernel puts arguments and environment above the first frame. */
static void find_stack(char *top) {
  struct rlimit limit;
  size_t size = STACK_IF_UNLIMITED;
  if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) size = (size_t)limit.rlim_cur;
  vs_stack_within(top - size, size);
}

static char *end_of_strings(char **argv) {
  extern char **environ;
  char *top = (char *)argv;
  for (char **list = argv; *list != NULL; list++) if (*list > top) top = *list;
  for (char **list = environ; *list != NULL; list++) if (*list > top) top = *list;
  return top;
}

int main(int argc, char **argv) {
  vs_own_thread_claim();
  find_stack(end_of_strings(argv));
  vs_system_start(argc, argv);
  vs_log_check(vs_program_has_jit);
  vs_gc_start(vs_max_heap());
  int64_t code = vs_program_entry();
  if (vs_exception != NULL) {
    vs_fd_flush();
    fprintf(stderr, "uncaught %s\n", vs_type_of(vs_exception)->name);
    vs_traceback_print();
    code = 1;
  }
  vs_process_exit(code);
}
