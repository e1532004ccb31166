// Concatenation. A rope is a string that is not flat yet, in one of three states:
//
//   open      left + right: the concatenation has not been carried out
//   flat      left is the flat string, right is null
//   buffered  left is longer than the rope, right is null: a buffer that begins with the text
//
// A buffer is what appending writes into. Its `hash` says how many units of it are taken; it always has room for one
// more, so it is never a string itself. Who ends where the buffer is taken to may append in place; who does not (what
// else was appended to the same text) becomes an open rope. What is taken never changes. A buffer of 16-bit units
// begins with text that needs them. Each append costs what it adds, but for copies whose cost earlier ones have paid.
// Low-level dialect (see intrinsics.ts).

import type { int } from "../../ints.ts";
import {
  asLatin1,
  asRope,
  asString,
  asUtf16,
  charStrings,
  copyItems,
  fail,
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
export const MAX_LENGTH = 536870888;
/** Concatenations shorter than this are carried out at once. */
const ROPE_LENGTH = 32;
/** Texts up to this length are copied into buffers without asking who has paid for it. */
const SHORT = 1024;

const NONE = null as unknown as Str;

// The three ways to look into a string are small, so that flat strings cost a test in the place of a call.

/** The same string, not a rope. */
export function string_flat(s: Str): Str {
  return isRope(s) ? flattened(asRope(s)) : s;
}

/** What has the units of the string at the same places: it may be longer. */
export function string_look(s: Str): Str {
  return isRope(s) ? shown(asRope(s)) : s;
}

/** The same of text that may be appended to and looked into again, as often as it likes: an open rope gets a buffer. */
export function string_units(s: Str): Str {
  return isRope(s) ? buffered(asRope(s)) : s;
}

function flattened(rope: Rope): Str {
  if (rope.right === NONE && rope.left.length === rope.length) return rope.left;
  const flat = copied(rope, rope.length);
  flat.hash = rope.hash;
  rope.left = flat;
  rope.right = NONE;
  return flat;
}

function shown(rope: Rope): Str {
  return rope.right === NONE ? rope.left : flattened(rope);
}

function buffered(rope: Rope): Str {
  if (rope.right !== NONE) buffer(rope, rope.length);
  return rope.left;
}

function isOpen(s: Str): boolean {
  return isRope(s) && asRope(s).right !== NONE;
}

/** The units of what is not open, and perhaps more. */
function unitsOf(s: Str): Str {
  return isRope(s) ? asRope(s).left : s;
}

/** Gives a rope a buffer with room for n units and some more. */
function buffer(rope: Rope, n: int): void {
  const room = copied(rope, n + (n >> 2) + 32);
  room.hash = rope.length;
  rope.left = room;
  rope.right = NONE;
}

/** A flat string of `size` units that begins with the text of a rope. */
function copied(rope: Rope, size: int): Str {
  if (isWide(rope)) {
    const wide = asString(newUtf16(size));
    fill(rope, wide);
    return wide;
  }
  const narrow = asString(newLatin1(size));
  fill(rope, narrow);
  return narrow;
}

// The two walks below keep what is still to do in an array, which text built by appending or by putting before does not
// need; the prebuilt array of characters stands for there being none.

function pushed(stack: Items<Str>, depth: int, s: Str): Items<Str> {
  let room = stack;
  if (stack === charStrings()) room = newStrings(16);
  else if (depth === stack.length) {
    room = newStrings(depth * 2);
    copyItems(stack, 0, room, 0, depth);
  }
  room[depth] = s;
  return room;
}

/** Does the text of a rope have units beyond Latin-1? */
function isWide(rope: Rope): boolean {
  let stack = charStrings();
  let depth = 0;
  let s = asString(rope);
  for (;;) {
    if (isOpen(s)) {
      const { left, right } = asRope(s);
      s = left;
      if (isOpen(right)) {
        stack = pushed(stack, depth, right);
        depth = depth + 1;
      } else if (isUtf16(unitsOf(right))) return true;
    } else {
      if (isUtf16(unitsOf(s))) return true;
      if (depth === 0) return false;
      depth = depth - 1;
      s = stack[depth]!;
    }
  }
}

/** The text of a rope into a flat string, from its end on; what has been put before, at once. */
function fill(rope: Rope, to: Str): void {
  let stack = charStrings();
  let depth = 0;
  let s = asString(rope);
  let start = 0;
  let end = s.length;
  for (;;) {
    if (isOpen(s)) {
      const { left, right } = asRope(s);
      if (!isOpen(right)) {
        end = end - right.length;
        put(unitsOf(right), 0, right.length, to, end);
        s = left;
      } else {
        if (depth === 0 && !isOpen(left)) {
          put(unitsOf(left), 0, left.length, to, start);
          start = start + left.length;
        } else {
          stack = pushed(stack, depth, left);
          depth = depth + 1;
        }
        s = right;
      }
    } else {
      end = end - s.length;
      put(unitsOf(s), 0, s.length, to, end);
      if (depth === 0) return;
      depth = depth - 1;
      s = stack[depth]!;
    }
  }
}

/** n units from a place on into a flat string that they fit. */
function put(units: Str, from: int, n: int, to: Str, at: int): void {
  if (isLatin1(to)) copyItems(asLatin1(units), from, asLatin1(to), at, n);
  else if (isUtf16(units)) copyItems(asUtf16(units), from, asUtf16(to), at, n);
  else {
    const narrow = asLatin1(units);
    const wide = asUtf16(to);
    for (let i = 0; i < n; i++) wide[at + i] = narrow[from + i]!;
  }
}

/** @known */
export function string_concat(a: Str, b: Str): Str {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const n = a.length + b.length;
  if (n < ROPE_LENGTH) return joined(string_flat(a), string_flat(b));
  if (n > MAX_LENGTH) fail("stringLength");
  if (isRope(a) && b.length <= SHORT) {
    if (isOpen(b)) string_flat(b);
    return extended(asRope(a), b);
  }
  return asString(roped(a, b));
}

function joined(a: Str, b: Str): Str {
  const n = a.length + b.length;
  const to = isLatin1(a) && isLatin1(b) ? asString(newLatin1(n)) : asString(newUtf16(n));
  put(a, 0, a.length, to, 0);
  put(b, 0, b.length, to, a.length);
  return to;
}

function roped(a: Str, b: Str): Rope {
  const rope = newRope();
  rope.length = a.length + b.length;
  rope.left = a;
  rope.right = b;
  return rope;
}

/** a + b, for short text that is not open: what has been appended to once will be again. */
function extended(a: Rope, b: Str): Str {
  if (a.right === NONE) return continued(a, b);
  if (a.length <= SHORT) {
    buffer(a, a.length + b.length);
    return continued(a, b);
  }
  // What is appended to a long text is gathered in a text of its own, until that is as long.
  const tail = gathered(a.right, b);
  if (tail === NONE) return asString(roped(asString(a), b));
  const whole = roped(a.left, tail);
  if (tail.length >= a.left.length) buffer(whole, whole.length);
  return asString(whole);
}

/** a + b without copying much of a, or null. */
function gathered(a: Str, b: Str): Str {
  if (isOpen(a)) {
    if (a.length > SHORT) return NONE;
    buffer(asRope(a), a.length + b.length);
  }
  if (isRope(a)) return continued(asRope(a), b);
  if (a.length + b.length < ROPE_LENGTH) return joined(a, string_flat(b));
  return a.length > SHORT ? NONE : asString(roped(a, b));
}

/** Of what is not open: does it end where its buffer is taken to? */
export function isBuffered(a: Rope): boolean {
  return a.left.length !== a.length && a.left.hash === a.length;
}

/** a + b, neither open: in the buffer of a if nothing else has been appended there. */
function continued(a: Rope, b: Str): Str {
  const units = unitsOf(b);
  if (isBuffered(a) && (isLatin1(units) || isUtf16(a.left))) return rope_append(a, units, 0, b.length);
  return asString(roped(asString(a), b));
}

/** A text that ends where its buffer is taken to, and units [from, to) that fit the buffer. */
export function rope_append(a: Rope, units: Str, from: int, to: int): Str {
  const n = a.length + (to - from);
  if (n >= a.left.length) buffer(a, n);
  const rope = newRope();
  rope.length = n;
  rope.left = a.left;
  put(units, from, to - from, rope.left, a.length);
  rope.left.hash = n;
  return asString(rope);
}
