// Strings: flat Latin-1 or UTF-16, or a rope that becomes flat when first looked into. A string is Latin-1 whenever all
// its units fit a byte, so equal strings have equal form. Low-level dialect (see intrinsics.ts).

import type { int } from "../../ints.ts";
import {
  absentInt,
  asLatin1,
  asRope,
  asString,
  asUtf16,
  charStrings,
  copyItems,
  external,
  fail,
  type Flat,
  idiv,
  isLatin1,
  isRope,
  isUtf16,
  type Items,
  newLatin1,
  newRope,
  newStrings,
  newUtf16,
  type Rope,
  type Str,
} from "./intrinsics.ts";

/** Longest string, as in V8. */
const MAX_LENGTH = 536870888;
/** Concatenations shorter than this are carried out at once. */
const ROPE_LENGTH = 32;

const NONE = null as unknown as Str;

/** The same string, not a rope. */
export function string_flat(s: Str): Str {
  if (!isRope(s)) return s;
  const rope = asRope(s);
  if (rope.right === NONE) return rope.left;
  return flatten(rope);
}

function flatten(rope: Rope): Str {
  const n = rope.length;
  let flat: Str;
  if (hasWide(rope)) {
    const to = newUtf16(n);
    fillWide(rope, to);
    flat = asString(to);
  } else {
    const to = newLatin1(n);
    fillNarrow(rope, to);
    flat = asString(to);
  }
  flat.hash = rope.hash;
  rope.left = flat;
  rope.right = NONE;
  return flat;
}

/** What a rope's node stands for: the flat string if it has been made. */
function resolved(s: Str): Str {
  if (isRope(s)) {
    const r = asRope(s);
    if (r.right === NONE) return r.left;
  }
  return s;
}

// The three walks below go from the right end to the left with a stack of what is still to do. For text built by
// appending, which is deep on the left, the stack holds two entries at most; it grows for text built the other way.

function pushed(stack: Items<Str>, depth: int, s: Str): Items<Str> {
  let room = stack;
  if (depth === stack.length) {
    room = newStrings(depth * 2);
    copyItems(stack, 0, room, 0, depth);
  }
  room[depth] = s;
  return room;
}

function hasWide(rope: Rope): boolean {
  let stack = newStrings(16);
  stack[0] = asString(rope);
  let depth = 1;
  while (depth > 0) {
    depth = depth - 1;
    const s = resolved(stack[depth]!);
    if (isRope(s)) {
      stack = pushed(stack, depth, asRope(s).left);
      stack = pushed(stack, depth + 1, asRope(s).right);
      depth = depth + 2;
    } else if (isUtf16(s)) return true;
  }
  return false;
}

function fillNarrow(rope: Rope, to: Flat): void {
  let stack = newStrings(16);
  stack[0] = asString(rope);
  let depth = 1;
  let end = to.length;
  while (depth > 0) {
    depth = depth - 1;
    const s = resolved(stack[depth]!);
    if (isRope(s)) {
      stack = pushed(stack, depth, asRope(s).left);
      stack = pushed(stack, depth + 1, asRope(s).right);
      depth = depth + 2;
    } else {
      end = end - s.length;
      copyItems(asLatin1(s), 0, to, end, s.length);
    }
  }
}

function fillWide(rope: Rope, to: Flat): void {
  let stack = newStrings(16);
  stack[0] = asString(rope);
  let depth = 1;
  let end = to.length;
  while (depth > 0) {
    depth = depth - 1;
    const s = resolved(stack[depth]!);
    if (isRope(s)) {
      stack = pushed(stack, depth, asRope(s).left);
      stack = pushed(stack, depth + 1, asRope(s).right);
      depth = depth + 2;
    } else {
      end = end - s.length;
      copyWide(s, 0, s.length, to, end);
    }
  }
}

/** Units [from, from + n) of a flat string into a UTF-16 one. */
function copyWide(s: Str, from: int, n: int, to: Flat, at: int): void {
  if (isUtf16(s)) copyItems(asUtf16(s), from, to, at, n);
  else {
    const narrow = asLatin1(s);
    for (let i = 0; i < n; i++) to[at + i] = narrow[from + i]!;
  }
}

/** @known */
export function string_concat(a: Str, b: Str): Str {
  const n = a.length + b.length;
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  if (n < ROPE_LENGTH) return joined(string_flat(a), string_flat(b));
  if (n > MAX_LENGTH) fail("stringLength");
  const rope = newRope();
  rope.length = n;
  rope.left = a;
  rope.right = b;
  return asString(rope);
}

function joined(a: Str, b: Str): Str {
  const n = a.length + b.length;
  if (isLatin1(a) && isLatin1(b)) {
    const to = newLatin1(n);
    copyItems(asLatin1(a), 0, to, 0, a.length);
    copyItems(asLatin1(b), 0, to, a.length, b.length);
    return asString(to);
  }
  const to = newUtf16(n);
  copyWide(a, 0, a.length, to, 0);
  copyWide(b, 0, b.length, to, a.length);
  return asString(to);
}

/** Unit i of a flat string, in range. */
function unit(s: Str, i: int): int {
  if (isLatin1(s)) return asLatin1(s)[i]!;
  return asUtf16(s)[i]!;
}

/** The same for the functions that the front end makes for regular expressions. */
export function flat_unit(s: Str, i: int): int {
  return unit(s, i);
}

/** The first place from `from` on whose unit is no Latin-1 or has a 1 in the table of those; the length if none has. */
export function flat_find(s: Str, table: Items<int>, from: int): int {
  const n = s.length;
  let i = from;
  if (isLatin1(s)) {
    const narrow = asLatin1(s);
    while (i < n && table[narrow[i]!]! === 0) i = i + 1;
    return i;
  }
  const wide = asUtf16(s);
  while (i < n && wide[i]! < 256 && table[wide[i]!]! === 0) i = i + 1;
  return i;
}

/** @known */
export function string_charCodeAt(s: Str, i: int): int {
  if (i < 0 || i >= s.length) fail("index");
  return unit(string_flat(s), i);
}

/** The code point at i, or the optional int's `undefined`. */
export function string_codePointAt(s: Str, i: int): int {
  if (i < 0 || i >= s.length) return absentInt();
  const f = string_flat(s);
  const high = unit(f, i);
  if (high < 0xd800 || high > 0xdbff || i + 1 === f.length) return high;
  const low = unit(f, i + 1);
  if (low < 0xdc00 || low > 0xdfff) return high;
  return (high - 0xd800) * 1024 + (low - 0xdc00) + 65536;
}

function single(code: int): Str {
  if (code < 256) return charStrings()[code]!;
  const s = newUtf16(1);
  s[0] = code;
  return asString(s);
}

/** @known */
export function string_charAt(s: Str, i: int): Str {
  if (i < 0 || i >= s.length) return asString(newLatin1(0));
  return single(unit(string_flat(s), i));
}

/** `at`: counted from the end if negative; undefined outside. */
export function string_at(s: Str, i: int): Str {
  const at = i < 0 ? s.length + i : i;
  if (at < 0 || at >= s.length) return NONE;
  return single(unit(string_flat(s), at));
}

/** The whole character at i: two units where they are a surrogate pair. */
export function string_characterAt(s: Str, i: int): Str {
  const f = string_flat(s);
  const high = unit(f, i);
  if (high < 0xd800 || high > 0xdbff || i + 1 === f.length) return single(high);
  const low = unit(f, i + 1);
  if (low < 0xdc00 || low > 0xdfff) return single(high);
  return part(f, i, i + 2);
}

export function String_fromCharCode(code: int): Str {
  return single(code & 65535);
}

export function String_fromCodePoint(code: int): Str {
  if (code < 0 || code > 1114111) fail("codePoint");
  if (code < 65536) return single(code);
  const s = newUtf16(2);
  s[0] = 0xd800 + ((code - 65536) >> 10);
  s[1] = 0xdc00 + ((code - 65536) & 1023);
  return asString(s);
}

/**
 * Units [from, to) of a flat string, in range.
 * @known
 */
export function part(s: Str, from: int, to: int): Str {
  const n = to - from;
  if (n === s.length) return s;
  if (n === 1) return single(unit(s, from));
  if (isLatin1(s)) {
    const narrow = newLatin1(n);
    copyItems(asLatin1(s), from, narrow, 0, n);
    return asString(narrow);
  }
  return narrowed(asUtf16(s), from, n);
}

/** A part of UTF-16 text, in the form that fits it. */
function narrowed(s: Flat, from: int, n: int): Str {
  let all = 0;
  for (let i = 0; i < n; i++) all = all | s[from + i]!;
  if (all > 255) {
    const wide = newUtf16(n);
    copyItems(s, from, wide, 0, n);
    return asString(wide);
  }
  const narrow = newLatin1(n);
  for (let i = 0; i < n; i++) narrow[i] = s[from + i]!;
  return asString(narrow);
}

function clamp(i: int, n: int): int {
  if (i < 0) return n + i < 0 ? 0 : n + i;
  return i > n ? n : i;
}

/** @known */
export function string_slice(s: Str, start: int, end: int): Str {
  const from = clamp(start, s.length);
  const to = clamp(end, s.length);
  if (from >= to) return asString(newLatin1(0));
  return part(string_flat(s), from, to);
}

/** @known */
export function string_substring(s: Str, start: int, end: int): Str {
  const n = s.length;
  const a = start < 0 ? 0 : start > n ? n : start;
  const b = end < 0 ? 0 : end > n ? n : end;
  if (a === b) return asString(newLatin1(0));
  return a < b ? part(string_flat(s), a, b) : part(string_flat(s), b, a);
}

export function string_self(s: Str): Str {
  return s;
}

/**
 * Both may be absent.
 * @known
 */
export function string_equal(a: Str, b: Str): boolean {
  if (a === b) return true;
  if (a === NONE || b === NONE) return false;
  if (a.length !== b.length) return false;
  // Discriminants, opcodes and other names of the program: told apart without looking at their characters.
  if (external<int>("string_is_interned", a) !== 0 && external<int>("string_is_interned", b) !== 0)
    return false;
  const x = string_flat(a);
  const y = string_flat(b);
  if (isLatin1(x))
    return isLatin1(y) && external<int>("bytes_compare", asLatin1(x), 0, asLatin1(y), 0, x.length) === 0;
  return isUtf16(y) && external<int>("bytes_compare", asUtf16(x), 0, asUtf16(y), 0, x.length * 2) === 0;
}

/**
 * Negative, 0 or positive, by code units.
 * @known
 */
export function string_compare(a: Str, b: Str): int {
  const x = string_flat(a);
  const y = string_flat(b);
  const n = x.length < y.length ? x.length : y.length;
  for (let i = 0; i < n; i++) {
    const d = unit(x, i) - unit(y, i);
    if (d !== 0) return d;
  }
  return x.length - y.length;
}

/**
 * 32-bit hash, cached; never 0.
 * @known
 */
export function string_hash(s: Str): int {
  if (s.hash !== 0) return s.hash;
  const f = string_flat(s);
  let h = isLatin1(f)
    ? external<int>("bytes_hash", asLatin1(f), 0, f.length)
    : external<int>("bytes_hash", asUtf16(f), 0, f.length * 2);
  h = h >>> 0;
  if (h === 0) h = 1;
  s.hash = h;
  return h;
}

export function key_hash_string(s: Str): int {
  return s === NONE ? 0 : string_hash(s);
}

export function key_same_string(a: Str, b: Str): boolean {
  return string_equal(a, b);
}

function matches(s: Str, at: int, p: Str): boolean {
  if (at < 0 || at + p.length > s.length) return false;
  for (let j = 0; j < p.length; j++) if (unit(s, at + j) !== unit(p, j)) return false;
  return true;
}

/** @known */
export function string_indexOf(s: Str, p: Str, start: int): int {
  const x = string_flat(s);
  const y = string_flat(p);
  const from = start < 0 ? 0 : start;
  if (y.length === 0) return from < x.length ? from : x.length;
  if (isLatin1(x)) {
    if (!isLatin1(y) || from >= x.length) return -1;
    return external<int>("bytes_find", asLatin1(x), from, x.length, asLatin1(y), y.length);
  }
  for (let i = from; i + y.length <= x.length; i++) if (matches(x, i, y)) return i;
  return -1;
}

export function string_lastIndexOf(s: Str, p: Str, start: int): int {
  const x = string_flat(s);
  const y = string_flat(p);
  const from = start < 0 ? 0 : start;
  for (let i = from < x.length - y.length ? from : x.length - y.length; i >= 0; i--)
    if (matches(x, i, y)) return i;
  return -1;
}

export function string_includes(s: Str, p: Str, start: int): boolean {
  return string_indexOf(s, p, start) >= 0;
}

export function string_startsWith(s: Str, p: Str, start: int): boolean {
  const from = start < 0 ? 0 : start;
  return matches(string_flat(s), from, string_flat(p));
}

export function string_endsWith(s: Str, p: Str, end: int): boolean {
  const to = end < 0 ? 0 : end < s.length ? end : s.length;
  return matches(string_flat(s), to - p.length, string_flat(p));
}

/** JavaScript's white space and line ends. */
function isSpace(c: int): boolean {
  if (c <= 32) return c === 32 || (c >= 9 && c <= 13);
  if (c < 160) return false;
  if (c === 160 || c === 0x1680 || (c >= 0x2000 && c <= 0x200a)) return true;
  return c === 0x2028 || c === 0x2029 || c === 0x202f || c === 0x205f || c === 0x3000 || c === 0xfeff;
}

function trimmed(s: Str, left: boolean, right: boolean): Str {
  const f = string_flat(s);
  let from = 0;
  let to = f.length;
  if (left) while (from < to && isSpace(unit(f, from))) from++;
  if (right) while (to > from && isSpace(unit(f, to - 1))) to--;
  return string_slice(f, from, to);
}

export function string_trim(s: Str): Str {
  return trimmed(s, true, true);
}
export function string_trimStart(s: Str): Str {
  return trimmed(s, true, false);
}
export function string_trimEnd(s: Str): Str {
  return trimmed(s, false, true);
}

/** Upper case of text that keeps its length and stays Latin-1; null for other text. */
export function latin1_upper(s: Str): Str {
  const f = string_flat(s);
  if (isLatin1(f)) return upperBytes(asLatin1(f));
  return NONE;
}

function upperBytes(from: Flat): Str {
  const to = newLatin1(from.length);
  let result = asString(to);
  for (let i = 0; i < from.length; i++) {
    const c = from[i]!;
    // Sharp s becomes two letters, micro and y with diaeresis leave Latin-1.
    if (c === 223 || c === 181 || c === 255) result = NONE;
    const isLower = (c >= 97 && c <= 122) || (c >= 224 && c !== 247);
    to[i] = isLower ? c - 32 : c;
  }
  return result;
}

export function latin1_lower(s: Str): Str {
  const f = string_flat(s);
  if (isLatin1(f)) return lowerBytes(asLatin1(f));
  return NONE;
}

function lowerBytes(from: Flat): Str {
  const to = newLatin1(from.length);
  for (let i = 0; i < from.length; i++) {
    const c = from[i]!;
    const isUpper = (c >= 65 && c <= 90) || (c >= 192 && c <= 222 && c !== 215);
    to[i] = isUpper ? c + 32 : c;
  }
  return asString(to);
}

export function string_repeat(s: Str, count: int): Str {
  if (count < 0) fail("count");
  const n = s.length * count;
  if (n > MAX_LENGTH) fail("stringLength");
  if (count === 1) return s;
  if (n === 0) return asString(newLatin1(0));
  const f = string_flat(s);
  if (isLatin1(f)) {
    const to = newLatin1(n);
    for (let i = 0; i < count; i++) copyItems(asLatin1(f), 0, to, i * f.length, f.length);
    return asString(to);
  }
  const to = newUtf16(n);
  for (let i = 0; i < count; i++) copyItems(asUtf16(f), 0, to, i * f.length, f.length);
  return asString(to);
}

/** `n` units of a repeated filler. */
function padding(n: int, filler: Str): Str {
  const times = idiv(n + filler.length - 1, filler.length);
  return string_slice(string_repeat(filler, times), 0, n);
}

export function string_padStart(s: Str, length: int, filler: Str): Str {
  const n = length - s.length;
  if (n <= 0 || filler.length === 0) return s;
  return string_concat(padding(n, filler), s);
}

export function string_padEnd(s: Str, length: int, filler: Str): Str {
  const n = length - s.length;
  if (n <= 0 || filler.length === 0) return s;
  return string_concat(s, padding(n, filler));
}

export function bool_toString(b: boolean): Str {
  const t = newLatin1(b ? 4 : 5);
  const letters = b ? charCodes("true") : charCodes("false");
  copyItems(letters, 0, t, 0, t.length);
  return asString(t);
}

function charCodes(s: string): Flat {
  return asLatin1(s as unknown as Str);
}
