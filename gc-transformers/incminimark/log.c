/* log.c — statistics, and the log that VMSMITH_LOG=gc:FILE asks for (`-` is standard error): a line for every minor
 * collection and every step of a major one, at the end a histogram of pauses. Times are microseconds of the thread's
 * processor time, sizes bytes. gc-dump:FILE writes the heap at the end (dump.c). */
#define _GNU_SOURCE
#include "heap.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BUCKETS 24

static FILE *file;
/* Pauses shorter than 2^i microseconds. */
static int64_t histogram[BUCKETS];
static int64_t total, longest, count;

uint64_t vs_gc_clock(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* The name of the file that a section of VMSMITH_LOG goes to, in memory of malloc; null: not asked for. */
static char *log_file(const char *section) {
  size_t length;
  const char *name = vs_log_file(section, &length);
  return name == NULL ? NULL : strndup(name, length);
}

/* The program goes on without a log that cannot be written. */
static void cannot_write(const char *name, const char *why) {
  fprintf(stderr, "vmsmith: VMSMITH_LOG: cannot write %s: %s\n", name, why);
}

void vs_log_start(void) {
  char *name = log_file("gc");
  if (name == NULL) return;
  file = strcmp(name, "-") == 0 ? stderr : fopen(name, "w");
  if (file == NULL) cannot_write(name, strerror(errno));
  free(name);
  vs_log("start nursery=%zu max=%zu", vs_nursery_size, H.max == SIZE_MAX ? (size_t)0 : H.max);
}

bool vs_log_is_on(void) {
  return file != NULL;
}

void vs_log(const char *format, ...) {
  if (file == NULL) return;
  va_list arguments;
  va_start(arguments, format);
  fputs("gc ", file);
  vfprintf(file, format, arguments);
  fputc('\n', file);
  va_end(arguments);
}

void vs_log_pause(uint64_t nanoseconds) {
  count++;
  total += (int64_t)nanoseconds;
  if ((int64_t)nanoseconds > longest) longest = (int64_t)nanoseconds;
  uint64_t micros = nanoseconds / 1000;
  int bucket = micros == 0 ? 0 : 64 - __builtin_clzll(micros);
  histogram[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
}

int64_t vs_gc_statistic(int64_t which) {
  switch (which) {
  case VS_GC_USED: return (int64_t)(H.used - vs_cells_unfilled() + vs_nursery_consumed());
  case VS_GC_PEAK: return (int64_t)H.most_taken;
  case VS_GC_MINOR: return H.minors;
  case VS_GC_MAJOR: return H.majors;
  case VS_GC_TIME: return total;
  case VS_GC_LONGEST_PAUSE: return longest;
  default: return 0;
  }
}

static void write_histogram(void) {
  vs_log("end minor=%lld major=%lld time=%.1f longest=%.1f peak=%zu", (long long)H.minors, (long long)H.majors,
         (double)total / 1000, (double)longest / 1000, H.most_taken);
  for (int i = 0; i < BUCKETS; i++)
    if (histogram[i] != 0) vs_log("pauses below=%lld count=%lld", 1LL << i, (long long)histogram[i]);
}

static void write_dump(void) {
  char *name = log_file("gc-dump");
  if (name == NULL) return;
  if (H.collecting) cannot_write(name, "the program ended in the midst of a collection");
  else if (!vs_gc_dump(name)) cannot_write(name, strerror(errno));
  free(name);
}

void vs_gc_finish(void) {
  static bool finished;
  if (finished || vs_nursery_start == NULL) return;
  finished = true;
  write_dump();
  if (file == NULL) return;
  write_histogram();
  if (file != stderr) fclose(file);
  file = NULL;
}
