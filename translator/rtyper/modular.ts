// Which bigints are wanted only modulo 2^64: intermediate results whose every use is under `BigInt.asIntN(64, …)`,
// `asUintN(n, …)` with n up to 64, a store into a BigInt64Array, `&` with a number that is not negative, or an
// operator of which again no more is wanted. They are computed in one machine word, whatever their size would be.
// Exact: sums, products, bitwise operations and left shifts modulo 2^64 need their operands modulo 2^64 only; the rest
// take whole operands. What such a value can do besides, raising RangeError for more than 2^30 bits, no chain of
// operators on words reaches; variables of loops are not among them.

import { isOneSign, isUnsigned } from "../annotator/big-ranges.ts";
import { wrapBits, wrapOperand } from "../annotator/bigints.ts";
import type { FunctionState } from "../annotator/engine.ts";
import { type Annotation, rangeOf } from "../annotator/lattice.ts";
import { blocksOf, type Op, type Value, Variable } from "../model/graph.ts";

/** Left shifts by more are not made in words: the sizes they can reach are then bounded. */
const LONGEST_SHIFT = 4096n;

const RING: ReadonlySet<string> = new Set([
  "add",
  "sub",
  "mul",
  "neg",
  "bitand",
  "bitor",
  "bitxor",
  "bitnot",
]);

type Of = (v: Value) => Annotation;

export function modularVariables(state: FunctionState, of: Of): Set<Variable> {
  const blocks = blocksOf(state.graph).filter((b) => state.reached.has(b));
  const found = new Set<Variable>();
  for (const b of blocks) for (const op of b.ops) if (isComputable(op, of)) found.add(op.result);
  if (found.size === 0) return found;
  for (const b of blocks) {
    for (const l of b.exits) for (const a of l.args) if (a instanceof Variable) found.delete(a);
    if (b.exitSwitch instanceof Variable) found.delete(b.exitSwitch);
  }
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const b of blocks)
      for (const op of b.ops)
        op.args.forEach((a, i) => {
          if (a instanceof Variable && found.has(a) && !takesLowBits(op, i, of, found)) found.delete(a);
        });
  }
  return found;
}

/** Can the low 64 bits of the result be told from words, or from the low 64 bits of the operands? */
function isComputable(op: Op, of: Of): boolean {
  if (rangeOf(of(op.result)) !== "any") return false;
  const [a, b] = op.args.map((v) => rangeOf(of(v)));
  if (a === undefined) return false;
  if (RING.has(op.name)) return true;
  if (b === undefined || b === "any") return false;
  switch (op.name) {
    case "shl":
      return a !== "any" || isShortShift(op);
    case "shr":
      return a !== "any";
    case "div":
      return isOneSign(a, b);
    default:
      return false;
  }
}

export function isShortShift(op: Op): boolean {
  const count = op.args[1];
  return (
    count?.tag === "const" &&
    count.value.kind === "bigint" &&
    count.value.value >= 0n &&
    count.value.value <= LONGEST_SHIFT
  );
}

/** Does the operation look at no more than the low 64 bits of this operand? */
function takesLowBits(op: Op, i: number, of: Of, found: ReadonlySet<Variable>): boolean {
  if (wrapOperand(op) === i) {
    const bits = wrapBits(op);
    return bits !== null && bits <= 64;
  }
  if (op.name === "set_item") {
    const base = of(op.args[0] as Value).base;
    return i === 2 && base?.kind === "typed";
  }
  if (op.name === "bitand") {
    const other = rangeOf(of(op.args[1 - i] as Value));
    if (other !== undefined && isUnsigned(other)) return true;
  }
  if (!found.has(op.result)) return false;
  return RING.has(op.name) || (op.name === "shl" && i === 0 && isShortShift(op));
}
