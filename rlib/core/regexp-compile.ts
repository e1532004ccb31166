// Regular expressions, second half: the tree becomes a program for the matcher, a list of numbers. Registers hold the
// ends of groups (2i and 2i+1), where groups began, counters and places of loops; ECMAScript, section 22.2.2.

import {
  ANY,
  BORDER,
  CHAR,
  CHOICE,
  GROUP,
  LINE_END,
  LINE_START,
  LOOK,
  PatternParser,
  type Piece,
  REFERENCE,
  REPEAT,
  SEQUENCE,
  SET,
} from "./regexp-parse.ts";
import { firstTable } from "./regexp-first.ts";
import { normalized, wordSet } from "./regexp-sets.ts";
import { CaseRuns, within } from "./unicode.ts";
import { foldRuns, upperRuns } from "./unicode-data.ts";
import { SyntaxError } from "./errors.ts";

// Instructions; `back` is 1 where text is read towards the left, inside of lookbehind.
export const I_MATCH = 0;
/** code, back */
export const I_CHAR = 1;
/** back: all but line ends */
export const I_ANY = 2;
/** back */
export const I_ALL = 3;
/** set, negated, back */
export const I_SET = 4;
/** first choice, second choice */
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
/** counter, least, most, greedy, exit; the body follows */
export const I_LOOP = 15;
/** counter, place, first register to clear, end of those */
export const I_TURN = 16;
/** counter, place, least, where the loop is */
export const I_AGAIN = 17;
/** least, most, greedy; one instruction for a character follows, then what comes after */
export const I_RUN = 18;

export class Program {
  readonly code: number[] = [];
  readonly sets: number[][];
  readonly names: string[];
  readonly groups: number;
  registers: number;
  readonly ignoreCase: boolean;
  readonly unicode: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly runs: CaseRuns;
  readonly words: number[];
  /** What a match can begin with, if that is known. */
  readonly first: Uint8Array | undefined;
  /** The pattern is nothing but these characters in a row, if not empty. */
  literal = "";

  constructor(pattern: string, flags: string) {
    this.ignoreCase = flags.includes("i");
    this.unicode = flags.includes("u");
    this.multiline = flags.includes("m");
    this.dotAll = flags.includes("s");
    const parser = new PatternParser(pattern, this.unicode, this.ignoreCase);
    const tree = parser.parse();
    this.runs = new CaseRuns(this.ignoreCase ? (this.unicode ? foldRuns() : upperRuns()) : "  ");
    this.groups = parser.names.length;
    this.names = parser.names;
    this.registers = this.groups * 3;
    this.sets = this.ignoreCase ? parser.sets.map((s) => this.foldedSet(s)) : parser.sets;
    this.words = wordSet(this.ignoreCase && this.unicode);
    this.first = this.ignoreCase ? undefined : firstTable(tree, this.sets);
    if (!this.ignoreCase) this.literal = this.prefix(tree);
    this.emit(tree, 0, parser.wanted);
    this.code.push(I_MATCH);
  }

  /** The character that stands for all that are the same without case. */
  canonical(c: number): number {
    if (c < 128) {
      return c >= 97 && c <= 122 ? c - 32 : c;
    }
    const mapped = this.runs.map(c);
    return mapped < 128 && !this.unicode ? c : mapped;
  }

  foldedSet(set: number[]): number[] {
    const pairs: number[] = [];
    for (const x of set) pairs.push(x);
    const { starts, counts, steps } = this.runs;
    const add = (c: number): void => {
      if (!within(set, c)) return;
      const to = this.canonical(c);
      pairs.push(to);
      pairs.push(to + 1);
    };
    for (let c = 97; c <= 122; c++) add(c);
    for (let i = 0; i < starts.length; i++)
      for (let k = 0; k < counts[i]!; k++) add(starts[i]! + k * steps[i]!);
    return normalized(pairs);
  }

  /** Text that every match begins with. */
  prefix(tree: Piece): string {
    if (tree.kind === CHAR) return String.fromCodePoint(tree.a);
    if (tree.kind !== SEQUENCE) return "";
    let text = "";
    for (const p of tree.parts) {
      if (p.kind !== CHAR) break;
      text += String.fromCodePoint(p.a);
    }
    return text;
  }

  emit(p: Piece, back: number, wanted: string[]): void {
    const { code } = this;
    switch (p.kind) {
      case CHAR:
        code.push(I_CHAR, this.ignoreCase ? this.canonical(p.a) : p.a, back);
        break;
      case ANY:
        code.push(this.dotAll ? I_ALL : I_ANY, back);
        break;
      case SET:
        code.push(I_SET, p.a, p.b, back);
        break;
      case SEQUENCE:
        if (back === 1) for (let i = p.parts.length - 1; i >= 0; i--) this.emit(p.parts[i]!, back, wanted);
        else for (const part of p.parts) this.emit(part, back, wanted);
        break;
      case CHOICE:
        this.choice(p, back, wanted);
        break;
      case GROUP:
        code.push(I_SAVE, this.groups * 2 + p.a);
        this.emit(p.parts[0]!, back, wanted);
        code.push(I_CLOSE, p.a, back);
        break;
      case REFERENCE:
        code.push(I_REFERENCE, p.a < 0 ? this.names.indexOf(wanted[-p.a - 1]!) : p.a, back);
        break;
      case LOOK: {
        code.push(I_LOOK, p.a, 0);
        const hole = code.length - 1;
        this.emit(p.parts[0]!, p.b, wanted);
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
        this.repeat(p, back, wanted);
        break;
      default:
        break;
    }
  }

  choice(p: Piece, back: number, wanted: string[]): void {
    const { code } = this;
    const ends: number[] = [];
    const last = p.parts.length - 1;
    for (let i = 0; i < last; i++) {
      code.push(I_SPLIT, code.length + 3, 0);
      const hole = code.length - 1;
      this.emit(p.parts[i]!, back, wanted);
      code.push(I_JUMP, 0);
      ends.push(code.length - 1);
      code[hole] = code.length;
    }
    this.emit(p.parts[last]!, back, wanted);
    for (const hole of ends) code[hole] = code.length;
  }

  repeat(p: Piece, back: number, wanted: string[]): void {
    const { code } = this;
    const body = p.parts[0]!;
    if (p.b === 0) return;
    if (p.a === 1 && p.b === 1) {
      this.emit(body, back, wanted);
      return;
    }
    if (back === 0 && (body.kind === CHAR || body.kind === ANY || body.kind === SET)) {
      code.push(I_RUN, p.a, p.b, p.c);
      this.emit(body, back, wanted);
      return;
    }
    const counter = this.registers;
    const place = counter + 1;
    this.registers = counter + 2;
    code.push(I_ZERO, counter);
    const loop = code.length;
    code.push(I_LOOP, counter, p.a, p.b, p.c, 0);
    const hole = code.length - 1;
    code.push(I_TURN, counter, place, p.d * 2, p.e * 2);
    this.emit(body, back, wanted);
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
