// Numbers of the low-level operations, as jitcodes and traces name them, and the shape of each that can be evaluated.
// Derived from LOW_OPS: nothing about an operation is said twice. Imported by host code and by the JIT runtime, which
// keeps only the numbers: its module-level constants are frozen when the runtime is translated.

import { LOW_OPS, type LowOp, type OpFacts, type OperandKind } from "../../translator/model/ops.ts";

/** Register classes of jitcodes and traces. A word is an int, a bool, a code pointer or a type description. */
export const KIND = { none: 0, word: 1, ref: 2, float: 3 } as const;

/**
 * Operand classes and result class of an operation that depends on its operands alone: `ww_w` takes two words and
 * gives one. 0: the operation is not evaluated like this.
 */
export const SHAPE = {
  none: 0,
  w_w: 1,
  ww_w: 2,
  f_f: 3,
  ff_f: 4,
  ff_w: 5,
  f_w: 6,
  w_f: 7,
  r_w: 8,
  rr_w: 9,
  w_r: 10,
} as const;

/** Names in the order of their numbers; number 0 is no operation. */
export const OP_NAMES: readonly string[] = ["", ...Object.keys(LOW_OPS).sort()];

export function opNumber(name: LowOp): number {
  return OP_NAMES.indexOf(name);
}

function letter(kind: OperandKind | OpFacts["result"]): string {
  if (kind === "int" || kind === "bool") return "w";
  return kind === "ref" ? "r" : kind === "float" ? "f" : "?";
}

/** Operations with a pure effect that are no evaluation: static operands, or registers of any class. */
const SPECIAL: ReadonlySet<string> = new Set(["same_as", "jit_promote"]);

/** The shape of an operation; of a check, that of its test (true: it holds), whose result is a word. */
export function shapeOf(name: string): number {
  const facts = (LOW_OPS as Readonly<Record<string, OpFacts>>)[name];
  if (facts === undefined || SPECIAL.has(name)) return SHAPE.none;
  if (facts.effect !== "pure" && facts.effect !== "check") return SHAPE.none;
  const result = facts.effect === "check" ? "w" : letter(facts.result);
  const key = `${facts.args.map(letter).join("")}_${result}`;
  return Object.hasOwn(SHAPE, key) ? SHAPE[key as keyof typeof SHAPE] : SHAPE.none;
}

/** Shapes by operation number. */
export const OP_SHAPES: readonly number[] = OP_NAMES.map(shapeOf);
