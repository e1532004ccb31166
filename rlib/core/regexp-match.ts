// The matcher of regular expressions: a backtracking machine whose stack is a list of numbers on the heap, so that no
// pattern and no text can exhaust the machine's stack. What a choice changed is undone from the same stack. Only
// lookaround calls itself, as deep as the pattern is nested. ECMAScript, section 22.2.2.

import {
  I_AGAIN,
  I_ALL,
  I_ANY,
  I_BORDER,
  I_CHAR,
  I_CLOSE,
  I_END,
  I_JUMP,
  I_LOOK,
  I_LOOP,
  I_MATCH,
  I_REFERENCE,
  I_RUN,
  I_SAVE,
  I_SET,
  I_SPLIT,
  I_START,
  I_TURN,
  I_ZERO,
  type Program,
} from "./regexp-compile.ts";
import { within } from "./unicode.ts";

/** Entries of the stack, the kind on top: a choice (pc, place), */
const CHOOSE = -1;
/** or one of a run that may give back or take: (pc after, place, limit, step). */
const RUN_GREEDY = -2;
const RUN_LAZY = -3;
// An entry that is not negative is a register, below it its old value.

function isLineEnd(c: number): boolean {
  return c === 10 || c === 13 || c === 0x2028 || c === 0x2029;
}

export class Matcher {
  readonly program: Program;
  readonly code: number[];
  readonly text: string;
  readonly registers: number[] = [];
  readonly stack: number[] = [];
  readonly unicode: boolean;
  readonly ignoreCase: boolean;

  constructor(program: Program, text: string) {
    this.program = program;
    this.code = program.code;
    this.text = text;
    this.unicode = program.unicode;
    this.ignoreCase = program.ignoreCase;
    for (let i = 0; i < program.registers; i++) this.registers.push(-1);
  }

  /** Matches at a place; the end, or -1. Ends of groups are in the registers. */
  matchAt(start: number): number {
    for (let i = 0; i < this.registers.length; i++) this.registers[i] = -1;
    this.stack.length = 0;
    return this.run(0, start);
  }

  set(register: number, value: number): void {
    this.stack.push(this.registers[register]!);
    this.stack.push(register);
    this.registers[register] = value;
  }

  /** Does the one-character instruction at pc take what is at the place? How many units, or -1. */
  one(pc: number, at: number, back: number): number {
    const { text } = this;
    const next = back === 0 ? at : at - 1;
    if (next < 0 || next >= text.length) return -1;
    let c = text.charCodeAt(next);
    let width = 1;
    if (this.unicode && (c & 0xf800) === 0xd800) {
      if (back === 0 && c < 0xdc00) c = text.codePointAt(next)!;
      else if (back === 1 && c >= 0xdc00 && next > 0 && (text.charCodeAt(next - 1) & 0xfc00) === 0xd800)
        c = text.codePointAt(next - 1)!;
      if (c > 0xffff) width = 2;
    }
    const { code } = this;
    switch (code[pc]!) {
      case I_CHAR:
        return c === code[pc + 1]! || (this.ignoreCase && this.program.canonical(c) === code[pc + 1]!)
          ? width
          : -1;
      case I_ANY:
        return isLineEnd(c) ? -1 : width;
      case I_ALL:
        return width;
      default: {
        const wanted = this.ignoreCase ? this.program.canonical(c) : c;
        return isMember(this.program.sets[code[pc + 1]!]!, wanted) === (code[pc + 2]! === 0) ? width : -1;
      }
    }
  }

  isWordAt(i: number): boolean {
    if (i < 0 || i >= this.text.length) return false;
    return isMember(this.program.words, this.text.charCodeAt(i));
  }

  /** Between the halves of a pair of surrogates? */
  isInPair(at: number): boolean {
    if (at <= 0 || at >= this.text.length) return false;
    return (
      (this.text.charCodeAt(at) & 0xfc00) === 0xdc00 && (this.text.charCodeAt(at - 1) & 0xfc00) === 0xd800
    );
  }

  isStart(at: number): boolean {
    return at === 0 || (this.program.multiline && isLineEnd(this.text.charCodeAt(at - 1)));
  }

  isEnd(at: number): boolean {
    return at === this.text.length || (this.program.multiline && isLineEnd(this.text.charCodeAt(at)));
  }

  /** Where a reference to a group ends if its text stands here again, or -1. */
  reference(group: number, back: number, at: number): number {
    const from = this.registers[group * 2]!;
    const to = this.registers[group * 2 + 1]!;
    if (from < 0 || to < 0) return at;
    const n = to - from;
    const start = back === 0 ? at : at - n;
    if (start < 0 || start + n > this.text.length) return -1;
    for (let i = 0; i < n; i++) {
      const a = this.text.charCodeAt(from + i);
      const b = this.text.charCodeAt(start + i);
      if (a !== b && !(this.ignoreCase && this.program.canonical(a) === this.program.canonical(b))) return -1;
    }
    const end = back === 0 ? at + n : start;
    return this.unicode && n > 0 && this.isInPair(end) ? -1 : end;
  }

  /** A run of one character: as many as may be, or as few, and the rest on the stack. Where to go on, or -1. */
  runOf(pc: number, start: number): number {
    const { code, stack } = this;
    const least = code[pc + 1]!;
    const most = code[pc + 2]!;
    const greedy = code[pc + 3]! === 1;
    const after = pc + 4 + widthOf(code[pc + 4]!);
    let at = start;
    let count = 0;
    let first = start;
    const enough = greedy ? most : least;
    while (count < enough) {
      const width = this.one(pc + 4, at, 0);
      if (width < 0) break;
      at += width;
      count++;
      if (count === least) first = at;
    }
    if (count < least) return -1;
    if (greedy) {
      if (at > first) stack.push(after, at, first, RUN_GREEDY);
    } else if (most > least) stack.push(after, at, most - least, pc + 4, RUN_LAZY);
    return at;
  }

  /** Undoes down to the last choice above `base` and takes it: the place goes on the stack; pc, or -1. */
  backtrack(base: number): number {
    const { stack } = this;
    while (stack.length > base) {
      const kind = stack.pop()!;
      if (kind >= 0) {
        this.registers[kind] = stack.pop()!;
        continue;
      }
      if (kind === CHOOSE) {
        const at = stack.pop()!;
        const pc = stack.pop()!;
        stack.push(at);
        return pc;
      }
      const pc = kind === RUN_GREEDY ? this.giveBack() : this.takeMore();
      if (pc >= 0) return pc;
    }
    return -1;
  }

  giveBack(): number {
    const { stack } = this;
    const first = stack.pop()!;
    let at = stack.pop()!;
    const after = stack.pop()!;
    const isPair =
      this.unicode &&
      at - 2 >= first &&
      (this.text.charCodeAt(at - 1) & 0xfc00) === 0xdc00 &&
      (this.text.charCodeAt(at - 2) & 0xfc00) === 0xd800;
    at -= isPair ? 2 : 1;
    if (at > first) stack.push(after, at, first, RUN_GREEDY);
    stack.push(at);
    return after;
  }

  takeMore(): number {
    const { stack } = this;
    const one = stack.pop()!;
    const left = stack.pop()!;
    let at = stack.pop()!;
    const after = stack.pop()!;
    const width = this.one(one, at, 0);
    if (width < 0) return -1;
    at += width;
    if (left > 1) stack.push(after, at, left - 1, one, RUN_LAZY);
    stack.push(at);
    return after;
  }

  /** Lookaround: is it as wanted? What a positive one found stays, but its choices are dropped. */
  look(pc: number, at: number): boolean {
    const { stack } = this;
    const base = stack.length;
    const negative = this.code[pc + 1]! === 1;
    const found = this.run(pc + 3, at) >= 0;
    if (found && !negative) {
      this.dropChoices(base);
      return true;
    }
    while (stack.length > base) {
      const kind = stack.pop()!;
      if (kind >= 0) this.registers[kind] = stack.pop()!;
      else for (let n = entrySize(kind); n > 0; n--) stack.pop();
    }
    return found !== negative;
  }

  /** Keeps of the entries above `base` those that undo registers. */
  dropChoices(base: number): void {
    const { stack } = this;
    const kept: number[] = [];
    while (stack.length > base) {
      const kind = stack.pop()!;
      if (kind >= 0) {
        kept.push(kind);
        kept.push(stack.pop()!);
      } else for (let n = entrySize(kind); n > 0; n--) stack.pop();
    }
    for (let i = kept.length - 2; i >= 0; i -= 2) stack.push(kept[i + 1]!, kept[i]!);
  }

  /** The next turn of a loop, or its end: where the program goes on. */
  loop(pc: number, at: number): number {
    const { code } = this;
    const count = this.registers[code[pc + 1]!]!;
    const exit = code[pc + 5]!;
    if (count < code[pc + 2]!) return pc + 6;
    if (count >= code[pc + 3]!) return exit;
    if (code[pc + 4]! === 1) {
      this.stack.push(exit, at, CHOOSE);
      return pc + 6;
    }
    this.stack.push(pc + 6, at, CHOOSE);
    return exit;
  }

  turn(pc: number, at: number): void {
    const { code } = this;
    const counter = code[pc + 1]!;
    this.set(counter, this.registers[counter]! + 1);
    this.set(code[pc + 2]!, at);
    for (let r = code[pc + 3]!; r < code[pc + 4]!; r++) if (this.registers[r]! >= 0) this.set(r, -1);
  }

  close(pc: number, at: number): void {
    const { code } = this;
    const group = code[pc + 1]!;
    const began = this.registers[this.program.groups * 2 + group]!;
    const back = code[pc + 2]! === 1;
    this.set(group * 2, back ? at : began);
    this.set(group * 2 + 1, back ? began : at);
  }

  run(startPc: number, startAt: number): number {
    const { code, stack } = this;
    const base = stack.length;
    let pc = startPc;
    let at = startAt;
    for (;;) {
      let ok = true;
      switch (code[pc]!) {
        case I_MATCH:
          return at;
        case I_CHAR:
        case I_ANY:
        case I_ALL:
        case I_SET: {
          const size = widthOf(code[pc]!);
          const back = code[pc + size - 1]!;
          const width = this.one(pc, at, back);
          ok = width >= 0;
          at = back === 0 ? at + width : at - width;
          pc += size;
          break;
        }
        case I_SPLIT:
          stack.push(code[pc + 2]!, at, CHOOSE);
          pc = code[pc + 1]!;
          break;
        case I_JUMP:
          pc = code[pc + 1]!;
          break;
        case I_SAVE:
          this.set(code[pc + 1]!, at);
          pc += 2;
          break;
        case I_CLOSE:
          this.close(pc, at);
          pc += 3;
          break;
        case I_START:
          ok = this.isStart(at);
          pc += 1;
          break;
        case I_END:
          ok = this.isEnd(at);
          pc += 1;
          break;
        case I_BORDER:
          ok = (this.isWordAt(at - 1) !== this.isWordAt(at)) === (code[pc + 1]! === 1);
          pc += 2;
          break;
        case I_REFERENCE:
          at = this.reference(code[pc + 1]!, code[pc + 2]!, at);
          ok = at >= 0;
          pc += 3;
          break;
        case I_LOOK:
          ok = this.look(pc, at);
          pc = code[pc + 2]!;
          break;
        case I_ZERO:
          this.set(code[pc + 1]!, 0);
          pc += 2;
          break;
        case I_LOOP:
          pc = this.loop(pc, at);
          break;
        case I_TURN:
          this.turn(pc, at);
          pc += 5;
          break;
        case I_AGAIN:
          // An empty turn beyond the least number is none.
          ok = at !== this.registers[code[pc + 2]!]! || this.registers[code[pc + 1]!]! <= code[pc + 3]!;
          pc = code[pc + 4]!;
          break;
        case I_RUN:
          at = this.runOf(pc, at);
          ok = at >= 0;
          pc = pc + 4 + widthOf(code[pc + 4]!);
          break;
        default:
          return -1;
      }
      if (!ok) {
        pc = this.backtrack(base);
        if (pc < 0) return -1;
        at = stack.pop()!;
      }
    }
  }
}

/** Numbers of a one-character instruction. */
function widthOf(instruction: number): number {
  return instruction === I_CHAR ? 3 : instruction === I_SET ? 4 : 2;
}

/** Numbers below the kind of an entry. */
function entrySize(kind: number): number {
  return kind === CHOOSE ? 2 : kind === RUN_GREEDY ? 3 : 4;
}

/** Small sets are looked through, large ones searched. */
function isMember(set: number[], c: number): boolean {
  const n = set.length;
  if (n > 16) return within(set, c);
  for (let i = 0; i < n; i++) if (c < set[i]!) return (i & 1) === 1;
  return false;
}
