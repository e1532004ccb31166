// The matcher of regular expressions: a backtracking machine whose stack is an array of numbers on the heap, so that no
// pattern and no text can exhaust the machine's stack. What a choice changed is undone from the same stack. Only
// lookaround calls itself, as deep as the pattern is nested. ECMAScript, section 22.2.2.
// Patterns known at translation are matched by functions made for them instead (translator/frontend/regexp), which use
// the registers and the stack only (regexp-state.ts).

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
} from "./regexp-compile.ts";
import { MatchState, unitAt, widthOf } from "./regexp-state.ts";

/** Entries of the stack, the kind on top: a choice (pc, place), */
const CHOOSE = -1;
/** or one of a run that may give back or take: (pc after, place, limit, step). */
const RUN_GREEDY = -2;
const RUN_LAZY = -3;
// An entry that is not negative is a register, below it its old value.

export class Matcher extends MatchState {
  choose(pc: number, at: number): void {
    const { depth } = this;
    const stack = this.room(3);
    stack[depth] = pc;
    stack[depth + 1] = at;
    stack[depth + 2] = CHOOSE;
    this.depth = depth + 3;
  }

  /** Matches at a place; the end, or -1. Ends of groups are in the registers. */
  matchAt(start: number): number {
    const { registers } = this;
    for (let i = 0; i < registers.length; i++) registers[i] = -1;
    this.depth = 0;
    return this.run(0, start);
  }

  /** Where a reference to a group ends if its text stands here again, or -1. */
  reference(group: number, back: number, at: number): number {
    const from = this.registers[group * 2]!;
    const to = this.registers[group * 2 + 1]!;
    if (from < 0 || to < 0) return at;
    const n = to - from;
    const start = back === 0 ? at : at - n;
    if (start < 0 || start + n > this.text.length) return -1;
    const { folder } = this.program;
    for (let i = 0; i < n; i++) {
      const a = unitAt(this.text, from + i);
      const b = unitAt(this.text, start + i);
      if (a !== b && !(folder.ignoreCase && folder.canonical(a) === folder.canonical(b))) return -1;
    }
    const end = back === 0 ? at + n : start;
    return this.unicode && n > 0 && this.isInPair(end) ? -1 : end;
  }

  /** A run of one character: as many as may be, or as few, and the rest on the stack. Where to go on, or -1. */
  runOf(pc: number, start: number): number {
    const { code } = this;
    const least = code[pc + 1]!;
    const most = code[pc + 2]!;
    const greedy = code[pc + 3]! > 0;
    const after = pc + 4 + widthOf(code[pc + 4]!);
    const enough = greedy ? most : least;
    let at = start;
    let first = start + least;
    if (this.unicode) {
      let count = 0;
      while (count < enough) {
        const width = this.one(pc + 4, at, 0);
        if (width < 0) break;
        at += width;
        count++;
        if (count === least) first = at;
      }
      if (count < least) return -1;
      if (least === 0) first = start;
    } else {
      const room = this.text.length - start;
      at = this.scan(pc + 4, start, start + (room < enough ? room : enough));
      if (at < first) return -1;
    }
    if (greedy) {
      if (at > first && code[pc + 3]! === 1) this.pushRun(after, at, first);
    } else if (most > least) this.pushLazy(after, at, most - least, pc + 4);
    return at;
  }

  pushRun(after: number, at: number, first: number): void {
    const { depth } = this;
    const stack = this.room(4);
    stack[depth] = after;
    stack[depth + 1] = at;
    stack[depth + 2] = first;
    stack[depth + 3] = RUN_GREEDY;
    this.depth = depth + 4;
  }

  pushLazy(after: number, at: number, left: number, one: number): void {
    this.push(after);
    this.push(at);
    this.push(left);
    this.push(one);
    this.push(RUN_LAZY);
  }

  /** Undoes down to the last choice above `base` and takes it: the place goes on the stack; pc, or -1. */
  backtrack(base: number): number {
    while (this.depth > base) {
      const kind = this.pop();
      if (kind >= 0) {
        this.registers[kind] = this.pop();
        continue;
      }
      if (kind === CHOOSE) {
        const at = this.pop();
        const pc = this.pop();
        this.push(at);
        return pc;
      }
      const pc = kind === RUN_GREEDY ? this.giveBack() : this.takeMore();
      if (pc >= 0) return pc;
    }
    return -1;
  }

  giveBack(): number {
    const first = this.pop();
    let at = this.pop();
    const after = this.pop();
    at -= this.unicode && at - 2 >= first && this.isInPair(at - 1) ? 2 : 1;
    if (at > first) this.pushRun(after, at, first);
    this.push(at);
    return after;
  }

  takeMore(): number {
    const one = this.pop();
    const left = this.pop();
    let at = this.pop();
    const after = this.pop();
    const width = this.one(one, at, 0);
    if (width < 0) return -1;
    at += width;
    if (left > 1) this.pushLazy(after, at, left - 1, one);
    this.push(at);
    return after;
  }

  /** Lookaround: is it as wanted? What a positive one found stays, but its choices are dropped. */
  look(pc: number, at: number): boolean {
    const base = this.depth;
    const negative = this.code[pc + 1]! === 1;
    const found = this.run(pc + 3, at) >= 0;
    if (found && !negative) {
      this.dropChoices(base);
      return true;
    }
    while (this.depth > base) {
      const kind = this.pop();
      if (kind >= 0) this.registers[kind] = this.pop();
      else this.depth -= entrySize(kind);
    }
    return found !== negative;
  }

  /** Keeps of the entries above `base` those that undo registers. */
  dropChoices(base: number): void {
    const kept: number[] = [];
    while (this.depth > base) {
      const kind = this.pop();
      if (kind >= 0) {
        kept.push(kind);
        kept.push(this.pop());
      } else this.depth -= entrySize(kind);
    }
    for (let i = kept.length - 2; i >= 0; i -= 2) {
      this.push(kept[i + 1]!);
      this.push(kept[i]!);
    }
  }

  /** The next turn of a loop, or its end: where the program goes on. */
  loop(pc: number, at: number): number {
    const { code } = this;
    const count = this.registers[code[pc + 1]!]!;
    const exit = code[pc + 5]!;
    if (count < code[pc + 2]!) return pc + 7;
    if (count >= code[pc + 3]! || !this.canBegin(code[pc + 6]!, at)) return exit;
    if (code[pc + 4]! === 1) {
      this.choose(exit, at);
      return pc + 7;
    }
    this.choose(pc + 7, at);
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
    const { code } = this;
    const base = this.depth;
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
          if (code[pc]! === I_CHAR && code[pc + 2]! === 0 && !this.unicode) {
            ok = at < this.text.length && unitAt(this.text, at) === code[pc + 1]!;
            at++;
            pc += 3;
            break;
          }
          const size = widthOf(code[pc]!);
          const back = code[pc + size - 1]!;
          const width = this.one(pc, at, back);
          ok = width >= 0;
          at = back === 0 ? at + width : at - width;
          pc += size;
          break;
        }
        case I_SPLIT:
          if (!this.canBegin(code[pc + 3]!, at)) {
            ok = this.canBegin(code[pc + 4]!, at);
            pc = code[pc + 2]!;
          } else {
            if (this.canBegin(code[pc + 4]!, at)) this.choose(code[pc + 2]!, at);
            pc = code[pc + 1]!;
          }
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
        at = this.pop();
      }
    }
  }
}

/** Numbers below the kind of an entry. */
function entrySize(kind: number): number {
  return kind === CHOOSE ? 2 : kind === RUN_GREEDY ? 3 : 4;
}
