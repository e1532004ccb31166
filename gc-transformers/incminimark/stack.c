/* stack.c — stacks of words in segments of 32 KiB. A full stack takes a segment more; an empty segment is given back, but
 * one is kept, so that a stack that wavers around a border does not call malloc each time. */
#include "heap.h"

#include <stdlib.h>

static vs_segment *spare;

void vs_stack_grow(vs_stack *stack) {
  vs_segment *segment = spare;
  spare = NULL;
  if (segment == NULL) segment = malloc(sizeof *segment);
  if (segment == NULL) vs_gc_out_of_memory(sizeof *segment);
  segment->below = stack->segment;
  stack->segment = segment;
  stack->top = stack->floor = segment->words;
  stack->end = segment->words + sizeof segment->words / sizeof segment->words[0];
}

bool vs_stack_shrink(vs_stack *stack) {
  if (stack->segment == NULL || stack->segment->below == NULL) return false;
  vs_segment *below = stack->segment->below;
  if (spare == NULL)
    spare = stack->segment;
  else
    free(stack->segment);
  stack->segment = below;
  stack->floor = below->words;
  stack->top = stack->end = below->words + sizeof below->words / sizeof below->words[0];
  return true;
}

/* All words, the youngest first. */
void vs_stack_each(const vs_stack *stack, void (*see)(uintptr_t word)) {
  const uintptr_t *top = stack->top;
  for (const vs_segment *s = stack->segment; s != NULL; s = s->below) {
    while (top > s->words) see(*--top);
    if (s->below != NULL) top = s->below->words + sizeof s->words / sizeof s->words[0];
  }
}

/* Gives back the memory of an empty stack. */
void vs_stack_free(vs_stack *stack) {
  if (stack->segment == NULL) return;
  if (spare == NULL)
    spare = stack->segment;
  else
    free(stack->segment);
  *stack = (vs_stack){ 0 };
}
