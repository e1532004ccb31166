/* numbers.c — calls functions of the runtime from the outside, for tests/c/math.test.ts and tests/c/text.test.ts:
 * `math NAME` reads pairs of doubles, `format KIND` doubles with an int, `parse RADIX` lines of text. */
#include "decimal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef double (*unary)(double);
static const struct {
  const char *name;
  unary call;
} functions[] = {
    {"sin", vs_float_sin},     {"cos", vs_float_cos},     {"tan", vs_float_tan},     {"asin", vs_float_asin},
    {"acos", vs_float_acos},   {"atan", vs_float_atan},   {"exp", vs_float_exp},     {"expm1", vs_float_expm1},
    {"log", vs_float_log},     {"log1p", vs_float_log1p}, {"log2", vs_float_log2},   {"log10", vs_float_log10},
    {"cbrt", vs_float_cbrt},   {"sinh", vs_float_sinh},   {"cosh", vs_float_cosh},   {"tanh", vs_float_tanh},
    {"asinh", vs_float_asinh}, {"acosh", vs_float_acosh}, {"atanh", vs_float_atanh},
};

static int math(const char *name) {
  unary call = NULL;
  for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
    if (strcmp(functions[i].name, name) == 0) call = functions[i].call;
  bool power = strcmp(name, "pow") == 0;
  double in[2];
  while (fread(in, sizeof in, 1, stdin) == 1) {
    double out = call != NULL ? call(in[0]) : power ? vs_float_pow(in[0], in[1]) : vs_float_atan2(in[0], in[1]);
    fwrite(&out, sizeof out, 1, stdout);
  }
  return 0;
}

static int format(const char *kind) {
  char text[3000];
  double in[2];
  while (fread(in, sizeof in, 1, stdin) == 1) {
    int n = (int)in[1];
    size_t length = strcmp(kind, "double") == 0        ? vs_format_double(in[0], text)
                    : strcmp(kind, "fixed") == 0       ? vs_format_fixed(in[0], n, text)
                    : strcmp(kind, "precision") == 0   ? vs_format_precision(in[0], n, text)
                    : strcmp(kind, "exponential") == 0 ? vs_format_exponential(in[0], n, text)
                                                       : vs_format_radix(in[0], n, text);
    text[length] = '\n';
    fwrite(text, 1, length + 1, stdout);
  }
  return 0;
}

static int parse(int radix) {
  char *line = NULL;
  size_t room = 0;
  ssize_t n;
  while ((n = getline(&line, &room, stdin)) > 0) {
    double x = radix == 0 ? vs_parse_double(line, line + n - 1) : vs_parse_integer(line, line + n - 1, radix);
    fwrite(&x, sizeof x, 1, stdout);
  }
  free(line);
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  return strcmp(argv[1], "math") == 0 ? math(argv[2]) : strcmp(argv[1], "format") == 0 ? format(argv[2]) : parse(atoi(argv[2]));
}
