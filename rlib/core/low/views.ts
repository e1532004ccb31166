// Typed arrays that share memory, and DataViews: windows on the bytes of an ArrayBuffer. Low-level dialect (see
// intrinsics.ts). Lengths count elements, offsets bytes.

import type { float, int } from "../../ints.ts";
import {
  and64,
  bitsFloat,
  copyItems,
  external,
  fail,
  floatBits,
  hasField,
  type Items,
  newItems,
  newLike,
  or64,
  shl64,
  ushr64,
} from "./intrinsics.ts";

/** A window. */
export interface View {
  length: int;
  offset: int;
  buffer: Items<int>;
}

/** Where `size` bytes at a place of a DataView begin in its buffer. */
export function view_place(a: View, at: int, size: int): int {
  if (at < 0 || at + size > a.length) fail("viewPlace");
  return a.offset + at;
}

// ---- numbers of several bytes ----

function swap16(x: int): int {
  return or64(shl64(and64(x, 255), 8), ushr64(x, 8));
}

function swap32(x: int): int {
  return or64(shl64(swap16(and64(x, 65535)), 16), swap16(ushr64(x, 16)));
}

function swap64(x: int): int {
  return or64(shl64(swap32(and64(x, 4294967295)), 32), swap32(ushr64(x, 32)));
}

export function bytes_get16(buffer: Items<int>, at: int, little: boolean): int {
  const x = external<int>("bytes_load16", buffer, at);
  return little ? x : swap16(x);
}

export function bytes_get32(buffer: Items<int>, at: int, little: boolean): int {
  const x = external<int>("bytes_load32", buffer, at);
  return little ? x : swap32(x);
}

export function bytes_get64(buffer: Items<int>, at: int, little: boolean): int {
  const x = external<int>("bytes_load64", buffer, at);
  return little ? x : swap64(x);
}

export function bytes_set16(buffer: Items<int>, at: int, x: int, little: boolean): void {
  external<int>("bytes_store16", buffer, at, little ? x : swap16(and64(x, 65535)));
}

export function bytes_set32(buffer: Items<int>, at: int, x: int, little: boolean): void {
  external<int>("bytes_store32", buffer, at, little ? x : swap32(and64(x, 4294967295)));
}

export function bytes_set64(buffer: Items<int>, at: int, x: int, little: boolean): void {
  external<int>("bytes_store64", buffer, at, little ? x : swap64(x));
}

// There is one NaN: others stand for absent floats.

export function float_ofBits(bits: int): float {
  const x = bitsFloat(bits);
  return x === x ? x : bitsFloat(shl64(0x7ff8, 48));
}

export function float_toBits(x: float): int {
  return x === x ? floatBits(x) : shl64(0x7ff8, 48);
}

// ---- windows ----

function clampIndex(i: int, n: int): int {
  if (i < 0) return n + i < 0 ? 0 : n + i;
  return i > n ? n : i;
}

/** Elements [start, end) of the same memory. */
export function view_subarray(a: View, start: int, end: int, size: int): View {
  const from = clampIndex(start, a.length);
  const to = clampIndex(end, a.length);
  const out = newLike(a);
  out.length = to > from ? to - from : 0;
  out.offset = a.offset + from * size;
  out.buffer = a.buffer;
  return out;
}

/** Elements [start, end) in memory of their own. */
export function view_slice(a: View, start: int, end: int, size: int): View {
  const out = view_subarray(a, start, end, size);
  const n = out.length * size;
  const buffer: Items<int> = newItems<int>(a, "buffer", n);
  copyItems(a.buffer, out.offset, buffer, 0, n);
  out.offset = 0;
  out.buffer = buffer;
  return out;
}

/** `to.set(from, offset)` of arrays of one kind, which may overlap. */
export function typed_setSame(to: View, from: View, offset: int, size: int): void {
  if (offset < 0 || offset + from.length > to.length) fail("viewOffset");
  if (hasField(to, "buffer"))
    copyItems(from.buffer, from.offset, to.buffer, to.offset + offset * size, from.length * size);
  else copyItems(from, 0, to, offset, from.length);
}

/** `copyWithin(target, start, end)`. */
export function typed_moveWithin(a: View, target: int, start: int, end: int, size: int): void {
  const to = clampIndex(target, a.length);
  const from = clampIndex(start, a.length);
  const stop = clampIndex(end, a.length);
  let n = stop - from;
  if (n > a.length - to) n = a.length - to;
  if (n > 0) {
    if (hasField(a, "buffer"))
      copyItems(a.buffer, a.offset + from * size, a.buffer, a.offset + to * size, n * size);
    else copyItems(a, from, a, to, n);
  }
}

/** The window's bytes as a buffer of just these: its own, or a copy for the time of a call of C. */
export function view_bytes(a: View, size: int): Items<int> {
  const n = a.length * size;
  if (a.offset === 0 && n === a.buffer.length) return a.buffer;
  const buffer: Items<int> = newItems<int>(a, "buffer", n);
  copyItems(a.buffer, a.offset, buffer, 0, n);
  return buffer;
}

/** After the call. */
export function view_restore(a: View, bytes: Items<int>): void {
  if (bytes !== a.buffer) copyItems(bytes, 0, a.buffer, a.offset, bytes.length);
}
