// Operators on bigint literals, carried out while the graph is built: `2n ** 64n - 1n` is a constant as it is to its
// reader, and so has a range.

import { type Constant, constant } from "../../model/constants.ts";
import type { FlowOp } from "../../model/flow-ops.ts";
import type { Value } from "../../model/graph.ts";

/** What takes more bits is left to the run: no constant of this size is meant to be one. */
const LARGEST = 4096n;

const FOLDS: Partial<Record<FlowOp, (a: bigint, b: bigint) => bigint>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  pow: (a, b) => a ** b,
  shl: (a, b) => a << b,
  shr: (a, b) => a >> b,
  bitand: (a, b) => a & b,
  bitor: (a, b) => a | b,
  bitxor: (a, b) => a ^ b,
};

/** The constant that the operation gives; undefined if it is an operation for the run. */
export function foldBigints(op: FlowOp, left: Value, right: Value): Constant | undefined {
  const fold = FOLDS[op];
  const [a, b] = [bigintOf(left), bigintOf(right)];
  if (fold === undefined || a === undefined || b === undefined) return undefined;
  if (op === "pow" || op === "shl" || op === "shr") {
    const bits = BigInt(a.toString(2).length);
    if (b < 0n || (op !== "shr" && (op === "pow" ? bits * b : bits + b) > LARGEST)) return undefined;
  }
  return constant({ kind: "bigint", value: fold(a, b) });
}

function bigintOf(v: Value): bigint | undefined {
  return v.tag === "const" && v.value.kind === "bigint" ? v.value.value : undefined;
}
