// Further methods of typed arrays; ECMAScript, section 23.2.3. Each call site gets its own copy, as in arrays.ts.

import { RangeError, TypeError } from "./errors.ts";

/** @perCallSite */
export function typed_find(
  a: Uint8Array,
  f: (x: number, i: number, a: Uint8Array) => boolean,
): number | undefined {
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    if (f(x, i, a)) return x;
  }
  return undefined;
}

/** @perCallSite */
export function typed_findLast(
  a: Uint8Array,
  f: (x: number, i: number, a: Uint8Array) => boolean,
): number | undefined {
  for (let i = a.length - 1; i >= 0; i--) {
    const x = a[i]!;
    if (f(x, i, a)) return x;
  }
  return undefined;
}

/** @perCallSite */
export function typed_findLastIndex(
  a: Uint8Array,
  f: (x: number, i: number, a: Uint8Array) => boolean,
): number {
  for (let i = a.length - 1; i >= 0; i--) if (f(a[i]!, i, a)) return i;
  return -1;
}

/**
 * `reduce` without a start.
 * @perCallSite
 */
export function typed_reduceAll(
  a: Uint8Array,
  f: (acc: number, x: number, i: number, a: Uint8Array) => number,
): number {
  if (a.length === 0) throw new TypeError("Reduce of empty array with no initial value");
  let acc: number = a[0]!;
  for (let i = 1; i < a.length; i++) acc = f(acc, a[i]!, i, a);
  return acc;
}

/** @perCallSite */
export function typed_reduceRight<U>(
  a: Uint8Array,
  f: (acc: U, x: number, i: number, a: Uint8Array) => U,
  start: U,
): U {
  let acc = start;
  for (let i = a.length - 1; i >= 0; i--) acc = f(acc, a[i]!, i, a);
  return acc;
}

/**
 * `reduceRight` without a start.
 * @perCallSite
 */
export function typed_reduceRightAll(
  a: Uint8Array,
  f: (acc: number, x: number, i: number, a: Uint8Array) => number,
): number {
  const last = a.length - 1;
  if (last < 0) throw new TypeError("Reduce of empty array with no initial value");
  let acc: number = a[last]!;
  for (let i = last - 1; i >= 0; i--) acc = f(acc, a[i]!, i, a);
  return acc;
}

/** @perCallSite */
export function typed_with(a: Uint8Array, index: number, x: number): Uint8Array {
  const i = index < 0 ? a.length + index : index;
  if (i < 0 || i >= a.length) throw new RangeError("Invalid typed array index");
  const out = a.slice();
  out[i] = x;
  return out;
}

/** @perCallSite */
export function typed_toString(a: Uint8Array): string {
  return a.join(",");
}
