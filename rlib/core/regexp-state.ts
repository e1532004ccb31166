// What the matcher of regular expressions works on: the text, its registers and its stack; and the questions about one
// place of the text. It is kept from one search to the next, so that a search allocates nothing.

import type { Str } from "./low/intrinsics.ts";
import { flat_unit } from "./low/strings.ts";
import { I_ALL, I_ANY, I_CHAR, I_SET, type Program } from "./regexp-compile.ts";
import { within } from "./unicode.ts";

/** The stack at first, and the largest that is kept from one search to the next. */
const SMALL_STACK = 64;
const LARGEST_KEPT = 65536;

export function isLineEnd(c: number): boolean {
  return c === 10 || c === 13 || c === 0x2028 || c === 0x2029;
}

/** A unit of flat text, in range. */
export function unitAt(text: string, at: number): number {
  return flat_unit(text as unknown as Str, at);
}

/** Numbers of a one-character instruction. */
export function widthOf(instruction: number): number {
  return instruction === I_CHAR || instruction === I_SET ? 3 : 2;
}

export class MatchState {
  readonly program: Program;
  readonly code: Int32Array;
  /** Flat. */
  text = "";
  readonly registers: Int32Array;
  stack: Int32Array = new Int32Array(SMALL_STACK);
  depth = 0;
  readonly unicode: boolean;
  readonly wordTable: Uint8Array;
  readonly firsts: Uint8Array[];
  readonly looks: boolean;

  constructor(program: Program) {
    this.program = program;
    this.code = program.code;
    this.unicode = program.unicode;
    this.wordTable = program.wordTable;
    this.firsts = program.firsts;
    this.looks = program.looks;
    this.registers = new Int32Array(program.registers);
  }

  /** A stack that has grown by half, with what is on this one. */
  grow(): Int32Array {
    const old = this.stack;
    const larger = new Int32Array(old.length + (old.length >> 1));
    larger.set(old);
    this.stack = larger;
    return larger;
  }

  /** After a search: a stack that was needed once is not kept for ever. */
  trim(): void {
    if (this.stack.length > LARGEST_KEPT) this.stack = new Int32Array(SMALL_STACK);
  }

  /** The stack with room for n more. */
  room(n: number): Int32Array {
    let { stack } = this;
    while (this.depth + n > stack.length) stack = this.grow();
    return stack;
  }

  push(value: number): void {
    const { depth } = this;
    let { stack } = this;
    if (depth >= stack.length) stack = this.grow();
    stack[depth] = value;
    this.depth = depth + 1;
  }

  pop(): number {
    const depth = this.depth - 1;
    this.depth = depth;
    return this.stack[depth]!;
  }

  set(register: number, value: number): void {
    const { depth, registers } = this;
    // What nothing is chosen before never has to be undone: without it the whole match fails.
    if (depth > 0 || this.looks) {
      const stack = this.room(2);
      stack[depth] = registers[register]!;
      stack[depth + 1] = register;
      this.depth = depth + 2;
    }
    registers[register] = value;
  }

  /** Can a choice begin with what stands at the place? */
  canBegin(table: number, at: number): boolean {
    if (table < 0) return true;
    if (at >= this.text.length) return false;
    const c = unitAt(this.text, at);
    return c > 255 || this.firsts[table]![c]! === 1;
  }

  /** Does the one-character instruction at pc take what is at the place? How many units, or -1. */
  one(pc: number, at: number, back: number): number {
    const { text } = this;
    const next = back === 0 ? at : at - 1;
    if (next < 0 || next >= text.length) return -1;
    let c = unitAt(text, next);
    let width = 1;
    if (this.unicode && (c & 0xf800) === 0xd800) {
      if (back === 0 && c < 0xdc00) c = text.codePointAt(next)!;
      else if (back === 1 && c >= 0xdc00 && next > 0 && (unitAt(text, next - 1) & 0xfc00) === 0xd800)
        c = text.codePointAt(next - 1)!;
      if (c > 0xffff) width = 2;
    }
    const { code } = this;
    switch (code[pc]!) {
      case I_CHAR:
        return c === code[pc + 1]! ? width : -1;
      case I_ANY:
        return isLineEnd(c) ? -1 : width;
      case I_ALL:
        return width;
      default: {
        const set = code[pc + 1]!;
        if (c < 256) return this.program.tables[set]![c]! === 1 ? width : -1;
        return within(this.program.sets[set]!, c) ? width : -1;
      }
    }
  }

  /** How far the one-character instruction takes units of the text from a place on, up to a limit. */
  scan(pc: number, start: number, limit: number): number {
    const { code, text } = this;
    let at = start;
    switch (code[pc]!) {
      case I_CHAR: {
        const wanted = code[pc + 1]!;
        while (at < limit && unitAt(text, at) === wanted) at++;
        return at;
      }
      case I_ANY:
        while (at < limit && !isLineEnd(unitAt(text, at))) at++;
        return at;
      case I_ALL:
        return limit;
      default: {
        const table = this.program.tables[code[pc + 1]!]!;
        const set = this.program.sets[code[pc + 1]!]!;
        while (at < limit) {
          const c = unitAt(text, at);
          if (c < 256 ? table[c]! === 0 : !within(set, c)) break;
          at++;
        }
        return at;
      }
    }
  }

  isWordAt(i: number): boolean {
    if (i < 0 || i >= this.text.length) return false;
    const c = unitAt(this.text, i);
    return c < 256 ? this.wordTable[c]! === 1 : within(this.program.words, c);
  }

  /** Between the halves of a pair of surrogates? */
  isInPair(at: number): boolean {
    if (at <= 0 || at >= this.text.length) return false;
    return (unitAt(this.text, at) & 0xfc00) === 0xdc00 && (unitAt(this.text, at - 1) & 0xfc00) === 0xd800;
  }

  isStart(at: number): boolean {
    return at === 0 || (this.program.multiline && isLineEnd(unitAt(this.text, at - 1)));
  }

  isEnd(at: number): boolean {
    return at === this.text.length || (this.program.multiline && isLineEnd(unitAt(this.text, at)));
  }
}
