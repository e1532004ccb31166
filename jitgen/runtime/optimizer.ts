// The optimizer: one pass over a recorded trace, forwards, that makes a fragment. It folds constants, uses what guards
// and checks have shown, drops what was already known or computed; then one pass backwards drops what nobody needs.
// Operands from here on: a slot (≥ 0), or -1 - index in the constants.

import { boolWord, isTrue, noRef } from "vmsmith/raw";
import { KIND } from "../tables/operations.ts";
import { IMMUTABLE } from "../tables/pools.ts";
import { TRACE, TRACE_FLAG, TRACE_FLAGS, TRACE_OPERANDS, TRACE_RESULTS } from "../tables/trace-ops.ts";
import { Facts, SAFE_BITS } from "./facts.ts";
import { bitsOfStorage, Folding, NOT_FOLDED } from "./folding.ts";
import { EXCEPTION, type Fragment, Guard, liveCount } from "./fragment.ts";
import { FIELD, HeapCache } from "./heap-cache.ts";
import { Needed } from "./needed.ts";
import {
  BOOL_NOT,
  CHECK_INDEX,
  CHECK_INT,
  CHECK_RANGE,
  INT_EQ,
  INT_MUL,
  INT_MUL_RANGE,
  INT_NE,
  INT_TO_REF,
  REF_IS_INT,
  REF_IS_NULL,
  REF_NOT_NULL,
} from "./low-ops.ts";
import type { Target } from "./target.ts";
import { ByteReader, type Trace } from "./trace.ts";

export class Optimizer {
  private readonly target: Target;
  private readonly trace: Trace;
  private readonly fragment: Fragment;
  private readonly reader: ByteReader;
  /** Number of the trace's first value that belongs to the fragment, and how many came so far in all. */
  private readonly firstValue: number;
  private values: number;
  /** By value: the operand that stands for it. */
  private readonly forward: number[] = [];
  private readonly facts: Facts = new Facts();
  private readonly heap: HeapCache;
  private readonly folding: Folding;
  /** The operations kept so far, as fragment.ts lays them out, and where each begins. */
  private readonly out: number[] = [];
  private readonly starts: number[] = [];
  /** Place of a snapshot → its row in the fragment's resume data. */
  private readonly rows = new Map<number, number>();
  private readonly operands: number[] = [];
  private descr: number = 0;
  private number: number = 0;
  private snapshot: number = 0;
  private lastCallSlot: number = -1;
  private lastCallKind: number = 0;
  /** The trace cannot happen: a guard would always fail. */
  isContradiction: boolean = false;

  constructor(target: Target, trace: Trace, fragment: Fragment, from: number, firstValue: number) {
    this.target = target;
    this.trace = trace;
    this.fragment = fragment;
    this.heap = new HeapCache(fragment.constants);
    this.folding = new Folding(target, fragment.constants, this.facts);
    this.reader = new ByteReader(trace.ops, from);
    this.firstValue = firstValue;
    this.values = firstValue;
    for (let i = 0; i < fragment.inputs.length; i++) this.newValue(0, 0, 0);
  }

  /** Works off the operations up to a place in the trace. */
  run(to: number): void {
    while (this.reader.at < to && !this.isContradiction) this.operation();
  }

  /** Ends the fragment with a jump; operands are 2 × value or 2 × constant + 1. */
  jump(to: Fragment, operands: readonly number[]): void {
    this.operands.length = 0;
    for (const o of operands) this.operands.push(this.absolute(o));
    this.number = to.number;
    this.emit(TRACE.jump.n, -1, null);
  }

  /** The fragment's code, when all is worked off. */
  finish(): void {
    const { fragment } = this;
    fragment.slots = this.facts.op.length;
    // The exceptions of guard_not_raised share one slot, behind all values.
    fragment.slots++;
    new Needed(this.target, fragment, this.out, this.starts).keepNeeded();
  }

  // ---- reading ----

  private operation(): void {
    const { reader, operands } = this;
    const op = reader.byte();
    const flags = TRACE_FLAGS[op]!;
    operands.length = 0;
    if ((flags & TRACE_FLAG.descr) !== 0) this.descr = reader.next();
    if ((flags & TRACE_FLAG.number) !== 0) this.number = reader.next();
    let kinds = TRACE_OPERANDS[op]!;
    while (kinds > 0) {
      if ((kinds & 3) !== KIND.none) operands.push(this.relative(reader.next()));
      kinds = kinds >> 2;
    }
    if ((flags & TRACE_FLAG.operands) !== 0)
      for (let n = this.target.descr(this.descr, 3); n > 0; n--) operands.push(this.relative(reader.next()));
    if ((flags & TRACE_FLAG.guard) !== 0) {
      this.snapshot = reader.next();
      this.guard(op);
    } else if ((flags & TRACE_FLAG.pure) !== 0) this.pure(op);
    else this.other(op);
  }

  private relative(encoded: number): number {
    if ((encoded & 1) !== 0) return -1 - (encoded >> 1);
    return this.resolve(this.forward[this.values - 1 - (encoded >> 1) - this.firstValue]!);
  }

  private absolute(encoded: number): number {
    if ((encoded & 1) !== 0) return -1 - (encoded >> 1);
    return this.resolve(this.forward[(encoded >> 1) - this.firstValue]!);
  }

  // ---- values ----

  /** The trace's next value stands in a slot of its own. */
  private newValue(op: number, a: number, b: number): number {
    this.values++;
    const slot = this.facts.op.length;
    this.facts.define(op, a, b);
    this.forward.push(slot);
    return slot;
  }

  /** The trace's next value is one that is known already; its slot stays unused. */
  private sameValue(operand: number): void {
    this.newValue(0, 0, 0);
    this.forward[this.forward.length - 1] = this.resolve(operand);
  }

  /** From here on a slot is known to be a constant, or another slot. */
  private replace(slot: number, by: number): void {
    if (slot >= 0 && slot !== by) this.facts.standsFor[slot] = by;
  }

  /** What is known to be the same as an operand. */
  private resolve(operand: number): number {
    let known = operand;
    while (known >= 0 && this.facts.standsFor[known]! !== known) known = this.facts.standsFor[known]!;
    return known;
  }

  // ---- writing ----

  private emit(op: number, result: number, guard: Guard | null): void {
    const { out, fragment } = this;
    const flags = TRACE_FLAGS[op]!;
    const start = out.length;
    this.starts.push(start);
    out.push(0);
    if (result >= 0) out.push(result);
    if ((flags & TRACE_FLAG.descr) !== 0) out.push(this.descr);
    if ((flags & TRACE_FLAG.number) !== 0) out.push(this.number);
    if (guard !== null) {
      out.push(fragment.guards.length);
      fragment.guards.push(guard);
    }
    for (const o of this.operands) out.push(o);
    out[start] = op + 256 * (out.length - start);
  }

  private newGuard(op: number, decider: number, extraKind: number, extraSlot: number): Guard {
    return new Guard(this.fragment, op, this.row(this.snapshot), decider, extraKind, extraSlot);
  }

  /** The resume row of a snapshot. Its callers' rows come first: their snapshots are older. */
  private row(snapshot: number): number {
    const chain: number[] = [];
    let at = snapshot;
    while (at >= 0 && !this.rows.has(at)) {
      chain.push(at);
      at = new ByteReader(this.trace.snapshots, at).next() - 1;
    }
    let row = at < 0 ? -1 : this.rows.get(at)!;
    for (let i = chain.length - 1; i >= 0; i--) row = this.newRow(chain[i]!, row);
    return row;
  }

  private newRow(snapshot: number, caller: number): number {
    const reader = new ByteReader(this.trace.snapshots, snapshot);
    reader.next();
    const jitcode = reader.next();
    const position = reader.next();
    const { resume } = this.fragment;
    const row = resume.length;
    resume.push(caller);
    resume.push(jitcode);
    resume.push(position);
    for (let n = liveCount(this.target, jitcode, position); n > 0; n--)
      resume.push(this.absolute(reader.next()));
    this.rows.set(snapshot, row);
    return row;
  }

  // ---- pure operations ----

  private pure(op: number): void {
    const { operands } = this;
    const a = operands[0]!;
    // The plain number of type_slot counts as its second operand.
    const b = op === TRACE.type_slot.n ? this.number : operands.length > 1 ? operands[1]! : 0;
    const folded = this.folding.fold(op, a, b, operands.length);
    if (folded !== NOT_FOLDED) {
      this.sameValue(folded);
      return;
    }
    const earlier = this.facts.earlier(op, a, b);
    if (earlier >= 0) {
      this.sameValue(earlier);
      return;
    }
    const slot = this.newValue(op, a, b);
    this.facts.bits[slot] = this.folding.bitsOf(op, a, b);
    if (op === INT_TO_REF) this.facts.isObject[slot] = true;
    this.facts.remember(op, a, b, slot);
    this.emit(op, slot, null);
  }

  // ---- guards ----

  private guard(op: number): void {
    const { operands } = this;
    const a = operands.length > 0 ? operands[0]! : 0;
    const b = operands.length > 1 ? operands[1]! : 0;
    switch (op) {
      case TRACE.guard_true.n:
      case TRACE.check_true.n:
        this.guardTruth(op, a, true);
        break;
      case TRACE.guard_false.n:
        this.guardTruth(op, a, false);
        break;
      case TRACE.guard_value_w.n:
      case TRACE.guard_value_r.n:
      case TRACE.guard_value_f.n:
        if (a === b) break;
        if (a < 0) this.isContradiction = true;
        this.emit(op, -1, this.newGuard(op, -1, KIND.none, -1));
        this.replace(a, b);
        break;
      case TRACE.guard_not_raised.n:
        this.emit(op, -1, this.newGuard(op, -1, KIND.ref, EXCEPTION));
        break;
      case TRACE.guard_raised.n: {
        const guard = this.newGuard(op, -1, this.lastCallKind, this.lastCallSlot);
        this.emit(op, this.newObject(), guard);
        break;
      }
      case TRACE.check_null.n:
        if (this.folding.isObject(a)) break;
        if (a < 0) this.isContradiction = true;
        this.emit(op, -1, this.newGuard(op, -1, KIND.none, -1));
        if (a >= 0) this.facts.isObject[a] = true;
        break;
      case TRACE.check_cast.n:
        if (a >= 0 && this.facts.type[a]! === b) break;
        if (a < 0 && isTrue(this.folding.wordAt(this.folding.evaluate(TRACE.instance_of.n, a, b)))) break;
        if (a < 0) this.isContradiction = true;
        this.emit(op, -1, this.newGuard(op, -1, KIND.none, -1));
        this.learnType(a, b);
        break;
      default:
        this.lowCheck(op, a, b);
    }
  }

  private guardTruth(op: number, a: number, value: boolean): void {
    if (a < 0) {
      if (isTrue(this.folding.wordAt(a)) !== value) this.isContradiction = true;
      return;
    }
    const isCheck = op === TRACE.check_true.n;
    this.emit(op, -1, this.newGuard(op, isCheck ? -1 : a, KIND.none, -1));
    this.learnTruth(a, value);
  }

  /** Draws conclusions from the truth of a slot. */
  private learnTruth(decided: number, is: boolean): void {
    const { facts } = this;
    let slot = decided;
    let value = is;
    while (facts.op[slot]! === BOOL_NOT && facts.a[slot]! >= 0) {
      this.replace(slot, this.folding.wordConstant(boolWord(value)));
      slot = facts.a[slot]!;
      value = !value;
    }
    const op = facts.op[slot]!;
    const a = facts.a[slot]!;
    const b = facts.b[slot]!;
    this.replace(slot, this.folding.wordConstant(boolWord(value)));
    if (op === (value ? INT_EQ : INT_NE) || (value && op === TRACE.word_eq.n)) {
      if (b < 0) this.replace(a, b);
      else if (a < 0) this.replace(b, a);
    } else if (op === TRACE.instance_of.n && value) this.learnType(a, b);
    else if (op === (value ? REF_NOT_NULL : REF_IS_NULL) && a >= 0) facts.isObject[a] = true;
    else if (value && op === REF_IS_INT && a >= 0) facts.isObject[a] = true;
    else if (op === (value ? REF_IS_NULL : REF_NOT_NULL))
      this.replace(a, -1 - this.fragment.constants.ref(noRef()));
  }

  private learnType(a: number, type: number): void {
    if (a < 0) return;
    this.facts.isObject[a] = true;
    this.facts.type[a] = type;
  }

  /** Checks that are low-level operations. */
  private lowCheck(op: number, a: number, b: number): void {
    const makesValue = TRACE_RESULTS[op]! !== KIND.none;
    const isKnown = this.isKnownCheck(op, a, b);
    if (isKnown && !makesValue) return;
    if (isKnown && op === INT_MUL_RANGE) {
      this.pure(INT_MUL);
      return;
    }
    const earlier = this.facts.earlier(op, a, b);
    if (earlier >= 0) {
      if (makesValue) this.sameValue(earlier);
      return;
    }
    const guard = this.newGuard(op, -1, KIND.none, -1);
    if (makesValue) {
      const slot = this.newValue(op, a, b);
      this.facts.bits[slot] = SAFE_BITS;
      this.facts.remember(op, a, b, slot);
      this.emit(op, slot, guard);
      return;
    }
    this.emit(op, -1, guard);
    this.facts.remember(op, a, b, this.place(op, a, b));
    if (op === CHECK_RANGE) this.folding.learnBits(a, SAFE_BITS);
    if (op === CHECK_INDEX) this.folding.learnBits(a, SAFE_BITS);
  }

  /** A slot without a value, which remembers that a check holds. */
  private place(op: number, a: number, b: number): number {
    this.facts.define(op, a, b);
    return this.facts.op.length - 1;
  }

  private isKnownCheck(op: number, a: number, b: number): boolean {
    if (op === CHECK_RANGE) return this.folding.bits(a) <= SAFE_BITS;
    if (op === INT_MUL_RANGE) return this.folding.bits(a) + this.folding.bits(b) <= SAFE_BITS;
    if (op === CHECK_INT || a >= 0 || (this.operands.length > 1 && b >= 0)) return false;
    // A check of constants: its test tells.
    const test = this.folding.evaluate(op, a, b);
    if (test === NOT_FOLDED) return false;
    if (!isTrue(this.folding.wordAt(test))) this.isContradiction = true;
    return true;
  }

  // ---- everything else ----

  private newObject(): number {
    const slot = this.newValue(0, 0, 0);
    this.facts.isObject[slot] = true;
    return slot;
  }

  private other(op: number): void {
    const { operands, facts } = this;
    switch (op) {
      case TRACE.same_w.n:
      case TRACE.same_r.n:
      case TRACE.same_f.n:
        this.sameValue(operands[0]!);
        break;
      case TRACE.new_struct.n: {
        const slot = this.newObject();
        facts.type[slot] = this.folding.wordConstant(this.target.words[this.target.descr(this.descr, 3)]!);
        this.emit(op, slot, null);
        break;
      }
      case TRACE.new_array.n:
        this.lastCallKind = KIND.ref;
        this.lastCallSlot = this.newObject();
        this.emit(op, this.lastCallSlot, null);
        break;
      case TRACE.call_v.n:
      case TRACE.call_w.n:
      case TRACE.call_r.n:
      case TRACE.call_f.n:
        this.heap.clear();
        this.lastCallKind = TRACE_RESULTS[op]!;
        this.lastCallSlot = this.lastCallKind === KIND.none ? -1 : this.newValue(0, 0, 0);
        this.emit(op, this.lastCallSlot, null);
        break;
      default:
        if (TRACE_RESULTS[op]! !== KIND.none) this.load(op);
        else if (this.isAccess(op)) this.store(op);
        else this.emit(op, -1, null);
        if (this.isAccess(op) && operands[0]! >= 0) facts.isObject[operands[0]!] = true;
    }
  }

  private isAccess(op: number): boolean {
    return op >= TRACE.get_field_w.n && op <= TRACE.set_item_f.n;
  }

  /** Loads of places that never change are as good as pure; others are known until something may have changed them. */
  private load(op: number): void {
    const { operands, target, heap } = this;
    const isItem = operands.length > 1;
    const isImmutable = (target.descr(this.descr, isItem ? 4 : 3) & IMMUTABLE) !== 0;
    const a = operands[0]!;
    const b = isItem ? operands[1]! : this.descr;
    const index = isItem ? b : FIELD;
    const earlier = isImmutable ? this.facts.earlier(op, a, b) : -1;
    const known = heap.find(this.descr, a, index);
    if (earlier >= 0 || known >= 0) {
      this.sameValue(earlier >= 0 ? earlier : heap.valueAt(known));
      return;
    }
    const slot = this.newValue(op, a, b);
    if (isImmutable) this.facts.remember(op, a, b, slot);
    else heap.loaded(this.descr, a, index, slot);
    if (TRACE_RESULTS[op]! === KIND.word) this.facts.bits[slot] = bitsOfStorage(target.descr(this.descr, 2));
    this.emit(op, slot, null);
  }

  private store(op: number): void {
    const { operands } = this;
    const isItem = operands.length > 2;
    const value = operands[isItem ? 2 : 1]!;
    const storage = this.target.descr(this.descr, 2);
    this.heap.stored(this.descr, operands[0]!, isItem ? operands[1]! : FIELD, value, storage);
    this.emit(op, -1, null);
  }
}
