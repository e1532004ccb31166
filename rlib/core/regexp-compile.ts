// Regular expressions, second half: the tree becomes a program for the matcher, a list of numbers. Registers hold the
// ends of groups (2i and 2i+1), where groups began, counters and places of loops; ECMAScript, section 22.2.2.
// Of a pattern that is known at translation the translator makes the program, and often a function that matches it.

import { PatternParser } from "./regexp-parse.ts";
import {
  ANY,
  BORDER,
  CHAR,
  CHOICE,
  GROUP,
  LINE_END,
  LINE_START,
  LOOK,
  Piece,
  REFERENCE,
  REPEAT,
  SEQUENCE,
  SET,
} from "./regexp-tree.ts";
import { firstOf, firstTable, isAnchored, literalPrefix } from "./regexp-first.ts";
import { Folder } from "./regexp-fold.ts";
import type { Matcher } from "./regexp-match.ts";

import { SyntaxError } from "./errors.ts";
import { areApart, complement, LAST_CODE, lineEnds, normalized, tableOf, wordSet } from "./regexp-sets.ts";
import { type Straight, straightOf } from "./regexp-straight.ts";

// Instructions; `back` is 1 where text is read towards the left, inside of lookbehind.
export const I_MATCH = 0;
/** code, back */
export const I_CHAR = 1;
/** back: all but line ends */
export const I_ANY = 2;
/** back */
export const I_ALL = 3;
/** set, back */
export const I_SET = 4;
/** first choice, second choice, tables of what each can begin with or -1 */
export const I_SPLIT = 5;
export const I_JUMP = 6;
/** register */
export const I_SAVE = 7;
/** group, back: its ends are where it began and here */
export const I_CLOSE = 8;
export const I_START = 9;
export const I_END = 10;
/** wanted */
export const I_BORDER = 11;
/** group, back */
export const I_REFERENCE = 12;
/** negative, where to go on; the body follows and ends with I_MATCH */
export const I_LOOK = 13;
/** counter */
export const I_ZERO = 14;
/** counter, least, most, greedy, exit, table of what the body can begin with or -1; the body follows */
export const I_LOOP = 15;
/** counter, place, first register to clear, end of those */
export const I_TURN = 16;
/** counter, place, least, where the loop is */
export const I_AGAIN = 17;
/** least, most, greedy (2: and what follows can take nothing of it); one instruction for a character follows, then what comes after */
export const I_RUN = 18;

export class Program {
  readonly code: Int32Array;
  readonly sets: number[][];
  /** For each set, which of the first 256 characters it has. */
  readonly tables: Uint8Array[];
  readonly names: string[];
  /** Has any group a name? */
  readonly hasNames: boolean;
  readonly groups: number;
  readonly registers: number;
  readonly global: boolean;
  readonly sticky: boolean;
  readonly ignoreCase: boolean;
  readonly unicode: boolean;
  readonly multiline: boolean;
  readonly folder: Folder;
  readonly words: number[];
  readonly wordTable: Uint8Array;
  /** What choices can begin with. */
  readonly firsts: Uint8Array[];
  /** May what was found have to be forgotten without going back? Lookaround does that. */
  readonly looks: boolean;
  /** What a match can begin with, if that is known. */
  readonly first: Uint8Array | undefined;
  /** Every match begins with these characters. */
  readonly literal: string;
  /** What matches the pattern where it never has to go back. */
  readonly straight: Straight | undefined;
  /** A match can only begin where the text does. */
  readonly anchored: boolean;
  /**
   * What the translator made of the pattern: finds the first match from a place on, or only at it; the end, or -1. Where
   * the match begins is in register 0.
   */
  readonly direct: ((m: Matcher, start: number, only: boolean) => number) | undefined;
  /** Kept from one search to the next. */
  matcher: Matcher | undefined;

  constructor(pattern: string, flags: string) {
    this.global = flags.includes("g");
    this.sticky = flags.includes("y");
    this.ignoreCase = flags.includes("i");
    this.unicode = flags.includes("u");
    this.multiline = flags.includes("m");
    this.folder = new Folder(this.ignoreCase, this.unicode);
    const parser = new PatternParser(pattern, this.folder);
    const tree = parser.parse();
    const emitter = new Emitter(parser, flags.includes("s"));
    emitter.emit(tree, 0);
    emitter.code.push(I_MATCH);
    this.code = new Int32Array(emitter.code);
    this.groups = parser.names.length;
    this.names = parser.names;
    this.hasNames = parser.hasNames;
    this.registers = emitter.registers;
    this.sets = parser.sets;
    this.tables = parser.sets.map((set) => tableOf(set));
    this.firsts = emitter.firsts;
    this.looks = emitter.looks;
    this.words = wordSet(this.folder.foldsWords);
    this.wordTable = tableOf(this.words);
    this.first = firstTable(tree, this.sets);
    this.literal = literalPrefix(tree);
    const { words, sets, multiline } = this;
    this.straight = this.unicode
      ? undefined
      : straightOf(tree, { sets, words, dotAll: flags.includes("s"), multiline });
    this.anchored = !this.multiline && isAnchored(tree);
    this.direct = undefined;
    this.matcher = undefined;
  }
}

/** Writes the instructions of a tree. */
class Emitter {
  readonly code: number[] = [];
  readonly names: string[];
  readonly wanted: string[];
  readonly groups: number;
  readonly dotAll: boolean;
  registers: number;
  readonly sets: number[][];
  /** What choices can begin with. */
  readonly firsts: Uint8Array[] = [];
  looks = false;

  constructor(parser: PatternParser, dotAll: boolean) {
    this.names = parser.names;
    this.wanted = parser.wanted;
    this.groups = parser.names.length;
    this.dotAll = dotAll;
    this.registers = this.groups * 3;
    this.sets = parser.sets;
  }

  emit(p: Piece, back: number): void {
    const { code } = this;
    switch (p.kind) {
      case CHAR:
        code.push(I_CHAR, p.a, back);
        break;
      case ANY:
        code.push(this.dotAll ? I_ALL : I_ANY, back);
        break;
      case SET:
        code.push(I_SET, p.a, back);
        break;
      case SEQUENCE:
        if (back === 1) for (let i = p.parts.length - 1; i >= 0; i--) this.emit(p.parts[i]!, back);
        else
          for (let i = 0; i < p.parts.length; i++) {
            const part = p.parts[i]!;
            if (part.kind === REPEAT) this.repeat(part, back, p.parts[i + 1]);
            else this.emit(part, back);
          }
        break;
      case CHOICE:
        this.choice(p, back);
        break;
      case GROUP:
        code.push(I_SAVE, this.groups * 2 + p.a);
        this.emit(p.parts[0]!, back);
        code.push(I_CLOSE, p.a, back);
        break;
      case REFERENCE:
        code.push(I_REFERENCE, p.a < 0 ? this.names.indexOf(this.wanted[-p.a - 1]!) : p.a, back);
        break;
      case LOOK: {
        this.looks = true;
        code.push(I_LOOK, p.a, 0);
        const hole = code.length - 1;
        this.emit(p.parts[0]!, p.b);
        code.push(I_MATCH);
        code[hole] = code.length;
        break;
      }
      case LINE_START:
        code.push(I_START);
        break;
      case LINE_END:
        code.push(I_END);
        break;
      case BORDER:
        code.push(I_BORDER, p.a);
        break;
      case REPEAT:
        this.repeat(p, back, undefined);
        break;
      default:
        break;
    }
  }

  /** Is what stands behind the character never such a one? */
  areApart(one: Piece, next: Piece): boolean {
    const first = firstOf(next, this.sets);
    if (first.length === 0) return false;
    const own =
      one.kind === ANY
        ? this.dotAll
          ? [0, LAST_CODE + 1]
          : complement(lineEnds())
        : firstOf(one, this.sets);
    return areApart(own, normalized(first));
  }

  choice(p: Piece, back: number): void {
    const { code } = this;
    const ends: number[] = [];
    const last = p.parts.length - 1;
    for (let i = 0; i < last; i++) {
      const rest = new Piece(CHOICE, 0, 0, p.parts.slice(i + 1));
      code.push(I_SPLIT, code.length + 5, 0, this.firstOf(p.parts[i]!, back), this.firstOf(rest, back));
      const hole = code.length - 3;
      this.emit(p.parts[i]!, back);
      code.push(I_JUMP, 0);
      ends.push(code.length - 1);
      code[hole] = code.length;
    }
    this.emit(p.parts[last]!, back);
    for (const hole of ends) code[hole] = code.length;
  }

  /** The number of a piece's table of what it can begin with, or -1. */
  firstOf(p: Piece, back: number): number {
    const table = back === 0 ? firstTable(p, this.sets) : undefined;
    if (table === undefined) return -1;
    this.firsts.push(table);
    return this.firsts.length - 1;
  }

  repeat(p: Piece, back: number, next: Piece | undefined): void {
    const { code } = this;
    const body = p.parts[0]!;
    if (p.b === 0) return;
    if (p.a === 1 && p.b === 1) {
      this.emit(body, back);
      return;
    }
    if (back === 0 && (body.kind === CHAR || body.kind === ANY || body.kind === SET)) {
      const isFinal = next !== undefined && p.c === 1 && this.areApart(body, next);
      code.push(I_RUN, p.a, p.b, isFinal ? 2 : p.c);
      this.emit(body, back);
      return;
    }
    const counter = this.registers;
    const place = counter + 1;
    this.registers = counter + 2;
    code.push(I_ZERO, counter);
    const loop = code.length;
    code.push(I_LOOP, counter, p.a, p.b, p.c, 0, this.firstOf(body, back));
    const hole = code.length - 2;
    code.push(I_TURN, counter, place, p.d * 2, p.e * 2);
    this.emit(body, back);
    code.push(I_AGAIN, counter, place, p.a, loop);
    code[hole] = code.length;
  }
}

/** Refuses unknown, repeated and untranslated flags. */
export function checkFlags(pattern: string, flags: string): void {
  for (let i = 0; i < flags.length; i++) {
    const c = flags.charAt(i);
    if (!"gimsuy".includes(c) || flags.indexOf(c) !== i)
      throw new SyntaxError(`Invalid flags supplied to RegExp constructor '${flags}' of /${pattern}/`);
  }
}
