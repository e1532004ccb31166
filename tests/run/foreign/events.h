#ifndef EVENTS_H
#define EVENTS_H

struct queue;
typedef int listener(struct queue *queue, const char *name, void *data, double x);

struct queue *queue_new(void);
void queue_free(struct queue *queue);
void queue_listen(struct queue *queue, listener *f, void *data);
int queue_emit(struct queue *queue, const char *name, double x);
int each_word(const char *words, void (*visit)(const char *word, void *data), void *data);

#endif
