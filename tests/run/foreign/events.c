#include "events.h"

#include <stdlib.h>
#include <string.h>

struct queue {
  int count;
  struct {
    listener *f;
    void *data;
  } listeners[8];
};

struct queue *queue_new(void) {
  return calloc(1, sizeof(struct queue));
}

void queue_free(struct queue *queue) {
  free(queue);
}

void queue_listen(struct queue *queue, listener *f, void *data) {
  queue->listeners[queue->count].f = f;
  queue->listeners[queue->count++].data = data;
}

int queue_emit(struct queue *queue, const char *name, double x) {
  int sum = 0;
  for (int i = 0; i < queue->count; i++) sum += queue->listeners[i].f(queue, name, queue->listeners[i].data, x);
  return sum;
}

int each_word(const char *words, void (*visit)(const char *word, void *data), void *data) {
  char *copy = strdup(words);
  int n = 0;
  for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " "), n++) visit(word, data);
  visit(NULL, data);
  free(copy);
  return n;
}
