/* foreign.c — the border to C functions of the author's: texts at addresses, errno, threads. */
#include "vs.h"

#include <stdlib.h>
#include <string.h>

int vs_c_saved_errno;

static _Thread_local bool is_own;

void vs_own_thread_claim(void) {
  is_own = true;
}

bool vs_own_thread(void) {
  return is_own;
}

void vs_own_thread_only(const char *what) {
  if (VS_UNLIKELY(!is_own)) vs_fatal("%s runs in another thread than the program", what);
}

int64_t vs_c_length(int64_t address) {
  return (int64_t)strlen((const char *)(intptr_t)address);
}

void vs_c_copy(int64_t address, void *into, int64_t n) {
  if (n > 0) memcpy(vs_items(into), (const char *)(intptr_t)address, (size_t)n);
}

void vs_c_free(int64_t address) {
  free((void *)(intptr_t)address);
}

int64_t vs_c_errno(void) {
  return vs_c_saved_errno;
}
