// Methods of arrays that are written in the language itself. Each call site gets its own copy, so that element and
// callback types are those of the call. Named `array_method` after the method they implement.

import { appended, textRoom } from "./building.ts";
import { RangeError } from "./errors.ts";

function clampIndex(i: number, length: number): number {
  if (i < 0) return Math.max(length + i, 0);
  return Math.min(i, length);
}

/** @perCallSite */
export function array_shift<T>(a: T[]): T | undefined {
  const n = a.length;
  if (n === 0) return undefined;
  const first = a[0]!;
  for (let i = 1; i < n; i++) a[i - 1] = a[i]!;
  a.length = n - 1;
  return first;
}

/** @perCallSite */
export function array_unshift<T>(a: T[], x: T): number {
  a.push(x);
  for (let i = a.length - 1; i > 0; i--) a[i] = a[i - 1]!;
  a[0] = x;
  return a.length;
}

/** @perCallSite */
export function array_slice<T>(a: T[], start = 0, end = 9007199254740991): T[] {
  const n = a.length;
  const from = clampIndex(start, n);
  const to = clampIndex(end, n);
  const out: T[] = [];
  for (let i = from; i < to; i++) out.push(a[i]!);
  return out;
}

/** @perCallSite */
export function array_concat<T>(a: T[], b: T[]): T[] {
  const out: T[] = [];
  for (const x of a) out.push(x);
  for (const x of b) out.push(x);
  return out;
}

/** @perCallSite */
export function array_splice<T>(a: T[], start: number, count = 9007199254740991): T[] {
  const n = a.length;
  const from = clampIndex(start, n);
  const gone = Math.max(0, Math.min(count, n - from));
  const out: T[] = [];
  for (let i = from; i < from + gone; i++) out.push(a[i]!);
  for (let i = from + gone; i < n; i++) a[i - gone] = a[i]!;
  a.length = n - gone;
  return out;
}

/** @perCallSite */
export function array_indexOf<T>(a: T[], x: T, start = 0): number {
  for (let i = clampIndex(start, a.length); i < a.length; i++) if (a[i]! === x) return i;
  return -1;
}

/** @perCallSite */
export function array_lastIndexOf<T>(a: T[], x: T, start = 9007199254740991): number {
  const last = start < 0 ? a.length + start : Math.min(start, a.length - 1);
  for (let i = last; i >= 0; i--) if (a[i]! === x) return i;
  return -1;
}

/** @perCallSite */
export function array_includes<T>(a: T[], x: T, start = 0): boolean {
  for (let i = clampIndex(start, a.length); i < a.length; i++) {
    const y = a[i]!;
    if (y === x || (y !== y && x !== x)) return true;
  }
  return false;
}

/** @perCallSite */
export function array_reverse<T>(a: T[]): T[] {
  let i = 0;
  let j = a.length - 1;
  while (i < j) {
    const t = a[i]!;
    a[i] = a[j]!;
    a[j] = t;
    i++;
    j--;
  }
  return a;
}

/** @perCallSite */
export function array_fill<T>(a: T[], x: T, start = 0, end = 9007199254740991): T[] {
  const n = a.length;
  const to = clampIndex(end, n);
  for (let i = clampIndex(start, n); i < to; i++) a[i] = x;
  return a;
}

/**
 * `new Array(n).fill(x)`.
 * @perCallSite
 */
export function Array_filled<T>(n: number, x: T): T[] {
  const out: T[] = [];
  for (let i = 0; i < n; i++) out.push(x);
  return out;
}

/** @perCallSite */
export function array_join<T>(a: T[], separator = ","): string {
  const n = a.length;
  if (n === 0) return "";
  let size = separator.length * (n - 1);
  for (let i = 0; i < n; i++) {
    const x = a[i];
    size += typeof x === "string" ? x.length : 8;
  }
  let text = textRoom(size);
  for (let i = 0; i < a.length; i++) {
    if (i > 0) text = appended(text, separator);
    const x = a[i];
    if (x === undefined || x === null) continue;
    text = appended(text, `${x}`);
  }
  return text;
}

/** @perCallSite */
export function array_toString<T>(a: T[]): string {
  return array_join(a);
}

/** @perCallSite */
export function array_forEach<T>(a: T[], f: (x: T, i: number, a: T[]) => void): void {
  for (let i = 0; i < a.length; i++) f(a[i]!, i, a);
}

/** @perCallSite */
export function array_map<T, U>(a: T[], f: (x: T, i: number, a: T[]) => U): U[] {
  const out: U[] = [];
  for (let i = 0; i < a.length; i++) out.push(f(a[i]!, i, a));
  return out;
}

/** @perCallSite */
export function array_filter<T>(a: T[], f: (x: T, i: number, a: T[]) => boolean): T[] {
  const out: T[] = [];
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    if (f(x, i, a)) out.push(x);
  }
  return out;
}

/** @perCallSite */
export function array_some<T>(a: T[], f: (x: T, i: number, a: T[]) => boolean): boolean {
  for (let i = 0; i < a.length; i++) if (f(a[i]!, i, a)) return true;
  return false;
}

/** @perCallSite */
export function array_every<T>(a: T[], f: (x: T, i: number, a: T[]) => boolean): boolean {
  for (let i = 0; i < a.length; i++) if (!f(a[i]!, i, a)) return false;
  return true;
}

/** @perCallSite */
export function array_find<T>(a: T[], f: (x: T, i: number, a: T[]) => boolean): T | undefined {
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    if (f(x, i, a)) return x;
  }
  return undefined;
}

/** @perCallSite */
export function array_findIndex<T>(a: T[], f: (x: T, i: number, a: T[]) => boolean): number {
  for (let i = 0; i < a.length; i++) if (f(a[i]!, i, a)) return i;
  return -1;
}

/** @perCallSite */
export function array_reduce<T, U>(a: T[], f: (acc: U, x: T, i: number, a: T[]) => U, start: U): U {
  let acc = start;
  for (let i = 0; i < a.length; i++) acc = f(acc, a[i]!, i, a);
  return acc;
}

/**
 * Without comparator, by the elements' text, as JavaScript does.
 * @perCallSite
 */
export function array_sort<T>(a: T[], compare?: (x: T, y: T) => number): T[] {
  const n = undefinedLast(a);
  if (compare === undefined)
    return mergeSort(a, n, (x, y) => {
      const s = `${x}`;
      const t = `${y}`;
      return s < t ? -1 : s > t ? 1 : 0;
    });
  return mergeSort(a, n, compare);
}

/**
 * Moves what is undefined to the end, where JavaScript sorts it without asking; how many others there are.
 * @perCallSite
 */
function undefinedLast<T>(a: T[]): number {
  let n = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    if (x === undefined) continue;
    if (n < i) {
      const gap = a[n]!;
      a[n] = x;
      a[i] = gap;
    }
    n++;
  }
  return n;
}

/**
 * Bottom-up merge sort of the first n: stable, as JavaScript asks.
 * @perCallSite
 */
function mergeSort<T>(a: T[], n: number, compare: (x: T, y: T) => number): T[] {
  let from = array_slice(a);
  let to = array_slice(a);
  for (let width = 1; width < n; width *= 2) {
    for (let lo = 0; lo < n; lo += 2 * width) {
      const mid = Math.min(lo + width, n);
      const hi = Math.min(lo + 2 * width, n);
      let i = lo;
      let j = mid;
      for (let k = lo; k < hi; k++) {
        if (i < mid && (j >= hi || compare(from[i]!, from[j]!) <= 0)) {
          to[k] = from[i]!;
          i++;
        } else {
          to[k] = from[j]!;
          j++;
        }
      }
    }
    const t = from;
    from = to;
    to = t;
  }
  for (let i = 0; i < n; i++) a[i] = from[i]!;
  return a;
}

/** @perCallSite */
export function array_at<T>(a: T[], i: number): T | undefined {
  const k = i < 0 ? a.length + i : i;
  if (k < 0 || k >= a.length) return undefined;
  return a[k]!;
}

/** @perCallSite */
export function map_forEach<K, V>(m: Map<K, V>, f: (v: V, k: K, m: Map<K, V>) => void): void {
  for (const [k, v] of m) f(v, k, m);
}

/** @perCallSite */
export function set_forEach<K>(s: Set<K>, f: (v: K, k: K, s: Set<K>) => void): void {
  for (const k of s) f(k, k, s);
}

/** @perCallSite */
export function typed_fill(a: Uint8Array, x: number, start = 0, end = 9007199254740991): Uint8Array {
  const n = a.length;
  const to = clampIndex(end, n);
  for (let i = clampIndex(start, n); i < to; i++) a[i] = x;
  return a;
}

/**
 * `Array.from({ length: n }, f)`.
 * @perCallSite
 */
export function Array_generated<T>(n: number, f: (x: undefined, i: number) => T): T[] {
  const out: T[] = [];
  for (let i = 0; i < n; i++) out.push(f(undefined, i));
  return out;
}

/**
 * `[...map.keys()]`.
 * @perCallSite
 */
export function array_appendKeys<K, V>(a: K[], more: Map<K, V>): void {
  for (const k of more.keys()) a.push(k);
}

/**
 * `[...map.values()]`.
 * @perCallSite
 */
export function array_appendValues<K, V>(a: V[], more: Map<K, V>): void {
  for (const v of more.values()) a.push(v);
}

/**
 * `[...string]`: its characters.
 * @perCallSite
 */
export function array_appendString(a: string[], more: string): void {
  for (const c of more) a.push(c);
}

/**
 * `new Set(array)`.
 * @perCallSite
 */
export function set_addAll<K>(s: Set<K>, more: K[]): void {
  for (const x of more) s.add(x);
}

/**
 * `new Set(set)`.
 * @perCallSite
 */
export function set_addSet<K>(s: Set<K>, more: Set<K>): void {
  for (const x of more) s.add(x);
}

/**
 * `new Uint8Array(array)`, and of every other element type.
 * @perCallSite
 */
export function typed_setAll(a: Uint8Array, from: number[]): void {
  for (let i = 0; i < a.length; i++) a[i] = from[i]!;
}

/**
 * `typed.set(from, offset)`.
 * @perCallSite
 */
export function typed_set(a: Uint8Array, from: number[], offset = 0): void {
  if (offset < 0 || offset + from.length > a.length) throw new RangeError("offset is out of bounds");
  for (let i = 0; i < from.length; i++) a[offset + i] = from[i]!;
}

/**
 * `[...more]` and `push(...more)`.
 * @perCallSite
 */
export function array_appendAll<T>(a: T[], more: T[]): void {
  const n = more.length;
  for (let i = 0; i < n; i++) a.push(more[i]!);
}

/**
 * `[...set]`.
 * @perCallSite
 */
export function array_appendSet<T>(a: T[], more: Set<T>): void {
  for (const x of more) a.push(x);
}
