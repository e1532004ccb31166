// Integers of any size: what a bigint is in the binary where it is no machine word. Sign and magnitude; the magnitude
// is unsigned digits of 64 bits, the lowest first, without leading zeros; 0 has none and is not negative. Bigints never
// change once they have left the function that makes them. Here: making them, comparison, sums; low-level dialect.

import type { int } from "../../ints.ts";
import { bit, clz32, copyItems, fail, newBig, shl64, ult, ushr64 } from "./intrinsics.ts";
import type { Big } from "./intrinsics.ts";

/** V8's limit: larger numbers are a RangeError. */
const MAX_BITS = 1073741824;

const NO_BIG = null as unknown as Big;

// ---- making ----

/** Without leading zeros; `a` is fresh. */
export function trimmed(a: Big): Big {
  let n = a.length;
  while (n > 0 && a[n - 1]! === 0) n = n - 1;
  if (n === a.length) return a;
  const out = newBig(n);
  copyItems(a, 0, out, 0, n);
  out.negative = n > 0 && a.negative;
  return out;
}

/** Of 64 bits without sign. */
export function ofMagnitude(m: int, negative: boolean): Big {
  if (m === 0) return newBig(0);
  const out = newBig(1);
  out[0] = m;
  out.negative = negative;
  return out;
}

export function big_fromI64(n: int): Big {
  return ofMagnitude(n < 0 ? -n : n, n < 0);
}

export function big_fromU64(n: int): Big {
  return ofMagnitude(n, false);
}

/** The lowest 64 bits of two's complement. */
export function big_low64(a: Big): int {
  if (a.length === 0) return 0;
  return a.negative ? -a[0]! : a[0]!;
}

function withSign(a: Big, negative: boolean): Big {
  if (a.negative === negative || a.length === 0) return a;
  const out = newBig(a.length);
  copyItems(a, 0, out, 0, a.length);
  out.negative = negative;
  return out;
}

/** Of 64 bits that are not all 0. */
export function leadingZeros(x: int): int {
  const high = ushr64(x, 32);
  return high !== 0 ? clz32(high) : 32 + clz32(x);
}

export function bitLength(a: Big): int {
  const n = a.length;
  return n === 0 ? 0 : n * 64 - leadingZeros(a[n - 1]!);
}

/** As a shift count: far away where it is large. */
export function big_toCount(a: Big): int {
  const far = shl64(1, 62);
  let size = a.length === 0 ? 0 : a[0]!;
  if (a.length > 1 || ult(far, size)) size = far;
  return a.negative ? -size : size;
}

// ---- comparison ----

export function compareMagnitudes(a: Big, b: Big): int {
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  let i = a.length - 1;
  while (i >= 0 && a[i]! === b[i]!) i = i - 1;
  if (i < 0) return 0;
  return ult(a[i]!, b[i]!) ? -1 : 1;
}

export function big_compare(a: Big, b: Big): int {
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  return a.negative ? compareMagnitudes(b, a) : compareMagnitudes(a, b);
}

/** With an int of 64 bits. */
export function big_compareInt(a: Big, n: int): int {
  const negative = n < 0;
  if (a.negative !== negative) return a.negative ? -1 : 1;
  const size = negative ? -n : n;
  const own = a.length === 0 ? 0 : a[0]!;
  if (a.length <= 1 && own === size) return 0;
  const smaller = a.length <= 1 && ult(own, size);
  return smaller === negative ? 1 : -1;
}

/** Also of absent ones: null is equal to null, and the object that stands for undefined (a negative 0) to itself. */
export function big_equal(a: Big, b: Big): boolean {
  if (a === b) return true;
  if (a === NO_BIG || b === NO_BIG || a.negative !== b.negative) return false;
  return compareMagnitudes(a, b) === 0;
}

// ---- sums ----

function addMagnitudes(a: Big, b: Big, negative: boolean): Big {
  const x = a.length < b.length ? b : a;
  const y = a.length < b.length ? a : b;
  const n = x.length;
  const m = y.length;
  if (n === 0) return x;
  // Room for a carry where the highest digits may give one.
  const top = ushr64(x[n - 1]!, 1) + (m === n ? ushr64(y[n - 1]!, 1) : 0);
  const out = newBig(top >= 0 && top < shl64(1, 62) ? n : n + 1);
  let carry = 0;
  for (let i = 0; i < m; i++) {
    const s = x[i]! + y[i]!;
    const t = s + carry;
    carry = bit(ult(s, y[i]!)) + bit(ult(t, s));
    out[i] = t;
  }
  for (let i = m; i < n; i++) {
    const t = x[i]! + carry;
    carry = bit(ult(t, carry));
    out[i] = t;
  }
  if (out.length > n) out[n] = carry;
  out.negative = negative;
  return trimmed(out);
}

/** a - b, where a is not smaller. */
function subtractMagnitudes(a: Big, b: Big, negative: boolean): Big {
  const n = a.length;
  const m = b.length;
  const out = newBig(n);
  let borrow = 0;
  for (let i = 0; i < m; i++) {
    const d = a[i]! - b[i]!;
    const wrapped = bit(ult(a[i]!, b[i]!));
    out[i] = d - borrow;
    borrow = wrapped + bit(ult(d, borrow));
  }
  for (let i = m; i < n; i++) {
    const d = a[i]!;
    out[i] = d - borrow;
    borrow = bit(ult(d, borrow));
  }
  out.negative = negative;
  return trimmed(out);
}

function sum(a: Big, b: Big, bNegative: boolean): Big {
  if (a.negative === bNegative) return addMagnitudes(a, b, bNegative);
  if (compareMagnitudes(a, b) >= 0) return subtractMagnitudes(a, b, a.negative);
  return subtractMagnitudes(b, a, bNegative);
}

function limited(a: Big): Big {
  if (a.length * 64 > MAX_BITS) fail("bigSize");
  return a;
}

export function big_add(a: Big, b: Big): Big {
  return limited(sum(a, b, b.negative));
}

export function big_sub(a: Big, b: Big): Big {
  return limited(sum(a, b, b.length > 0 && !b.negative));
}

export function big_neg(a: Big): Big {
  return withSign(a, !a.negative);
}

/** ~a is -a - 1. */
export function big_not(a: Big): Big {
  return a.negative ? subtractMagnitudes(a, big_fromU64(1), false) : addMagnitudes(a, big_fromU64(1), true);
}
