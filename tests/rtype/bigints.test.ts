// The library's integers of any size, run under Node as the TypeScript they are, against Node's bigint.

import { expect, test } from "vitest";
import * as big from "../../rlib/core/bigints.ts";

const COUNT = Number(process.env["VMSMITH_BIGINTS"] ?? 3000);

let state = 7;
function below(n: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
}

/** Of very different sizes; often with long runs of equal bits. */
function sample(i: number): bigint {
  const words = i % 50 === 0 ? 80 : below(6);
  let n = 0n;
  for (let k = 0; k < words; k++) {
    const kind = below(4);
    n = (n << 32n) | BigInt(kind === 0 ? 0 : kind === 1 ? 0xffffffff : below(2 ** 32));
  }
  n >>= BigInt(below(24));
  return below(2) === 0 ? n : -n;
}

function ours(n: bigint): big.BigInteger {
  const m = big.bigParse(String(n < 0n ? -n : n), 10);
  return n < 0n ? big.bigNegate(m) : m;
}

const text = (n: big.BigInteger): string => big.bigToString(n, 10);

test("operations of pairs", () => {
  for (let i = 0; i < COUNT; i++) {
    const [x, y] = [sample(i), sample(i + (i % 3))];
    const [a, b] = [ours(x), ours(y)];
    const n = below(130);
    const mine = [
      text(big.bigAdd(a, b)),
      text(big.bigSubtract(a, b)),
      text(big.bigMultiply(a, b)),
      y === 0n ? "" : text(big.bigDivide(a, b)),
      y === 0n ? "" : text(big.bigRemainder(a, b)),
      big.bigCompare(a, b),
      ...["&", "|", "^"].map((o) => text(big.bigBitwise(a, b, o))),
      text(big.bigShift(a, n)),
      text(big.bigShift(a, -n)),
      text(big.bigWrapSigned(n, a)),
      text(big.bigWrapUnsigned(n, a)),
      big.bigToString(a, 2 + (i % 35)),
    ];
    const node = [
      String(x + y),
      String(x - y),
      String(x * y),
      y === 0n ? "" : String(x / y),
      y === 0n ? "" : String(x % y),
      x < y ? -1 : x > y ? 1 : 0,
      String(x & y),
      String(x | y),
      String(x ^ y),
      String(x << BigInt(n)),
      String(x >> BigInt(n)),
      String(BigInt.asIntN(n, x)),
      String(BigInt.asUintN(n, x)),
      x.toString(2 + (i % 35)),
    ];
    expect(mine, `${x} and ${y}, ${n} bits`).toEqual(node);
  }
});

test("powers, numbers and text", () => {
  for (const n of [0, 1, -1, 2 ** 24, 2 ** 53, -(2 ** 70), 1e300])
    expect(text(big.bigFromNumber(n))).toBe(String(BigInt(n)));
  expect(text(big.bigPower(ours(-3n), 501))).toBe(String((-3n) ** 501n));
  expect(text(big.bigParse("ffFF00000000000000001", 16))).toBe(String(0xffff00000000000000001n));
  expect(() => big.bigDivide(ours(1n), ours(0n))).toThrow("Division by zero");
  expect(() => big.bigParse("12a", 10)).toThrow();
});
