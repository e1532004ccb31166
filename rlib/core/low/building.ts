// What rlib/core/building.ts needs: texts with room for what is appended to them. Low-level dialect (see intrinsics.ts).

import type { int } from "../../ints.ts";
import { asRope, asString, isLatin1, isRope, newLatin1, newRope, type Str } from "./intrinsics.ts";
import { isBuffered, rope_append, string_concat, string_units } from "./ropes.ts";
import { piece } from "./strings.ts";

const NONE = null as unknown as Str;

/** No text, with room for n units of Latin-1: for text_add. */
export function text_room(n: int): Str {
  const rope = newRope();
  rope.left = asString(newLatin1(n + 1));
  return asString(rope);
}

/** a and units [from, to) of s, in range; without making a string of those if a can be appended to in place. */
export function text_add(a: Str, s: Str, from: int, to: int): Str {
  if (from === to) return a;
  if (isRope(a) && asRope(a).right === NONE && isBuffered(asRope(a))) {
    const rope = asRope(a);
    const units = string_units(s);
    if (isLatin1(units) === isLatin1(rope.left)) return rope_append(rope, units, from, to);
  }
  return string_concat(a, piece(s, from, to));
}
