#include "hooks.h"

void call_print(print_hook *hook, void *data, const char *text) {
  if (hook) hook(data, text);
}

double call_number(number_hook *hook, void *data, double x) {
  return hook(data, x);
}
