// Table: how each operation becomes jitcode instructions. A row emits instructions, or says what value stands for the
// result from then on; rows of operations that no jitcode can hold say why. Operations that have no instruction of
// their own are residual calls of a graph that does just them.

import type { InstructionName } from "../tables/jitcode.ts";
import { OP_SHAPES, opNumber, SHAPE } from "../tables/operations.ts";
import { CALL_FLAG, MOST_CALL_ARGUMENTS } from "../tables/pools.ts";
import { classOf, type Operand } from "./code.ts";
import { boolConst, constant } from "../../translator/model/constants.ts";
import { type External, type ExternalName, EXTERNALS } from "../../translator/model/externals.ts";
import type { Op, Value } from "../../translator/model/graph.ts";
import type { LowOp, OpsWith, PerOp } from "../../translator/model/ops.ts";
import { BOOL, funcType, type StructType, TYPE, VOID } from "../../translator/model/types.ts";
import { slotIndex } from "../../translator/model/verify-ops.ts";
import { broken } from "../../translator/support/diagnostics.ts";
import { CHECKS, type CheckOp } from "../../translator/transform/check-expansions.ts";
import type { Descriptors } from "./descriptors.ts";
import { greensOf } from "./portals.ts";
import type { SupportGraphs } from "./support-graphs.ts";

/** What rows ask of the graph being lowered. */
export interface LowerContext {
  readonly descriptors: Descriptors;
  readonly support: SupportGraphs;
  /** A value with what stands for it. */
  value(v: Value): Value;
  emit(name: InstructionName, ...operands: Operand[]): void;
  /** Instead of an instruction: `by` stands for the result. */
  replace(op: Op, by: Value): void;
  /** Number of the jitcode of a graph that is looked into. */
  jitcodeOf(key: string): number | undefined;
  /** CALL_FLAG of a call of the graph, or of one through a pointer (null). */
  callFlags(key: string | null): number;
  driver(op: Op): number;
  entry(op: Op): number;
}

/** A row: `lower`, or why it cannot be. */
export type LowerRow =
  | { readonly lower: (x: LowerContext, op: Op) => void; readonly problem?: (op: Op) => string | null }
  | { readonly never: string };

export const LIVE: Operand = { is: "live" };
export const number = (n: number): Operand => ({ is: "number", number: n });
export const result = (op: Op): Operand => ({ is: "result", variable: op.result });

/** Pure operations that are evaluated from their operands alone, whatever they are called. */
type NotEvaluated =
  | "same_as"
  | "cast"
  | "get_type"
  | "type_eq"
  | "type_const"
  | "type_slot"
  | "type_name"
  | "instance_of"
  | "func_eq"
  | "jit_promote"
  | "word_of"
  | "of_word"
  | "word_eq"
  | "type_is"
  | "method_at";
export type EvaluatedByShape = Exclude<OpsWith<{ effect: "pure" }>, NotEvaluated>;

function arg(x: LowerContext, op: Op, i: number): Value {
  return x.value(op.args[i] ?? broken(`${op.name} has no operand ${i}`));
}

export function value(x: LowerContext, op: Op, i: number): Operand {
  return { is: "value", value: arg(x, op, i) };
}

function layout(op: Op, i: number): StructType {
  const v = op.args[i];
  return v?.tag === "const" && v.value.kind === "struct"
    ? v.value.struct
    : broken(`operand ${i} of ${op.name} is no layout`);
}

function nameAt(op: Op, i: number): string {
  const v = op.args[i];
  return v?.tag === "const" && v.value.kind === "name"
    ? v.value.value
    : broken(`operand ${i} of ${op.name} is no name`);
}

const typeOf = (struct: StructType): Operand => ({
  is: "value",
  value: constant({ kind: "struct", struct }, TYPE),
});

const SHAPE_NAMES: readonly string[] = Object.entries(SHAPE)
  .sort(([, a], [, b]) => a - b)
  .map(([name]) => name);

/** The instruction and the operand that evaluate an operation by its shape. */
export function evaluateByShape(x: LowerContext, op: Op): void {
  const n = opNumber(op.name as LowOp);
  const shape = OP_SHAPES[n] ?? SHAPE.none;
  if (shape === SHAPE.none) broken(`${op.name} has no shape`);
  const name = `eval_${SHAPE_NAMES[shape] ?? ""}` as InstructionName;
  x.descriptors.evaluator(op.name as LowOp);
  x.emit(name, number(n), result(op), ...op.args.map((_, i) => value(x, op, i)));
}

const never = (why: string): LowerRow => ({ never: why });
const alias: LowerRow = { lower: (x, op) => x.replace(op, arg(x, op, 0)) };
const nothing: LowerRow = { lower: () => undefined };
const binary = (name: InstructionName): LowerRow => ({
  lower: (x, op) => x.emit(name, result(op), value(x, op, 0), value(x, op, 1)),
});

/** What the runtime evaluates besides the test: the value of the check, or what is left of it once it is known to hold. */
const NEEDED_BY_CHECK: Readonly<Partial<Record<CheckOp, readonly LowOp[]>>> = {
  check_int: ["float_to_int"],
  int_mul_range: ["int_mul_clamp", "int_mul"],
};

function check(name: InstructionName): LowerRow {
  return {
    lower: (x, op) => {
      const checkOp = op.name as CheckOp;
      const error = number(x.descriptors.check(CHECKS[checkOp].message(op)));
      x.descriptors.evaluator(checkOp);
      for (const name of NEEDED_BY_CHECK[checkOp] ?? []) x.descriptors.evaluator(name);
      const operands = op.args.map((_, i) => value(x, op, i));
      x.emit(name, LIVE, number(opNumber(checkOp)), error, result(op), ...operands);
    },
  };
}

const suffix = (v: Value): string => classOf(v.type) ?? "v";

function load(x: LowerContext, op: Op, name: string, ...operands: Operand[]): void {
  x.emit(`${name}_${suffix(op.result)}` as InstructionName, result(op), ...operands);
}

function store(x: LowerContext, name: string, v: Value, ...operands: Operand[]): void {
  x.emit(`${name}_${suffix(v)}` as InstructionName, ...operands);
}

function structOf(v: Value | undefined): StructType {
  return v?.type?.tag === "ref" ? v.type.to : broken("an operand is no reference");
}

// ---- calls ----

const hasValue = (v: Value): boolean => classOf(v.type) !== null;
const destination = (op: Op): Operand => ({
  is: "dst",
  variable: hasValue(op.result) ? op.result : null,
});
const passed = (x: LowerContext, values: readonly Value[]): Operand => ({
  is: "values",
  values: values.filter(hasValue).map((v) => x.value(v)),
});

function tooMany(op: Op, skipped: number): string | null {
  // Static operands have no type.
  const count = op.args.slice(skipped).filter((v) => v.type !== undefined && hasValue(v)).length;
  return count > MOST_CALL_ARGUMENTS
    ? `${count} arguments; a jitcode's calls take at most ${MOST_CALL_ARGUMENTS}`
    : null;
}

const call: LowerRow = {
  problem: (op) => tooMany(op, 1),
  lower: (x, op) => {
    const callee = op.args[0];
    if (callee?.tag !== "const" || callee.value.kind !== "graph") return broken("a call of no graph");
    const args = op.args.slice(1);
    const jitcode = x.jitcodeOf(callee.value.key);
    if (jitcode !== undefined) x.emit("call_inline", LIVE, number(jitcode), destination(op), passed(x, args));
    else callGraph(x, op, callee.value.key, args);
  },
};

function callGraph(x: LowerContext, op: Op, key: string, args: readonly Value[]): void {
  const descr = x.descriptors.call(x.support.signatureOf(key), x.callFlags(key));
  const code: Operand = { is: "value", value: x.support.codeConst(x.support.callable(key)) };
  x.emit("call_residual", LIVE, code, number(descr), destination(op), passed(x, args));
}

const callIndirect: LowerRow = {
  problem: (op) => tooMany(op, 1),
  lower: (x, op) => {
    const type = op.args[0]?.type;
    const signature =
      type?.tag === "func"
        ? type
        : funcType(
            op.args.slice(1).map((v) => v.type ?? VOID),
            op.result.type ?? VOID,
          );
    const descr = number(x.descriptors.call(signature, x.callFlags(null)));
    // The tracer asks which code it is before the call, where all operands are still live.
    x.emit("promote_w", LIVE, value(x, op, 0));
    x.emit("call_indirect", LIVE, value(x, op, 0), descr, destination(op), passed(x, op.args.slice(1)));
  },
};

/** A residual call of a graph that does just this operation. */
const wrapped = (flags: number): LowerRow => ({
  problem: (op) => tooMany(op, 0),
  lower: (x, op) => callWrapper(x, op, flags),
});

function callWrapper(x: LowerContext, op: Op, flags: number): void {
  const { key, args } = x.support.wrapper(op);
  const descr = x.descriptors.call(x.support.signatureOf(key), flags);
  const code: Operand = { is: "value", value: x.support.codeConst(key) };
  x.emit("call_residual", LIVE, code, number(descr), destination(op), passed(x, args));
}

const callExternal: LowerRow = {
  problem: (op) => tooMany(op, 0),
  lower: (x, op) => {
    const external: External = EXTERNALS[nameAt(op, 0) as ExternalName];
    callWrapper(x, op, CALL_FLAG.cannotRaise | (external.effect === "pure" ? CALL_FLAG.elidable : 0));
  },
};

// ---- hints ----

function isConstant(x: LowerContext, op: Op): void {
  const v = op.args[1] === undefined ? undefined : arg(x, op, 1);
  if (v?.tag !== "var") x.replace(op, boolConst(true, BOOL));
  else x.emit(`is_constant_${suffix(v)}` as InstructionName, result(op), { is: "value", value: v });
}

const HINTS: Readonly<Record<string, (x: LowerContext, op: Op) => void>> = {
  weAreJitted: (x, op) => x.replace(op, boolConst(true, BOOL)),
  isConstant,
  // Before objects can be virtual this is the truth.
  isVirtual: (x, op) => x.replace(op, boolConst(false, BOOL)),
};

const hint: LowerRow = {
  problem: (op) =>
    Object.hasOwn(HINTS, nameAt(op, 0)) || op.result.type === VOID ? null : "an unknown hint",
  lower: (x, op) => HINTS[nameAt(op, 0)]?.(x, op),
};

function mergePoint(x: LowerContext, op: Op): void {
  const greens = greensOf(op).map((v) => x.value(v));
  const list = (c: string): Operand[] => {
    const values = greens.filter((v) => classOf(v.type) === c);
    return [number(values.length), { is: "values", values }];
  };
  x.emit("merge_point", LIVE, number(x.driver(op)), ...list("w"), ...list("r"), ...list("f"));
}

const fittedOnly = never("belongs to programs fitted to their collector, which comes after the codewriter");
const explicitOnly = never("belongs to explicit exceptions, which come after the codewriter");
const rawOnly = never("reaches another unit's memory");
const switches = never("goes to another stack, where other frames are");

/** Every operation that is not evaluated by its shape. */
export const LOWER: PerOp<LowerRow, Exclude<LowOp, EvaluatedByShape>> = {
  check_range: check("check_w"),
  check_divisor: check("check_w"),
  check_present: check("check_w"),
  int_mul_range: check("check_ww"),
  check_index: check("check_ww"),
  check_present_float: check("check_f"),
  check_int: check("check_int"),
  check_null: {
    lower: (x, op) =>
      x.emit("check_null", LIVE, number(x.descriptors.check("null")), result(op), value(x, op, 0)),
  },
  check_cast: {
    lower: (x, op) => {
      const error = number(x.descriptors.check("cast"));
      x.emit("check_cast", LIVE, error, result(op), value(x, op, 0), typeOf(layout(op, 1)));
    },
  },
  check_true: {
    lower: (x, op) => {
      const error = number(x.descriptors.check(CHECKS.check_true.message(op)));
      x.emit("check_true", LIVE, error, value(x, op, 0));
    },
  },
  // The runtime bounds the depth of what it interprets by itself.
  stack_check: nothing,

  same_as: alias,
  cast: alias,
  get_type: { lower: (x, op) => x.emit("get_type", result(op), value(x, op, 0)) },
  type_eq: binary("word_eq"),
  func_eq: binary("word_eq"),
  word_eq: binary("word_eq"),
  type_const: {
    lower: (x, op) => x.replace(op, constant({ kind: "struct", struct: layout(op, 0) }, TYPE)),
  },
  type_slot: {
    lower: (x, op) => {
      // One guard on the class, from which the method and later questions about the class follow.
      if (arg(x, op, 0).tag === "var") x.emit("promote_w", LIVE, value(x, op, 0));
      x.emit("type_slot", result(op), value(x, op, 0), number(slotIndex(layout(op, 1), nameAt(op, 2))));
    },
  },
  type_name: wrapped(CALL_FLAG.elidable | CALL_FLAG.cannotRaise),
  instance_of: {
    lower: (x, op) => x.emit("instance_of", result(op), value(x, op, 0), typeOf(layout(op, 1))),
  },
  // A word is what its register holds.
  word_of: alias,
  of_word: alias,
  type_is: rawOnly,
  method_at: rawOnly,
  word_hash: wrapped(CALL_FLAG.cannotRaise),
  raw_load: rawOnly,
  raw_store: rawOnly,
  call_word: rawOnly,
  call_unit: rawOnly,
  call_c: { never: "it stands in functions that traces call" },

  new_struct: {
    lower: (x, op) => x.emit("new_struct", result(op), number(x.descriptors.struct(layout(op, 0)))),
  },
  new_array: {
    lower: (x, op) =>
      x.emit("new_array", LIVE, number(x.descriptors.array(layout(op, 0))), result(op), value(x, op, 1)),
  },
  get_field: {
    lower: (x, op) => {
      const descr = x.descriptors.field(structOf(op.args[0]), nameAt(op, 1));
      load(x, op, "get_field", value(x, op, 0), number(descr));
    },
  },
  set_field: {
    lower: (x, op) => {
      const descr = x.descriptors.field(structOf(op.args[0]), nameAt(op, 1));
      store(x, "set_field", arg(x, op, 2), value(x, op, 0), value(x, op, 2), number(descr));
    },
  },
  get_item: {
    lower: (x, op) => {
      const descr = number(x.descriptors.items(structOf(op.args[0])));
      load(x, op, "get_item", value(x, op, 0), value(x, op, 1), descr);
    },
  },
  set_item: {
    lower: (x, op) => {
      const descr = number(x.descriptors.items(structOf(op.args[0])));
      store(x, "set_item", arg(x, op, 2), value(x, op, 0), value(x, op, 1), value(x, op, 2), descr);
    },
  },
  copy_items: wrapped(CALL_FLAG.cannotRaise),
  fill_items: wrapped(CALL_FLAG.cannotRaise),
  identity_hash: wrapped(CALL_FLAG.elidable | CALL_FLAG.cannotRaise),
  gc_collect: wrapped(CALL_FLAG.cannotRaise),

  call,
  call_indirect: callIndirect,
  call_external: callExternal,

  coroutine_resume: switches,
  coroutine_suspend: switches,

  stack_is_low: explicitOnly,
  exc_occurred: explicitOnly,
  exc_set: explicitOnly,
  exc_take: explicitOnly,
  traceback_add: explicitOnly,
  traceback_reset: explicitOnly,

  try_new_struct: fittedOnly,
  try_new_array: fittedOnly,
  new_struct_now: fittedOnly,
  new_array_now: fittedOnly,
  roots_enter: fittedOnly,
  roots_leave: fittedOnly,
  root_save: fittedOnly,
  root_load: fittedOnly,
  gc_barrier: fittedOnly,
  gc_barrier_items: fittedOnly,
  gc_poll: fittedOnly,

  jit_merge_point: { lower: mergePoint },
  jit_can_enter: {
    lower: (x, op) => x.emit("loop_header", LIVE, number(x.driver(op)), number(x.entry(op))),
  },
  jit_promote: {
    lower: (x, op) => {
      const v = arg(x, op, 0);
      if (v.tag === "var" && hasValue(v))
        x.emit(`promote_${suffix(v)}` as InstructionName, LIVE, { is: "value", value: v });
      x.replace(op, v);
    },
  },
  jit_hint: hint,
};

/** Why no jitcode can hold the operation, or null. */
export function whyNotLowerable(op: Op): string | null {
  const row = (LOWER as Readonly<Record<string, LowerRow | undefined>>)[op.name];
  if (row === undefined) return null;
  return "never" in row ? row.never : (row.problem?.(op) ?? null);
}

export function lowerOp(x: LowerContext, op: Op): void {
  const row = (LOWER as Readonly<Record<string, LowerRow | undefined>>)[op.name];
  if (row === undefined) evaluateByShape(x, op);
  else if ("never" in row) broken(`${op.name} cannot be in a jitcode: ${row.never}`);
  else row.lower(x, op);
}
