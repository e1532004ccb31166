// What a match can begin with, so that a search need not start the matcher everywhere: a table of the first 256
// characters; all others are taken for possible.

import {
  BORDER,
  CHAR,
  CHOICE,
  GROUP,
  LINE_END,
  LINE_START,
  LOOK,
  type Piece,
  REPEAT,
  SEQUENCE,
  SET,
} from "./regexp-parse.ts";
import { append, complement } from "./regexp-sets.ts";

/** Pairs of borders of the characters that the piece can begin with; none if that is not known or it can be empty. */
function firstOf(p: Piece, sets: number[][]): number[] {
  const none: number[] = [];
  switch (p.kind) {
    case CHAR:
      return [p.a, p.a + 1];
    case SET:
      return p.b === 1 ? complement(sets[p.a]!) : sets[p.a]!;
    case GROUP:
      return firstOf(p.parts[0]!, sets);
    case REPEAT:
      return p.a > 0 ? firstOf(p.parts[0]!, sets) : none;
    case CHOICE: {
      const all: number[] = [];
      for (const part of p.parts) {
        const one = firstOf(part, sets);
        if (one.length === 0) return none;
        append(all, one);
      }
      return all;
    }
    case SEQUENCE:
      for (const part of p.parts) {
        const k = part.kind;
        const takesNothing = k === BORDER || k === LINE_START || k === LINE_END || k === LOOK;
        if (!takesNothing) return firstOf(part, sets);
      }
      return none;
    default:
      return none;
  }
}

/** 1 for the characters that a match can begin with; undefined if any may be. */
export function firstTable(tree: Piece, sets: number[][]): Uint8Array | undefined {
  const pairs = firstOf(tree, sets);
  if (pairs.length === 0) return undefined;
  const table = new Uint8Array(256);
  for (let i = 0; i < pairs.length; i += 2)
    for (let c = pairs[i]!; c < pairs[i + 1]! && c < 256; c++) table[c] = 1;
  return table;
}
