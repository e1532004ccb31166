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
} from "./regexp-tree.ts";
import { append, tableOf } from "./regexp-sets.ts";

/** Pairs of borders of the characters that the piece can begin with; none if that is not known or it can be empty. */
export function firstOf(p: Piece, sets: number[][]): number[] {
  const none: number[] = [];
  switch (p.kind) {
    case CHAR:
      return [p.a, p.a + 1];
    case SET:
      return sets[p.a]!;
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
  return tableOf(pairs);
}

/** Text that every match begins with. */
export function literalPrefix(tree: Piece): string {
  if (tree.kind === CHAR) return String.fromCodePoint(tree.a);
  if (tree.kind !== SEQUENCE) return "";
  let text = "";
  for (const p of tree.parts) {
    if (p.kind !== CHAR) break;
    text += String.fromCodePoint(p.a);
  }
  return text;
}

/** Does every match begin with `^`? */
export function isAnchored(tree: Piece): boolean {
  switch (tree.kind) {
    case LINE_START:
      return true;
    case GROUP:
      return isAnchored(tree.parts[0]!);
    case SEQUENCE:
      return tree.parts.length > 0 && isAnchored(tree.parts[0]!);
    case CHOICE:
      return tree.parts.every((p) => isAnchored(p));
    default:
      return false;
  }
}
