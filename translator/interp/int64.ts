// Arithmetic on 64-bit integers in the form of values.ts. Each function first tries doubles: where the double result
// is a safe integer, so was the exact one, and they are the same (rounding is monotonic and ±2^53 are doubles).

import { broken } from "../support/diagnostics.ts";
import { intOf, type Int } from "./values.ts";

const MIN = -(2n ** 63n);

/** The result of double arithmetic if it is exact, else what the bigint arithmetic gives. `+ 0` makes 0 of -0. */
function either(quick: number, exact: () => bigint): Int {
  return Number.isSafeInteger(quick) ? quick + 0 : intOf(exact());
}

export function add(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return intOf(BigInt(a) + BigInt(b));
}

export function sub(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return intOf(BigInt(a) - BigInt(b));
}

export function mul(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") return either(a * b, () => BigInt(a) * BigInt(b));
  return intOf(BigInt(a) * BigInt(b));
}

/** -2^63 where the product does not fit. */
export function mulClamp(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const quick = a * b;
    if (Number.isSafeInteger(quick)) return quick + 0;
  }
  const product = BigInt(a) * BigInt(b);
  return BigInt.asIntN(64, product) === product ? intOf(product) : MIN;
}

/** Towards zero. */
export function div(a: Int, b: Int): Int {
  if (b === 0) return broken("division by zero");
  // The remainder is exact and its removal makes the quotient so.
  if (typeof a === "number" && typeof b === "number") return (a - (a % b)) / b + 0;
  return intOf(BigInt(a) / BigInt(b));
}

export function mod(a: Int, b: Int): Int {
  if (b === 0) return broken("remainder of a division by zero");
  if (typeof a === "number" && typeof b === "number") return (a % b) + 0;
  return intOf(BigInt(a) % BigInt(b));
}

/** Towards minus infinity. */
export function floordiv(a: Int, b: Int): Int {
  const quotient = div(a, b);
  return mod(a, b) !== 0 && a < 0 !== b < 0 ? sub(quotient, 1) : quotient;
}

export function udiv(a: Int, b: Int): Int {
  if (b === 0) return broken("division by zero");
  return a >= 0 && b >= 0 ? div(a, b) : intOf(unsigned(a) / unsigned(b));
}

export function umod(a: Int, b: Int): Int {
  if (b === 0) return broken("remainder of a division by zero");
  return a >= 0 && b >= 0 ? mod(a, b) : intOf(unsigned(a) % unsigned(b));
}

/** As unsigned numbers negative ones are the largest. */
export function ult(a: Int, b: Int): boolean {
  return a < 0 === b < 0 ? a < b : b < 0;
}

export function ule(a: Int, b: Int): boolean {
  return a < 0 === b < 0 ? a <= b : b < 0;
}

function unsigned(a: Int): bigint {
  return BigInt.asUintN(64, BigInt(a));
}

/** A pair of values that JavaScript's own bit operations take whole. */
function fit32(a: Int, b: Int): boolean {
  return typeof a === "number" && typeof b === "number" && a === (a | 0) && b === (b | 0);
}

export function and(a: Int, b: Int): Int {
  return fit32(a, b) ? (a as number) & (b as number) : intOf(BigInt(a) & BigInt(b));
}

export function or(a: Int, b: Int): Int {
  return fit32(a, b) ? (a as number) | (b as number) : intOf(BigInt(a) | BigInt(b));
}

export function xor(a: Int, b: Int): Int {
  return fit32(a, b) ? (a as number) ^ (b as number) : intOf(BigInt(a) ^ BigInt(b));
}

function count(n: Int): number {
  return low32(n) & 63;
}

export function shl(a: Int, n: Int): Int {
  const by = count(n);
  if (typeof a === "number") return either(a * 2 ** by, () => BigInt(a) << BigInt(by));
  return intOf(a << BigInt(by));
}

/** Arithmetic. Dividing a double by a power of two is exact. */
export function shr(a: Int, n: Int): Int {
  const by = count(n);
  return typeof a === "number" ? Math.floor(a / 2 ** by) : intOf(a >> BigInt(by));
}

/** Logical. */
export function ushr(a: Int, n: Int): Int {
  return a >= 0 ? shr(a, n) : intOf(unsigned(a) >> BigInt(count(n)));
}

/** The low 32 bits, signed. */
export function low32(a: Int): number {
  return typeof a === "number" ? a | 0 : Number(BigInt.asIntN(32, a));
}

/** The low bits, sign-extended or zero-extended. */
export function narrowed(a: Int, bits: 8 | 16 | 32, signed: boolean): number {
  const low = low32(a);
  const unused = 32 - bits;
  return signed ? (low << unused) >> unused : (low << unused) >>> unused;
}

/** JavaScript's `(a ∘ b) | 0`, given the wrapped 64-bit result and the rounded one. */
export function toI32(exact: Int, rounded: number): number {
  return typeof exact === "number" ? exact | 0 : rounded | 0;
}

/** Towards zero. */
export function fromFloat(x: number): Int {
  const whole = Math.trunc(x);
  if (Number.isSafeInteger(whole)) return whole + 0;
  return whole >= -(2 ** 63) && whole < 2 ** 63 ? intOf(BigInt(whole)) : broken(`${x} is not within ±2^63`);
}

/** The upper half of the 128 bits of the unsigned product. */
export function umulHigh(a: Int, b: Int): Int {
  const [x, y] = [BigInt.asUintN(64, BigInt(a)), BigInt.asUintN(64, BigInt(b))];
  return intOf((x * y) >> 64n);
}
