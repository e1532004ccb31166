// Runs jitcodes on concrete values: the deoptimizer without an observer, the tracer's eyes with one. It stops at the
// merge point of the portal's frame, and where that frame is left.

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
import { callWW_W, type GcRef, intOf, isInstance, isNoRef, isTrue, loadRef, methodOf } from "vmsmith/raw";
import { sameWord, storeRef, typeOf, type Word, wordOf } from "vmsmith/raw";
import { CONSTANT, INSTRUCTIONS } from "../tables/jitcode.ts";
import { KIND, opNumber } from "../tables/operations.ts";
import { LOW_BASE, TRACE } from "../tables/trace-ops.ts";
import { loadStoredFloat, loadStoredWord, storeStoredFloat, storeStoredWord } from "./memory.ts";
import { Calls, GO_ON, STOP } from "./calls.ts";

const INT_MUL_CLAMP = opNumber("int_mul_clamp");
const INT_MUL_RANGE = opNumber("int_mul_range");
const FLOAT_TO_INT = opNumber("float_to_int");

export class Runner extends Calls {
  // ---- running ----

  run(): number {
    let stop = GO_ON;
    while (stop === GO_ON) {
      stop = this.step();
      if (this.isStopped && stop === GO_ON) stop = STOP.observed;
    }
    return stop;
  }

  /** Goes on behind the merge point it stands at. */
  passMergePoint(): void {
    this.pc = this.behindMergePoint();
  }

  behindMergePoint(): number {
    let at = this.pc + 3;
    at += 1 + this.code[at]!;
    at += 1 + this.code[at]!;
    return at + 1 + this.code[at]!;
  }

  /** One instruction; why the run stops, or GO_ON. */
  private step(): number {
    const { observer } = this;
    switch (this.u(0)) {
      case INSTRUCTIONS.move_w.n:
        observer?.move(KIND.word, this.wordBase + this.u(1), this.u(2));
        return this.word(1, this.w(this.u(2)), 3);
      case INSTRUCTIONS.move_r.n:
        observer?.move(KIND.ref, this.refBase + this.u(1), this.u(2));
        return this.ref(1, this.r(this.u(2)), 3);
      case INSTRUCTIONS.move_f.n:
        observer?.move(KIND.float, this.floatBase + this.u(1), this.u(2));
        return this.float(1, this.f(this.u(2)), 3);
      case INSTRUCTIONS.eval_w_w.n:
        this.saw(KIND.word, KIND.word, KIND.none);
        return this.word(2, callW_W(this.target.root, this.evaluator(), this.w(this.u(3))), 4);
      case INSTRUCTIONS.eval_ww_w.n:
        this.saw(KIND.word, KIND.word, KIND.word);
        return this.word(
          2,
          callWW_W(this.target.root, this.evaluator(), this.w(this.u(3)), this.w(this.u(4))),
          5,
        );
      case INSTRUCTIONS.eval_f_f.n:
        this.saw(KIND.float, KIND.float, KIND.none);
        return this.float(2, callF_F(this.target.root, this.evaluator(), this.f(this.u(3))), 4);
      case INSTRUCTIONS.eval_ff_f.n:
        this.saw(KIND.float, KIND.float, KIND.float);
        return this.float(
          2,
          callFF_F(this.target.root, this.evaluator(), this.f(this.u(3)), this.f(this.u(4))),
          5,
        );
      case INSTRUCTIONS.eval_ff_w.n:
        this.saw(KIND.word, KIND.float, KIND.float);
        return this.word(
          2,
          callFF_W(this.target.root, this.evaluator(), this.f(this.u(3)), this.f(this.u(4))),
          5,
        );
      case INSTRUCTIONS.eval_f_w.n:
        this.saw(KIND.word, KIND.float, KIND.none);
        return this.word(2, callF_W(this.target.root, this.evaluator(), this.f(this.u(3))), 4);
      case INSTRUCTIONS.eval_w_f.n:
        this.saw(KIND.float, KIND.word, KIND.none);
        return this.float(2, callW_F(this.target.root, this.evaluator(), this.w(this.u(3))), 4);
      case INSTRUCTIONS.eval_r_w.n:
        this.saw(KIND.word, KIND.ref, KIND.none);
        return this.word(2, callR_W(this.target.root, this.evaluator(), this.r(this.u(3))), 4);
      case INSTRUCTIONS.eval_rr_w.n:
        this.saw(KIND.word, KIND.ref, KIND.ref);
        return this.word(
          2,
          callRR_W(this.target.root, this.evaluator(), this.r(this.u(3)), this.r(this.u(4))),
          5,
        );
      case INSTRUCTIONS.eval_w_r.n:
        this.saw(KIND.ref, KIND.word, KIND.none);
        return this.ref(2, callW_R(this.target.root, this.evaluator(), this.w(this.u(3))), 4);
      case INSTRUCTIONS.word_eq.n:
        this.sawPure(TRACE.word_eq.n, KIND.word, 1, KIND.word, 2, KIND.word, 3);
        return this.word(1, boolWord(sameWord(this.w(this.u(2)), this.w(this.u(3)))), 4);
      case INSTRUCTIONS.get_type.n:
        this.sawPure(TRACE.get_type.n, KIND.word, 1, KIND.ref, 2, KIND.none, 0);
        return this.word(1, typeOf(this.r(this.u(2))), 3);
      case INSTRUCTIONS.instance_of.n:
        this.sawPure(TRACE.instance_of.n, KIND.word, 1, KIND.ref, 2, KIND.word, 3);
        return this.word(1, boolWord(isInstance(this.r(this.u(2)), this.w(this.u(3)))), 4);
      case INSTRUCTIONS.type_slot.n:
        // The slot number is no operand: kindB 0 with a value, as the table's `n`.
        this.sawPure(TRACE.type_slot.n, KIND.word, 1, KIND.word, 2, KIND.none, 3);
        return this.word(1, methodOf(this.target.root, this.w(this.u(2)), this.u(3)), 4);
      case INSTRUCTIONS.check_w.n:
        return this.checkWord();
      case INSTRUCTIONS.check_ww.n:
        return this.checkWords();
      case INSTRUCTIONS.check_f.n:
        return this.checkFloat();
      case INSTRUCTIONS.check_int.n:
        return this.checkInt();
      case INSTRUCTIONS.check_null.n:
        return this.checkNull();
      case INSTRUCTIONS.check_cast.n:
        return this.checkCast();
      case INSTRUCTIONS.check_true.n:
        return this.checkTrue();
      case INSTRUCTIONS.get_field_w.n:
        this.sawLoad(TRACE.get_field_w.n, KIND.word, 2, 0, 3);
        return this.word(1, loadStoredWord(this.r(this.u(2)), this.offset(3), this.storage(3)), 4);
      case INSTRUCTIONS.get_field_r.n:
        this.sawLoad(TRACE.get_field_r.n, KIND.ref, 2, 0, 3);
        return this.ref(1, loadRef(this.r(this.u(2)), this.offset(3)), 4);
      case INSTRUCTIONS.get_field_f.n:
        this.sawLoad(TRACE.get_field_f.n, KIND.float, 2, 0, 3);
        return this.float(1, loadStoredFloat(this.r(this.u(2)), this.offset(3), this.storage(3)), 4);
      case INSTRUCTIONS.set_field_w.n:
        this.sawStore(TRACE.set_field_w.n, KIND.word, 1, 0, 2, 3);
        storeStoredWord(this.r(this.u(1)), this.offset(3), this.storage(3), this.w(this.u(2)));
        return this.go(4);
      case INSTRUCTIONS.set_field_r.n:
        this.sawStore(TRACE.set_field_r.n, KIND.ref, 1, 0, 2, 3);
        storeRef(this.r(this.u(1)), this.offset(3), this.r(this.u(2)));
        return this.go(4);
      case INSTRUCTIONS.set_field_f.n:
        this.sawStore(TRACE.set_field_f.n, KIND.float, 1, 0, 2, 3);
        storeStoredFloat(this.r(this.u(1)), this.offset(3), this.storage(3), this.f(this.u(2)));
        return this.go(4);
      case INSTRUCTIONS.get_item_w.n:
        this.sawLoad(TRACE.get_item_w.n, KIND.word, 2, 3, 4);
        return this.word(1, loadStoredWord(this.r(this.u(2)), this.itemAt(3, 4), this.storage(4)), 5);
      case INSTRUCTIONS.get_item_r.n:
        this.sawLoad(TRACE.get_item_r.n, KIND.ref, 2, 3, 4);
        return this.ref(1, loadRef(this.r(this.u(2)), this.itemAt(3, 4)), 5);
      case INSTRUCTIONS.get_item_f.n:
        this.sawLoad(TRACE.get_item_f.n, KIND.float, 2, 3, 4);
        return this.float(1, loadStoredFloat(this.r(this.u(2)), this.itemAt(3, 4), this.storage(4)), 5);
      case INSTRUCTIONS.set_item_w.n:
        this.sawStore(TRACE.set_item_w.n, KIND.word, 1, 2, 3, 4);
        storeStoredWord(this.r(this.u(1)), this.itemAt(2, 4), this.storage(4), this.w(this.u(3)));
        return this.go(5);
      case INSTRUCTIONS.set_item_r.n:
        this.sawStore(TRACE.set_item_r.n, KIND.ref, 1, 2, 3, 4);
        storeRef(this.r(this.u(1)), this.itemAt(2, 4), this.r(this.u(3)));
        return this.go(5);
      case INSTRUCTIONS.set_item_f.n:
        this.sawStore(TRACE.set_item_f.n, KIND.float, 1, 2, 3, 4);
        storeStoredFloat(this.r(this.u(1)), this.itemAt(2, 4), this.storage(4), this.f(this.u(3)));
        return this.go(5);
      case INSTRUCTIONS.new_struct.n:
        observer?.newStruct(this.refBase + this.u(1), this.u(2));
        return this.ref(1, this.allocate(this.u(2)), 3);
      case INSTRUCTIONS.new_array.n:
        return this.newArray();
      case INSTRUCTIONS.goto.n:
        return this.jump(this.u(1));
      case INSTRUCTIONS.branch.n: {
        const value = isTrue(this.w(this.u(2)));
        observer?.truth(this.u(2), value);
        return value ? this.go(4) : this.jump(this.u(3));
      }
      case INSTRUCTIONS.switch.n:
        observer?.promote(KIND.word, this.u(2));
        return this.jump(this.targetOfSwitch());
      case INSTRUCTIONS.catch.n:
        return this.go(3);
      case INSTRUCTIONS.raise.n: {
        observer?.raised(this.u(1));
        const exception = this.r(this.u(1));
        return this.leaveRaising(exception);
      }
      case INSTRUCTIONS.return_v.n:
        return this.returnFrom(KIND.none);
      case INSTRUCTIONS.return_w.n:
        return this.returnFrom(KIND.word);
      case INSTRUCTIONS.return_r.n:
        return this.returnFrom(KIND.ref);
      case INSTRUCTIONS.return_f.n:
        return this.returnFrom(KIND.float);
      case INSTRUCTIONS.call_inline.n:
        return this.callInline(this.u(2), this.pc + 4, this.pc + this.lengthOfCall());
      case INSTRUCTIONS.call_residual.n:
        return this.callResidual();
      case INSTRUCTIONS.call_indirect.n: {
        const callee = this.target.jitcodeOf(this.w(this.u(2)));
        if (callee < 0) return this.callResidual();
        return this.callInline(callee, this.pc + 5, this.pc + this.lengthOfCall());
      }
      case INSTRUCTIONS.promote_w.n:
        observer?.promote(KIND.word, this.u(2));
        return this.go(3);
      case INSTRUCTIONS.promote_r.n:
        observer?.promote(KIND.ref, this.u(2));
        return this.go(3);
      case INSTRUCTIONS.promote_f.n:
        observer?.promote(KIND.float, this.u(2));
        return this.go(3);
      case INSTRUCTIONS.loop_header.n:
        observer?.loopHeader(this.u(2));
        return this.go(4);
      case INSTRUCTIONS.merge_point.n:
        return this.callers.length === 0 ? STOP.mergePoint : this.jump(this.behindMergePoint() - this.start);
      case INSTRUCTIONS.is_constant_w.n:
        return this.answer(KIND.word);
      case INSTRUCTIONS.is_constant_r.n:
        return this.answer(KIND.ref);
      case INSTRUCTIONS.is_constant_f.n:
        return this.answer(KIND.float);
      default:
        throw new Error(`no instruction ${this.u(0)} at ${this.pc - this.start} of jitcode ${this.jitcode}`);
    }
  }

  // ---- parts of instructions ----

  /** Stores a result in the register that unit `at` names and goes on. */
  private word(at: number, value: Word, length: number): number {
    this.words[this.wordBase + this.u(at)] = value;
    this.pc += length;
    return GO_ON;
  }
  private ref(at: number, value: GcRef, length: number): number {
    this.refs[this.refBase + this.u(at)] = value;
    this.pc += length;
    return GO_ON;
  }
  private float(at: number, value: number, length: number): number {
    this.floats[this.floatBase + this.u(at)] = value;
    this.pc += length;
    return GO_ON;
  }

  private evaluator(): Word {
    return this.target.evaluators[this.u(1)]!;
  }

  /** [eval, op, result, operands] */
  private saw(kind: number, kindA: number, kindB: number): void {
    this.sawPure(LOW_BASE + this.u(1), kind, 2, kindA, 3, kindB, kindB === KIND.none ? 0 : 4);
  }

  /** The stack place of the register that unit `at` names. */
  private place(kind: number, at: number): number {
    const base = kind === KIND.word ? this.wordBase : kind === KIND.ref ? this.refBase : this.floatBase;
    return base + this.u(at);
  }

  // What the observer is told; operands by the places of their units, 0: none.

  private sawPure(
    op: number,
    kind: number,
    at: number,
    kindA: number,
    a: number,
    kindB: number,
    b: number,
  ): void {
    this.observer?.pure(op, kind, this.place(kind, at), kindA, this.u(a), kindB, b === 0 ? 0 : this.u(b));
  }
  private sawCheck(
    op: number,
    kind: number,
    at: number,
    kindA: number,
    a: number,
    kindB: number,
    b: number,
  ): void {
    this.observer?.check(op, kind, this.place(kind, at), kindA, this.u(a), kindB, b === 0 ? 0 : this.u(b));
  }
  private sawLoad(op: number, kind: number, object: number, index: number, descr: number): void {
    const unit = index === 0 ? -1 : this.u(index);
    this.observer?.load(op, kind, this.place(kind, 1), this.u(object), unit, this.u(descr));
  }
  private sawStore(
    op: number,
    kind: number,
    object: number,
    index: number,
    value: number,
    descr: number,
  ): void {
    const unit = index === 0 ? -1 : this.u(index);
    this.observer?.store(op, kind, this.u(object), unit, this.u(value), this.u(descr));
  }

  /** Offset and storage of the field or item that a descriptor names. */
  private offset(descr: number): number {
    return this.target.descr(this.u(descr), 1);
  }
  private storage(descr: number): number {
    return this.target.descr(this.u(descr), 2);
  }

  private answer(kind: number): number {
    const known = this.observer !== null && this.observer.isConstant(kind, this.u(2));
    this.observer?.move(KIND.word, this.wordBase + this.u(1), CONSTANT);
    return this.word(1, boolWord(known), 3);
  }

  private itemAt(index: number, descr: number): number {
    const row = this.u(descr);
    return this.target.descr(row, 1) + intOf(this.w(this.u(index))) * this.target.descr(row, 3);
  }

  private allocate(descr: number): GcRef {
    const { target } = this;
    // A struct's allocation raises nothing: running out of memory ends the program.
    target.call(target.words[target.descr(descr, 2)]!, target.words[target.descr(descr, 1)]!);
    return target.ref(0);
  }

  private targetOfSwitch(): number {
    const { target } = this;
    const descr = this.u(3);
    const value = this.w(this.u(2));
    let at = 2 * target.descr(descr, 1);
    const end = at + 2 * target.descr(descr, 2);
    while (at < end) {
      if (sameWord(value, wordOf(target.switches[at]!))) return target.switches[at + 1]!;
      at += 2;
    }
    return target.descr(descr, 3);
  }

  // ---- checks: [check, live, op, descr, result, operands] ----

  private checkWord(): number {
    const op = this.u(2);
    const a = this.w(this.u(5));
    if (!isTrue(callW_W(this.target.root, this.target.evaluators[op]!, a))) return this.failCheck(3, 6);
    this.sawCheck(LOW_BASE + op, KIND.word, 4, KIND.word, 5, KIND.none, 0);
    return this.word(4, a, 6);
  }

  private checkWords(): number {
    const op = this.u(2);
    const a = this.w(this.u(5));
    const b = this.w(this.u(6));
    const { root, evaluators } = this.target;
    if (!isTrue(callWW_W(root, evaluators[op]!, a, b))) return this.failCheck(3, 7);
    this.sawCheck(LOW_BASE + op, KIND.word, 4, KIND.word, 5, KIND.word, 6);
    return this.word(4, op === INT_MUL_RANGE ? callWW_W(root, evaluators[INT_MUL_CLAMP]!, a, b) : a, 7);
  }

  private checkFloat(): number {
    const op = this.u(2);
    const a = this.f(this.u(5));
    if (!isTrue(callF_W(this.target.root, this.target.evaluators[op]!, a))) return this.failCheck(3, 6);
    this.sawCheck(LOW_BASE + op, KIND.float, 4, KIND.float, 5, KIND.none, 0);
    return this.float(4, a, 6);
  }

  private checkInt(): number {
    const op = this.u(2);
    const a = this.f(this.u(5));
    const { root, evaluators } = this.target;
    if (!isTrue(callF_W(root, evaluators[op]!, a))) return this.failCheck(3, 6);
    this.sawCheck(LOW_BASE + op, KIND.word, 4, KIND.float, 5, KIND.none, 0);
    return this.word(4, callF_W(root, evaluators[FLOAT_TO_INT]!, a), 6);
  }

  private checkNull(): number {
    const a = this.r(this.u(4));
    if (isNoRef(a)) return this.failCheck(2, 5);
    this.sawCheck(TRACE.check_null.n, KIND.ref, 3, KIND.ref, 4, KIND.none, 0);
    return this.ref(3, a, 5);
  }

  private checkCast(): number {
    const a = this.r(this.u(4));
    if (!isInstance(a, this.w(this.u(5)))) return this.failCheck(2, 6);
    this.sawCheck(TRACE.check_cast.n, KIND.ref, 3, KIND.ref, 4, KIND.word, 5);
    return this.ref(3, a, 6);
  }

  private checkTrue(): number {
    if (!isTrue(this.w(this.u(3)))) return this.failCheck(2, 4);
    this.observer?.check(TRACE.check_true.n, KIND.none, 0, KIND.word, this.u(3), 0, 0);
    return this.go(4);
  }

  /** Has the check's error made and raises it. */
  private failCheck(descrAt: number, length: number): number {
    const { target } = this;
    this.observer?.failedCheck();
    const descr = this.u(descrAt);
    target.call(target.words[target.descr(descr, 2)]!, target.words[target.descr(descr, 1)]!);
    // Whether the maker gave the error or raised another, it is the one to raise.
    return this.unwind(target.ref(0), this.pc + length);
  }
}
