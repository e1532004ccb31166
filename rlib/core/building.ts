// Long texts put together of many, in one piece of memory.

import type { Str } from "./low/intrinsics.ts";
import { text_add, text_room } from "./low/building.ts";
import { piece } from "./low/strings.ts";

/** No text yet; about `n` units are to come. */
export function textRoom(n: number): string {
  return text_room(n) as unknown as string;
}

/** The text in [from, to), which are places in it. */
export function pieceOf(text: string, from: number, to: number): string {
  return piece(text as unknown as Str, from, to) as unknown as string;
}

/** The text and another. */
export function appended(text: string, s: string): string {
  return text_add(text as unknown as Str, s as unknown as Str, 0, s.length) as unknown as string;
}

/** The text and what is in [from, to) of another; from and to are places there. */
export function added(text: string, s: string, from: number, to: number): string {
  return text_add(text as unknown as Str, s as unknown as Str, from, to) as unknown as string;
}
