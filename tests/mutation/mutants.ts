// Mutants: one row of a table of operations, replaced by one that is wrong. Kinds of damage: operands exchanged, the
// row of another operation of the same signature, a constant (or nothing, where there is no result).

import type { Emit, EmitContext } from "../../translator/c/operations.ts";
import type { Expr } from "../../translator/c/expressions.ts";
import { EVALUATE, type Evaluate, type EvaluatedOp } from "../../translator/interp/evaluate.ts";
import type { MachineValue } from "../../translator/interp/values.ts";
import { LOW_OPS, lowFacts, type LowOp, type PerOp } from "../../translator/model/ops.ts";
import { kindOf } from "../../translator/model/types.ts";

export interface Mutant<Row> {
  readonly op: LowOp;
  readonly damage: string;
  readonly row: Row;
}

/** Mutants that mean the same: nobody could notice. */
const EQUIVALENT: Readonly<Record<string, string>> = {
  "try_new_struct as nothing": "the allocation that may collect comes next",
  "try_new_array as nothing": "the allocation that may collect comes next",
  "gc_poll as nothing": "the next allocation does it",
  "gc_poll as traceback_add": "the next allocation does it; nobody prints the traceback",
  "gc_collect as nothing": "every allocation of the probe collects; tests/gc/weak.test.ts notices",
  "gc_poll as gc_collect": "collects more than is due",
  "gc_collect as gc_poll": "every allocation of the probe collects",
  "roots_leave as nothing": "callers give the places back; the graph interpreter notices",
  "same_as as jit_promote": "a promoted value is the value",
  "jit_promote as same_as": "a promoted value is the value",
};

function signature(op: LowOp): string {
  const facts = lowFacts(op);
  return `${facts?.args.join() ?? ""} -> ${facts?.result ?? ""}`;
}

/** The next operation, in order of names, of the same signature among those given. */
function neighbour(op: LowOp, among: readonly LowOp[]): LowOp | null {
  const group = among.filter((other) => signature(other) === signature(op)).sort();
  const other = group[(group.indexOf(op) + 1) % group.length];
  return other === undefined || other === op || EQUIVALENT[`${op} as ${other}`] !== undefined ? null : other;
}

/** Do two operands of one kind stand first, and does their order matter? */
function hasOrder(op: LowOp): boolean {
  const facts = lowFacts(op);
  const [a, b] = facts?.args ?? [];
  return a !== undefined && a === b && facts?.commutes !== true;
}

const ZERO: Readonly<Record<string, MachineValue>> = {
  int: 0,
  word: 0,
  float: 0,
  bool: false,
  ref: null,
  func: null,
};

/** Of each row of the evaluator. */
export function evaluatorMutants(): Mutant<Evaluate>[] {
  const table: PerOp<Evaluate, EvaluatedOp> = EVALUATE;
  const ops = Object.keys(table) as EvaluatedOp[];
  return ops.flatMap((op) => {
    const mutants: Mutant<Evaluate>[] = [];
    const row = table[op];
    if (hasOrder(op))
      mutants.push({ op, damage: "operands exchanged", row: (a, b, ...rest) => row(b, a, ...rest) });
    const other = neighbour(op, ops) as EvaluatedOp | null;
    if (other !== null) mutants.push({ op, damage: `as ${other}`, row: table[other] });
    const zero = ZERO[LOW_OPS[op].result];
    mutants.push({ op, damage: "constant", row: () => zero });
    return mutants;
  });
}

const C_ZERO: Readonly<Record<string, string>> = {
  int: "INT64_C(0)",
  word: "INT64_C(0)",
  float: "0.0",
  bool: "false",
  ref: "NULL",
  func: "NULL",
  type: "NULL",
};

function exchanged(x: EmitContext): EmitContext {
  const at = (i: number): number => (i === 0 ? 1 : i === 1 ? 0 : i);
  return Object.create(x, {
    arg: { value: (i: number, wanted?: Parameters<EmitContext["arg"]>[1]) => x.arg(at(i), wanted) },
    type: { value: (i: number) => x.type(at(i)) },
  }) as EmitContext;
}

function zeroText(x: EmitContext): Expr | null {
  const type = x.op.result.type;
  const text = type === undefined ? undefined : C_ZERO[kindOf(type)];
  return text === undefined ? null : { text, level: 0 };
}

/** Of each row of the C emitter. */
export function emitterMutants(table: PerOp<Emit>): Mutant<Emit>[] {
  const ops = (Object.keys(table) as LowOp[]).filter(
    (op) => LOW_OPS[op].effect !== "check" && LOW_OPS[op].effect !== "marker",
  );
  return ops.flatMap((op) => {
    const mutants: Mutant<Emit>[] = [];
    const row = table[op];
    if (hasOrder(op)) mutants.push({ op, damage: "operands exchanged", row: (x) => row(exchanged(x)) });
    const other = neighbour(op, ops);
    if (other !== null) mutants.push({ op, damage: `as ${other}`, row: table[other] });
    if (EQUIVALENT[`${op} as nothing`] === undefined) mutants.push({ op, damage: "constant", row: zeroText });
    return mutants;
  });
}
