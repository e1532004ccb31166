// Table: how each check operation becomes a condition. A row emits operations that compute a bool — true: fine — and
// tells the value that stands for the result from then on. Checks that need two conditions give them one by one; the
// second is only computed where the first holds.

import { ABSENT_FLOAT_UNDEFINED_BITS, ABSENT_INT_NULL, MAX_SAFE_INT } from "../model/absent.ts";
import { constant, numberConst, type Constant } from "../model/constants.ts";
import type { Op, Value } from "../model/graph.ts";
import type { MessageName } from "../model/messages.ts";
import { MESSAGES } from "../model/messages.ts";
import type { LowOp, OpsWith } from "../model/ops.ts";
import { broken } from "../support/diagnostics.ts";
import { BOOL, FLOAT, INT, registerType, VOID, type LowType, type StorageType } from "../model/types.ts";

/** Appends operations to the block under construction. */
export interface CheckBuilder {
  emit(name: LowOp, args: Value[], type: LowType, hint?: string): Value;
  /** Goes on only where the condition is true. */
  require(condition: Value): void;
}

export interface CheckExpansion {
  readonly message: (op: Op) => MessageName;
  /** Emits the conditions; the result replaces the operation's variable. */
  readonly expand: (b: CheckBuilder, op: Op) => Value;
}

export type CheckOp = OpsWith<{ effect: "check" }>;

/** Is the operation one of the table's? */
export function isCheck(name: string): name is CheckOp {
  return Object.hasOwn(CHECKS, name);
}

const int = (value: number): Constant => numberConst(value, INT);
const wide = (value: bigint): Constant => constant({ kind: "int64", value }, INT);
const nothing: Constant = constant({ kind: "undefined" }, VOID);

function operand(op: Op, i: number): Value {
  return op.args[i] ?? broken(`${op.name} has no operand ${i}`);
}

/** A row with one condition over the operands, whose result is operand 0. */
function holds(message: MessageName, condition: (b: CheckBuilder, op: Op) => Value): CheckExpansion {
  return {
    message: () => message,
    expand: (b, op) => {
      b.require(condition(b, op));
      return operand(op, 0);
    },
  };
}

// One unsigned compare tests both ends: x + M ≤ 2M.
function inSafeRange(b: CheckBuilder, x: Value): Value {
  return b.emit(
    "uint_le",
    [b.emit("int_add", [x, int(MAX_SAFE_INT)], INT), wide(2n * BigInt(MAX_SAFE_INT))],
    BOOL,
  );
}

export const CHECKS: { readonly [N in CheckOp]: CheckExpansion } = {
  check_range: holds("intRange", (b, op) => inSafeRange(b, operand(op, 0))),
  int_mul_range: {
    message: () => "intRange",
    expand: (b, op) => {
      const product = b.emit("int_mul_clamp", op.args, INT, op.result.hint);
      b.require(inSafeRange(b, product));
      return product;
    },
  },
  check_index: holds("index", (b, op) => b.emit("uint_lt", op.args, BOOL)),
  check_divisor: holds("divisor", (b, op) => b.emit("int_ne", [operand(op, 0), int(0)], BOOL)),
  check_null: holds("null", (b, op) => b.emit("ref_not_null", [operand(op, 0)], BOOL)),
  check_cast: {
    message: () => "cast",
    expand: (b, op) => {
      b.require(b.emit("instance_of", op.args, BOOL));
      return b.emit("cast", op.args, op.result.type ?? broken("check_cast has no type"), op.result.hint);
    },
  },
  check_present: holds("absent", (b, op) => b.emit("int_gt", [operand(op, 0), wide(ABSENT_INT_NULL)], BOOL)),
  check_present_float: holds("absent", (b, op) => {
    // The two patterns are neighbours: as unsigned distances from the first they are 0 and 1.
    const distance = b.emit(
      "int_sub",
      [b.emit("float_bits", [operand(op, 0)], INT), wide(ABSENT_FLOAT_UNDEFINED_BITS)],
      INT,
    );
    return b.emit("uint_lt", [int(1), distance], BOOL);
  }),
  check_int: {
    message: () => "intOfFloat",
    expand: (b, op) => {
      const x = operand(op, 0);
      // Also false for NaN; only then is the conversion defined.
      b.require(
        b.emit("float_le", [b.emit("float_abs", [x], FLOAT), numberConst(MAX_SAFE_INT, FLOAT)], BOOL),
      );
      const result = b.emit("float_to_int", [x], INT, op.result.hint);
      b.require(b.emit("float_eq", [b.emit("int_to_float", [result], FLOAT), x], BOOL));
      return result;
    },
  },
  check_true: {
    message: (op) => {
      const name = op.args[1];
      const text = name?.tag === "const" && name.value.kind === "name" ? name.value.value : "";
      return Object.hasOwn(MESSAGES, text)
        ? (text as MessageName)
        : broken(`check_true names the message '${text}'`);
    },
    expand: (b, op) => {
      b.require(operand(op, 0));
      return nothing;
    },
  },
  stack_check: {
    message: () => "stack",
    expand: (b) => {
      b.require(b.emit("bool_not", [b.emit("stack_is_low", [], BOOL)], BOOL));
      return nothing;
    },
  },
};

/** `new_array` raises on a length that its length field cannot hold; afterwards it raises no more. */
export const NEW_ARRAY_CHECK: CheckExpansion = {
  message: () => "length",
  expand: (b, op) => {
    const layout = operand(op, 0);
    const field =
      layout.tag === "const" && layout.value.kind === "struct"
        ? layout.value.struct.field("length")
        : undefined;
    b.require(b.emit("uint_le", [operand(op, 1), int(longest(field?.type))], BOOL));
    return b.emit("new_array", op.args, op.result.type ?? broken("new_array has no type"), op.result.hint);
  },
};

// JavaScript's own limit is 2^32 - 1.
function longest(length: StorageType | undefined): number {
  if (length === undefined || registerType(length) !== INT)
    return broken("a layout with items has no integer field 'length'");
  const bits: Readonly<Record<string, number>> = { i8: 7, u8: 8, i16: 15, u16: 16, i32: 31 };
  const known = length.tag === "narrow" ? bits[length.name] : undefined;
  return 2 ** (known ?? 32) - 1;
}
