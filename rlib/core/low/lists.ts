// Arrays: growth, push, pop, stores at and beyond the end, length. Low-level dialect (see intrinsics.ts).

import type { int } from "../../ints.ts";
import {
  clearItems,
  copyItems,
  fail,
  type Items,
  type List,
  newArrayLike,
  newItems,
  newLike,
} from "./intrinsics.ts";

/** Makes room for at least n items; capacity grows by a half, so pushes are amortised constant. */
function grow<T>(l: List<T>, n: int): void {
  const old = l.items;
  let capacity = old.length + (old.length >> 1) + 4;
  if (capacity < n) capacity = n;
  const items: Items<T> = newItems<T>(l, "items", capacity);
  copyItems(old, 0, items, 0, l.length);
  l.items = items;
}

/** @known */
export function list_push<T>(l: List<T>, x: T): void {
  const n = l.length;
  if (n === l.items.length) grow(l, n + 1);
  l.items[n] = x;
  l.length = n + 1;
}

/**
 * The last element, taken off; the list is not empty.
 * @known
 */
export function list_popLast<T>(l: List<T>): T {
  const n = l.length - 1;
  const x = l.items[n]!;
  clearItems(l.items, n, 1);
  l.length = n;
  return x;
}

/** A store outside the list: appends at its end, raises anywhere else. */
export function list_setBeyond<T>(l: List<T>, i: int, x: T): void {
  if (i !== l.length) fail("index");
  list_push(l, x);
}

export function list_setLength<T>(l: List<T>, n: int): void {
  if (n < 0 || n > l.length) fail("length");
  clearItems(l.items, n, l.length - n);
  l.length = n;
}

/** `new Array(n)`: a fresh list gets n times the given item. */
export function list_fillNew<T>(l: List<T>, n: int, x: T): void {
  if (n < 0) fail("length");
  l.items = newItems<T>(l, "items", n);
  for (let i = 0; i < n; i++) l.items[i] = x;
  l.length = n;
}

/** A fresh list of the elements from `start` on. */
export function list_from<T>(l: List<T>, start: int): List<T> {
  const n = l.length > start ? l.length - start : 0;
  const out = newLike(l);
  out.items = newItems<T>(l, "items", n);
  if (n > 0) copyItems(l.items, start, out.items, 0, n);
  out.length = n;
  return out;
}

export function list_append<T>(l: List<T>, more: List<T>): void {
  for (let i = 0; i < more.length; i++) list_push(l, more.items[i]!);
}

function clampIndex(i: int, n: int): int {
  if (i < 0) return n + i < 0 ? 0 : n + i;
  return i > n ? n : i;
}

/** Items [start, end) of a typed array, in one of the same kind. */
export function typed_slice<T>(a: Items<T>, start: int, end: int): Items<T> {
  const from = clampIndex(start, a.length);
  const to = clampIndex(end, a.length);
  const n = to > from ? to - from : 0;
  const out = newArrayLike(a, n);
  copyItems(a, from, out, 0, n);
  return out;
}
