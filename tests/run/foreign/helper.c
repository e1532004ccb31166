#include "helper.h"

int value_at(const void *cell) {
  return *(const int *)cell;
}

double clamp(uint8_t largest, double x) {
  return x < largest ? x : largest;
}
