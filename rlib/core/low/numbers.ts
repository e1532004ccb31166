// Numbers as text and text as numbers; small functions of Math; hashes of numbers. Low-level dialect.

import type { float, int } from "../../ints.ts";
import {
  and64,
  asLatin1,
  asString,
  asUtf16,
  charStrings,
  copyItems,
  external,
  fail,
  type Flat,
  floatAbs,
  floatBits,
  floor,
  idiv,
  imod,
  isLatin1,
  isNegativeZero,
  mul64,
  newLatin1,
  squareRoot,
  type Str,
  toInt,
  udiv,
  ushr64,
  xor64,
} from "./intrinsics.ts";
import { string_flat } from "./ropes.ts";
import { part, string_trim, string_trimStart } from "./strings.ts";

/** Decimal digits, in a string of just their number. */
function decimal(n: int): Str {
  if (n >= 0 && n < 10) return charStrings()[48 + n]!;
  let rest = n < 0 ? -n : n;
  let size = n < 0 ? 2 : 1;
  for (let left = udiv(rest, 10); left !== 0; left = udiv(left, 10)) size = size + 1;
  const digits = newLatin1(size);
  if (n < 0) digits[0] = 45;
  const first = n < 0 ? 1 : 0;
  for (let at = size - 1; at >= first; at = at - 1) {
    const next = udiv(rest, 10);
    digits[at] = 48 + (rest - next * 10);
    rest = next;
  }
  return asString(digits);
}

/**
 * Decimal or other digits of an int.
 * @known
 */
export function int_toString(n: int, radix: int): Str {
  if (radix === 10) return decimal(n);
  if (radix < 2 || radix > 36) fail("radix");
  const digits = newLatin1(66);
  let at = 66;
  let rest = n < 0 ? -n : n;
  do {
    const d = imod(rest, radix);
    at = at - 1;
    digits[at] = d < 10 ? 48 + d : 87 + d;
    rest = idiv(rest, radix);
  } while (rest !== 0);
  if (n < 0) {
    at = at - 1;
    digits[at] = 45;
  }
  const s = newLatin1(66 - at);
  copyItems(digits, at, s, 0, 66 - at);
  return asString(s);
}

function literal(s: string): Str {
  return s as unknown as Str;
}

/** @known */
export function float_toString(x: float): Str {
  if (x !== x) return literal("NaN");
  if (floatAbs(x) > 1.7976931348623157e308) return x > 0 ? literal("Infinity") : literal("-Infinity");
  const buffer = newLatin1(32);
  const n = external<int>("float_format", x, buffer);
  return part(asString(buffer), 0, n);
}

/** As console.log prints it: -0 keeps its sign. */
export function float_toConsole(x: float): Str {
  if (x === 0.0 && isNegativeZero(x)) return literal("-0");
  return float_toString(x);
}

export function float_toFixed(x: float, digits: int): Str {
  if (digits < 0 || digits > 100) fail("digits");
  if (x !== x || floatAbs(x) >= 1e21) return float_toString(x);
  const buffer = newLatin1(128);
  const n = external<int>("float_fixed", x, digits, buffer);
  return part(asString(buffer), 0, n);
}

/** toString: decimal, or with the digits of another radix. */
export function float_toText(x: float, radix: int): Str {
  if (radix === 10) return float_toString(x);
  if (radix < 2 || radix > 36) fail("radix");
  if (x !== x || floatAbs(x) > 1.7976931348623157e308) return float_toString(x);
  const buffer = newLatin1(2300);
  const n = external<int>("float_radix", x, radix, buffer);
  if (n === 0) fail("radixLarge");
  return part(asString(buffer), 0, n);
}

/** Without digits (-1000): as toString. */
export function float_toPrecision(x: float, digits: int): Str {
  if (digits === -1000 || !is_finite(x)) return float_toString(x);
  if (digits < 1 || digits > 100) fail("precision");
  const buffer = newLatin1(128);
  const n = external<int>("float_precision", x, digits, buffer);
  return part(asString(buffer), 0, n);
}

/** Without digits (-1000): as many as needed. */
export function float_toExponential(x: float, digits: int): Str {
  if (!is_finite(x)) return float_toString(x);
  if (digits !== -1000 && (digits < 0 || digits > 100)) fail("precision");
  const buffer = newLatin1(128);
  const n = external<int>("float_exponential", x, digits === -1000 ? -1 : digits, buffer);
  return part(asString(buffer), 0, n);
}

export function is_nan(x: float): boolean {
  return x !== x;
}
export function is_finite(x: float): boolean {
  return floatAbs(x) <= 1.7976931348623157e308;
}
export function is_integer(x: float): boolean {
  return is_finite(x) && floor(x) === x;
}
export function is_safe_integer(x: float): boolean {
  return floor(x) === x && floatAbs(x) <= 9007199254740991.0;
}

export function int_abs(n: int): int {
  return n < 0 ? -n : n;
}
export function int_sign(n: int): int {
  return n > 0 ? 1 : n < 0 ? -1 : 0;
}
export function int_min(a: int, b: int): int {
  return a < b ? a : b;
}
export function int_max(a: int, b: int): int {
  return a > b ? a : b;
}
export function float_min(a: float, b: float): float {
  if (a !== a) return a;
  if (b !== b) return b;
  if (a === b) return isNegativeZero(a) ? a : b;
  return a < b ? a : b;
}
export function float_max(a: float, b: float): float {
  if (a !== a) return a;
  if (b !== b) return b;
  if (a === b) return isNegativeZero(a) ? b : a;
  return a > b ? a : b;
}
/** The larger of two numbers that are not negative; infinity before NaN, as Math.hypot has it. */
export function float_larger(a: float, b: float): float {
  if (a > 1.7976931348623157e308) return a;
  if (b > 1.7976931348623157e308 || b !== b) return b;
  return a < b ? b : a;
}
/** Math.hypot from the largest argument and the sum of the squares of the scaled ones. */
export function hypot_of(largest: float, sum: float): float {
  if (largest === 0.0 || !(largest <= 1.7976931348623157e308)) return largest;
  return squareRoot(sum) * largest;
}
export function float_sign(x: float): float {
  if (x > 0) return 1.0;
  return x < 0 ? -1.0 : x;
}
/** Halves go up, as in JavaScript; the sign of a zero result is the operand's. */
export function float_round(x: float): float {
  const f = floor(x);
  if (f === x || x !== x) return x;
  const r = x - f >= 0.5 ? f + 1.0 : f;
  return r === 0.0 && x < 0.0 ? -0.0 : r;
}
export function Math_imul(a: int, b: int): int {
  return mul64(a | 0, b | 0) | 0;
}
export function clamp_int(n: int): int {
  return n < 0 ? 0 : n > 255 ? 255 : n;
}
/** Uint8ClampedArray: halves go to the even neighbour. */
export function clamp_float(x: float): int {
  if (!(x > 0.0)) return 0;
  if (x >= 255.0) return 255;
  const f = floor(x);
  const n = toInt(f);
  const d = x - f;
  if (d < 0.5) return n;
  if (d > 0.5) return n + 1;
  return n + (n & 1);
}

// ---- text to numbers ----

/** Text as bytes for the parser, blank where it is not ASCII: such text is never part of a number. */
function ascii(s: Str): Flat {
  const f = string_flat(s);
  return isLatin1(f) ? asLatin1(f) : newLatin1(1);
}

/** Number(s). */
export function string_to_number(s: Str): float {
  const t = string_trim(s);
  if (t.length === 0) return 0.0;
  const bytes = ascii(t);
  if (bytes.length !== t.length) return 0.0 / 0.0;
  return external<float>("float_parse", bytes, 0, bytes.length);
}

function isDigit(c: int): boolean {
  return c >= 48 && c <= 57;
}

function digitsFrom(b: Flat, from: int, end: int): int {
  let i = from;
  while (i < end && isDigit(b[i]!)) i++;
  return i;
}

/** End of the longest prefix of [0, end) that is a decimal number; 0 if there is none. */
function numberPrefix(b: Flat, end: int): int {
  let i = 0;
  if (i < end && (b[i]! === 43 || b[i]! === 45)) i++;
  const whole = digitsFrom(b, i, end);
  let digits = whole - i;
  i = whole;
  if (i < end && b[i]! === 46) {
    const fraction = digitsFrom(b, i + 1, end);
    digits = digits + fraction - i - 1;
    if (digits > 0) i = fraction;
  }
  if (digits === 0) return 0;
  if (i < end && (b[i]! | 32) === 101) {
    let e = i + 1;
    if (e < end && (b[e]! === 43 || b[e]! === 45)) e++;
    const exponent = digitsFrom(b, e, end);
    if (exponent > e) i = exponent;
  }
  return i;
}

function startsWithInfinity(b: Flat, from: int, end: int): boolean {
  const word = asLatin1(literal("Infinity"));
  if (end - from < 8) return false;
  for (let i = 0; i < 8; i++) if (b[from + i]! !== word[i]!) return false;
  return true;
}

/** The narrow text up to its first unit beyond Latin-1. */
function narrowPrefix(s: Str): Flat {
  const f = string_flat(s);
  if (isLatin1(f)) return asLatin1(f);
  let n = 0;
  const wide = asUtf16(f);
  while (n < f.length && wide[n]! < 256) n++;
  const to = newLatin1(n);
  for (let i = 0; i < n; i++) to[i] = wide[i]!;
  return to;
}

export function parse_float(s: Str): float {
  const t = string_trimStart(s);
  const b = narrowPrefix(t);
  const sign = b.length > 0 && (b[0]! === 43 || b[0]! === 45) ? 1 : 0;
  if (startsWithInfinity(b, sign, b.length)) return sign === 1 && b[0]! === 45 ? -1.0 / 0.0 : 1.0 / 0.0;
  const end = numberPrefix(b, b.length);
  if (end === 0) return 0.0 / 0.0;
  return external<float>("float_parse", b, 0, end);
}

function digitValue(c: int): int {
  if (isDigit(c)) return c - 48;
  const lower = c | 32;
  return lower >= 97 && lower <= 122 ? lower - 87 : 99;
}

/** parseInt; NaN if there is no digit. */
export function parse_int(s: Str, radix: int): float {
  const b = narrowPrefix(string_trimStart(s));
  let i = 0;
  let negative = false;
  if (b.length > 0 && (b[0]! === 43 || b[0]! === 45)) {
    negative = b[0] === 45;
    i = 1;
  }
  let base = radix === 0 ? 10 : radix;
  if (base < 2 || base > 36) return 0.0 / 0.0;
  if ((radix === 16 || radix === 0) && i + 1 < b.length && b[i]! === 48 && (b[i + 1]! | 32) === 120) {
    i = i + 2;
    base = 16;
  }
  const from = i;
  while (i < b.length && digitValue(b[i]!) < base) i++;
  if (i === from) return 0.0 / 0.0;
  const value = external<float>("int_parse", b, from, i, base);
  return negative ? -value : value;
}

// ---- hashes ----

function mix(n: int): int {
  let h = mul64(xor64(n, ushr64(n, 33)), 4098342781);
  h = xor64(h, ushr64(h, 29));
  h = mul64(xor64(h, external<int>("hash_seed")), 3266489917);
  return and64(xor64(h, ushr64(h, 32)), 4294967295);
}

export function key_hash_int(n: int): int {
  return mix(n);
}
export function key_same_int(a: int, b: int): boolean {
  return a === b;
}
/** Both zeros are one key, and all NaNs that arithmetic makes are. */
export function key_hash_float(x: float): int {
  if (x === 0.0) return mix(0);
  return mix(floatBits(x));
}
export function key_same_float(a: float, b: float): boolean {
  return a === b || floatBits(a) === floatBits(b);
}
