/* main.c — uses the libraries of bank.ts and second.ts in every way; prints what happens. */
#include "bank.h"
#include "second.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void ok(int status, int line) {
  if (status == 0) return;
  printf("line %d: status %d: %s\n%s", line, status, bank_error(), bank_traceback());
  exit(1);
}
#define OK(call) ok(call, __LINE__)
#define FAILS(call) \
  do { \
    int status_ = call; \
    printf("%d: %s\n", status_, bank_error()); \
  } while (0)

/* C that the library calls, which calls the library. */
static int again(void *data, int n) {
  int inner = 0;
  OK(bank_balance(*(bank_Account *)data, &inner));
  if (n > 0) OK(bank_hook((void *)again, data, n - 1, &n));
  return inner + n;
}

static int fails(void *data, int n) {
  (void)data;
  (void)n;
  return bank_overflow(100000000, NULL) == BANK_EXCEPTION ? 7 : 8;
}

static void *in_other_thread(void *unused) {
  (void)unused;
  double x;
  printf("other thread: %d %d\n", bank_half(1, &x), bank_start());
  return NULL;
}

static void values(void) {
  double half;
  OK(bank_half(3, &half));
  bool even;
  OK(bank_is_even(4, &even));
  printf("%g %d\n", half, even);
  FAILS(bank_is_even(INT64_MAX, &even));
  FAILS(bank_is_even(INT64_MIN, &even));
  char *text;
  OK(bank_nobody(false, &text));
  printf("%s\n", text == NULL ? "null" : text);
  OK(bank_nobody(true, &text));
  printf("%s\n", text);
  bank_free(text);
  OK(bank_nobody(true, NULL));
  uint8_t data[4] = {1, 2, 3, 4};
  OK(bank_reverse(data, 4));
  OK(bank_reverse(NULL, 0));
  uint8_t *bytes;
  size_t length;
  OK(bank_bytes("xyz", &bytes, &length));
  printf("%d %d %d %d %.*s %zu\n", data[0], data[1], data[2], data[3], (int)length, bytes, length);
  bank_free(bytes);
}

static void handles(void) {
  bank_Account a, b;
  int n;
  char *text;
  OK(bank_open("änne", &a));
  OK(bank_open("b", &b));
  OK(bank_add(a, 5));
  OK(bank_owner(a, &text));
  printf("%s\n", text);
  bank_free(text);
  FAILS(bank_add(a, -1));
  printf("%s", strstr(bank_traceback(), "Account.add") == NULL ? "no traceback\n" : "");
  FAILS(bank_open(NULL, &b));
  OK(bank_hook((void *)again, &a, 3, &n));
  printf("hook %d\n", n);
  OK(bank_hook((void *)fails, &a, 3, &n));
  printf("hook %d\n", n);
  OK(bank_garbage(2000000, &n));
  OK(bank_balance(a, &n));
  printf("%d, handles %zu\n", n, bank_handles());
  OK(bank_release_Account(a));
  FAILS(bank_release_Account(a));
  FAILS(bank_balance(a, &n));
  FAILS(bank_balance((bank_Account){0}, &n));
  FAILS(bank_balance((bank_Account){UINT64_MAX}, &n));
  bank_Account c;
  OK(bank_open("c", &c));
  FAILS(bank_balance(a, &n));
}

static void second(void) {
  second_Cell cells[100];
  int n;
  OK(second_start());
  for (int i = 0; i < 100; i++) OK(second_make(&cells[i]));
  for (int round = 0; round < 200; round++)
    for (int i = 0; i < 100; i++) {
      OK(second_push(cells[i], 10, NULL));
      OK(bank_garbage(100, NULL));
    }
  OK(second_push(cells[7], 3, &n));
  char *text;
  OK(second_join(cells[7], &text));
  printf("%d %zu %zu\n", n, strlen(text), second_handles());
  second_free(text);
  printf("second leaked %zu\n", second_stop());
}

int main(void) {
  double half;
  printf("before start: %d\n", bank_half(1, &half));
  OK(bank_start());
  OK(bank_start());
  values();
  handles();
  int n;
  FAILS(bank_overflow(100000000, &n));
  OK(bank_overflow(1000, &n));
  printf("%d\n", n);
  pthread_t t;
  pthread_create(&t, NULL, in_other_thread, NULL);
  pthread_join(t, NULL);
  second();
  printf("leaked %zu\n", bank_stop());
  printf("after stop: %d %d\n", bank_half(1, &half), bank_start());
  return 0;
}
