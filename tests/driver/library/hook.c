#include "hook.h"
int call_hook(void *f, void *data, int n) { return ((int (*)(void *, int))f)(data, n); }
