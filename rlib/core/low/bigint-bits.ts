// Bits of bigints: shifts, bitwise operations and wrapping, which see two's complement of endless length (ECMAScript,
// section 6.1.6.2), and shifts of machine words by any count. Low-level dialect.

import type { int } from "../../ints.ts";
import { and64, bit, copyItems, fail, newBig, or64, shl64, shr64, ult, ushr64, xor64 } from "./intrinsics.ts";
import type { Big } from "./intrinsics.ts";
import { big_fromI64, big_fromU64, bitLength, leadingZeros, trimmed } from "./bigints.ts";

const MAX_BITS = 1073741824;

// ---- shifts ----

function shiftLeft(a: Big, n: int): Big {
  const whole = n >> 6;
  const bits = n & 63;
  const out = newBig(a.length + whole + 1);
  let carry = 0;
  for (let i = 0; i < a.length; i++) {
    out[i + whole] = or64(shl64(a[i]!, bits), carry);
    carry = ushr64(ushr64(a[i]!, 1), 63 - bits);
  }
  out[a.length + whole] = carry;
  out.negative = a.negative;
  return trimmed(out);
}

/** Towards minus infinity: of a negative number that loses bits, one further down. */
function shiftRight(a: Big, n: int): Big {
  if (n >= bitLength(a)) return a.negative ? big_fromI64(-1) : big_fromU64(0);
  const whole = n >> 6;
  const bits = n & 63;
  const size = a.length - whole;
  const out = newBig(a.negative ? size + 1 : size);
  let lost = and64(a[whole]!, shl64(1, bits) - 1);
  for (let i = 0; i < whole; i++) lost = or64(lost, a[i]!);
  let carry = bit(a.negative && lost !== 0);
  for (let i = 0; i < size; i++) {
    const high = i + 1 < size ? a[i + whole + 1]! : 0;
    const d = or64(ushr64(a[i + whole]!, bits), shl64(shl64(high, 1), 63 - bits)) + carry;
    carry = bit(ult(d, carry));
    out[i] = d;
  }
  if (out.length > size) out[size] = carry;
  out.negative = a.negative;
  return trimmed(out);
}

export function big_shl(a: Big, n: int): Big {
  if (n < 0) return shiftRight(a, -n);
  if (a.length === 0 || n === 0) return a;
  if (n > MAX_BITS || bitLength(a) + n > MAX_BITS) fail("bigSize");
  return shiftLeft(a, n);
}

export function big_shr(a: Big, n: int): Big {
  return big_shl(a, -n);
}

/** Raises if a word of this size, moved n places to the left, is too large even for a bigint. */
function checkSize(size: int, n: int): void {
  if (size !== 0 && n > MAX_BITS - 64 + leadingZeros(size)) fail("bigSize");
}

/** The low 64 bits of a << n, where a is signed; n of either sign. */
export function i64_shl(a: int, n: int): int {
  if (n < 0) return shr64(a, n < -63 ? 63 : -n);
  if (n < 64) return shl64(a, n);
  checkSize(a < 0 ? -a : a, n);
  return 0;
}

/** The same of an unsigned word. */
export function u64_shl(a: int, n: int): int {
  if (n < 0) return n < -63 ? 0 : ushr64(a, -n);
  if (n < 64) return shl64(a, n);
  checkSize(a, n);
  return 0;
}

export function i64_shr(a: int, n: int): int {
  return i64_shl(a, n < -MAX_BITS ? MAX_BITS + 1 : -n);
}

export function u64_shr(a: int, n: int): int {
  return u64_shl(a, n < -MAX_BITS ? MAX_BITS + 1 : -n);
}

// ---- two's complement ----

/** out[0, n) = the lowest digits of a's two's complement. */
function complement(out: Big, a: Big, n: int): void {
  let borrow = bit(a.negative);
  for (let i = 0; i < n; i++) {
    const d = i < a.length ? a[i]! : 0;
    out[i] = a.negative ? xor64(d - borrow, -1) : d;
    borrow = bit(ult(d, borrow));
  }
}

/** Digits that are the two's complement of a negative number become its magnitude. */
function negateDigits(out: Big): void {
  let carry = 1;
  for (let i = 0; i < out.length; i++) {
    const d = xor64(out[i]!, -1) + carry;
    carry = bit(ult(d, carry));
    out[i] = d;
  }
}

/** `&` (0), `|` (1) or `^` (2). */
function bitwise(a: Big, b: Big, operator: int): Big {
  const n = (a.length < b.length ? b.length : a.length) + 1;
  const x = newBig(n);
  const y = newBig(n);
  complement(x, a, n);
  complement(y, b, n);
  for (let i = 0; i < n; i++) {
    const p = x[i]!;
    const q = y[i]!;
    x[i] = operator === 0 ? and64(p, q) : operator === 1 ? or64(p, q) : xor64(p, q);
  }
  const negative = x[n - 1]! < 0;
  if (negative) negateDigits(x);
  x.negative = negative;
  return trimmed(x);
}

export function big_and(a: Big, b: Big): Big {
  return bitwise(a, b, 0);
}

export function big_or(a: Big, b: Big): Big {
  return bitwise(a, b, 1);
}

export function big_xor(a: Big, b: Big): Big {
  return bitwise(a, b, 2);
}

/** The lowest `bits` bits, in as many digits as that takes. */
function lowBits(a: Big, bits: int): Big {
  const out = newBig((bits + 63) >> 6);
  complement(out, a, out.length);
  const top = bits & 63;
  if (top !== 0) out[out.length - 1] = and64(out[out.length - 1]!, shl64(1, top) - 1);
  return out;
}

function checkBits(bits: int): void {
  if (bits < 0 || bits > 9007199254740991) fail("bigBits");
}

export function big_asUintN(bits: int, a: Big): Big {
  checkBits(bits);
  if (!a.negative && bitLength(a) <= bits) return a;
  if (bits > MAX_BITS) fail("bigSize");
  return trimmed(lowBits(a, bits));
}

export function big_asIntN(bits: int, a: Big): Big {
  checkBits(bits);
  if (bitLength(a) < bits) return a;
  if (bits === 0) return big_fromU64(0);
  const out = lowBits(a, bits);
  const top = (bits - 1) & 63;
  const last = out.length - 1;
  if (ushr64(out[last]!, top) !== 0) {
    // Fill the rest of the highest digit with the sign.
    out[last] = or64(out[last]!, shl64(-1, top));
    const wide = newBig(out.length + 1);
    copyItems(out, 0, wide, 0, out.length);
    wide[out.length] = -1;
    negateDigits(wide);
    wide.negative = true;
    return trimmed(wide);
  }
  return trimmed(out);
}
