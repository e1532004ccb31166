// What the optimizer knows of the values of one fragment, by slot: the operation that made each, whether it is some
// object or tagged int, its type, how many bits it needs. Facts hold from where they were learnt to the end of the fragment.

import { TRACE_OP_COUNT } from "../tables/trace-ops.ts";

/** Bits that a 64-bit int may need: nothing is known. */
export const ALL_BITS = 64;
/** Ints of these many bits are safe: check_range holds. */
export const SAFE_BITS = 53;

export class Facts {
  /** Operation and operands that made a slot's value; op 0: an input, or something that cannot be looked through. */
  readonly op: number[] = [];
  readonly a: number[] = [];
  readonly b: number[] = [];
  /** |value| < 2^bits. */
  readonly bits: number[] = [];
  readonly isObject: boolean[] = [];
  /** Operand (a constant) of a type that the object has, or 0 for none known: no constant is operand 0. */
  readonly type: number[] = [];
  /** The operand that has the same value for sure; the slot itself if none is known. */
  readonly standsFor: number[] = [];
  private readonly seen = new Map<number, number>();

  /** The next slot's value. */
  define(op: number, a: number, b: number): void {
    this.standsFor.push(this.op.length);
    this.op.push(op);
    this.a.push(a);
    this.b.push(b);
    this.bits.push(ALL_BITS);
    this.isObject.push(false);
    this.type.push(0);
  }

  /** The slot of an earlier value of the same operation on the same operands; -1 if there is none. */
  earlier(op: number, a: number, b: number): number {
    const slot = this.seen.get(this.key(op, a, b));
    if (slot === undefined) return -1;
    const isSame = this.op[slot]! === op && this.a[slot]! === a && this.b[slot]! === b;
    return isSame ? slot : -1;
  }

  remember(op: number, a: number, b: number, slot: number): void {
    this.seen.set(this.key(op, a, b), slot);
  }

  private key(op: number, a: number, b: number): number {
    return ((a + 65536) * 131072 + (b + 65536)) * TRACE_OP_COUNT + op;
  }
}
