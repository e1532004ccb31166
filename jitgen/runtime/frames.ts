// Frames of jitcodes. They are not frames of the machine: registers of all frames lie in three stacks, one for each
// class, so a frame can be built from resume data and left in the middle.

import { type GcRef, noRef, type Word, wordOf } from "vmsmith/raw";
import { CONSTANT, INSTRUCTIONS } from "../tables/jitcode.ts";
import { JITCODE_ROW } from "../tables/pools.ts";
import type { Target } from "./target.ts";

/** A frame below the current one: its jitcode, its call instruction, the one after. */
export class Caller {
  readonly jitcode: number;
  readonly call: number;
  readonly next: number;

  constructor(jitcode: number, call: number, next: number) {
    this.jitcode = jitcode;
    this.call = call;
    this.next = next;
  }
}

export class Frames {
  readonly target: Target;
  readonly words: Word[] = [];
  readonly refs: GcRef[] = [];
  readonly floats: number[] = [];
  readonly callers: Caller[] = [];
  /** The current frame: jitcode, where its code starts, the instruction, where its registers begin. */
  jitcode: number = 0;
  start: number = 0;
  pc: number = 0;
  wordBase: number = 0;
  refBase: number = 0;
  floatBase: number = 0;
  protected readonly code: Int32Array;

  constructor(target: Target) {
    this.target = target;
    this.code = target.code;
  }

  /** Makes a frame the first one, at a position of its jitcode. */
  begin(jitcode: number, position: number): void {
    this.callers.length = 0;
    this.wordBase = 0;
    this.refBase = 0;
    this.floatBase = 0;
    this.become(jitcode);
    this.pc = this.start + position;
  }

  /** Puts a frame above the current one, which stands at a call; for frames rebuilt from resume data. */
  pushAt(jitcode: number, position: number): void {
    this.push(jitcode, this.pc + this.lengthOfCall());
    this.pc = this.start + position;
  }

  protected push(jitcode: number, next: number): void {
    this.callers.push(new Caller(this.jitcode, this.pc, next));
    this.wordBase += this.target.jitcodeColumn(this.jitcode, JITCODE_ROW.words);
    this.refBase += this.target.jitcodeColumn(this.jitcode, JITCODE_ROW.refs);
    this.floatBase += this.target.jitcodeColumn(this.jitcode, JITCODE_ROW.floats);
    this.become(jitcode);
    this.pc = this.start;
  }

  private become(jitcode: number): void {
    const { target } = this;
    this.jitcode = jitcode;
    this.start = target.jitcodeColumn(jitcode, JITCODE_ROW.start);
    const words = this.wordBase + target.jitcodeColumn(jitcode, JITCODE_ROW.words);
    const refs = this.refBase + target.jitcodeColumn(jitcode, JITCODE_ROW.refs);
    const floats = this.floatBase + target.jitcodeColumn(jitcode, JITCODE_ROW.floats);
    while (this.words.length < words) this.words.push(wordOf(0));
    while (this.refs.length < refs) this.refs.push(noRef());
    while (this.floats.length < floats) this.floats.push(0);
  }

  /** Makes the caller current; gives the instruction after its call. */
  protected pop(): number {
    const caller = this.callers.pop()!;
    const { target } = this;
    this.jitcode = caller.jitcode;
    this.start = target.jitcodeColumn(caller.jitcode, JITCODE_ROW.start);
    this.wordBase -= target.jitcodeColumn(caller.jitcode, JITCODE_ROW.words);
    this.refBase -= target.jitcodeColumn(caller.jitcode, JITCODE_ROW.refs);
    this.floatBase -= target.jitcodeColumn(caller.jitcode, JITCODE_ROW.floats);
    this.pc = caller.call;
    return caller.next;
  }

  /** Lets go of every reference. */
  clear(): void {
    for (let i = 0; i < this.refs.length; i++) this.refs[i] = noRef();
  }

  /** Where the liveness set of an instruction begins in the pool. */
  livenessOf(jitcode: number, pc: number): number {
    return this.target.jitcodeColumn(jitcode, JITCODE_ROW.liveness) + this.code[pc + 1]!;
  }

  // ---- operands ----

  w(unit: number): Word {
    return unit >= CONSTANT ? this.target.words[unit - CONSTANT]! : this.words[this.wordBase + unit]!;
  }
  r(unit: number): GcRef {
    return unit >= CONSTANT ? this.target.refs[unit - CONSTANT]! : this.refs[this.refBase + unit]!;
  }
  f(unit: number): number {
    return unit >= CONSTANT ? this.target.floats[unit - CONSTANT]! : this.floats[this.floatBase + unit]!;
  }

  /** The unit at `i` units behind the instruction's number. */
  protected u(i: number): number {
    return this.code[this.pc + i]!;
  }

  /** Units of the call instruction at `pc`. */
  protected lengthOfCall(): number {
    switch (this.u(0)) {
      case INSTRUCTIONS.call_inline.n:
        return 4 + this.target.jitcodeColumn(this.u(2), JITCODE_ROW.parameters);
      case INSTRUCTIONS.new_array.n:
        return 5;
      default:
        return 5 + this.target.descr(this.u(3), 3);
    }
  }
}

/** Reads operands of a frame after another has become current. */
export class Operands {
  private readonly frames: Frames;
  private readonly wordBase: number;
  private readonly refBase: number;
  private readonly floatBase: number;

  constructor(frames: Frames) {
    this.frames = frames;
    this.wordBase = frames.wordBase;
    this.refBase = frames.refBase;
    this.floatBase = frames.floatBase;
  }

  /** Places in the stacks; constants stay what they are, above every register. */
  wordAt(unit: number): number {
    return unit >= CONSTANT ? -1 : this.wordBase + unit;
  }
  refAt(unit: number): number {
    return unit >= CONSTANT ? -1 : this.refBase + unit;
  }
  floatAt(unit: number): number {
    return unit >= CONSTANT ? -1 : this.floatBase + unit;
  }

  word(unit: number): Word {
    return unit >= CONSTANT
      ? this.frames.target.words[unit - CONSTANT]!
      : this.frames.words[this.wordBase + unit]!;
  }
  ref(unit: number): GcRef {
    return unit >= CONSTANT
      ? this.frames.target.refs[unit - CONSTANT]!
      : this.frames.refs[this.refBase + unit]!;
  }
  float(unit: number): number {
    return unit >= CONSTANT
      ? this.frames.target.floats[unit - CONSTANT]!
      : this.frames.floats[this.floatBase + unit]!;
  }
}
