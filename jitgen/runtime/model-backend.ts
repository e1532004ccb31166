// The model backend: interprets fragments, slot by slot. It is what the others are compared with, and what a binary
// has on machines for which there is no other.

import {
  boolWord,
  callFF_F,
  callFF_W,
  callF_F,
  callF_W,
  callR_W,
  callRR_W,
  callW_F,
  callW_R,
  callW_W,
} from "vmsmith/raw";
import {
  callWW_W,
  type GcRef,
  intOf,
  isInstance,
  isNoRef,
  isTrue,
  loadRef,
  methodOf,
  noRef,
} from "vmsmith/raw";
import { sameFloat, sameRef, sameWord, storeRef, typeOf, type Word, wordOf } from "vmsmith/raw";
import { KIND, OP_SHAPES, opNumber, SHAPE } from "../tables/operations.ts";
import { LOW_BASE, TRACE, TRACE_FLAG, TRACE_FLAGS, TRACE_RESULTS } from "../tables/trace-ops.ts";
import { type Fragment, type Guard, operandsAt } from "./fragment.ts";
import { loadStoredFloat, loadStoredWord, storeStoredFloat, storeStoredWord } from "./memory.ts";
import type { Target } from "./target.ts";

const INT_MUL_CLAMP = opNumber("int_mul_clamp");
const INT_MUL_RANGE = opNumber("int_mul_range");
const FLOAT_TO_INT = opNumber("float_to_int");
const CHECK_INT = opNumber("check_int");

/** The slots of a running fragment. */
export class Activation {
  readonly words: Word[] = [];
  readonly refs: GcRef[] = [];
  readonly floats: number[] = [];

  reserve(slots: number): void {
    while (this.words.length < slots) {
      this.words.push(wordOf(0));
      this.refs.push(noRef());
      this.floats.push(0);
    }
  }

  clear(): void {
    for (let i = 0; i < this.refs.length; i++) this.refs[i] = noRef();
  }
}

export class ModelBackend {
  private readonly target: Target;
  /** All fragments by number; shared, and growing. */
  private readonly fragments: Fragment[];
  fragment: Fragment;
  slots: Activation = new Activation();
  /** The guard that ended the run, or null where the portal was left: then by `leftBy` with the result. */
  failed: Guard | null = null;
  /** `failed` would have held: see Parameters.failGuards. */
  isForced: boolean = false;
  failEvery: number = 0;
  private passed: number = 0;
  /** The operation that left the portal (TRACE.finish_…). */
  leftBy: number = 0;
  resultWord: Word = wordOf(0);
  resultRef: GcRef = noRef();
  resultFloat: number = 0;
  private code: Int32Array;
  private pc: number = 0;
  private raised: boolean = false;
  /** Values on their way to the inputs of the next fragment. */
  private readonly moving: Activation = new Activation();

  constructor(target: Target, fragments: Fragment[], first: Fragment) {
    this.target = target;
    this.fragments = fragments;
    this.fragment = first;
    this.code = first.code;
  }

  /** Makes a fragment current; its inputs are to be put into `slots` then. */
  enter(fragment: Fragment): void {
    this.fragment = fragment;
    this.code = fragment.code;
    this.pc = 0;
    fragment.entered++;
    this.slots.reserve(fragment.slots);
  }

  /** Runs until a guard without bridge fails or the portal is left. */
  run(): void {
    this.failed = null;
    this.isForced = false;
    this.leftBy = 0;
    while (this.step());
  }

  // ---- operands ----

  private w(at: number): Word {
    const o = this.code[this.pc + at]!;
    return o >= 0 ? this.slots.words[o]! : this.fragment.constants.words[-1 - o]!;
  }
  private r(at: number): GcRef {
    const o = this.code[this.pc + at]!;
    return o >= 0 ? this.slots.refs[o]! : this.fragment.constants.refs[-1 - o]!;
  }
  private f(at: number): number {
    const o = this.code[this.pc + at]!;
    return o >= 0 ? this.slots.floats[o]! : this.fragment.constants.floats[-1 - o]!;
  }
  private u(at: number): number {
    return this.code[this.pc + at]!;
  }
  private setWord(value: Word): boolean {
    this.slots.words[this.u(1)] = value;
    return this.next();
  }
  private setRef(value: GcRef): boolean {
    this.slots.refs[this.u(1)] = value;
    return this.next();
  }
  private setFloat(value: number): boolean {
    this.slots.floats[this.u(1)] = value;
    return this.next();
  }
  private next(): boolean {
    this.pc += this.code[this.pc]! >> 8;
    return true;
  }

  // ---- operations ----

  /** One operation; whether the run goes on. */
  private step(): boolean {
    const op = this.u(0) & 255;
    if (op >= LOW_BASE) return this.low(op - LOW_BASE);
    const { target } = this;
    switch (op) {
      case TRACE.guard_true.n:
      case TRACE.check_true.n:
        return isTrue(this.w(2)) ? this.pass() : this.fail();
      case TRACE.guard_false.n:
        return isTrue(this.w(2)) ? this.fail() : this.pass();
      case TRACE.guard_value_w.n:
        return sameWord(this.w(2), this.w(3)) ? this.pass() : this.fail();
      case TRACE.guard_value_r.n:
        return sameRef(this.r(2), this.r(3)) ? this.pass() : this.fail();
      case TRACE.guard_value_f.n:
        return sameFloat(this.f(2), this.f(3)) ? this.pass() : this.fail();
      case TRACE.guard_not_raised.n:
        return this.raised ? this.fail() : this.pass();
      case TRACE.guard_raised.n:
        return this.raised ? this.setRef(this.slots.refs[this.fragment.slots - 1]!) : this.fail();
      case TRACE.check_null.n:
        return isNoRef(this.r(2)) ? this.fail() : this.pass();
      case TRACE.check_cast.n:
        return isInstance(this.r(2), this.w(3)) ? this.pass() : this.fail();
      case TRACE.word_eq.n:
        return this.setWord(boolWord(sameWord(this.w(2), this.w(3))));
      case TRACE.get_type.n:
        return this.setWord(typeOf(this.r(2)));
      case TRACE.instance_of.n:
        return this.setWord(boolWord(isInstance(this.r(2), this.w(3))));
      case TRACE.type_slot.n:
        return this.setWord(methodOf(target.root, this.w(3), this.u(2)));
      case TRACE.get_field_w.n:
        return this.setWord(
          loadStoredWord(this.r(3), target.descr(this.u(2), 1), target.descr(this.u(2), 2)),
        );
      case TRACE.get_field_r.n:
        return this.setRef(loadRef(this.r(3), target.descr(this.u(2), 1)));
      case TRACE.get_field_f.n:
        return this.setFloat(
          loadStoredFloat(this.r(3), target.descr(this.u(2), 1), target.descr(this.u(2), 2)),
        );
      case TRACE.set_field_w.n:
        storeStoredWord(this.r(2), target.descr(this.u(1), 1), target.descr(this.u(1), 2), this.w(3));
        return this.next();
      case TRACE.set_field_r.n:
        storeRef(this.r(2), target.descr(this.u(1), 1), this.r(3));
        return this.next();
      case TRACE.set_field_f.n:
        storeStoredFloat(this.r(2), target.descr(this.u(1), 1), target.descr(this.u(1), 2), this.f(3));
        return this.next();
      case TRACE.get_item_w.n:
        return this.setWord(loadStoredWord(this.r(3), this.item(2, 4), target.descr(this.u(2), 2)));
      case TRACE.get_item_r.n:
        return this.setRef(loadRef(this.r(3), this.item(2, 4)));
      case TRACE.get_item_f.n:
        return this.setFloat(loadStoredFloat(this.r(3), this.item(2, 4), target.descr(this.u(2), 2)));
      case TRACE.set_item_w.n:
        storeStoredWord(this.r(2), this.item(1, 3), target.descr(this.u(1), 2), this.w(4));
        return this.next();
      case TRACE.set_item_r.n:
        storeRef(this.r(2), this.item(1, 3), this.r(4));
        return this.next();
      case TRACE.set_item_f.n:
        storeStoredFloat(this.r(2), this.item(1, 3), target.descr(this.u(1), 2), this.f(4));
        return this.next();
      case TRACE.new_struct.n:
        this.allocate();
        return this.setRef(target.ref(0));
      case TRACE.new_array.n:
        target.putWord(1, this.w(3));
        this.finishCall(this.allocate(), KIND.ref);
        return this.next();
      case TRACE.call_v.n:
      case TRACE.call_w.n:
      case TRACE.call_r.n:
      case TRACE.call_f.n:
        this.call(op);
        return this.next();
      case TRACE.jump.n:
        return this.jump();
      default:
        return this.leave(op);
    }
  }

  private item(descr: number, index: number): number {
    const row = this.u(descr);
    return this.target.descr(row, 1) + intOf(this.w(index)) * this.target.descr(row, 3);
  }

  /** Operations of jitgen/tables/operations.ts. */
  private low(op: number): boolean {
    if ((TRACE_FLAGS[op + LOW_BASE]! & TRACE_FLAG.guard) !== 0) return this.check(op);
    const { root } = this.target;
    const code = this.target.evaluators[op]!;
    switch (OP_SHAPES[op]!) {
      case SHAPE.w_w:
        return this.setWord(callW_W(root, code, this.w(2)));
      case SHAPE.ww_w:
        return this.setWord(callWW_W(root, code, this.w(2), this.w(3)));
      case SHAPE.f_f:
        return this.setFloat(callF_F(root, code, this.f(2)));
      case SHAPE.ff_f:
        return this.setFloat(callFF_F(root, code, this.f(2), this.f(3)));
      case SHAPE.ff_w:
        return this.setWord(callFF_W(root, code, this.f(2), this.f(3)));
      case SHAPE.f_w:
        return this.setWord(callF_W(root, code, this.f(2)));
      case SHAPE.w_f:
        return this.setFloat(callW_F(root, code, this.w(2)));
      case SHAPE.w_r:
        return this.setRef(callW_R(root, code, this.w(2)));
      case SHAPE.r_w:
        return this.setWord(callR_W(root, code, this.r(2)));
      default:
        return this.setWord(callRR_W(root, code, this.r(2), this.r(3)));
    }
  }

  private check(op: number): boolean {
    const { root, evaluators } = this.target;
    const at = operandsAt(op + LOW_BASE);
    let holds = false;
    switch (OP_SHAPES[op]!) {
      case SHAPE.w_w:
        holds = isTrue(callW_W(root, evaluators[op]!, this.w(at)));
        break;
      case SHAPE.ww_w:
        holds = isTrue(callWW_W(root, evaluators[op]!, this.w(at), this.w(at + 1)));
        break;
      case SHAPE.f_w:
        holds = isTrue(callF_W(root, evaluators[op]!, this.f(at)));
        break;
    }
    if (!holds) return this.fail();
    if (op === INT_MUL_RANGE)
      return this.setWord(callWW_W(root, evaluators[INT_MUL_CLAMP]!, this.w(3), this.w(4)));
    return op === CHECK_INT ? this.setWord(callF_W(root, evaluators[FLOAT_TO_INT]!, this.f(3))) : this.pass();
  }

  // ---- calls ----

  /** [op, slot, descr, …] */
  private allocate(): boolean {
    const { target } = this;
    const descr = this.u(2);
    return target.call(target.words[target.descr(descr, 2)]!, target.words[target.descr(descr, 1)]!);
  }

  private call(op: number): void {
    const { target } = this;
    const kind = TRACE_RESULTS[op]!;
    const descrAt = kind === KIND.none ? 1 : 2;
    const descr = this.u(descrAt);
    let kinds = target.descr(descr, 4);
    let word = 1;
    let ref = 0;
    let float = 0;
    const count = target.descr(descr, 3);
    for (let i = 0; i < count; i++) {
      const at = descrAt + 2 + i;
      if ((kinds & 3) === KIND.word) target.putWord(word++, this.w(at));
      else if ((kinds & 3) === KIND.ref) target.putRef(ref++, this.r(at));
      else target.putFloat(float++, this.f(at));
      kinds = kinds >> 2;
    }
    const done = target.call(target.words[target.descr(descr, 1)]!, this.w(descrAt + 1));
    this.finishCall(done, kind);
  }

  private finishCall(done: boolean, kind: number): void {
    const { target, slots } = this;
    this.raised = !done;
    if (!done) slots.refs[this.fragment.slots - 1] = target.ref(0);
    else if (kind === KIND.word) slots.words[this.u(1)] = target.word(0);
    else if (kind === KIND.ref) slots.refs[this.u(1)] = target.ref(0);
    else if (kind === KIND.float) slots.floats[this.u(1)] = target.float(0);
  }

  // ---- leaving ----

  /** Goes on behind a guard that holds, unless it is the turn of a test to see it fail. */
  private pass(): boolean {
    if (this.failEvery === 0) return this.next();
    const op = this.u(0) & 255;
    // What a call did cannot be asked again, so guards of exceptions fail only if they must.
    if (op === TRACE.guard_not_raised.n || ++this.passed % this.failEvery !== 0) return this.next();
    this.isForced = true;
    this.failed = this.fragment.guards[this.u(1)]!;
    return false;
  }

  private fail(): boolean {
    const op = this.u(0) & 255;
    const guard = this.fragment.guards[this.u(TRACE_RESULTS[op]! === KIND.none ? 1 : 2)]!;
    const { bridge } = guard;
    if (bridge === null) {
      this.failed = guard;
      return false;
    }
    for (let i = 0; i < guard.sources.length; i++) this.take(i, bridge.inputs[i]!, guard.sources[i]!);
    this.arrive(bridge);
    return true;
  }

  /** [jump, fragment, operands] */
  private jump(): boolean {
    const to = this.fragments[this.u(1)]!;
    for (let i = 0; i < to.inputs.length; i++) this.take(i, to.inputs[i]!, this.u(2 + i));
    this.arrive(to);
    return true;
  }

  private take(i: number, kind: number, operand: number): void {
    const { moving, slots } = this;
    const { constants } = this.fragment;
    moving.reserve(i + 1);
    if (kind === KIND.word)
      moving.words[i] = operand >= 0 ? slots.words[operand]! : constants.words[-1 - operand]!;
    else if (kind === KIND.ref)
      moving.refs[i] = operand >= 0 ? slots.refs[operand]! : constants.refs[-1 - operand]!;
    else moving.floats[i] = operand >= 0 ? slots.floats[operand]! : constants.floats[-1 - operand]!;
  }

  private arrive(at: Fragment): void {
    const { moving } = this;
    this.enter(at);
    const { slots } = this;
    for (let i = 0; i < at.inputs.length; i++) {
      if (at.inputs[i]! === KIND.word) slots.words[i] = moving.words[i]!;
      else if (at.inputs[i]! === KIND.ref) slots.refs[i] = moving.refs[i]!;
      else slots.floats[i] = moving.floats[i]!;
    }
  }

  private leave(op: number): boolean {
    this.leftBy = op;
    if (op === TRACE.finish_w.n) this.resultWord = this.w(1);
    else if (op === TRACE.finish_r.n || op === TRACE.finish_raised.n) this.resultRef = this.r(1);
    else if (op === TRACE.finish_f.n) this.resultFloat = this.f(1);
    return false;
  }
}
