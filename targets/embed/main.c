/* main.c — a C program with two calc interpreters in it. */
#include "calc.h"

#include <stdio.h>
#include <stdlib.h>

static void check(calc_status status, const char *what) {
  if (status == CALC_OK) return;
  printf("%s: %s\n", what, calc_error());
}

static void print(void *data, const char *text) {
  printf("%s> %s\n", (const char *)data, text);
}

/* Called from calc, calls calc. */
static double twice_answer(void *data, double x) {
  double answer = 0;
  check(calc_number(*(calc_Interpreter *)data, "answer", &answer), "number");
  return 2 * answer + x;
}

int main(void) {
  calc_Interpreter a, b;
  check(calc_start(), "start");
  check(calc_open(print, "a", &a), "open");
  check(calc_open(print, "b", &b), "open");
  check(calc_set(a, "answer", 0), "set");
  check(calc_run(a, "answer = 6 * 7; print(\"hello\", answer);"), "run");
  check(calc_run(b, "fun f(n) { return n * n; } print(f(5));"), "run");
  check(calc_define(b, "twice", twice_answer, &a), "define");
  check(calc_run(b, "print(twice(0.5));"), "run");
  check(calc_run(b, "print(nowhere);"), "run");
  check(calc_run(b, "twice(\"text\");"), "run");
  char *text;
  if (calc_show(a, "answer", &text) == CALC_OK) {
    printf("%s\n", text);
    calc_free(text);
  }
  check(calc_release_Interpreter(a), "release");
  check(calc_run(a, "print(1);"), "run");
  printf("%zu handle left\n", calc_stop());
  return 0;
}
