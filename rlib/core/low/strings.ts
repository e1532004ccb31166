// Strings: flat Latin-1 or UTF-16, or a rope (ropes.ts). A string is Latin-1 whenever all its units fit a byte, so equal
// strings have equal form. What looks into a string takes its units, which may be more than the string has: lengths are
// those of the string. Low-level dialect (see intrinsics.ts).

import type { int } from "../../ints.ts";
import {
  absentInt,
  asLatin1,
  asString,
  asUtf16,
  charStrings,
  copyItems,
  external,
  fail,
  type Flat,
  idiv,
  isLatin1,
  isUtf16,
  type Items,
  newLatin1,
  newUtf16,
  type Str,
} from "./intrinsics.ts";
import { MAX_LENGTH, string_concat, string_flat, string_look, string_units } from "./ropes.ts";

const NONE = null as unknown as Str;

/** Unit i of what string_units gives, in range. */
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
  return flat_scan(s, table, from, s.length);
}

/** The same before a place `n`, which it is if there is none. */
export function flat_scan(s: Str, table: Items<int>, from: int, n: int): int {
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
  return unit(string_units(s), i);
}

/** The code point at i, or the optional int's `undefined`. */
export function string_codePointAt(s: Str, i: int): int {
  if (i < 0 || i >= s.length) return absentInt();
  const f = string_units(s);
  const high = unit(f, i);
  if (high < 0xd800 || high > 0xdbff || i + 1 === s.length) return high;
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
  return single(unit(string_units(s), i));
}

/** `at`: counted from the end if negative; undefined outside. */
export function string_at(s: Str, i: int): Str {
  const at = i < 0 ? s.length + i : i;
  if (at < 0 || at >= s.length) return NONE;
  return single(unit(string_units(s), at));
}

/** The whole character at i: two units where they are a surrogate pair. */
export function string_characterAt(s: Str, i: int): Str {
  const f = string_units(s);
  const high = unit(f, i);
  if (high < 0xd800 || high > 0xdbff || i + 1 === s.length) return single(high);
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
 * Units [from, to) of what string_units gives, in range.
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
  return piece(s, from, to);
}

/** Units [from, to) of any string, in range and not none. */
export function piece(s: Str, from: int, to: int): Str {
  if (to - from === s.length) return s;
  return part(string_units(s), from, to);
}

/** @known */
export function string_substring(s: Str, start: int, end: int): Str {
  const n = s.length;
  const a = start < 0 ? 0 : start > n ? n : start;
  const b = end < 0 ? 0 : end > n ? n : end;
  if (a === b) return asString(newLatin1(0));
  return a < b ? piece(s, a, b) : piece(s, b, a);
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
  const x = string_look(a);
  const y = string_look(b);
  if (isLatin1(x))
    return isLatin1(y) && external<int>("bytes_compare", asLatin1(x), 0, asLatin1(y), 0, a.length) === 0;
  return isUtf16(y) && external<int>("bytes_compare", asUtf16(x), 0, asUtf16(y), 0, a.length * 2) === 0;
}

/** Of the first n units. Most texts differ early, where a call costs more than it spares. */
function narrowCompare(a: Flat, b: Flat, n: int): int {
  const near = n < 16 ? n : 16;
  for (let i = 0; i < near; i++) {
    const d = a[i]! - b[i]!;
    if (d !== 0) return d;
  }
  return n === near ? 0 : external<int>("bytes_compare", a, near, b, near, n - near);
}

/**
 * Negative, 0 or positive, by code units.
 * @known
 */
export function string_compare(a: Str, b: Str): int {
  const x = string_look(a);
  const y = string_look(b);
  const n = a.length < b.length ? a.length : b.length;
  if (isLatin1(x) && isLatin1(y)) {
    const d = narrowCompare(asLatin1(x), asLatin1(y), n);
    return d !== 0 ? d : a.length - b.length;
  }
  for (let i = 0; i < n; i++) {
    const d = unit(x, i) - unit(y, i);
    if (d !== 0) return d;
  }
  return a.length - b.length;
}

/**
 * 32-bit hash, cached; never 0.
 * @known
 */
export function string_hash(s: Str): int {
  if (s.hash !== 0) return s.hash;
  const f = string_look(s);
  let h = isLatin1(f)
    ? external<int>("bytes_hash", asLatin1(f), 0, s.length)
    : external<int>("bytes_hash", asUtf16(f), 0, s.length * 2);
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

/** Does p stand at a place of s? */
function matches(s: Str, at: int, p: Str): boolean {
  if (at < 0 || at + p.length > s.length) return false;
  const x = string_units(s);
  const y = string_look(p);
  const n = p.length;
  for (let j = 0; j < n; j++) if (unit(x, at + j) !== unit(y, j)) return false;
  return true;
}

/** @known */
export function string_indexOf(s: Str, p: Str, start: int): int {
  const x = string_look(s);
  const y = string_look(p);
  const from = start < 0 ? 0 : start;
  if (p.length === 0) return from < s.length ? from : s.length;
  if (isLatin1(x)) {
    if (!isLatin1(y) || from >= s.length) return -1;
    return external<int>("bytes_find", asLatin1(x), from, s.length, asLatin1(y), p.length);
  }
  for (let i = from; i + p.length <= s.length; i++) if (matches(x, i, p)) return i;
  return -1;
}

export function string_lastIndexOf(s: Str, p: Str, start: int): int {
  const from = start < 0 ? 0 : start;
  for (let i = from < s.length - p.length ? from : s.length - p.length; i >= 0; i--)
    if (matches(s, i, p)) return i;
  return -1;
}

export function string_includes(s: Str, p: Str, start: int): boolean {
  return string_indexOf(s, p, start) >= 0;
}

export function string_startsWith(s: Str, p: Str, start: int): boolean {
  return matches(s, start < 0 ? 0 : start, p);
}

export function string_endsWith(s: Str, p: Str, end: int): boolean {
  const to = end < 0 ? 0 : end < s.length ? end : s.length;
  return matches(s, to - p.length, p);
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
