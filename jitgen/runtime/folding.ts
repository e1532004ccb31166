// Folding: what an operation of the optimizer gives without being done, from constants, algebra and facts; and how many
// bits ints need. Operands: a slot (≥ 0), or -1 - index in the constants.

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
  intOf,
  isInstance,
  isNoRef,
  methodOf,
  sameWord,
  typeOf,
  type Word,
  wordOf,
} from "vmsmith/raw";
import { OP_SHAPES, SHAPE } from "../tables/operations.ts";
import { STORAGE } from "../tables/pools.ts";
import { LOW_BASE, TRACE } from "../tables/trace-ops.ts";
import { ALL_BITS, type Facts, SAFE_BITS } from "./facts.ts";
import {
  BOOL_NOT,
  BOOL_TO_INT,
  CHECK_INDEX,
  INT_ADD,
  INT_AND,
  INT_EQ,
  INT_MUL,
  INT_NE,
  INT_OR,
  INT_SHL,
  INT_SHR,
  INT_SUB,
  INT_TO_BOOL,
  INT_XOR,
  INT_TO_REF,
  REF_IS_INT,
  REF_IS_NULL,
  REF_TO_INT,
  REF_NOT_NULL,
  UINT_LT,
} from "./low-ops.ts";
import type { Target } from "./target.ts";
import type { Constants } from "./trace.ts";

/** What `fold` gives where there is nothing to fold; no operand is so small. */
export const NOT_FOLDED = -0x40000000;

export class Folding {
  private readonly target: Target;
  private readonly constants: Constants;
  private readonly facts: Facts;

  constructor(target: Target, constants: Constants, facts: Facts) {
    this.target = target;
    this.constants = constants;
    this.facts = facts;
  }

  wordConstant(value: Word): number {
    return -1 - this.constants.word(value);
  }
  wordAt(operand: number): Word {
    return this.constants.words[-1 - operand]!;
  }
  isObject(operand: number): boolean {
    return operand < 0 ? !isNoRef(this.constants.refs[-1 - operand]!) : this.facts.isObject[operand]!;
  }

  /** The operand that an operation is, or NOT_FOLDED. */
  fold(op: number, a: number, b: number, count: number): number {
    if (op === TRACE.instance_of.n && a >= 0 && this.facts.type[a]! === b)
      return this.wordConstant(boolWord(true));
    if (op === REF_IS_NULL && this.isObject(a)) return this.wordConstant(boolWord(false));
    if (op === REF_NOT_NULL && this.isObject(a)) return this.wordConstant(boolWord(true));
    if (op === UINT_LT && this.facts.earlier(CHECK_INDEX, a, b) >= 0)
      return this.wordConstant(boolWord(true));
    const isConstant = a < 0 && (count < 2 || b < 0);
    return isConstant ? this.evaluate(op, a, b) : this.identity(op, a, b);
  }

  evaluate(op: number, a: number, b: number): number {
    const { root } = this.target;
    const { words, refs, floats } = this.constants;
    const x = -1 - a;
    const y = -1 - b;
    switch (op) {
      case TRACE.word_eq.n:
        return this.wordConstant(boolWord(sameWord(words[x]!, words[y]!)));
      case TRACE.get_type.n:
        return this.wordConstant(typeOf(refs[x]!));
      case TRACE.instance_of.n:
        return this.wordConstant(boolWord(isInstance(refs[x]!, words[y]!)));
      case TRACE.type_slot.n:
        return this.wordConstant(methodOf(root, words[x]!, b));
    }
    const code = this.target.evaluators[op - LOW_BASE]!;
    switch (OP_SHAPES[op - LOW_BASE]!) {
      case SHAPE.w_w:
        return this.wordConstant(callW_W(root, code, words[x]!));
      case SHAPE.ww_w:
        return this.wordConstant(callWW_W(root, code, words[x]!, words[y]!));
      case SHAPE.f_f:
        return this.floatConstant(callF_F(root, code, floats[x]!));
      case SHAPE.ff_f:
        return this.floatConstant(callFF_F(root, code, floats[x]!, floats[y]!));
      case SHAPE.ff_w:
        return this.wordConstant(callFF_W(root, code, floats[x]!, floats[y]!));
      case SHAPE.f_w:
        return this.wordConstant(callF_W(root, code, floats[x]!));
      case SHAPE.w_f:
        return this.floatConstant(callW_F(root, code, words[x]!));
      case SHAPE.w_r:
        return -1 - this.constants.ref(callW_R(root, code, words[x]!));
      case SHAPE.r_w:
        return this.wordConstant(callR_W(root, code, refs[x]!));
      case SHAPE.rr_w:
        return this.wordConstant(callRR_W(root, code, refs[x]!, refs[y]!));
      default:
        return NOT_FOLDED;
    }
  }

  private floatConstant(value: number): number {
    return -1 - this.constants.float(value);
  }

  private isInt(operand: number, value: number): boolean {
    return operand < 0 && sameWord(this.wordAt(operand), wordOf(value));
  }

  /** Algebra of ints, bools and tagged ints. */
  private identity(op: number, a: number, b: number): number {
    switch (op) {
      case INT_ADD:
      case INT_OR:
      case INT_XOR:
        if (this.isInt(b, 0)) return a;
        return this.isInt(a, 0) ? b : NOT_FOLDED;
      case INT_SUB:
      case INT_SHL:
      case INT_SHR:
        return this.isInt(b, 0) ? a : NOT_FOLDED;
      case INT_MUL:
        if (this.isInt(b, 1)) return a;
        return this.isInt(a, 1) ? b : NOT_FOLDED;
      case INT_AND:
        return a === b ? a : NOT_FOLDED;
      case INT_EQ:
        return a === b ? this.wordConstant(boolWord(true)) : NOT_FOLDED;
      case INT_NE:
        return a === b ? this.wordConstant(boolWord(false)) : NOT_FOLDED;
      case REF_IS_INT:
        return this.isTagged(a);
      case REF_TO_INT:
        return this.inverse(a, INT_TO_REF);
      case TRACE.instance_of.n:
        return this.madeBy(a, INT_TO_REF) ? this.wordConstant(boolWord(false)) : NOT_FOLDED;
      case BOOL_NOT:
        return this.inverse(a, BOOL_NOT);
      case INT_TO_BOOL:
        return this.inverse(a, BOOL_TO_INT);
      default:
        return NOT_FOLDED;
    }
  }

  private isTagged(a: number): number {
    if (this.madeBy(a, INT_TO_REF)) return this.wordConstant(boolWord(true));
    return this.facts.type[a]! !== 0 ? this.wordConstant(boolWord(false)) : NOT_FOLDED;
  }

  private madeBy(a: number, op: number): boolean {
    return a >= 0 && this.facts.op[a]! === op;
  }

  /** What `made` was applied to, where operation `made` made the operand. */
  private inverse(a: number, made: number): number {
    return this.madeBy(a, made) ? this.facts.a[a]! : NOT_FOLDED;
  }

  // ---- widths of ints ----

  bits(operand: number): number {
    if (operand >= 0) return this.facts.bits[operand]!;
    const value = intOf(this.wordAt(operand));
    if (value > -256 && value < 256) return 8;
    if (value > -65536 && value < 65536) return 16;
    if (value > -0x7fffffff && value < 0x7fffffff) return 31;
    return value >= -0x1fffffffffffff && value <= 0x1fffffffffffff ? SAFE_BITS : ALL_BITS;
  }

  bitsOf(op: number, a: number, b: number): number {
    switch (op) {
      case INT_ADD:
      case INT_SUB:
        return Math.min(ALL_BITS, Math.max(this.bits(a), this.bits(b)) + 1);
      case INT_MUL:
        return Math.min(ALL_BITS, this.bits(a) + this.bits(b));
      case INT_AND:
        return b < 0 && intOf(this.wordAt(b)) >= 0 ? this.bits(b) : ALL_BITS;
      case BOOL_TO_INT:
        return 1;
      case REF_TO_INT:
        return SAFE_BITS;
      default:
        return ALL_BITS;
    }
  }

  learnBits(operand: number, bits: number): void {
    if (operand >= 0 && this.facts.bits[operand]! > bits) this.facts.bits[operand] = bits;
  }
}

/** Bits that a loaded int may need. */
export function bitsOfStorage(storage: number): number {
  switch (storage) {
    case STORAGE.i8:
    case STORAGE.u8:
      return 8;
    case STORAGE.i16:
    case STORAGE.u16:
      return 16;
    case STORAGE.i32:
    case STORAGE.u32:
      return 32;
    default:
      return ALL_BITS;
  }
}
