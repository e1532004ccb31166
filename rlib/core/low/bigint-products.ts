// Products, powers and quotients of bigints. Products and carries fill 64 bits, unsigned (D. Knuth, The Art of Computer
// Programming, volume 2, section 4.3.1; A. Karatsuba and Yu. Ofman 1962 above a limit). Low-level dialect.

import type { int } from "../../ints.ts";
import {
  and64,
  clz32,
  copyItems,
  fail,
  mul64,
  newBig,
  or64,
  shl64,
  shr64,
  udiv,
  umod,
  ult,
  ushr64,
} from "./intrinsics.ts";
import type { Big } from "./intrinsics.ts";
import { big_fromU64, big_low64, bitLength, compareMagnitudes, ofMagnitude, trimmed } from "./bigints.ts";

const LOW = 4294967295;
/** One more than any digit. */
const BASE = 4294967296;
const MAX_BITS = 1073741824;
/** From this many digits on products are made of three half as long ones. */
const KARATSUBA = 44;

// ---- products ----

/** out[o, o + n + m) = a[i, i + n) · b[j, j + m), digit by digit; m is not 0. */
function multiplySchool(out: Big, o: int, a: Big, i: int, n: int, b: Big, j: int, m: int): void {
  let carry = 0;
  const first = b[j]!;
  for (let k = 0; k < n; k++) {
    const t = mul64(first, a[i + k]!) + carry;
    out[o + k] = t;
    carry = ushr64(t, 32);
  }
  out[o + n] = carry;
  for (let l = 1; l < m; l++) {
    const x = b[j + l]!;
    carry = 0;
    for (let k = 0; k < n; k++) {
      const t = mul64(x, a[i + k]!) + out[o + l + k]! + carry;
      out[o + l + k] = t;
      carry = ushr64(t, 32);
    }
    out[o + l + n] = carry;
  }
}

/** out[o …) += a[i, i + n), as far as the carry goes. */
function addInto(out: Big, o: int, a: Big, i: int, n: int): void {
  let carry = 0;
  for (let k = 0; k < n; k++) {
    const t = out[o + k]! + a[i + k]! + carry;
    out[o + k] = t;
    carry = ushr64(t, 32);
  }
  let k = o + n;
  while (carry !== 0) {
    const t = out[k]! + 1;
    out[k] = t;
    carry = ushr64(t, 32);
    k = k + 1;
  }
}

/** out[0 …) -= a[i, i + n), which is not larger. */
function subtractFrom(out: Big, a: Big, i: int, n: int): void {
  let borrow = 0;
  for (let k = 0; k < n; k++) {
    const t = out[k]! - a[i + k]! - borrow;
    out[k] = t;
    borrow = t < 0 ? 1 : 0;
  }
  let k = n;
  while (borrow !== 0) {
    const t = out[k]! - 1;
    out[k] = t;
    borrow = t < 0 ? 1 : 0;
    k = k + 1;
  }
}

/** out[0, h + 1) = the sum of the lower h and the upper n - h digits of a[i, i + n). */
function addHalves(out: Big, a: Big, i: int, n: int, h: int): void {
  copyItems(a, i, out, 0, h);
  out[h] = 0;
  addInto(out, 0, a, i + h, n - h);
}

function karatsuba(out: Big, o: int, a: Big, i: int, b: Big, j: int, n: int): void {
  const h = (n + 1) >> 1;
  const g = n - h;
  multiplyRanges(out, o, a, i, h, b, j, h);
  multiplyRanges(out, o + 2 * h, a, i + h, g, b, j + h, g);
  const x = newBig(h + 1);
  const y = newBig(h + 1);
  addHalves(x, a, i, n, h);
  addHalves(y, b, j, n, h);
  const middle = newBig(2 * h + 2);
  multiplyRanges(middle, 0, x, 0, h + 1, y, 0, h + 1);
  subtractFrom(middle, out, o, 2 * h);
  subtractFrom(middle, out, o + 2 * h, 2 * g);
  let m = middle.length;
  while (m > 0 && middle[m - 1]! === 0) m = m - 1;
  addInto(out, o + h, middle, 0, m);
}

/** out[o, o + n + m) = a[i, i + n) · b[j, j + m), where n is at least m. */
function multiplyRanges(out: Big, o: int, a: Big, i: int, n: int, b: Big, j: int, m: int): void {
  if (m < KARATSUBA) {
    multiplySchool(out, o, a, i, n, b, j, m);
    return;
  }
  if (n === m) {
    karatsuba(out, o, a, i, b, j, n);
    return;
  }
  for (let k = 0; k < n + m; k++) out[o + k] = 0;
  const part = newBig(2 * m);
  for (let k = 0; k < n; k = k + m) {
    const size = n - k < m ? n - k : m;
    if (size === m) multiplyRanges(part, 0, a, i + k, m, b, j, m);
    else multiplyRanges(part, 0, b, j, m, a, i + k, size);
    addInto(out, o + k, part, 0, size + m);
  }
}

export function big_mul(a: Big, b: Big): Big {
  const x = a.length < b.length ? b : a;
  const y = a.length < b.length ? a : b;
  if (y.length === 0) return y;
  if (bitLength(x) + bitLength(y) - 1 > MAX_BITS) fail("bigSize");
  const out = newBig(x.length + y.length);
  multiplyRanges(out, 0, x, 0, x.length, y, 0, y.length);
  out.negative = a.negative !== b.negative;
  return trimmed(out);
}

export function big_pow(a: Big, exponent: Big): Big {
  if (exponent.negative) fail("bigExponent");
  if (exponent.length === 0) return big_fromU64(1);
  if (a.length === 0) return a;
  if (a.length === 1 && a[0]! === 1) return a.negative && and64(exponent[0]!, 1) === 0 ? big_fromU64(1) : a;
  if (exponent.length > 1) fail("bigSize");
  let e = exponent[0]!;
  if (e > MAX_BITS) fail("bigSize");
  if ((bitLength(a) - 1) * e >= MAX_BITS) fail("bigSize");
  let square = a;
  while (and64(e, 1) === 0) {
    square = big_mul(square, square);
    e = ushr64(e, 1);
  }
  let result = square;
  e = ushr64(e, 1);
  while (e !== 0) {
    square = big_mul(square, square);
    if (and64(e, 1) === 1) result = big_mul(result, square);
    e = ushr64(e, 1);
  }
  return result;
}

// ---- quotients ----

/** What stands for 1 / d in `quotientOf`: (2^64 - 1) / d - 2^32, where the highest bit of d is set. */
function reciprocal(d: int): int {
  return udiv(-1, d) - BASE;
}

/**
 * The quotient of two digits and one, where high < d, by a product instead of a division (N. Möller and T. Granlund,
 * Improved Division by Invariant Integers, 2011, algorithm 4).
 */
function quotientOf(high: int, low: int, d: int, inverse: int): int {
  const q = mul64(inverse, high) + or64(shl64(high, 32), low);
  const guess = ushr64(q, 32) + 1;
  const rest = and64(low - mul64(guess, d), LOW);
  // -1 where the guess is one too much.
  const wrong = shr64(and64(q, LOW) - rest, 63);
  const corrected = guess + wrong;
  return and64(rest + and64(wrong, d), LOW) >= d ? corrected + 1 : corrected;
}

/** digits[0, n) /= divisor, a digit; gives the remainder. */
export function divideSmall(digits: Big, n: int, divisor: int): int {
  const bits = clz32(divisor);
  const d = shl64(divisor, bits);
  const inverse = reciprocal(d);
  let digit = digits[n - 1]!;
  let rest = ushr64(digit, 32 - bits);
  for (let i = n - 1; i >= 0; i--) {
    const next = i > 0 ? digits[i - 1]! : 0;
    const low = and64(or64(shl64(digit, bits), ushr64(next, 32 - bits)), LOW);
    // As quotientOf, with the remainder at hand: it is what the next digit waits for.
    const q = mul64(inverse, rest) + or64(shl64(rest, 32), low);
    const guess = ushr64(q, 32) + 1;
    const left = and64(low - mul64(guess, d), LOW);
    const wrong = shr64(and64(q, LOW) - left, 63);
    rest = and64(left + and64(wrong, d), LOW);
    digits[i] = guess + wrong;
    if (rest >= d) {
      digits[i] = guess + wrong + 1;
      rest = rest - d;
    }
    digit = next;
  }
  return ushr64(rest, bits);
}

/** out[0, n] = a << bits, fewer than 32; gives out. */
function normalized(a: Big, bits: int): Big {
  const out = newBig(a.length + 1);
  let carry = 0;
  for (let i = 0; i < a.length; i++) {
    const t = or64(shl64(a[i]!, bits), carry);
    out[i] = t;
    carry = ushr64(t, 32);
  }
  out[a.length] = carry;
  return out;
}

/** u -= guess · v · BASE^j for the first n digits of v; true if that was one v too much, which is put back. */
function takeAway(u: Big, v: Big, n: int, j: int, guess: int): boolean {
  let carry = 0;
  let borrow = 0;
  for (let i = 0; i < n; i++) {
    const p = mul64(guess, v[i]!) + carry;
    carry = ushr64(p, 32);
    const t = u[i + j]! - borrow - and64(p, LOW);
    u[i + j] = t;
    borrow = t < 0 ? 1 : 0;
  }
  const t = u[j + n]! - borrow - carry;
  u[j + n] = t;
  if (t >= 0) return false;
  carry = 0;
  for (let i = 0; i < n; i++) {
    const s = u[i + j]! + v[i]! + carry;
    u[i + j] = s;
    carry = ushr64(s, 32);
  }
  u[j + n] = u[j + n]! + carry;
  return true;
}

/** Knuth's algorithm D: the divisor's first digit is made large, so that guesses are at most 2 too high. */
function divideLong(a: Big, b: Big, wantsRest: boolean): Big {
  const n = b.length;
  const bits = clz32(b[n - 1]!);
  const u = normalized(a, bits);
  const v = normalized(b, bits);
  const quotient = newBig(a.length - n + 1);
  const first = v[n - 1]!;
  const inverse = reciprocal(first);
  for (let j = a.length - n; j >= 0; j--) {
    const high = u[j + n]!;
    const low = u[j + n - 1]!;
    let guess = high < first ? and64(quotientOf(high, low, first, inverse), LOW) : LOW;
    let rest = or64(shl64(high, 32), low) - mul64(guess, first);
    while (rest < BASE && ult(or64(shl64(rest, 32), u[j + n - 2]!), mul64(guess, v[n - 2]!))) {
      guess = guess - 1;
      rest = rest + first;
    }
    quotient[j] = takeAway(u, v, n, j, guess) ? guess - 1 : guess;
  }
  if (!wantsRest) {
    quotient.negative = a.negative !== b.negative;
    return trimmed(quotient);
  }
  const out = newBig(n);
  for (let i = 0; i < n; i++) out[i] = or64(ushr64(u[i]!, bits), shl64(u[i + 1]!, 32 - bits));
  out.negative = a.negative;
  return trimmed(out);
}

function divide(a: Big, b: Big, wantsRest: boolean): Big {
  if (b.length === 0) fail("bigDivisor");
  if (compareMagnitudes(a, b) < 0) return wantsRest ? a : big_fromU64(0);
  const negative = wantsRest ? a.negative : a.negative !== b.negative;
  if (a.length <= 2) {
    const x = a.negative ? -big_low64(a) : big_low64(a);
    const y = b.negative ? -big_low64(b) : big_low64(b);
    const m = wantsRest ? umod(x, y) : udiv(x, y);
    return ofMagnitude(m, m !== 0 && negative);
  }
  if (b.length > 1) return divideLong(a, b, wantsRest);
  const quotient = newBig(a.length);
  copyItems(a, 0, quotient, 0, a.length);
  const rest = divideSmall(quotient, a.length, b[0]!);
  if (wantsRest) return ofMagnitude(rest, rest !== 0 && negative);
  quotient.negative = negative;
  return trimmed(quotient);
}

/** Towards zero. */
export function big_div(a: Big, b: Big): Big {
  return divide(a, b, false);
}

/** With the sign of the dividend. */
export function big_mod(a: Big, b: Big): Big {
  return divide(a, b, true);
}
