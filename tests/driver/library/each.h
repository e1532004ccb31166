int call_each(int (*f)(int, void *), void *data, int n, void *between);
