/* system.c — files, arguments, environment, clocks. Errors are returned as -errno. */
#define _GNU_SOURCE
#include "runtime.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int arg_count;
static char **args;
static struct timespec start_time;

/* Standard output and error share one buffer, so that what is written keeps its order even where both are one file. */
static char buffer[16 << 10];
static size_t buffered;
static int buffer_fd = 1;
static int first_failure;
static signed char on_terminal[3] = {-1, -1, -1};

void vs_system_start(int argc, char **argv) {
  arg_count = argc;
  args = argv;
  clock_gettime(CLOCK_MONOTONIC, &start_time);
  /* A closed pipe is then an error of write, reported at the end, and no silent death. */
  signal(SIGPIPE, SIG_IGN);
}

/* 0 or the errno. */
static int write_fully(int fd, const char *bytes, size_t n) {
  while (n > 0) {
    ssize_t done = write(fd, bytes, n);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return errno;
    bytes += done;
    n -= (size_t)done;
  }
  return 0;
}

static int flush(void) {
  int problem = write_fully(buffer_fd, buffer, buffered);
  buffered = 0;
  if (problem != 0 && first_failure == 0) first_failure = problem;
  return problem;
}

void vs_fd_flush(void) {
  flush();
}

int vs_flush_all(void) {
  flush();
  return first_failure;
}

static bool is_terminal(int fd) {
  if (on_terminal[fd] < 0) on_terminal[fd] = (signed char)isatty(fd);
  return on_terminal[fd] != 0;
}

static int write_buffered(int fd, const char *from, size_t n) {
  int problem = 0;
  if (fd != buffer_fd) {
    problem = flush();
    buffer_fd = fd;
  }
  if (n > sizeof buffer - buffered) problem = flush();
  if (n > sizeof buffer) {
    problem = write_fully(fd, from, n);
    if (problem != 0 && first_failure == 0) first_failure = problem;
    return problem;
  }
  memcpy(buffer + buffered, from, n);
  buffered += n;
  if (is_terminal(fd) && memchr(from, '\n', n) != NULL) problem = flush();
  return problem;
}

int64_t vs_fd_write(int64_t fd, const void *bytes, int64_t start, int64_t n) {
  const char *from = vs_items(bytes) + start;
  int problem = fd == 1 || fd == 2 ? write_buffered((int)fd, from, (size_t)n) : write_fully((int)fd, from, (size_t)n);
  return problem == 0 ? n : -problem;
}

int64_t vs_fd_read(int64_t fd, void *bytes, int64_t start, int64_t n) {
  if (fd == 0) flush(); /* a prompt should be seen before its answer is awaited */
  for (;;) {
    ssize_t done = read((int)fd, vs_items(bytes) + start, (size_t)n);
    if (done >= 0) return done;
    if (errno != EINTR) return -errno;
  }
}

int64_t vs_file_open(const void *path, int64_t flags) {
  static const int modes[] = {O_RDONLY, O_WRONLY | O_CREAT | O_TRUNC, O_WRONLY | O_CREAT | O_APPEND};
  int fd = open(vs_items(path), modes[flags] | O_CLOEXEC, 0666);
  return fd < 0 ? -errno : fd;
}

int64_t vs_file_close(int64_t fd) {
  return close((int)fd) < 0 ? -errno : 0;
}

int64_t vs_file_size(int64_t fd) {
  struct stat info;
  return fstat((int)fd, &info) == 0 && S_ISREG(info.st_mode) ? info.st_size : -1;
}

static int64_t copy_out(const char *text, void *into) {
  size_t n = strlen(text), room = (size_t)vs_length(into);
  if (n > room) n = room;
  memcpy(vs_items(into), text, n);
  return (int64_t)n;
}

int64_t vs_path_kind(const void *path) {
  struct stat info;
  if (stat(vs_items(path), &info) != 0) return -errno;
  return S_ISREG(info.st_mode) ? 0 : S_ISDIR(info.st_mode) ? 1 : 2;
}

int64_t vs_path_size(const void *path) {
  struct stat info;
  return stat(vs_items(path), &info) == 0 ? (int64_t)info.st_size : -errno;
}

double vs_path_modified(const void *path) {
  struct stat info;
  if (stat(vs_items(path), &info) != 0) return 0;
  return (double)info.st_mtim.tv_sec * 1e3 + (double)info.st_mtim.tv_nsec / 1e6;
}

static int64_t outcome(int result) {
  return result == 0 ? 0 : -errno;
}

int64_t vs_path_remove(const void *path) {
  return outcome(unlink(vs_items(path)));
}

int64_t vs_path_rename(const void *from, const void *to) {
  return outcome(rename(vs_items(from), vs_items(to)));
}

int64_t vs_dir_make(const void *path) {
  return outcome(mkdir(vs_items(path), 0777));
}

int64_t vs_dir_remove(const void *path) {
  return outcome(rmdir(vs_items(path)));
}

/* The handle is the stream's address. */
int64_t vs_dir_open(const void *path) {
  DIR *stream = opendir(vs_items(path));
  return stream == NULL ? -errno : (int64_t)(intptr_t)stream;
}

int64_t vs_dir_next(int64_t handle, void *into) {
  for (;;) {
    const struct dirent *entry = readdir((DIR *)(intptr_t)handle);
    if (entry == NULL) return -1;
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) return copy_out(entry->d_name, into);
  }
}

void vs_dir_close(int64_t handle) {
  closedir((DIR *)(intptr_t)handle);
}

int64_t vs_cwd_copy(void *into) {
  char *at = vs_items(into);
  return getcwd(at, (size_t)vs_length(into)) == NULL ? -1 : (int64_t)strlen(at);
}

int64_t vs_errno_name(int64_t number, void *into) {
  const char *name = strerrorname_np((int)number);
  return copy_out(name == NULL ? "EUNKNOWN" : name, into);
}

int64_t vs_arg_count(void) {
  return arg_count;
}

int64_t vs_arg_length(int64_t i) {
  return (int64_t)strlen(args[i]);
}

void vs_arg_copy(int64_t i, void *into) {
  copy_out(args[i], into);
}

int64_t vs_env_length(const void *name) {
  const char *value = getenv(vs_items(name));
  return value == NULL ? -1 : (int64_t)strlen(value);
}

void vs_env_copy(const void *name, void *into) {
  const char *value = getenv(vs_items(name));
  if (value != NULL) copy_out(value, into);
}

double vs_clock_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)(now.tv_sec - start_time.tv_sec) * 1e3 + (double)(now.tv_nsec - start_time.tv_nsec) / 1e6;
}

int64_t vs_time_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* xorshift128+, as V8's. */
double vs_random(void) {
  static uint64_t state[2];
  if (VS_UNLIKELY(state[0] == 0)) {
    if (getrandom(state, sizeof state, GRND_NONBLOCK) != sizeof state) state[1] = (uint64_t)time(NULL);
    state[0] |= 1;
  }
  uint64_t a = state[0], b = state[1];
  state[0] = b;
  a ^= a << 23;
  a ^= a >> 17;
  a ^= b ^ (b >> 26);
  state[1] = a;
  return (double)((state[0] + state[1]) >> 11) * 0x1p-53;
}
