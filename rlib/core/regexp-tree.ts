// The tree of a regular expression, which the parser makes (regexp-parse.ts).

export const EMPTY = 0;
export const CHAR = 1;
export const ANY = 2;
/** `a` is the number of the set. */
export const SET = 3;
export const SEQUENCE = 4;
export const CHOICE = 5;
export const GROUP = 6;
export const REFERENCE = 7;
/** `a`: negative, `b`: behind. */
export const LOOK = 8;
export const LINE_START = 9;
export const LINE_END = 10;
/** `a`: 1 for \b, 0 for \B. */
export const BORDER = 11;
/** `a` to `b` times, `c`: greedy; groups `d` to `e` are inside. */
export const REPEAT = 12;

/** How often at most where the pattern names no limit: no text is that long. */
export const FOREVER = 0x7fffffff;

/** A node of the tree. */
export class Piece {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  c = 0;
  d = 0;
  e = 0;
  readonly parts: Piece[];
  constructor(kind: number, a: number, b: number, parts: Piece[]) {
    this.kind = kind;
    this.a = a;
    this.b = b;
    this.parts = parts;
  }
}

export function leaf(kind: number, a: number, b: number): Piece {
  const none: Piece[] = [];
  return new Piece(kind, a, b, none);
}
