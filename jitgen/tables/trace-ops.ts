// Operations of traces. Those that are low-level operations are not repeated: operation n of operations.ts is
// LOW_BASE + n. The rest — guards, calls, memory, ends — are the rows below. What the recorder, optimizer, log and
// backends need to know of an operation lies in arrays by its number, computed when the tables are loaded.
//
//   w r f   operands by class      -> w   result      d  descriptor      n  a number      *  a call's operands
//   !       guard: may leave the trace, has resume data      =  depends on its operands alone

import { LOW_OPS, type LowOp } from "../../translator/model/ops.ts";
import { KIND, OP_NAMES, OP_SHAPES, opNumber, SHAPE } from "./operations.ts";

// prettier-ignore
export const TRACE = {
  guard_true:       { n: 1,  facts: "w !",          doc: "the word is true" },
  guard_false:      { n: 2,  facts: "w !",          doc: "the word is false" },
  guard_value_w:    { n: 3,  facts: "ww !",         doc: "operand 0 is the constant operand 1" },
  guard_value_r:    { n: 4,  facts: "rr !",         doc: "operand 0 is the constant operand 1" },
  guard_value_f:    { n: 5,  facts: "ff !",         doc: "operand 0 is the constant operand 1" },
  guard_not_raised: { n: 6,  facts: "!",            doc: "the call before raised nothing" },
  guard_raised:     { n: 7,  facts: "! -> r",       doc: "the call before raised; the exception" },
  check_null:       { n: 8,  facts: "r !",          doc: "not none" },
  check_cast:       { n: 9,  facts: "rw !",         doc: "not none, and of the type" },
  check_true:       { n: 10, facts: "w !",          doc: "assertion" },
  word_eq:          { n: 11, facts: "ww = -> w",    doc: "the same word" },
  get_type:         { n: 12, facts: "r = -> w",     doc: "type description" },
  instance_of:      { n: 13, facts: "rw = -> w",    doc: "not none, and of the type" },
  type_slot:        { n: 14, facts: "wn = -> w",    doc: "method of a type by slot" },
  get_field_w:      { n: 15, facts: "r d -> w",     doc: "load" },
  get_field_r:      { n: 16, facts: "r d -> r",     doc: "load" },
  get_field_f:      { n: 17, facts: "r d -> f",     doc: "load" },
  set_field_w:      { n: 18, facts: "rw d",         doc: "store" },
  set_field_r:      { n: 19, facts: "rr d",         doc: "store" },
  set_field_f:      { n: 20, facts: "rf d",         doc: "store" },
  get_item_w:       { n: 21, facts: "rw d -> w",    doc: "load" },
  get_item_r:       { n: 22, facts: "rw d -> r",    doc: "load" },
  get_item_f:       { n: 23, facts: "rw d -> f",    doc: "load" },
  set_item_w:       { n: 24, facts: "rww d",        doc: "store" },
  set_item_r:       { n: 25, facts: "rwr d",        doc: "store" },
  set_item_f:       { n: 26, facts: "rwf d",        doc: "store" },
  new_struct:       { n: 27, facts: "d -> r",       doc: "fresh object" },
  new_array:        { n: 28, facts: "w d -> r",     doc: "fresh object with items; a guard_not_raised follows" },
  call_v:           { n: 29, facts: "w* d",         doc: "call code" },
  call_w:           { n: 30, facts: "w* d -> w",    doc: "call code" },
  call_r:           { n: 31, facts: "w* d -> r",    doc: "call code" },
  call_f:           { n: 32, facts: "w* d -> f",    doc: "call code" },
  jump:             { n: 33, facts: "n*",           doc: "go on in the fragment, with its inputs" },
  finish_v:         { n: 34, facts: "",             doc: "the portal returns" },
  finish_w:         { n: 35, facts: "w",            doc: "the portal returns" },
  finish_r:         { n: 36, facts: "r",            doc: "the portal returns" },
  finish_f:         { n: 37, facts: "f",            doc: "the portal returns" },
  finish_raised:    { n: 38, facts: "r",            doc: "the portal raises" },
  same_w:           { n: 39, facts: "w -> w",       doc: "a value of its own, where a loop begins" },
  same_r:           { n: 40, facts: "r -> r",       doc: "a value of its own, where a loop begins" },
  same_f:           { n: 41, facts: "f -> f",       doc: "a value of its own, where a loop begins" },
} as const satisfies Record<string, { n: number; facts: string; doc: string }>;

export type TraceOp = keyof typeof TRACE;

/** Trace operation LOW_BASE + n is low-level operation n. */
export const LOW_BASE = 48;
export const TRACE_OP_COUNT = LOW_BASE + OP_NAMES.length;

export const TRACE_FLAG = { pure: 1, guard: 2, descr: 4, number: 8, operands: 16 } as const;

/** Operand classes of the low-level shapes, base 4, the first lowest, and the result's class. */
const SHAPE_OPERANDS: Readonly<Record<number, readonly [number, number]>> = {
  [SHAPE.w_w]: [KIND.word, KIND.word],
  [SHAPE.ww_w]: [KIND.word + 4 * KIND.word, KIND.word],
  [SHAPE.f_f]: [KIND.float, KIND.float],
  [SHAPE.ff_f]: [KIND.float + 4 * KIND.float, KIND.float],
  [SHAPE.ff_w]: [KIND.float + 4 * KIND.float, KIND.word],
  [SHAPE.f_w]: [KIND.float, KIND.word],
  [SHAPE.w_f]: [KIND.word, KIND.float],
  [SHAPE.r_w]: [KIND.ref, KIND.word],
  [SHAPE.rr_w]: [KIND.ref + 4 * KIND.ref, KIND.word],
  [SHAPE.w_r]: [KIND.word, KIND.ref],
};

/** Checks whose result is a value of its own and not operand 0. */
const MAKES_VALUE: readonly number[] = [opNumber("int_mul_range"), opNumber("check_int")];

interface Facts {
  readonly name: string;
  /** Base 4, the first lowest. */
  readonly operands: number;
  readonly result: number;
  readonly flags: number;
}

function factsOfRow(name: string, text: string): Facts {
  const [left = "", result = ""] = text.split("->").map((s) => s.trim());
  const classes = left.split(" ")[0] ?? "";
  let operands = 0;
  let scale = 1;
  for (const c of classes) {
    const kind = c === "w" ? KIND.word : c === "r" ? KIND.ref : c === "f" ? KIND.float : 0;
    operands += kind * scale;
    scale *= 4;
  }
  const flags =
    (left.includes("=") ? TRACE_FLAG.pure : 0) |
    (left.includes("!") ? TRACE_FLAG.guard : 0) |
    (/\bd\b/u.test(left) ? TRACE_FLAG.descr : 0) |
    (classes.includes("n") ? TRACE_FLAG.number : 0) |
    (left.includes("*") ? TRACE_FLAG.operands : 0);
  const kind = result === "w" ? KIND.word : result === "r" ? KIND.ref : result === "f" ? KIND.float : 0;
  return { name, operands, result: kind, flags };
}

function factsOfLow(n: number): Facts {
  const name = OP_NAMES[n] ?? "";
  const shape = SHAPE_OPERANDS[OP_SHAPES[n] ?? 0];
  if (shape === undefined) return { name, operands: 0, result: 0, flags: 0 };
  const isCheck = LOW_OPS[name as LowOp].effect === "check";
  const result = isCheck && !MAKES_VALUE.includes(n) ? KIND.none : shape[1];
  return { name, operands: shape[0], result, flags: isCheck ? TRACE_FLAG.guard : TRACE_FLAG.pure };
}

function allFacts(): readonly Facts[] {
  const nothing: Facts = { name: "", operands: 0, result: 0, flags: 0 };
  const facts: Facts[] = new Array<Facts>(TRACE_OP_COUNT).fill(nothing);
  for (const [name, row] of Object.entries(TRACE)) facts[row.n] = factsOfRow(name, row.facts);
  for (let n = 1; n < OP_NAMES.length; n++) facts[LOW_BASE + n] = factsOfLow(n);
  return facts;
}

const FACTS = allFacts();
export const TRACE_NAMES: readonly string[] = FACTS.map((f) => f.name);
/** Classes of the fixed operands (KIND), base 4, the first lowest. */
export const TRACE_OPERANDS: readonly number[] = FACTS.map((f) => f.operands);
/** KIND of the result. */
export const TRACE_RESULTS: readonly number[] = FACTS.map((f) => f.result);
export const TRACE_FLAGS: readonly number[] = FACTS.map((f) => f.flags);

if (TRACE_OP_COUNT > 256) throw new Error("a trace operation does not fit a byte");
