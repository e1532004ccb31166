int call_hook(void *f, void *data, int n);
