// Calls of jitcodes and how frames are left: into another jitcode, through a stub of the target, back with a result or
// with an exception to its handler.

import { type GcRef, noRef, type Word, wordOf } from "vmsmith/raw";
import { INSTRUCTIONS } from "../tables/jitcode.ts";
import { KIND } from "../tables/operations.ts";
import { JITCODE_ROW } from "../tables/pools.ts";
import { Frames, Operands } from "./frames.ts";
import type { Observer } from "./observer.ts";

/** Why a run stopped. */
export const STOP = {
  /** At the merge point of the portal's frame, not yet passed. */
  mergePoint: 0,
  returned: 1,
  raised: 2,
  /** The observer has seen enough. */
  observed: 3,
} as const;
/** As the answer of an instruction: the run goes on. */
export const GO_ON = -1;

export class Calls extends Frames {
  observer: Observer | null = null;
  /** Set by the observer to end the run after the current instruction. */
  isStopped: boolean = false;
  /** What the portal's frame returned, by KIND, or its exception in resultRef. */
  resultKind: number = 0;
  resultWord: Word = wordOf(0);
  resultRef: GcRef = noRef();
  resultFloat: number = 0;

  override begin(jitcode: number, position: number): void {
    super.begin(jitcode, position);
    this.isStopped = false;
  }

  override clear(): void {
    super.clear();
    this.resultRef = noRef();
  }

  protected go(length: number): number {
    this.pc += length;
    return GO_ON;
  }
  protected jump(position: number): number {
    this.pc = this.start + position;
    return GO_ON;
  }

  protected callInline(callee: number, args: number, next: number): number {
    const { target, observer } = this;
    const count = target.jitcodeColumn(callee, JITCODE_ROW.parameters);
    let kinds = target.jitcodeColumn(callee, JITCODE_ROW.kinds);
    const from = new Operands(this);
    this.push(callee, next);
    let word = this.wordBase;
    let ref = this.refBase;
    let float = this.floatBase;
    for (let i = 0; i < count; i++) {
      const unit = this.code[args + i]!;
      switch (kinds & 3) {
        case KIND.word:
          observer?.argument(KIND.word, word, from.wordAt(unit));
          this.words[word++] = from.word(unit);
          break;
        case KIND.ref:
          observer?.argument(KIND.ref, ref, from.refAt(unit));
          this.refs[ref++] = from.ref(unit);
          break;
        default:
          observer?.argument(KIND.float, float, from.floatAt(unit));
          this.floats[float++] = from.float(unit);
      }
      kinds = kinds >> 2;
    }
    return GO_ON;
  }

  protected callResidual(): number {
    const { target } = this;
    const code = this.w(this.u(2));
    const descr = this.u(3);
    const args = this.pc + 5;
    this.observer?.call(this.u(2), descr, args);
    const count = target.descr(descr, 3);
    let kinds = target.descr(descr, 4);
    let word = 1;
    let ref = 0;
    let float = 0;
    for (let i = 0; i < count; i++) {
      const unit = this.code[args + i]!;
      if ((kinds & 3) === KIND.word) target.putWord(word++, this.w(unit));
      else if ((kinds & 3) === KIND.ref) target.putRef(ref++, this.r(unit));
      else target.putFloat(float++, this.f(unit));
      kinds = kinds >> 2;
    }
    const done = target.call(target.words[target.descr(descr, 1)]!, code);
    return this.finishCall(done, target.descr(descr, 2), 4, args + count);
  }

  protected newArray(): number {
    const { target } = this;
    const descr = this.u(2);
    this.observer?.newArray(descr, this.u(4));
    target.putWord(1, this.w(this.u(4)));
    const done = target.call(target.words[target.descr(descr, 2)]!, target.words[target.descr(descr, 1)]!);
    return this.finishCall(done, KIND.ref, 3, this.pc + 5);
  }

  private finishCall(done: boolean, kind: number, registerAt: number, next: number): number {
    const { target, observer } = this;
    if (!done) {
      observer?.callDone(kind, 0, true);
      return this.unwind(target.ref(0), next);
    }
    const register = this.u(registerAt);
    switch (kind) {
      case KIND.word:
        observer?.callDone(kind, this.wordBase + register, false);
        this.words[this.wordBase + register] = target.word(0);
        break;
      case KIND.ref:
        observer?.callDone(kind, this.refBase + register, false);
        this.refs[this.refBase + register] = target.ref(0);
        break;
      case KIND.float:
        observer?.callDone(kind, this.floatBase + register, false);
        this.floats[this.floatBase + register] = target.float(0);
        break;
      default:
        observer?.callDone(kind, 0, false);
    }
    this.pc = next;
    return GO_ON;
  }

  /** The register in which the call instruction at `pc` wants its result. */
  private resultRegister(): number {
    switch (this.u(0)) {
      case INSTRUCTIONS.call_inline.n:
      case INSTRUCTIONS.new_array.n:
        return this.u(3);
      default:
        return this.u(4);
    }
  }

  // ---- leaving frames ----

  protected returnFrom(kind: number): number {
    const unit = kind === KIND.none ? 0 : this.u(1);
    this.resultKind = kind;
    if (kind === KIND.word) this.resultWord = this.w(unit);
    else if (kind === KIND.ref) this.resultRef = this.r(unit);
    else if (kind === KIND.float) this.resultFloat = this.f(unit);
    const { observer } = this;
    if (this.callers.length === 0) {
      observer?.finished(kind, unit);
      return STOP.returned;
    }
    const from = new Operands(this);
    const next = this.pop();
    const register = this.resultRegister();
    if (kind === KIND.word) observer?.returned(kind, this.wordBase + register, from.wordAt(unit));
    else if (kind === KIND.ref) observer?.returned(kind, this.refBase + register, from.refAt(unit));
    else if (kind === KIND.float) observer?.returned(kind, this.floatBase + register, from.floatAt(unit));
    this.deliver(kind, register, next);
    return GO_ON;
  }

  /** Puts the result of the frame that was left into the current one. */
  private deliver(kind: number, register: number, next: number): void {
    if (kind === KIND.word) this.words[this.wordBase + register] = this.resultWord;
    else if (kind === KIND.ref) this.refs[this.refBase + register] = this.resultRef;
    else if (kind === KIND.float) this.floats[this.floatBase + register] = this.resultFloat;
    this.pc = next;
  }

  /** As if the call instruction at `pc`, which a compiled loop made, had given what stands in the result fields. */
  finishCallWithResult(): void {
    const register = this.resultRegister();
    const kind = this.resultKind;
    if (kind === KIND.word) this.observer?.delivered(kind, this.wordBase + register);
    else if (kind === KIND.ref) this.observer?.delivered(kind, this.refBase + register);
    else if (kind === KIND.float) this.observer?.delivered(kind, this.floatBase + register);
    this.deliver(kind, register, this.pc + this.lengthOfCall());
  }

  /** As if the call instruction at `pc` had raised; whether the run ended by that (STOP.raised), or goes on. */
  finishCallRaising(exception: GcRef): number {
    return this.unwind(exception, this.pc + this.lengthOfCall());
  }

  protected leaveRaising(exception: GcRef): number {
    if (this.callers.length === 0) return this.endRaising(exception);
    return this.unwind(exception, this.pop());
  }

  private endRaising(exception: GcRef): number {
    this.resultRef = exception;
    return STOP.raised;
  }

  /** Looks for a handler behind the instruction that raised, then behind the calls below. */
  protected unwind(exception: GcRef, behind: number): number {
    let next = behind;
    for (;;) {
      if (next < this.code.length && this.code[next]! === INSTRUCTIONS.catch.n) {
        const register = this.refBase + this.code[next + 1]!;
        this.observer?.caught(register);
        this.refs[register] = exception;
        return this.jump(this.code[next + 2]!);
      }
      if (this.callers.length === 0) return this.endRaising(exception);
      next = this.pop();
    }
  }
}
