// From a guard that failed back to frames: reads the resume data with the slots of the compiled code and builds the
// interpreter's frames in a runner. With a tracer, the values that differ from run to run become the inputs of the
// bridge that is about to be recorded.

import { KIND } from "../tables/operations.ts";
import { JITCODE_ROW } from "../tables/pools.ts";
import { TRACE } from "../tables/trace-ops.ts";
import { STOP } from "./calls.ts";
import { EXCEPTION, type Guard } from "./fragment.ts";
import type { Activation } from "./model-backend.ts";
import type { Runner } from "./runner.ts";
import type { Target } from "./target.ts";
import { CONST, type Tracer } from "./tracer.ts";

export class Deoptimizer {
  private readonly target: Target;
  private readonly runner: Runner;
  private readonly guard: Guard;
  private readonly slots: Activation;
  private readonly tracer: Tracer | null;
  /** Inputs of the bridge: slots and their classes. */
  readonly sources: number[] = [];
  readonly kinds: number[] = [];

  constructor(target: Target, runner: Runner, guard: Guard, slots: Activation, tracer: Tracer | null) {
    this.target = target;
    this.runner = runner;
    this.guard = guard;
    this.slots = slots;
    this.tracer = tracer;
  }

  /** Builds the frames. The runner then stands where the guard's operation is run again, or behind the call. */
  rebuild(): number {
    const { guard, runner } = this;
    const { resume } = guard.fragment;
    const rows: number[] = [];
    for (let row = guard.resume; row >= 0; row = resume[row]!) rows.push(row);
    for (let i = rows.length - 1; i >= 0; i--) {
      const row = rows[i]!;
      if (i === rows.length - 1) runner.begin(resume[row + 1]!, resume[row + 2]!);
      else runner.pushAt(resume[row + 1]!, resume[row + 2]!);
      this.fill(row);
    }
    return this.finishCall();
  }

  private fill(row: number): void {
    const { target, runner } = this;
    const pc = runner.pc;
    const set = target.jitcodeColumn(runner.jitcode, JITCODE_ROW.liveness) + target.code[pc + 1]!;
    const refs = this.fillClass(KIND.word, set, row + 3);
    const floats = this.fillClass(KIND.ref, refs, row + 3 + refs - set - 1);
    this.fillClass(KIND.float, floats, row + 3 + floats - set - 2);
  }

  /** Registers of one class, operands from `at` on; where the next class begins in the liveness set. */
  private fillClass(kind: number, set: number, at: number): number {
    const { liveness } = this.target;
    const n = liveness[set]!;
    for (let i = 0; i < n; i++) this.restore(kind, liveness[set + 1 + i]!, at + i);
    return set + 1 + n;
  }

  private restore(kind: number, register: number, at: number): void {
    const { runner, slots, guard, tracer } = this;
    const { constants, resume } = guard.fragment;
    const operand = resume[at]!;
    if (kind === KIND.word) {
      const place = runner.wordBase + register;
      runner.words[place] = operand >= 0 ? slots.words[operand]! : constants.words[-1 - operand]!;
      tracer?.setBox(kind, place, this.boxOf(kind, operand));
    } else if (kind === KIND.ref) {
      const place = runner.refBase + register;
      runner.refs[place] = operand >= 0 ? slots.refs[operand]! : constants.refs[-1 - operand]!;
      tracer?.setBox(kind, place, this.boxOf(kind, operand));
    } else {
      const place = runner.floatBase + register;
      runner.floats[place] = operand >= 0 ? slots.floats[operand]! : constants.floats[-1 - operand]!;
      tracer?.setBox(kind, place, this.boxOf(kind, operand));
    }
  }

  /** The input of the bridge for a slot. The word that a failed guard has decided is no input: it is known. */
  private boxOf(kind: number, operand: number): number {
    if (operand < 0 || operand === this.guard.decider) return CONST;
    for (let i = 0; i < this.sources.length; i++) if (this.sources[i]! === operand) return i;
    this.sources.push(operand);
    this.kinds.push(kind);
    return this.sources.length - 1;
  }

  /** Gives the call before the guard its outcome; STOP where that ended the run, or -1. */
  private finishCall(): number {
    const { guard, runner, slots, tracer } = this;
    if (tracer !== null) tracer.trace.values = this.sources.length;
    if (guard.op !== TRACE.guard_not_raised.n && guard.op !== TRACE.guard_raised.n) return -1;
    const slot = guard.extraSlot === EXCEPTION ? guard.fragment.slots - 1 : guard.extraSlot;
    if (guard.extraKind !== KIND.none) {
      this.sources.push(slot);
      this.kinds.push(guard.extraKind);
    }
    if (guard.op === TRACE.guard_not_raised.n) {
      tracer?.inputException();
      return runner.finishCallRaising(slots.refs[slot]!);
    }
    runner.resultKind = guard.extraKind;
    if (guard.extraKind === KIND.word) runner.resultWord = slots.words[slot]!;
    else if (guard.extraKind === KIND.ref) runner.resultRef = slots.refs[slot]!;
    else if (guard.extraKind === KIND.float) runner.resultFloat = slots.floats[slot]!;
    if (guard.extraKind !== KIND.none) tracer?.inputResult();
    runner.finishCallWithResult();
    return -1;
  }
}

/** Whether a stop of `rebuild` means that the run has ended. */
export function hasEnded(stop: number): boolean {
  return stop === STOP.raised || stop === STOP.returned;
}
