// Methods of arrays that search from the end, flatten, or give a changed copy. Each call site gets its own copy, as in
// arrays.ts; ECMAScript, section 23.1.3.

import { array_reverse, array_slice, array_sort, array_splice } from "./arrays.ts";
import { RangeError, TypeError } from "./errors.ts";

function relative(i: number, length: number): number {
  if (i < 0) return Math.max(length + i, 0);
  return Math.min(i, length);
}

/** @perCallSite */
export function array_findLast<T>(a: T[], f: (x: T, i: number, a: T[]) => boolean): T | undefined {
  for (let i = a.length - 1; i >= 0; i--) {
    const x = a[i]!;
    if (f(x, i, a)) return x;
  }
  return undefined;
}

/** @perCallSite */
export function array_findLastIndex<T>(a: T[], f: (x: T, i: number, a: T[]) => boolean): number {
  for (let i = a.length - 1; i >= 0; i--) if (f(a[i]!, i, a)) return i;
  return -1;
}

/** @perCallSite */
export function array_reduceRight<T, U>(a: T[], f: (acc: U, x: T, i: number, a: T[]) => U, start: U): U {
  let acc = start;
  for (let i = a.length - 1; i >= 0; i--) acc = f(acc, a[i]!, i, a);
  return acc;
}

/**
 * `reduce` without a start.
 * @perCallSite
 */
export function array_reduceAll<T>(a: T[], f: (acc: T, x: T, i: number, a: T[]) => T): T {
  if (a.length === 0) throw new TypeError("Reduce of empty array with no initial value");
  let acc: T = a[0]!;
  for (let i = 1; i < a.length; i++) acc = f(acc, a[i]!, i, a);
  return acc;
}

/**
 * `reduceRight` without a start.
 * @perCallSite
 */
export function array_reduceRightAll<T>(a: T[], f: (acc: T, x: T, i: number, a: T[]) => T): T {
  const last = a.length - 1;
  if (last < 0) throw new TypeError("Reduce of empty array with no initial value");
  let acc: T = a[last]!;
  for (let i = last - 1; i >= 0; i--) acc = f(acc, a[i]!, i, a);
  return acc;
}

/**
 * One level; deeper ones have other types.
 * @perCallSite
 */
export function array_flat<T>(a: T[][]): T[] {
  const out: T[] = [];
  for (const part of a) for (const x of part) out.push(x);
  return out;
}

/** @perCallSite */
export function array_flatMap<T, U>(a: T[], f: (x: T, i: number, a: T[]) => U[]): U[] {
  const out: U[] = [];
  for (let i = 0; i < a.length; i++) for (const x of f(a[i]!, i, a)) out.push(x);
  return out;
}

/** @perCallSite */
export function array_copyWithin<T>(a: T[], target: number, start: number, end = 9007199254740991): T[] {
  const n = a.length;
  const to = relative(target, n);
  const from = relative(start, n);
  const count = Math.min(relative(end, n) - from, n - to);
  if (from < to) for (let i = count - 1; i >= 0; i--) a[to + i] = a[from + i]!;
  else for (let i = 0; i < count; i++) a[to + i] = a[from + i]!;
  return a;
}

/** @perCallSite */
export function array_toReversed<T>(a: T[]): T[] {
  return array_reverse(array_slice(a));
}

/** @perCallSite */
export function array_toSorted<T>(a: T[], compare?: (x: T, y: T) => number): T[] {
  return array_sort(array_slice(a), compare);
}

/** @perCallSite */
export function array_toSpliced<T>(a: T[], start: number, count = 9007199254740991, ...items: T[]): T[] {
  const out = array_slice(a);
  array_spliceList(out, start, count, items);
  return out;
}

/**
 * `splice` with elements to put in.
 * @perCallSite
 */
export function array_spliceIn<T>(a: T[], start: number, count: number, ...items: T[]): T[] {
  return array_spliceList(a, start, count, items);
}

/** @perCallSite */
function array_spliceList<T>(a: T[], start: number, count: number, items: T[]): T[] {
  const from = relative(start, a.length);
  const gone = array_splice(a, from, count);
  const more = items.length;
  const moved = a.length - from;
  if (more === 0) return gone;
  for (const x of items) a.push(x);
  for (let i = moved - 1; i >= 0; i--) a[from + more + i] = a[from + i]!;
  for (let i = 0; i < more; i++) a[from + i] = items[i]!;
  return gone;
}

/**
 * `concat` of none or several arrays.
 * @perCallSite
 */
export function array_concatAll<T>(a: T[], ...more: T[][]): T[] {
  const out = array_slice(a);
  for (const b of more) for (const x of b) out.push(x);
  return out;
}

/**
 * `concat(...lists)`.
 * @perCallSite
 */
export function array_concatLists<T>(a: T[], lists: T[][]): T[] {
  const out = array_slice(a);
  for (const b of lists) for (const x of b) out.push(x);
  return out;
}

/**
 * `unshift` of none or several elements.
 * @perCallSite
 */
export function array_unshiftAll<T>(a: T[], ...items: T[]): number {
  array_spliceList(a, 0, 0, items);
  return a.length;
}

/** @perCallSite */
export function array_with<T>(a: T[], index: number, x: T): T[] {
  const i = index < 0 ? a.length + index : index;
  if (i < 0 || i >= a.length) throw new RangeError("Invalid index");
  const out = array_slice(a);
  out[i] = x;
  return out;
}

/** @perCallSite */
export function typed_at(a: Uint8Array, i: number): number | undefined {
  const k = i < 0 ? a.length + i : i;
  return k < 0 || k >= a.length ? undefined : a[k]!;
}

/** @perCallSite */
export function typed_indexOf(a: Uint8Array, x: number, start = 0): number {
  for (let i = relative(start, a.length); i < a.length; i++) if (a[i]! === x) return i;
  return -1;
}

/** @perCallSite */
export function typed_lastIndexOf(a: Uint8Array, x: number, start = 9007199254740991): number {
  for (let i = start < 0 ? a.length + start : Math.min(start, a.length - 1); i >= 0; i--)
    if (a[i]! === x) return i;
  return -1;
}

/** @perCallSite */
export function typed_includes(a: Uint8Array, x: number, start = 0): boolean {
  for (let i = relative(start, a.length); i < a.length; i++) {
    const y = a[i]!;
    if (y === x || (y !== y && x !== x)) return true;
  }
  return false;
}

/** @perCallSite */
export function typed_join(a: Uint8Array, separator = ","): string {
  let text = "";
  for (let i = 0; i < a.length; i++) text = i === 0 ? `${a[i]!}` : `${text}${separator}${a[i]!}`;
  return text;
}

/** @perCallSite */
export function typed_reverse(a: Uint8Array): Uint8Array {
  let j = a.length - 1;
  for (let i = 0; i < j; i++) {
    const t = a[i]!;
    a[i] = a[j]!;
    a[j] = t;
    j--;
  }
  return a;
}

/** @perCallSite */
export function typed_forEach(a: Uint8Array, f: (x: number, i: number, a: Uint8Array) => void): void {
  for (let i = 0; i < a.length; i++) f(a[i]!, i, a);
}

/** @perCallSite */
export function typed_some(a: Uint8Array, f: (x: number, i: number, a: Uint8Array) => boolean): boolean {
  for (let i = 0; i < a.length; i++) if (f(a[i]!, i, a)) return true;
  return false;
}

/** @perCallSite */
export function typed_every(a: Uint8Array, f: (x: number, i: number, a: Uint8Array) => boolean): boolean {
  for (let i = 0; i < a.length; i++) if (!f(a[i]!, i, a)) return false;
  return true;
}

/** @perCallSite */
export function typed_findIndex(a: Uint8Array, f: (x: number, i: number, a: Uint8Array) => boolean): number {
  for (let i = 0; i < a.length; i++) if (f(a[i]!, i, a)) return i;
  return -1;
}

/** @perCallSite */
export function typed_reduce<U>(
  a: Uint8Array,
  f: (acc: U, x: number, i: number, a: Uint8Array) => U,
  start: U,
): U {
  let acc = start;
  for (let i = 0; i < a.length; i++) acc = f(acc, a[i]!, i, a);
  return acc;
}

/** @perCallSite */
export function typed_map(a: Uint8Array, f: (x: number, i: number, a: Uint8Array) => number): Uint8Array {
  const out = a.slice();
  for (let i = 0; i < a.length; i++) out[i] = f(a[i]!, i, a);
  return out;
}

/** @perCallSite */
export function typed_filter(a: Uint8Array, f: (x: number, i: number, a: Uint8Array) => boolean): Uint8Array {
  const out = a.slice();
  let n = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    if (f(x, i, a)) {
      out[n] = x;
      n++;
    }
  }
  return out.slice(0, n);
}

/**
 * Without comparator by size: −0 before 0, NaN last.
 * @perCallSite
 */
export function typed_sort(a: Uint8Array, compare?: (x: number, y: number) => number): Uint8Array {
  const items: number[] = [];
  for (let i = 0; i < a.length; i++) items.push(a[i]!);
  // A function of its own for each call site: the elements are ints, floats or bigints.
  const bySize = (x: number | bigint, y: number | bigint): number => {
    if (x < y) return -1;
    if (x > y) return 1;
    return typeof x === "number" && typeof y === "number" ? unordered(x, y) : 0;
  };
  if (compare === undefined) items.sort(bySize);
  else items.sort(compare);
  for (let i = 0; i < a.length; i++) a[i] = items[i]!;
  return a;
}

function unordered(x: number, y: number): number {
  if (x === y) return x === 0 ? sign(x) - sign(y) : 0;
  return (x !== x ? 1 : 0) - (y !== y ? 1 : 0);
}

function sign(zero: number): number {
  return 1 / zero < 0 ? -1 : 1;
}

/** @perCallSite */
export function typed_toSorted(a: Uint8Array, compare?: (x: number, y: number) => number): Uint8Array {
  return typed_sort(a.slice(), compare);
}

/** @perCallSite */
export function typed_toReversed(a: Uint8Array): Uint8Array {
  return typed_reverse(a.slice());
}
