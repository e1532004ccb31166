// Rows for strings: concatenation and conversion to text.

import type { Op, Value } from "../model/graph.ts";
import { BOOL } from "../model/types.ts";
import { intConst, prebuiltConst } from "./builder.ts";
import { ABSENT_NULL, ABSENT_UNDEFINED } from "../annotator/lattice.ts";
import { isNullish } from "./absence.ts";
import type { Lowering, LowerRow } from "./lowering.ts";
import type { Repr } from "./reprs.ts";

export function text(cx: Lowering, s: string): Value {
  return prebuiltConst(cx.shared.prebuilt.string(s), cx.shared.reprs.strings.string.ref);
}

export function concat(cx: Lowering, op: Op): Value {
  const [a, b] = op.args as [Value, Value];
  const left = asText(cx, op, a);
  return cx.help("string_concat", [left, asText(cx, op, b)], "text");
}

/** Any primitive as a string, as template literals print it. */
export function asText(cx: Lowering, op: Op, v: Value): Value {
  const r = cx.repr(v);
  if (r.annotation.base === null) return text(cx, r.annotation.absent === ABSENT_NULL ? "null" : "undefined");
  if (r.annotation.absent === 0) return presentText(cx, r, cx.value(v));
  const absent = absentText(cx, op, v, r);
  return cx.b.choose(absent.test, cx.shared.reprs.strings.string.ref, absent.text, () =>
    presentText(cx, { ...r, optional: false }, sure(cx, v, r)),
  );
}

function sure(cx: Lowering, v: Value, r: Repr): Value {
  return cx.as(v, cx.reprOf({ base: r.annotation.base, absent: 0 }), true);
}

function absentText(cx: Lowering, op: Op, v: Value, r: Repr): { test: Value; text: () => Value } {
  const test = isNullish(cx, v, r);
  if (r.annotation.absent !== (ABSENT_NULL | ABSENT_UNDEFINED))
    return { test, text: () => text(cx, r.annotation.absent === ABSENT_NULL ? "null" : "undefined") };
  throw cx.refuse(op, "RTS2101", {
    seen: "a value that may be null and may be undefined is made a string.",
    why: "Both are stored in the same way here, so the right word cannot be told.",
    instead: "Test the value first, or use only one of null and undefined for it.",
  });
}

function presentText(cx: Lowering, r: Repr, low: Value): Value {
  switch (r.annotation.base?.kind) {
    case "int":
      return cx.help("int_toString", [low, intConst(10)], "text");
    case "float":
      return cx.help("float_toString", [low], "text");
    case "bool":
      return cx.b.choose(
        low.type === BOOL ? low : cx.b.bool("int_to_bool", low),
        cx.shared.reprs.strings.string.ref,
        () => text(cx, "true"),
        () => text(cx, "false"),
      );
    default:
      return low;
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  int: "number",
  float: "number",
  bool: "boolean",
  string: "string",
  function: "function",
  constant: "function",
};

/** The word depends on the representation; only absence is a question at run time. */
const typeOf: LowerRow = (cx, op) => {
  const v = op.args[0] as Value;
  const r = cx.repr(v);
  const { base, absent } = r.annotation;
  const word = base === null ? null : text(cx, TYPE_NAMES[base.kind] ?? "object");
  if (absent === 0 && word !== null) return word;
  const absentWord = text(cx, absent === ABSENT_NULL ? "object" : "undefined");
  if (absent === (ABSENT_NULL | ABSENT_UNDEFINED))
    throw cx.refuse(op, "RTS2101", {
      seen: "`typeof` of a value that may be null and may be undefined.",
      why: "Both are stored in the same way here, so they cannot be told apart.",
      instead: "Compare with `== null` first, or use only one of null and undefined for the value.",
    });
  if (word === null) return absentWord;
  return cx.b.choose(
    isNullish(cx, v, r),
    cx.shared.reprs.strings.string.ref,
    () => absentWord,
    () => word,
  );
};

export const STRING_ROWS = {
  typeof: typeOf,
  to_string: ((cx, op) => asText(cx, op, op.args[0] as Value)) as LowerRow,
};
