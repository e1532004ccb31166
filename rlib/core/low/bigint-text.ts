// Bigints as text, as numbers and as keys. Low-level dialect.

import type { float, int } from "../../ints.ts";
import {
  and64,
  asLatin1,
  asString,
  asUtf16,
  bit,
  bitsFloat,
  clz32,
  copyItems,
  fail,
  type Flat,
  floatAbs,
  floatBits,
  floor,
  idiv,
  isLatin1,
  mul64,
  mulHigh,
  newBig,
  newLatin1,
  or64,
  shl64,
  type Str,
  toFloat,
  toInt,
  udiv,
  ult,
  umod,
  ushr64,
  xor64,
} from "./intrinsics.ts";
import type { Big } from "./intrinsics.ts";
import { big_shl } from "./bigint-bits.ts";
import { big_compare, big_fromI64, bitLength, leadingZeros, trimmed } from "./bigints.ts";
import { divideSmall } from "./bigint-products.ts";
import { int_toString } from "./numbers.ts";
import { string_concat, string_flat } from "./ropes.ts";
import { string_trim } from "./strings.ts";

const NO_BIG = null as unknown as Big;

// ---- text ----

function digitCode(d: int): int {
  return d < 10 ? 48 + d : 87 + d;
}

export function i64_toString(n: int, radix: int): Str {
  // The one int whose size is no int.
  if (n === -n && n !== 0) return big_toString(big_fromI64(n), radix);
  return int_toString(n, radix);
}

export function u64_toString(n: int, radix: int): Str {
  if (n >= 0) return int_toString(n, radix);
  if (radix < 2 || radix > 36) fail("radix");
  return string_concat(int_toString(udiv(n, radix), radix), int_toString(umod(n, radix), radix));
}

export function big_toString(a: Big, radix: int): Str {
  if (radix < 2 || radix > 36) fail("radix");
  if (a.length === 0) return int_toString(0, 10);
  let step = radix;
  let perStep = 1;
  while (!ult(udiv(-1, radix), step)) {
    step = step * radix;
    perStep = perStep + 1;
  }
  // At least this many bits in each digit of text.
  const bits = 31 - clz32(radix);
  const size = idiv(bitLength(a), bits) + perStep + 2;
  const text = newLatin1(size);
  const rest = newBig(a.length);
  copyItems(a, 0, rest, 0, a.length);
  let n = rest.length;
  let at = size;
  while (n > 0) {
    at = at - perStep;
    writeDigits(text, at, perStep, divideSmall(rest, rest, n, step), radix);
    while (n > 0 && rest[n - 1]! === 0) n = n - 1;
  }
  while (text[at]! === 48) at = at + 1;
  if (a.negative) {
    at = at - 1;
    text[at] = 45;
  }
  const out = newLatin1(size - at);
  copyItems(text, at, out, 0, size - at);
  return asString(out);
}

/** text[at, at + n) = the digits of a part, with leading zeros. Ten is divided by as a constant, which is fast. */
function writeDigits(text: Flat, at: int, n: int, part: int, radix: int): void {
  let rest = part;
  for (let i = at + n - 1; i >= at; i--) {
    const next = radix === 10 ? udiv(rest, 10) : udiv(rest, radix);
    text[i] = digitCode(rest - next * radix);
    rest = next;
  }
}

function unitAt(s: Str, i: int): int {
  return isLatin1(s) ? asLatin1(s)[i]! : asUtf16(s)[i]!;
}

function valueOfDigit(c: int): int {
  if (c >= 48 && c <= 57) return c - 48;
  const lower = c | 32;
  return lower >= 97 && lower <= 122 ? lower - 87 : 36;
}

/** The radix that a prefix names, 10 without one. */
function radixOf(s: Str): int {
  if (s.length < 2 || unitAt(s, 0) !== 48) return 10;
  const letter = unitAt(s, 1) | 32;
  return letter === 120 ? 16 : letter === 111 ? 8 : letter === 98 ? 2 : 10;
}

/** StringToBigInt of ECMAScript: white space around it, a sign of decimal digits, a prefix of others. */
export function big_parse(text: Str): Big {
  const s = string_flat(string_trim(text));
  const radix = radixOf(s);
  const sign = s.length > 0 && radix === 10 ? unitAt(s, 0) : 0;
  const start = radix !== 10 ? 2 : sign === 45 || sign === 43 ? 1 : 0;
  if (start === s.length && s.length > 0) fail("bigText");
  const out = newBig(idiv((s.length - start) * (radix === 2 ? 1 : radix === 8 ? 3 : 4), 64) + 2);
  let used = 0;
  let i = start;
  while (i < s.length) {
    let factor = 1;
    let part = 0;
    while (i < s.length && factor < 100000000000000000) {
      const d = valueOfDigit(unitAt(s, i));
      if (d >= radix) fail("bigText");
      part = part * radix + d;
      factor = factor * radix;
      i = i + 1;
    }
    for (let k = 0; k < used; k++) {
      const t = mul64(out[k]!, factor) + part;
      part = mulHigh(out[k]!, factor) + bit(ult(t, part));
      out[k] = t;
    }
    if (part !== 0) {
      out[used] = part;
      used = used + 1;
    }
  }
  out.negative = sign === 45 && used > 0;
  return trimmed(out);
}

// ---- numbers ----

/** Of a number that is an integer. */
export function big_fromFloat(x: float): Big {
  if (x !== floor(x) || floatAbs(x) > 1.7976931348623157e308) fail("bigInteger");
  if (floatAbs(x) < 9.2e18) return big_fromI64(toInt(x));
  const bits = floatBits(x);
  const m = or64(and64(bits, 4503599627370495), 4503599627370496);
  return big_shl(big_fromI64(x < 0.0 ? -m : m), and64(ushr64(bits, 52), 2047) - 1075);
}

/** The nearest double of an unsigned word: halved with its lost bit kept, so that it is rounded once. */
export function u64_toFloat(n: int): float {
  if (n >= 0) return toFloat(n);
  return toFloat(or64(ushr64(n, 1), and64(n, 1))) * 2.0;
}

/** The nearest double, ties to even: the highest 64 bits, the last of which also stands for all that follow. */
export function big_toFloat(a: Big): float {
  const bits = bitLength(a);
  if (bits > 1024) return a.negative ? -1.0 / 0.0 : 1.0 / 0.0;
  const n = a.length;
  let x = 0.0;
  if (n === 1) x = u64_toFloat(a[0]!);
  if (n > 1) {
    const free = leadingZeros(a[n - 1]!);
    const next = a[n - 2]!;
    let m = or64(shl64(a[n - 1]!, free), ushr64(ushr64(next, 1), 63 - free));
    let lost = shl64(next, free);
    for (let i = 0; i < n - 2; i++) lost = or64(lost, a[i]!);
    if (lost !== 0) m = or64(m, 1);
    x = u64_toFloat(m) * bitsFloat(shl64(1023 + bits - 64, 52));
  }
  return a.negative ? -1.0 * x : x;
}

/** -1, 0 or 1; 5 if x is NaN. */
export function big_compareFloat(a: Big, x: float): int {
  if (x !== x) return 5;
  if (floatAbs(x) > 1.7976931348623157e308) return x > 0.0 ? -1 : 1;
  const below = floor(x);
  const order = big_compare(a, big_fromFloat(below));
  return order === 0 && below < x ? -1 : order;
}

// ---- keys ----

export function key_hash_bigint(a: Big): int {
  if (a === NO_BIG) return 0;
  let h = a.negative ? 7 : 3;
  for (let i = 0; i < a.length; i++) {
    h = mul64(xor64(h, a[i]!), 40343);
    h = xor64(h, ushr64(h, 29));
  }
  return xor64(h, ushr64(h, 32));
}
