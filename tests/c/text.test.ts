// Numbers as text and text as numbers, against Node: random bits, subnormals, powers of two and ten, halves between two
// doubles, the neighbourhood of 2^53.

import { beforeAll, describe, expect, test } from "vitest";
import {
  bitsOf,
  buildHarness,
  COUNT,
  differences,
  fromBits,
  type Pair,
  Random,
  throughFormat,
  throughParse,
} from "./harness.ts";

const random = new Random();

function finite(): number {
  for (;;) {
    const x = random.double();
    if (Number.isFinite(x)) return x;
  }
}

function sample(): number[] {
  const values = [0, -0, NaN, Infinity, -Infinity, 1e21, 1e-7, 123456789012345680000, 0.000001];
  for (let e = -1074; e <= 1023; e++) {
    const p = 2 ** e;
    values.push(p, -p, fromBits(bitsOf(p) + 1n), fromBits(bitsOf(p) - 1n));
  }
  for (let e = -323; e <= 308; e++)
    for (const m of ["1", "5", "9.999999999999999", "1.2345", "2.5"]) values.push(Number(`${m}e${e}`));
  const kinds = [
    finite,
    () => random.unit() * 1000,
    () => Math.round(random.unit() * 1e6) / 1000,
    () => Math.floor(random.unit() * 2 ** 32) * 5e-324,
    () => 2 ** 53 + Math.round((random.unit() - 0.5) * 2000),
    () => (Math.round(random.unit() * 4000) + 0.5) / 10,
  ];
  for (let i = 0; i < COUNT; i++) values.push((kinds[i % kinds.length] as () => number)());
  return values;
}

const VALUES = sample();
let harness = "";
beforeAll(() => {
  harness = buildHarness("text");
});

/** Rare long ones among short ones. */
const digitsOf = (i: number, least: number): number => least + (i % (i % 50 === 0 ? 100 : 21));

describe("numbers as text", () => {
  function check(
    kind: string,
    values: readonly number[],
    argument: (i: number) => number,
    node: (x: number, n: number) => string,
  ): void {
    const pairs = values.map((x, i): Pair => [x, argument(i)]);
    const ours = throughFormat(harness, kind, pairs);
    const found = differences(
      pairs.length,
      (i) => `${kind} of ${String(pairs[i])}`,
      (i) => ours[i] as string,
      (i) => node(...(pairs[i] as [number, number])),
    );
    expect(found).toEqual([]);
  }

  test("shortest", () => check("double", VALUES, () => 0, String));
  test("toPrecision", () =>
    check(
      "precision",
      VALUES,
      (i) => digitsOf(i, 1),
      (x, n) => x.toPrecision(n),
    ));
  test("toExponential", () =>
    check(
      "exponential",
      VALUES,
      (i) => digitsOf(i, -1),
      (x, n) => (n < 0 ? x.toExponential() : x.toExponential(n)),
    ));
  test("toFixed", () =>
    check(
      "fixed",
      VALUES.filter((x) => Math.abs(x) < 1e21),
      (i) => digitsOf(i, 0),
      (x, n) => x.toFixed(n),
    ));
  test("toString(radix)", () =>
    check(
      "radix",
      VALUES.filter((x) => Math.abs(x) < 2 ** 53),
      (i) => (i % 35 === 8 ? 36 : 2 + (i % 35)),
      (x, n) => x.toString(n),
    ));
  test("toString of a power of two", () =>
    check(
      "radix",
      VALUES,
      (i) => 2 ** (1 + (i % 5)),
      (x, n) => x.toString(n),
    ));
});

/** The number halfway between a positive double and the next, exactly: digits and exponent of ten. */
function half(x: number): { digits: bigint; exponent: number } {
  const bits = bitsOf(x);
  const biased = Number(bits >> 52n);
  const m = (bits & 0xfffffffffffffn) | (biased === 0 ? 0n : 1n << 52n);
  const e = (biased === 0 ? 1 : biased) - 1076;
  if (e >= 0) return { digits: (2n * m + 1n) << BigInt(e), exponent: 0 };
  return { digits: (2n * m + 1n) * 5n ** BigInt(-e), exponent: e };
}

describe("text as numbers", () => {
  function check(radix: number, lines: readonly string[]): void {
    const ours = throughParse(harness, radix, lines);
    const found = differences(
      lines.length,
      (i) => lines[i] as string,
      (i) => ours[i] as number,
      (i) => (radix === 0 ? Number(lines[i]) : parseInt(lines[i] as string, radix)),
    );
    expect(found).toEqual([]);
  }

  test("there and back", () =>
    check(
      0,
      VALUES.filter((x) => Number.isFinite(x)).flatMap((x) => [
        String(x),
        x.toPrecision(20),
        x.toPrecision(17),
      ]),
    ));

  test("halves between two doubles, and just beside them", () => {
    const starts = Array.from({ length: COUNT / 10 }, (_, i) =>
      i % 3 === 0
        ? random.unit() * 1000
        : i % 7 === 0
          ? Math.floor(random.unit() * 1e6) * 5e-324
          : Math.abs(finite()),
    );
    const lines = starts.map(half).flatMap(({ digits, exponent }) => {
      const text = String(digits);
      return [
        `${text}e${exponent}`,
        `${text}0000000000001e${exponent - 13}`,
        `${digits - 1n}e${exponent}`,
        `${text.slice(0, 1)}.${text.slice(1)}e${exponent + text.length - 1}`,
      ];
    });
    check(0, lines);
  });

  test("random digits", () => {
    const digit = (): number => Math.floor(random.unit() * 10);
    const lines = Array.from({ length: COUNT }, () => {
      const digits = Array.from({ length: 1 + Math.floor(random.unit() * 25) }, digit).join("");
      return `${digits}e${Math.floor(random.unit() * 680 - 350)}`;
    });
    check(0, lines);
  });

  test.each([2, 3, 5, 7, 8, 10, 16, 27, 32, 36])("parseInt, radix %d", (radix) => {
    const digit = (): string => Math.floor(random.unit() * radix).toString(radix);
    const lines = Array.from({ length: COUNT / 10 }, (_, i) =>
      Array.from({ length: 1 + Math.floor(random.unit() * (i % 10 === 0 ? 300 : 40)) }, digit).join(""),
    );
    check(radix, lines);
  });
});
