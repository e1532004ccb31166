// Math's functions in the runtime have Node's bits: on random numbers of several kinds and at the edges.

import { beforeAll, expect, test } from "vitest";
import { buildHarness, COUNT, differences, type Pair, Random, throughMath } from "./harness.ts";

// prettier-ignore
const EDGES = [0, -0, 1, -1, Infinity, -Infinity, NaN, 0.5, -0.5, 2, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1.7976931348623157e308,
  2 ** 53, 709.782712893384, 709.7827128933841, 710.4758600739439, 710.475860073944, -745.1332191019412, -745.1332191019411, -708.4, Math.PI, Math.PI / 2, Math.PI / 4, Math.E,
  1e22, 1e300, 2 ** -27, 2 ** -28, 2 ** -54, 22, 21.99, 0.3465735902799726, 0.34657359027997264, 1.0986122886681098, 0.41421356237309503, 0.9999999999999999, 1.0000000000000002, 355, 103993 / 33102];

function arguments_(): Pair[] {
  const random = new Random();
  const around = (size: number): number => (random.unit() * 2 - 1) * size;
  const kinds = [
    () => random.double(),
    () => around(10),
    () => around(1),
    () => around(1000),
    () => around(2 ** (random.unit() * 60 - 30)),
    () => Math.round(around(200)) / 4,
  ];
  const pairs: Pair[] = EDGES.flatMap((x) => EDGES.map((y): Pair => [x, y]));
  for (let i = 0; i < COUNT; i++) {
    const kind = kinds[i % kinds.length] as () => number;
    pairs.push([kind(), kind()]);
  }
  return pairs;
}

let harness = "";
const PAIRS = arguments_();
beforeAll(() => {
  harness = buildHarness("math");
});

// prettier-ignore
const UNARY = ["sin", "cos", "tan", "asin", "acos", "atan", "exp", "expm1", "log", "log1p", "log2", "log10", "cbrt", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh"] as const;

test.each([...UNARY, "atan2", "pow"] as const)("%s", (name) => {
  const ours = throughMath(harness, name, PAIRS);
  const found = differences(
    PAIRS.length,
    (i) => `${name}(${String(PAIRS[i])})`,
    (i) => ours[i] as number,
    (i) => Math[name].call(Math, ...(PAIRS[i] as Pair)),
  );
  expect(found).toEqual([]);
});
