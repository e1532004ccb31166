// Integers of any size: what bigint will be in the binary. Sign and magnitude; the magnitude is digits of 24 bits, the
// lowest first, without leading zeros, so that the product of two and a carry stay within ±2^53 (D. Knuth, The Art of
// Computer Programming, volume 2, section 4.3.1; Karatsuba and Ofman 1962 above a limit). Bitwise operations see two's
// complement of endless length, as ECMAScript's (section 6.1.6.2).

import { RangeError, SyntaxError } from "./errors.ts";

const BASE = 16777216;
const BITS = 24;
const MASK = 16777215;
/** From this many digits on products are made of three half as long ones. */
const KARATSUBA = 40;

export class BigInteger {
  readonly negative: boolean;
  readonly digits: number[];
  constructor(negative: boolean, digits: number[]) {
    while (digits.length > 0 && digits[digits.length - 1]! === 0) digits.pop();
    this.negative = negative && digits.length > 0;
    this.digits = digits;
  }
}

/** Of a whole number; the digits are split off by division, which is exact. */
export function bigFromNumber(n: number): BigInteger {
  if (Math.floor(n) !== n || n - n !== 0) throw new RangeError("a number that is no integer has no bigint");
  const digits: number[] = [];
  let rest = Math.abs(n);
  while (rest > 0) {
    digits.push(rest % BASE);
    rest = Math.floor(rest / BASE);
  }
  return new BigInteger(n < 0, digits);
}

// ---- magnitudes ----

function compareDigits(a: number[], b: number[]): number {
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  for (let i = a.length - 1; i >= 0; i--) if (a[i]! !== b[i]!) return a[i]! < b[i]! ? -1 : 1;
  return 0;
}

function addDigits(a: number[], b: number[]): number[] {
  const n = Math.max(a.length, b.length);
  const out: number[] = [];
  let carry = 0;
  for (let i = 0; i < n; i++) {
    const sum = (i < a.length ? a[i]! : 0) + (i < b.length ? b[i]! : 0) + carry;
    out.push(sum & MASK);
    carry = sum >> BITS;
  }
  if (carry > 0) out.push(carry);
  return out;
}

/** a - b, where a is not smaller. */
function subtractDigits(a: number[], b: number[]): number[] {
  const out: number[] = [];
  let borrow = 0;
  for (let i = 0; i < a.length; i++) {
    let d = a[i]! - (i < b.length ? b[i]! : 0) - borrow;
    borrow = d < 0 ? 1 : 0;
    if (d < 0) d += BASE;
    out.push(d);
  }
  return trimmed(out);
}

function trimmed(digits: number[]): number[] {
  while (digits.length > 0 && digits[digits.length - 1]! === 0) digits.pop();
  return digits;
}

function multiplyDigits(a: number[], b: number[]): number[] {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? a : b;
  if (a.length >= KARATSUBA && b.length >= KARATSUBA) return karatsuba(a, b);
  const out: number[] = [];
  for (let i = 0; i < a.length + b.length; i++) out.push(0);
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    let carry = 0;
    for (let j = 0; j < b.length; j++) {
      const t = x * b[j]! + out[i + j]! + carry;
      carry = Math.floor(t / BASE);
      out[i + j] = t - carry * BASE;
    }
    out[i + b.length] = carry;
  }
  return trimmed(out);
}

function karatsuba(a: number[], b: number[]): number[] {
  const half = (Math.max(a.length, b.length) + 1) >> 1;
  const [a0, a1] = [trimmed(a.slice(0, half)), a.slice(half)];
  const [b0, b1] = [trimmed(b.slice(0, half)), b.slice(half)];
  const low = multiplyDigits(a0, b0);
  const high = multiplyDigits(a1, b1);
  const middle = subtractDigits(
    subtractDigits(multiplyDigits(addDigits(a0, a1), addDigits(b0, b1)), low),
    high,
  );
  return addDigits(addDigits(low, moved(middle, half)), moved(high, 2 * half));
}

/** Times BASE^n. */
function moved(digits: number[], n: number): number[] {
  if (digits.length === 0) return digits;
  const out: number[] = [];
  for (let i = 0; i < n; i++) out.push(0);
  for (const d of digits) out.push(d);
  return out;
}

/** Divides in place by a small number, gives the remainder. */
function divideSmall(digits: number[], divisor: number): number {
  let rest = 0;
  for (let i = digits.length - 1; i >= 0; i--) {
    const t = rest * BASE + digits[i]!;
    const q = Math.floor(t / divisor);
    digits[i] = q;
    rest = t - q * divisor;
  }
  trimmed(digits);
  return rest;
}

class Quotient {
  readonly quotient: number[];
  readonly rest: number[];
  constructor(quotient: number[], rest: number[]) {
    this.quotient = quotient;
    this.rest = rest;
  }
}

/** Algorithm D: the divisor's first digit is made large, so that guesses are at most 2 too high. */
function divideDigits(a: number[], b: number[]): Quotient {
  const none: number[] = [];
  if (compareDigits(a, b) < 0) return new Quotient(none, a);
  if (b.length === 1) {
    const q = a.slice();
    const r = divideSmall(q, b[0]!);
    return new Quotient(q, r === 0 ? none : [r]);
  }
  let shift = 0;
  while (b[b.length - 1]! * 2 ** (shift + 1) < BASE) shift++;
  const v = shiftedLeft(b, shift);
  const u = shiftedLeft(a, shift);
  while (u.length <= a.length) u.push(0);
  const n = v.length;
  const quotient: number[] = [];
  for (let j = u.length - n - 1; j >= 0; j--) {
    const top = u[j + n]! * BASE + u[j + n - 1]!;
    let guess = Math.min(Math.floor(top / v[n - 1]!), MASK);
    let rest = top - guess * v[n - 1]!;
    while (rest < BASE && guess * v[n - 2]! > rest * BASE + u[j + n - 2]!) {
      guess--;
      rest += v[n - 1]!;
    }
    quotient.push(takeAway(u, v, j, guess));
  }
  quotient.reverse();
  return new Quotient(trimmed(quotient), shiftedRight(trimmed(u), shift));
}

/** u -= guess·v·BASE^j; the guess that was right. */
function takeAway(u: number[], v: number[], j: number, guess: number): number {
  const n = v.length;
  let borrow = 0;
  for (let i = 0; i < n; i++) {
    const t = u[i + j]! - guess * v[i]! - borrow;
    borrow = -Math.floor(t / BASE);
    u[i + j] = t + borrow * BASE;
  }
  u[j + n] = u[j + n]! - borrow;
  if (u[j + n]! >= 0) return guess;
  let carry = 0;
  for (let i = 0; i < n; i++) {
    const t = u[i + j]! + v[i]! + carry;
    u[i + j] = t & MASK;
    carry = t >> BITS;
  }
  u[j + n] = u[j + n]! + carry;
  return guess - 1;
}

function shiftedLeft(digits: number[], bits: number): number[] {
  const out = moved(digits, Math.floor(bits / BITS));
  const factor = 2 ** (bits % BITS);
  let carry = 0;
  for (let i = Math.floor(bits / BITS); i < out.length; i++) {
    const t = out[i]! * factor + carry;
    carry = Math.floor(t / BASE);
    out[i] = t - carry * BASE;
  }
  if (carry > 0) out.push(carry);
  return out;
}

function shiftedRight(digits: number[], bits: number): number[] {
  const out = digits.slice(Math.floor(bits / BITS));
  if (bits % BITS > 0) divideSmall(out, 2 ** (bits % BITS));
  return out;
}

// ---- integers ----

export function bigNegate(a: BigInteger): BigInteger {
  return new BigInteger(!a.negative, a.digits);
}

export function bigCompare(a: BigInteger, b: BigInteger): number {
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  return a.negative ? compareDigits(b.digits, a.digits) : compareDigits(a.digits, b.digits);
}

export function bigAdd(a: BigInteger, b: BigInteger): BigInteger {
  if (a.negative === b.negative) return new BigInteger(a.negative, addDigits(a.digits, b.digits));
  if (compareDigits(a.digits, b.digits) >= 0)
    return new BigInteger(a.negative, subtractDigits(a.digits, b.digits));
  return new BigInteger(b.negative, subtractDigits(b.digits, a.digits));
}

export function bigSubtract(a: BigInteger, b: BigInteger): BigInteger {
  return bigAdd(a, bigNegate(b));
}

export function bigMultiply(a: BigInteger, b: BigInteger): BigInteger {
  return new BigInteger(a.negative !== b.negative, multiplyDigits(a.digits, b.digits));
}

/** Towards zero. */
export function bigDivide(a: BigInteger, b: BigInteger): BigInteger {
  if (b.digits.length === 0) throw new RangeError("Division by zero");
  return new BigInteger(a.negative !== b.negative, divideDigits(a.digits, b.digits).quotient);
}

/** With the sign of the dividend. */
export function bigRemainder(a: BigInteger, b: BigInteger): BigInteger {
  if (b.digits.length === 0) throw new RangeError("Division by zero");
  return new BigInteger(a.negative, divideDigits(a.digits, b.digits).rest);
}

export function bigPower(a: BigInteger, exponent: number): BigInteger {
  if (exponent < 0) throw new RangeError("Exponent must be non-negative");
  let result = bigFromNumber(1);
  let square = a;
  for (let e = exponent; e > 0; e = Math.floor(e / 2)) {
    if (e % 2 === 1) result = bigMultiply(result, square);
    if (e > 1) square = bigMultiply(square, square);
  }
  return result;
}

/** To the left; to the right, towards negative infinity, if `bits` is negative. */
export function bigShift(a: BigInteger, bits: number): BigInteger {
  if (bits >= 0) return new BigInteger(a.negative, shiftedLeft(a.digits, bits));
  if (!a.negative) return new BigInteger(false, shiftedRight(a.digits, -bits));
  // floor(-m / 2^n) = -(floor((m - 1) / 2^n) + 1)
  const down = shiftedRight(subtractDigits(a.digits, [1]), -bits);
  return new BigInteger(true, addDigits(down, [1]));
}

/** n digits of two's complement. */
function complementDigits(a: BigInteger, n: number): number[] {
  const source = a.negative ? subtractDigits(a.digits, [1]) : a.digits;
  const out: number[] = [];
  for (let i = 0; i < n; i++) {
    const d = i < source.length ? source[i]! : 0;
    out.push(a.negative ? MASK - d : d);
  }
  return out;
}

/** `&`, `|` or `^`, told by the truth table's bits for (1,1) and (1,0). */
export function bigBitwise(a: BigInteger, b: BigInteger, operator: string): BigInteger {
  const n = Math.max(a.digits.length, b.digits.length) + 1;
  const x = complementDigits(a, n);
  const y = complementDigits(b, n);
  const out: number[] = [];
  for (let i = 0; i < n; i++)
    out.push(operator === "&" ? x[i]! & y[i]! : operator === "|" ? x[i]! | y[i]! : x[i]! ^ y[i]!);
  if (out[n - 1]! < BASE / 2) return new BigInteger(false, out);
  const inverse: number[] = [];
  for (const d of out) inverse.push(MASK - d);
  return new BigInteger(true, addDigits(trimmed(inverse), [1]));
}

/** BigInt.asUintN. */
export function bigWrapUnsigned(bits: number, a: BigInteger): BigInteger {
  const power = new BigInteger(false, shiftedLeft([1], bits));
  return bigBitwise(a, bigSubtract(power, bigFromNumber(1)), "&");
}

/** BigInt.asIntN. */
export function bigWrapSigned(bits: number, a: BigInteger): BigInteger {
  if (bits === 0) return bigFromNumber(0);
  const low = bigWrapUnsigned(bits, a);
  const half = new BigInteger(false, shiftedLeft([1], bits - 1));
  return bigCompare(low, half) < 0 ? low : bigSubtract(low, new BigInteger(false, shiftedLeft([1], bits)));
}

export function bigToString(a: BigInteger, radix: number): string {
  if (radix < 2 || radix > 36) throw new RangeError("toString() radix must be between 2 and 36");
  if (a.digits.length === 0) return "0";
  let perStep = 1;
  let step = radix;
  while (step * radix <= MASK) {
    step *= radix;
    perStep++;
  }
  const rest = a.digits.slice();
  const parts: string[] = [];
  while (rest.length > 0) {
    const part = divideSmall(rest, step).toString(radix);
    parts.push(rest.length > 0 ? part.padStart(perStep, "0") : part);
  }
  parts.reverse();
  return (a.negative ? "-" : "") + parts.join("");
}

/** Digits of a radix without sign. */
export function bigParse(text: string, radix: number): BigInteger {
  let digits: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i) | 32;
    const d = c >= 97 && c <= 122 ? c - 87 : text.charCodeAt(i) - 48;
    if (d < 0 || d >= radix) throw new SyntaxError(`Cannot convert ${text} to a BigInt`);
    digits = addDigits(multiplyDigits(digits, [radix]), d === 0 ? [] : [d]);
  }
  return new BigInteger(false, digits);
}
