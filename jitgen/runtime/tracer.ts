// The tracer: watches a runner and records what it does. For every register it knows a *box*: the number of the
// trace's value that the register holds, or CONST where the value is the same on every run of the trace, so nothing
// needs recording. Recording stops at the portal's merge point (runtime.ts decides what then), or when it is aborted.

import type { GcRef } from "vmsmith/raw";
import { CONSTANT } from "../tables/jitcode.ts";
import { KIND } from "../tables/operations.ts";
import { CALL_FLAG, IMMUTABLE, JITCODE_ROW } from "../tables/pools.ts";
import { TRACE, TRACE_RESULTS } from "../tables/trace-ops.ts";
import { ABORT } from "./aborts.ts";
import type { Greens } from "./greens.ts";
import type { MergeLayout } from "./merge-layout.ts";
import { Observer } from "./observer.ts";
import type { Runner } from "./runner.ts";
import { Trace } from "./trace.ts";

/** The box of a value that is constant. */
export const CONST = -1;

/** A merge point that a trace passed after a loop header: where a loop inside the trace would begin. */
export class Mark {
  readonly greens: Greens;
  /** Where its operations begin: those that give every input a value of its own, then the loop's body. */
  readonly at: number;
  readonly body: number;
  /** Number of the first input among the trace's values. */
  readonly firstValue: number;
  /** What the inputs were before: 2 × value, or 2 × constant + 1. */
  readonly operands: readonly number[];

  constructor(greens: Greens, at: number, body: number, firstValue: number, operands: readonly number[]) {
    this.greens = greens;
    this.at = at;
    this.body = body;
    this.firstValue = firstValue;
    this.operands = operands;
  }
}

export class Tracer extends Observer {
  readonly trace: Trace = new Trace();
  /** ABORT, once recording was given up. */
  abort: number = ABORT.none;
  seenLoopHeader: boolean = false;
  readonly marks: Mark[] = [];
  private readonly runner: Runner;
  private readonly limit: number;
  private readonly wordBoxes: number[] = [];
  private readonly refBoxes: number[] = [];
  private readonly floatBoxes: number[] = [];
  private exceptionBox: number = CONST;
  private resultBox: number = CONST;
  /** The call in progress is not recorded: it depends on constants alone. */
  private isFolded: boolean = false;
  private mayRaise: boolean = true;
  /** Snapshots of the frames below, with the caller each belongs to: a caller object is made for each call. */
  private readonly callerSnapshots: number[] = [];
  private readonly callerKeys: object[] = [];

  constructor(runner: Runner, limit: number) {
    super();
    this.runner = runner;
    this.limit = limit;
  }

  // ---- boxes ----

  /** A new value, for a register that holds an input. */
  input(kind: number, register: number): void {
    this.setBox(kind, register, this.trace.values++);
  }

  inputException(): void {
    this.exceptionBox = this.trace.values++;
  }
  inputResult(): void {
    this.resultBox = this.trace.values++;
  }

  setBox(kind: number, register: number, box: number): void {
    const boxes = this.boxes(kind);
    while (boxes.length <= register) boxes.push(CONST);
    boxes[register] = box;
  }

  private boxes(kind: number): number[] {
    return kind === KIND.word ? this.wordBoxes : kind === KIND.ref ? this.refBoxes : this.floatBoxes;
  }

  private boxAt(kind: number, register: number): number {
    const boxes = this.boxes(kind);
    return register < boxes.length ? boxes[register]! : CONST;
  }

  private base(kind: number): number {
    const { runner } = this;
    return kind === KIND.word ? runner.wordBase : kind === KIND.ref ? runner.refBase : runner.floatBase;
  }

  private box(kind: number, unit: number): number {
    return unit >= CONSTANT ? CONST : this.boxAt(kind, this.base(kind) + unit);
  }

  // ---- writing ----

  private stop(reason: number): void {
    if (this.abort === ABORT.none) this.abort = reason;
    this.runner.isStopped = true;
  }

  private begin(op: number): void {
    const { trace } = this;
    if (++trace.opCount > this.limit) this.stop(ABORT.tooLong);
    trace.ops.byte(op);
  }

  private operand(kind: number, unit: number): void {
    const { trace } = this;
    const box = this.box(kind, unit);
    trace.ops.put(box === CONST ? 2 * this.constant(kind, unit) + 1 : 2 * (trace.values - 1 - box));
  }

  private constant(kind: number, unit: number): number {
    const { constants } = this.trace;
    const { runner } = this;
    if (kind === KIND.word) return constants.word(runner.w(unit));
    return kind === KIND.ref ? constants.ref(runner.r(unit)) : constants.float(runner.f(unit));
  }

  /** The register's value as an operand that does not depend on where it stands. */
  private absolute(kind: number, register: number): number {
    const box = this.boxAt(kind, register);
    if (box !== CONST) return 2 * box;
    const { constants } = this.trace;
    const { runner } = this;
    if (kind === KIND.word) return 2 * constants.word(runner.words[register]!) + 1;
    if (kind === KIND.ref) return 2 * constants.ref(runner.refs[register]!) + 1;
    return 2 * constants.float(runner.floats[register]!) + 1;
  }

  // ---- snapshots ----

  /** Writes the frames as they are at this instruction; where the innermost one stands. */
  private snapshot(): number {
    const { runner } = this;
    const { callers, target } = runner;
    let parent = -1;
    let word = 0;
    let ref = 0;
    let float = 0;
    for (let i = 0; i < callers.length; i++) {
      const caller = callers[i]!;
      if (i < this.callerKeys.length && this.callerKeys[i]! === caller) parent = this.callerSnapshots[i]!;
      else {
        parent = this.frame(parent, caller.jitcode, caller.call, word, ref, float);
        this.callerKeys.length = i;
        this.callerSnapshots.length = i;
        this.callerKeys.push(caller);
        this.callerSnapshots.push(parent);
      }
      word += target.jitcodeColumn(caller.jitcode, JITCODE_ROW.words);
      ref += target.jitcodeColumn(caller.jitcode, JITCODE_ROW.refs);
      float += target.jitcodeColumn(caller.jitcode, JITCODE_ROW.floats);
    }
    return this.frame(parent, runner.jitcode, runner.pc, word, ref, float);
  }

  private frame(
    parent: number,
    jitcode: number,
    pc: number,
    word: number,
    ref: number,
    float: number,
  ): number {
    const { snapshots } = this.trace;
    const { runner } = this;
    const at = snapshots.length;
    snapshots.put(parent + 1);
    snapshots.put(jitcode);
    snapshots.put(pc - runner.target.jitcodeColumn(jitcode, JITCODE_ROW.start));
    let set = runner.livenessOf(jitcode, pc);
    set = this.liveValues(KIND.word, word, set);
    set = this.liveValues(KIND.ref, ref, set);
    this.liveValues(KIND.float, float, set);
    return at;
  }

  private liveValues(kind: number, base: number, set: number): number {
    const { liveness } = this.runner.target;
    const n = liveness[set]!;
    for (let i = 1; i <= n; i++) this.trace.snapshots.put(this.absolute(kind, base + liveness[set + i]!));
    return set + 1 + n;
  }

  private guard(): void {
    this.trace.ops.put(this.snapshot());
  }

  // ---- what the runner does ----

  move(kind: number, register: number, unit: number): void {
    this.setBox(kind, register, this.box(kind, unit));
  }

  pure(op: number, kind: number, register: number, kindA: number, a: number, kindB: number, b: number): void {
    const isConstant = this.box(kindA, a) === CONST && (kindB === KIND.none || this.box(kindB, b) === CONST);
    if (isConstant) {
      this.setBox(kind, register, CONST);
      return;
    }
    this.begin(op);
    if (op === TRACE.type_slot.n) this.trace.ops.put(b);
    this.operand(kindA, a);
    if (kindB !== KIND.none) this.operand(kindB, b);
    this.setBox(kind, register, this.trace.values++);
  }

  check(
    op: number,
    kind: number,
    register: number,
    kindA: number,
    a: number,
    kindB: number,
    b: number,
  ): void {
    const box = this.box(kindA, a);
    const isConstant = box === CONST && (kindB === KIND.none || this.box(kindB, b) === CONST);
    if (!isConstant) {
      this.begin(op);
      this.operand(kindA, a);
      if (kindB !== KIND.none) this.operand(kindB, b);
      this.guard();
    }
    if (kind === KIND.none) return;
    if (isConstant) this.setBox(kind, register, CONST);
    else this.setBox(kind, register, TRACE_RESULTS[op]! === KIND.none ? box : this.trace.values++);
  }

  failedCheck(): void {
    this.stop(ABORT.failedCheck);
  }

  load(op: number, kind: number, register: number, object: number, index: number, descr: number): void {
    const { target } = this.runner;
    const isItem = index >= 0;
    const flags = target.descr(descr, isItem ? 4 : 3);
    const isConstant =
      this.box(KIND.ref, object) === CONST && (!isItem || this.box(KIND.word, index) === CONST);
    if (isConstant && (flags & IMMUTABLE) !== 0) {
      this.setBox(kind, register, CONST);
      return;
    }
    this.begin(op);
    this.trace.ops.put(descr);
    this.operand(KIND.ref, object);
    if (isItem) this.operand(KIND.word, index);
    this.setBox(kind, register, this.trace.values++);
  }

  store(op: number, kind: number, object: number, index: number, value: number, descr: number): void {
    this.begin(op);
    this.trace.ops.put(descr);
    this.operand(KIND.ref, object);
    if (index >= 0) this.operand(KIND.word, index);
    this.operand(kind, value);
  }

  newStruct(register: number, descr: number): void {
    this.begin(TRACE.new_struct.n);
    this.trace.ops.put(descr);
    this.setBox(KIND.ref, register, this.trace.values++);
  }

  newArray(descr: number, length: number): void {
    this.begin(TRACE.new_array.n);
    this.trace.ops.put(descr);
    this.operand(KIND.word, length);
    this.resultBox = this.trace.values++;
    this.isFolded = false;
    this.mayRaise = true;
  }

  truth(unit: number, value: boolean): void {
    if (this.box(KIND.word, unit) === CONST) return;
    this.begin(value ? TRACE.guard_true.n : TRACE.guard_false.n);
    this.operand(KIND.word, unit);
    this.guard();
  }

  promote(kind: number, unit: number): void {
    const box = this.box(kind, unit);
    if (box === CONST) return;
    if (kind === KIND.word) this.begin(TRACE.guard_value_w.n);
    else this.begin(kind === KIND.ref ? TRACE.guard_value_r.n : TRACE.guard_value_f.n);
    this.operand(kind, unit);
    this.trace.ops.put(2 * this.constant(kind, unit) + 1);
    this.guard();
    const boxes = this.boxes(kind);
    for (let i = 0; i < boxes.length; i++) if (boxes[i]! === box) boxes[i] = CONST;
  }

  isConstant(kind: number, unit: number): boolean {
    return this.box(kind, unit) === CONST;
  }

  argument(kind: number, register: number, from: number): void {
    this.setBox(kind, register, from < 0 ? CONST : this.boxAt(kind, from));
  }

  returned(kind: number, register: number, from: number): void {
    this.setBox(kind, register, from < 0 ? CONST : this.boxAt(kind, from));
  }

  finished(kind: number, unit: number): void {
    if (kind === KIND.none) {
      this.begin(TRACE.finish_v.n);
      return;
    }
    if (kind === KIND.word) this.begin(TRACE.finish_w.n);
    else this.begin(kind === KIND.ref ? TRACE.finish_r.n : TRACE.finish_f.n);
    this.operand(kind, unit);
  }

  call(code: number, descr: number, args: number): void {
    const { target } = this.runner;
    const flags = target.descr(descr, 5);
    this.mayRaise = (flags & CALL_FLAG.cannotRaise) === 0;
    this.isFolded = (flags & CALL_FLAG.elidable) !== 0 && this.areConstant(code, descr, args);
    this.resultBox = CONST;
    if (this.isFolded) return;
    const kind = target.descr(descr, 2);
    if (kind === KIND.none) this.begin(TRACE.call_v.n);
    else if (kind === KIND.word) this.begin(TRACE.call_w.n);
    else this.begin(kind === KIND.ref ? TRACE.call_r.n : TRACE.call_f.n);
    this.trace.ops.put(descr);
    this.operand(KIND.word, code);
    let kinds = target.descr(descr, 4);
    for (let i = 0; i < target.descr(descr, 3); i++) {
      this.operand(kinds & 3, target.code[args + i]!);
      kinds = kinds >> 2;
    }
    if (kind !== KIND.none) this.resultBox = this.trace.values++;
  }

  private areConstant(code: number, descr: number, args: number): boolean {
    const { target } = this.runner;
    if (this.box(KIND.word, code) !== CONST) return false;
    let kinds = target.descr(descr, 4);
    for (let i = 0; i < target.descr(descr, 3); i++) {
      if (this.box(kinds & 3, target.code[args + i]!) !== CONST) return false;
      kinds = kinds >> 2;
    }
    return true;
  }

  callDone(kind: number, register: number, raised: boolean): void {
    if (raised) {
      if (this.isFolded) {
        this.stop(ABORT.raisedInFolded);
        return;
      }
      this.begin(TRACE.guard_raised.n);
      this.guard();
      this.exceptionBox = this.trace.values++;
      return;
    }
    if (!this.isFolded && this.mayRaise) {
      this.begin(TRACE.guard_not_raised.n);
      this.guard();
    }
    this.delivered(kind, register);
  }

  delivered(kind: number, register: number): void {
    if (kind !== KIND.none) this.setBox(kind, register, this.resultBox);
  }

  raised(unit: number): void {
    this.exceptionBox = this.box(KIND.ref, unit);
  }

  caught(register: number): void {
    this.setBox(KIND.ref, register, this.exceptionBox);
  }

  loopHeader(_driver: number): void {
    this.seenLoopHeader = true;
  }

  // ---- merge points; the runner stands at one, in the portal's frame ----

  promoteGreens(layout: MergeLayout): void {
    for (let i = 0; i < layout.greenKinds.length; i++)
      this.promote(layout.greenKinds[i]!, layout.greenRegisters[i]!);
  }

  /** The inputs of a loop that begins here, as they are now. */
  inputsOf(layout: MergeLayout): number[] {
    const operands: number[] = [];
    for (let i = 0; i < layout.kinds.length; i++)
      operands.push(this.absolute(layout.kinds[i]!, layout.registers[i]!));
    return operands;
  }

  /** Lets a loop begin here: every input gets a value of its own, about which nothing is known. */
  mark(layout: MergeLayout, greens: Greens): void {
    const { trace } = this;
    const operands = this.inputsOf(layout);
    const at = trace.ops.length;
    const firstValue = trace.values;
    for (let i = 0; i < layout.kinds.length; i++) {
      const kind = layout.kinds[i]!;
      if (kind === KIND.word) this.begin(TRACE.same_w.n);
      else this.begin(kind === KIND.ref ? TRACE.same_r.n : TRACE.same_f.n);
      this.operand(kind, layout.registers[i]!);
      trace.values++;
    }
    for (let i = 0; i < layout.kinds.length; i++)
      this.setBox(layout.kinds[i]!, layout.registers[i]!, firstValue + i);
    this.marks.push(new Mark(greens, at, trace.ops.length, firstValue, operands));
  }

  /** The trace begins at a merge point, with its inputs. */
  beginAt(greens: Greens): void {
    this.marks.push(new Mark(greens, 0, 0, 0, []));
  }

  markOf(greens: Greens): Mark | null {
    for (const mark of this.marks) if (mark.greens.equals(greens)) return mark;
    return null;
  }

  /** The portal's frame was left by an exception. */
  finishRaised(exception: GcRef): void {
    const { trace } = this;
    this.begin(TRACE.finish_raised.n);
    if (this.exceptionBox === CONST) trace.ops.put(2 * trace.constants.ref(exception) + 1);
    else trace.ops.put(2 * (trace.values - 1 - this.exceptionBox));
  }
}
