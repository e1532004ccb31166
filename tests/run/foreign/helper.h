#ifndef HELPER_H
#define HELPER_H
#include <stdint.h>

int value_at(const void *cell);
double clamp(uint8_t largest, double x);

#endif
