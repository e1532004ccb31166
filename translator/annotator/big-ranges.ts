// What is known of the size of bigints: a finite lattice, by which the rtyper gives most of them one machine word.
//
//   u53 ─ i53 ─────── i64 ─ any      uN: 0 up to 2^N-1 · i53: within ±(2^53-1) · i64: -2^63 up to 2^63-1
//     └── u63 ─┬──────┘    │         any: of any size
//              └─ u64 ─────┘
//
// A range is a word if one 64-bit register holds all of it; `mod` is no annotation but the rtyper's own: the low 64 bits
// of a value of which nobody wants more (rtyper/modular.ts). The functions below give the range of each operation's
// result; they are monotone.

export type BigRange = "u53" | "i53" | "u63" | "i64" | "u64" | "any" | "mod";

interface Shape {
  readonly negative: boolean;
  /** 64 of numbers that are not negative: u64. Infinity: any size. */
  readonly bits: number;
}

const SHAPES: Readonly<Record<BigRange, Shape>> = {
  u53: { negative: false, bits: 53 },
  i53: { negative: true, bits: 53 },
  u63: { negative: false, bits: 63 },
  i64: { negative: true, bits: 63 },
  u64: { negative: false, bits: 64 },
  any: { negative: true, bits: Infinity },
  mod: { negative: true, bits: Infinity },
};

/** The least range of this shape. */
function rangeOf(negative: boolean, bits: number): BigRange {
  if (negative) return bits <= 53 ? "i53" : bits <= 63 ? "i64" : "any";
  return bits <= 53 ? "u53" : bits <= 63 ? "u63" : bits <= 64 ? "u64" : "any";
}

export function joinRanges(a: BigRange, b: BigRange): BigRange {
  const [x, y] = [SHAPES[a], SHAPES[b]];
  return rangeOf(x.negative || y.negative, Math.max(x.bits, y.bits));
}

/** Are all values of `a` also in `b`? */
export function isWithin(a: BigRange, b: BigRange): boolean {
  return joinRanges(a, b) === b;
}

export function rangeOfConstant(n: bigint): BigRange {
  const size = n < 0n ? -n : n;
  if (size < 2n ** 53n) return n < 0n ? "i53" : "u53";
  if (n < 0n) return n >= -(2n ** 63n) ? "i64" : "any";
  return n < 2n ** 63n ? "u63" : n < 2n ** 64n ? "u64" : "any";
}

export function isWord(a: BigRange): boolean {
  return a !== "any";
}

/** Do the signed comparisons and divisions of words mean this range? */
export function isSigned(a: BigRange): boolean {
  return a !== "u64" && a !== "any" && a !== "mod";
}

/** Do the unsigned ones? */
export function isUnsigned(a: BigRange): boolean {
  return a === "u53" || a === "u63" || a === "u64";
}

/** Can signed or unsigned operations of words divide and compare the two? */
export function isOneSign(a: BigRange, b: BigRange): boolean {
  return (isSigned(a) && isSigned(b)) || (isUnsigned(a) && isUnsigned(b));
}

export function sumRange(a: BigRange, b: BigRange): BigRange {
  if (a === "u53" && b === "u53") return "u63";
  return isWithin(a, "i53") && isWithin(b, "i53") ? "i64" : "any";
}

export function differenceRange(a: BigRange, b: BigRange): BigRange {
  return isWithin(a, "i53") && isWithin(b, "i53") ? "i64" : "any";
}

export function quotientRange(a: BigRange, b: BigRange): BigRange {
  if (!isOneSign(a, b)) return "any";
  const { negative, bits } = SHAPES[a];
  // -2^63 / -1 is the one quotient that is larger than its dividend.
  if (a === "i64" && SHAPES[b].negative) return "any";
  return rangeOf(negative || SHAPES[b].negative, bits);
}

export function remainderRange(a: BigRange, b: BigRange): BigRange {
  const [x, y] = [SHAPES[a], SHAPES[b]];
  return rangeOf(x.negative, Math.min(x.bits, y.bits));
}

export function negationRange(a: BigRange): BigRange {
  return isWithin(a, "i53") ? "i53" : a === "u63" ? "i64" : "any";
}

export function complementRange(a: BigRange): BigRange {
  return isSigned(a) ? "i64" : "any";
}

export function andRange(a: BigRange, b: BigRange): BigRange {
  for (const r of ["u53", "u63", "u64"] as const) if (a === r || b === r) return r;
  return a === "any" || b === "any" ? "any" : "i64";
}

/** `|` and `^`. */
export function orRange(a: BigRange, b: BigRange): BigRange {
  if (isUnsigned(a) && isUnsigned(b)) return joinRanges(a, b);
  return isSigned(a) && isSigned(b) ? "i64" : "any";
}

/** `>>`; `by` is the count if it is known. */
export function rightShiftRange(a: BigRange, count: BigRange, by: bigint | null): BigRange {
  if (a === "any" || !isUnsigned(count)) return "any";
  const { negative, bits } = SHAPES[a];
  // What was -2^63 is -2^53 after ten places, which is no i53.
  const left = bits - (by === null ? 0 : Number(BigInt.asUintN(20, by))) + (a === "i64" ? 1 : 0);
  return by === null ? a : rangeOf(negative, Math.min(bits, left));
}

/** BigInt.asIntN(bits, a). */
export function signedRange(bits: number, a: BigRange): BigRange {
  if (bits >= 64 && isSigned(a)) return a;
  return bits <= 53 ? "i53" : bits <= 64 ? "i64" : "any";
}

/** BigInt.asUintN(bits, a). */
export function unsignedRange(bits: number, a: BigRange): BigRange {
  if (isUnsigned(a) && bits >= SHAPES[a].bits) return a;
  return bits <= 53 ? "u53" : bits <= 63 ? "u63" : bits <= 64 ? "u64" : "any";
}
