/* hooks.h — functions of the host's, as library.ts calls them and main.c gives them. */
#ifndef HOOKS_H
#define HOOKS_H

typedef void print_hook(void *data, const char *text);
typedef double number_hook(void *data, double x);

void call_print(print_hook *hook, void *data, const char *text);
double call_number(number_hook *hook, void *data, double x);

#endif
