// Patterns that never have to go back: characters, runs of characters of which what follows can take none, groups around
// them, lines and words. A match of such a pattern needs no stack, and what it finds on its way never has to be undone.
// Every other pattern, and what needs pairs of surrogates, has no straight program: regexp-match.ts matches it.
// Here such programs are written; regexp-walk.ts runs them.

import { areApart, complement, LAST_CODE, lineEnds, tableOf } from "./regexp-sets.ts";
import {
  ANY,
  BORDER,
  CHAR,
  EMPTY,
  GROUP,
  LINE_END,
  LINE_START,
  type Piece,
  REPEAT,
  SEQUENCE,
  SET,
} from "./regexp-tree.ts";

// Instructions.
export const T_MATCH = 0;
/** code */
export const T_CHAR = 1;
/** set */
export const T_SET = 2;
/** least, most, set */
export const T_RUN = 3;
/** register: the place goes there */
export const T_SAVE = 4;
export const T_START = 5;
export const T_END = 6;
/** wanted */
export const T_BORDER = 7;

/** What a pattern says of the sets that its tree refers to, and its flags. */
interface PatternFacts {
  readonly sets: number[][];
  readonly words: number[];
  readonly dotAll: boolean;
  readonly multiline: boolean;
}

export class Straight {
  readonly code: Int32Array;
  /** Characters by pairs of borders, and 1 for those of the first 256 that are not among them. */
  readonly sets: number[][];
  readonly stops: Uint8Array[];

  constructor(writer: StraightWriter) {
    this.code = new Int32Array(writer.code);
    this.sets = writer.used;
    this.stops = writer.used.map((set) => tableOf(complement(set)));
  }
}

/** The straight program of a tree, if it has one. */
export function straightOf(tree: Piece, facts: PatternFacts): Straight | undefined {
  const writer = new StraightWriter(facts);
  if (!writer.flatten(tree)) return undefined;
  for (let i = 0; i < writer.steps.length; i++) if (!writer.write(i)) return undefined;
  writer.code.push(T_MATCH);
  return new Straight(writer);
}

/** A step of a pattern; `piece` is of one character, of a run of one, or an assertion. */
class Step {
  /** The register that gets the place, or -1 and a piece. */
  readonly register: number;
  readonly piece: Piece | undefined;
  constructor(register: number, piece: Piece | undefined) {
    this.register = register;
    this.piece = piece;
  }
}

class StraightWriter {
  readonly facts: PatternFacts;
  readonly steps: Step[] = [];
  readonly code: number[] = [];
  readonly used: number[][] = [];

  constructor(facts: PatternFacts) {
    this.facts = facts;
  }

  /** Lists the steps of a tree; false if it has others than those of a straight program. */
  flatten(p: Piece): boolean {
    switch (p.kind) {
      case EMPTY:
        return true;
      case SEQUENCE:
        for (const part of p.parts) if (!this.flatten(part)) return false;
        return true;
      case GROUP:
        this.steps.push(new Step(p.a * 2, undefined));
        if (!this.flatten(p.parts[0]!)) return false;
        this.steps.push(new Step(p.a * 2 + 1, undefined));
        return true;
      case REPEAT:
        if (!isOne(p.parts[0]!.kind) || (p.c !== 1 && p.a !== p.b)) return false;
        break;
      default:
        if (!isOne(p.kind) && p.kind !== LINE_START && p.kind !== LINE_END && p.kind !== BORDER) return false;
        break;
    }
    this.steps.push(new Step(-1, p));
    return true;
  }

  /** Writes a step; false if the matcher might have to come back to it. */
  write(i: number): boolean {
    const { register, piece } = this.steps[i]!;
    if (piece === undefined) {
      this.code.push(T_SAVE, register);
      return true;
    }
    switch (piece.kind) {
      case CHAR:
        this.code.push(T_CHAR, piece.a);
        return true;
      case REPEAT: {
        const set = this.charsOf(piece.parts[0]!);
        this.used.push(set);
        this.code.push(T_RUN, piece.a, piece.b, this.used.length - 1);
        return piece.a === piece.b || this.isFinal(i, set, piece.a);
      }
      case LINE_START:
        this.code.push(T_START);
        return true;
      case LINE_END:
        this.code.push(T_END);
        return true;
      case BORDER:
        this.code.push(T_BORDER, piece.a);
        return true;
      default:
        this.used.push(this.charsOf(piece));
        this.code.push(T_SET, this.used.length - 1);
        return true;
    }
  }

  /** Can the steps behind a run of the set never match within it? */
  isFinal(run: number, set: number[], least: number): boolean {
    for (let i = run + 1; i < this.steps.length; i++) {
      const { piece } = this.steps[i]!;
      if (piece === undefined) continue;
      switch (piece.kind) {
        case LINE_END:
          return !this.facts.multiline || areApart(set, lineEnds());
        case LINE_START:
          return false;
        case BORDER: {
          // Between two characters of the run there is none, if all of them are letters or none is.
          const { words } = this.facts;
          return piece.a === 1 && least > 0 && (areApart(set, words) || areApart(set, complement(words)));
        }
        case REPEAT:
          if (!areApart(set, this.charsOf(piece.parts[0]!))) return false;
          if (piece.a > 0) return true;
          break;
        default:
          return areApart(set, this.charsOf(piece));
      }
    }
    return true;
  }

  /** The characters that a step of one takes. */
  charsOf(p: Piece): number[] {
    if (p.kind === CHAR) return [p.a, p.a + 1];
    if (p.kind === SET) return this.facts.sets[p.a]!;
    return this.facts.dotAll ? [0, LAST_CODE + 1] : complement(lineEnds());
  }
}

function isOne(kind: number): boolean {
  return kind === CHAR || kind === SET || kind === ANY;
}
