/* sections.c — VMSMITH_LOG=SECTION:FILE,SECTION:FILE: the one place that knows all sections, whoever writes them. What means
 * nothing, or is not written by this program, is told on standard error when the program starts; then it goes on. */
#include "vs.h"

#include <stdio.h>
#include <stdlib.h>

#ifdef VS_GC_LOGS
#define COLLECTOR_LOGS true
#else
#define COLLECTOR_LOGS false
#endif

/* Whoever does not write a section says why. */
typedef enum { BY_COLLECTOR, BY_JIT, UNKNOWN } writer;
static const struct {
  const char *name;
  writer by;
  bool only_stderr;
} sections[] = {
  { "gc", BY_COLLECTOR, false },
  { "gc-dump", BY_COLLECTOR, false },
  { "jit-summary", BY_JIT, true },
};
#define SECTIONS (sizeof sections / sizeof sections[0])
#define NAMES "gc:FILE, gc-dump:FILE and jit-summary:-"

/* The next part of the list; false at its end. */
static bool next_part(const char **at, const char **part, size_t *length) {
  if (*at == NULL || **at == 0) return false;
  *part = *at;
  *length = strcspn(*at, ",");
  *at += *length + ((*at)[*length] == ',');
  return true;
}

static void check_part(const char *part, int length, bool has_jit) {
  int name = (int)strcspn(part, ":,");
  size_t i = 0;
  while (i < SECTIONS && (strlen(sections[i].name) != (size_t)name || strncmp(sections[i].name, part, (size_t)name) != 0)) i++;
  if (i == SECTIONS)
    fprintf(stderr, "vmsmith: VMSMITH_LOG: there is no section '%.*s'; known are " NAMES "\n", name, part);
  else if (name + 1 >= length)
    fprintf(stderr, "vmsmith: VMSMITH_LOG: '%s' needs a file: %s:%s\n", sections[i].name, sections[i].name,
            sections[i].only_stderr ? "-" : "FILE");
  else if (sections[i].by == BY_JIT && !has_jit)
    fprintf(stderr, "vmsmith: VMSMITH_LOG: '%s' is not written: this program has no JIT (--opt=jit)\n", sections[i].name);
  else if (sections[i].by == BY_COLLECTOR && !COLLECTOR_LOGS)
    fprintf(stderr, "vmsmith: VMSMITH_LOG: '%s' is not written: this program's collector has no log; --gc=incminimark has\n",
            sections[i].name);
  else if (sections[i].only_stderr && strncmp(part + name, ":-", (size_t)(length - name)) != 0)
    fprintf(stderr, "vmsmith: VMSMITH_LOG: '%s' goes to standard error only: %s:-\n", sections[i].name, sections[i].name);
}

void vs_log_check(bool has_jit) {
  const char *at = getenv("VMSMITH_LOG"), *part;
  for (size_t length; next_part(&at, &part, &length);)
    if (length > 0) check_part(part, (int)length, has_jit);
}

const char *vs_log_file(const char *section, size_t *length) {
  size_t name = strlen(section);
  const char *at = getenv("VMSMITH_LOG"), *part;
  for (size_t n; next_part(&at, &part, &n);)
    if (n > name + 1 && strncmp(part, section, name) == 0 && part[name] == ':') {
      *length = n - name - 1;
      return part + name + 1;
    }
  return NULL;
}
