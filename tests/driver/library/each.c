#include "each.h"
#include <stddef.h>
int call_each(int (*f)(int, void *), void *data, int n, void *between) {
  int sum = 0;
  for (int i = 0; i < n; i++) {
    sum += f(i, data);
    if (between != NULL) ((void (*)(void))between)();
  }
  return sum;
}
