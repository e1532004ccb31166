// Products, powers and quotients of bigints (D. Knuth, The Art of Computer Programming, volume 2, section 4.3.1;
// A. Karatsuba and Yu. Ofman 1962 for long ones). Digits are unsigned words of 64 bits. Low-level dialect.

import type { int } from "../../ints.ts";
import {
  and64,
  bit,
  copyItems,
  fail,
  mul64,
  mulHigh,
  newBig,
  or64,
  shl64,
  udiv,
  umod,
  ult,
  ushr64,
} from "./intrinsics.ts";
import type { Big } from "./intrinsics.ts";
import { big_fromU64, bitLength, compareMagnitudes, leadingZeros, ofMagnitude, trimmed } from "./bigints.ts";

const LOW = 4294967295;
const HALF = 4294967296;
const MAX_BITS = 1073741824;
/** From this many digits on products are made of three half as long ones. */
const KARATSUBA = 32;

// ---- products ----

/** out[o, o + n + m) = a[i, i + n) · b[j, j + m), digit by digit; m is not 0. The last digit may be missing if it is 0. */
function multiplySchool(out: Big, o: int, a: Big, i: int, n: int, b: Big, j: int, m: int): void {
  const first = b[j]!;
  let carry = 0;
  for (let k = 0; k < n; k++) {
    const t = mul64(first, a[i + k]!) + carry;
    carry = mulHigh(first, a[i + k]!) + bit(ult(t, carry));
    out[o + k] = t;
  }
  if (o + n < out.length) out[o + n] = carry;
  for (let l = 1; l < m; l++) {
    const x = b[j + l]!;
    carry = 0;
    for (let k = 0; k < n; k++) {
      const s = out[o + l + k]! + carry;
      const over = bit(ult(s, carry));
      const t = mul64(x, a[i + k]!) + s;
      carry = mulHigh(x, a[i + k]!) + over + bit(ult(t, s));
      out[o + l + k] = t;
    }
    if (o + l + n < out.length) out[o + l + n] = carry;
  }
}

/** out[o …) += a[i, i + n), as far as the carry goes. */
function addInto(out: Big, o: int, a: Big, i: int, n: int): void {
  let carry = 0;
  for (let k = 0; k < n; k++) {
    const s = out[o + k]! + a[i + k]!;
    const t = s + carry;
    carry = bit(ult(s, a[i + k]!)) + bit(ult(t, s));
    out[o + k] = t;
  }
  let k = o + n;
  while (carry !== 0) {
    const t = out[k]! + 1;
    out[k] = t;
    carry = bit(t === 0);
    k = k + 1;
  }
}

/** out[0 …) -= a[i, i + n), which is not larger. */
function subtractFrom(out: Big, a: Big, i: int, n: int): void {
  let borrow = 0;
  for (let k = 0; k < n; k++) {
    const d = out[k]! - a[i + k]!;
    const wrapped = bit(ult(out[k]!, a[i + k]!));
    out[k] = d - borrow;
    borrow = wrapped + bit(ult(d, borrow));
  }
  let k = n;
  while (borrow !== 0) {
    const d = out[k]!;
    out[k] = d - 1;
    borrow = bit(d === 0);
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
  const isShort = y.length < KARATSUBA && bitLength(x) + bitLength(y) <= (x.length + y.length - 1) * 64;
  const out = newBig(isShort ? x.length + y.length - 1 : x.length + y.length);
  multiplyRanges(out, 0, x, 0, x.length, y, 0, y.length);
  out.negative = a.negative !== b.negative;
  return trimmed(out);
}

export function big_pow(a: Big, exponent: Big): Big {
  if (exponent.negative) fail("bigExponent");
  if (exponent.length === 0) return big_fromU64(1);
  if (a.length === 0) return a;
  let e = exponent[0]!;
  if (a.length === 1 && a[0]! === 1) return a.negative && and64(e, 1) === 0 ? big_fromU64(1) : a;
  if (exponent.length > 1 || ult(MAX_BITS, e)) fail("bigSize");
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

// ---- quotients of digits ----

/** One half of a quotient of two digits and one: three halves by two, the guess at most 2 too high. */
function halfQuotient(high: int, next: int, d: int): int {
  const top = ushr64(d, 32);
  let q = udiv(high, top);
  let rest = high - mul64(q, top);
  while (rest < HALF && (q >= HALF || ult(or64(shl64(rest, 32), next), mul64(q, and64(d, LOW))))) {
    q = q - 1;
    rest = rest + top;
  }
  return q;
}

/** What stands for 1 / d in `quotientOf`: (2^128 - 1) / d - 2^64, where the highest bit of d is set. */
function reciprocal(d: int): int {
  const high = -1 - d;
  const q = halfQuotient(high, LOW, d);
  const rest = or64(shl64(high, 32), LOW) - mul64(q, d);
  return or64(shl64(q, 32), halfQuotient(rest, LOW, d));
}

/**
 * The quotient of two digits and one, where high < d, by products instead of a division (N. Möller and T. Granlund,
 * Improved Division by Invariant Integers, 2011, algorithm 4).
 */
function quotientOf(high: int, low: int, d: int, inverse: int): int {
  const q = mul64(inverse, high) + low;
  const guess = mulHigh(inverse, high) + high + bit(ult(q, low)) + 1;
  const rest = low - mul64(guess, d);
  // The guess is one too much where the rest has wrapped around.
  const wrong = bit(ult(q, rest));
  const left = rest + and64(-wrong, d);
  return guess - wrong + (ult(left, d) ? 0 : 1);
}

/** The upper `bits` bits of a digit; `bits` may be 0. */
function upper(digit: int, bits: int): int {
  return ushr64(ushr64(digit, 1), 63 - bits);
}

/**
 * out[0, n) = a[0, n) / divisor, a digit; gives the remainder. The two may be one; the quotient's last digit may be
 * missing if it is 0.
 */
export function divideSmall(out: Big, a: Big, n: int, divisor: int): int {
  const bits = leadingZeros(divisor);
  const d = shl64(divisor, bits);
  const inverse = reciprocal(d);
  let digit = a[n - 1]!;
  let rest = upper(digit, bits);
  for (let i = n - 1; i >= 0; i--) {
    const next = i > 0 ? a[i - 1]! : 0;
    const low = or64(shl64(digit, bits), upper(next, bits));
    // As quotientOf, with the remainder at hand: it is what the next digit waits for.
    const q = mul64(inverse, rest) + low;
    const guess = mulHigh(inverse, rest) + rest + bit(ult(q, low)) + 1;
    const left = low - mul64(guess, d);
    const wrong = bit(ult(q, left));
    rest = left + and64(-wrong, d);
    let quotient = guess - wrong;
    if (!ult(rest, d)) {
      quotient = quotient + 1;
      rest = rest - d;
    }
    if (i < out.length) out[i] = quotient;
    digit = next;
  }
  return ushr64(rest, bits);
}

// ---- quotients ----

/** a << bits, fewer than 64, with one digit more. */
function normalized(a: Big, bits: int): Big {
  const out = newBig(a.length + 1);
  let carry = 0;
  for (let i = 0; i < a.length; i++) {
    out[i] = or64(shl64(a[i]!, bits), carry);
    carry = upper(a[i]!, bits);
  }
  out[a.length] = carry;
  return out;
}

/** u -= guess · v · BASE^j for the first n digits of v; 1 if that was one v too much, which is put back. */
function takeAway(u: Big, v: Big, n: int, j: int, guess: int): int {
  let carry = 0;
  for (let i = 0; i < n; i++) {
    const p = mul64(guess, v[i]!) + carry;
    const high = mulHigh(guess, v[i]!) + bit(ult(p, carry));
    const d = u[i + j]!;
    u[i + j] = d - p;
    carry = high + bit(ult(d, p));
  }
  const top = u[j + n]!;
  u[j + n] = top - carry;
  if (!ult(top, carry)) return 0;
  carry = 0;
  for (let i = 0; i < n; i++) {
    const s = u[i + j]! + v[i]!;
    const t = s + carry;
    carry = bit(ult(s, v[i]!)) + bit(ult(t, s));
    u[i + j] = t;
  }
  u[j + n] = u[j + n]! + carry;
  return 1;
}

/** Is guess · v too much for two digits? Asks for the second digit of the divisor. */
function isTooMuch(guess: int, second: int, rest: int, next: int): boolean {
  const high = mulHigh(guess, second);
  return ult(rest, high) || (rest === high && ult(next, mul64(guess, second)));
}

/** Knuth's algorithm D: the divisor's first digit is made large, so that guesses are at most 2 too high. */
function divideLong(a: Big, b: Big, wantsRest: boolean): Big {
  const n = b.length;
  const bits = leadingZeros(b[n - 1]!);
  const u = normalized(a, bits);
  const v = normalized(b, bits);
  const quotient = newBig(a.length - n + 1);
  const first = v[n - 1]!;
  const second = v[n - 2]!;
  const inverse = reciprocal(first);
  for (let j = a.length - n; j >= 0; j--) {
    const high = u[j + n]!;
    const low = u[j + n - 1]!;
    const isLarge = high === first;
    let guess = isLarge ? -1 : quotientOf(high, low, first, inverse);
    let rest = isLarge ? low + first : low - mul64(guess, first);
    // A rest of two digits leaves nothing to correct.
    let isWide = isLarge && ult(rest, first);
    while (!isWide && isTooMuch(guess, second, rest, u[j + n - 2]!)) {
      guess = guess - 1;
      rest = rest + first;
      isWide = ult(rest, first);
    }
    quotient[j] = guess - takeAway(u, v, n, j, guess);
  }
  if (!wantsRest) {
    quotient.negative = a.negative !== b.negative;
    return trimmed(quotient);
  }
  const out = newBig(n);
  for (let i = 0; i < n; i++) out[i] = or64(ushr64(u[i]!, bits), shl64(shl64(u[i + 1]!, 1), 63 - bits));
  out.negative = a.negative;
  return trimmed(out);
}

function divide(a: Big, b: Big, wantsRest: boolean): Big {
  if (b.length === 0) fail("bigDivisor");
  if (compareMagnitudes(a, b) < 0) return wantsRest ? a : big_fromU64(0);
  const negative = wantsRest ? a.negative : a.negative !== b.negative;
  if (a.length === 1) return ofMagnitude(wantsRest ? umod(a[0]!, b[0]!) : udiv(a[0]!, b[0]!), negative);
  if (b.length > 1) return divideLong(a, b, wantsRest);
  const quotient = newBig(ult(a[a.length - 1]!, b[0]!) ? a.length - 1 : a.length);
  const rest = divideSmall(quotient, a, a.length, b[0]!);
  if (wantsRest) return ofMagnitude(rest, negative);
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
