// Rows for strings: concatenation and conversion to text.

import type { Op, Value } from "../model/graph.ts";
import { BOOL } from "../model/types.ts";
import { intConst, prebuiltConst } from "./builder.ts";
import { ABSENT_BOTH, ABSENT_NULL, type Annotation, type Base } from "../annotator/lattice.ts";
import { isAbsentValue, isNullish } from "./absence.ts";
import { bigText } from "./big-operands.ts";
import type { Lowering, LowerRow } from "./lowering.ts";
import type { Repr } from "./reprs.ts";
import { overParts } from "./unions.ts";

export function text(cx: Lowering, s: string): Value {
  return prebuiltConst(cx.shared.prebuilt.string(s), cx.shared.reprs.strings.string.ref);
}

export function concat(cx: Lowering, op: Op): Value {
  const [a, b] = op.args as [Value, Value];
  const left = asText(cx, a);
  return cx.help("string_concat", [left, asText(cx, b)], "text");
}

/** Template literals and `String` print -0 as 0 and bigints without their n. */
export type TextStyle = "plain" | "console";

/** Any primitive as a string. */
export function asText(cx: Lowering, v: Value, style: TextStyle = "plain"): Value {
  const r = cx.repr(v);
  if (r.annotation.base === null) return absentWord(cx, v, r, "null", "undefined");
  if (r.boxes !== null && r.annotation.absent === 0)
    return overParts(cx, v, cx.shared.reprs.strings.string.ref, (_part, self) => asText(cx, self, style));
  if (r.annotation.absent === 0) return presentText(cx, v, r, style);
  return cx.b.choose(
    isNullish(cx, v, r),
    cx.shared.reprs.strings.string.ref,
    () => absentWord(cx, v, r, "null", "undefined"),
    () => asText(cx, sure(cx, v, r), style),
  );
}

function sure(cx: Lowering, v: Value, r: Repr): Value {
  const present: Annotation = { base: r.annotation.base, absent: 0 };
  return cx.temporary(cx.as(v, cx.reprOf(present), true), present);
}

/** The word for an absent value: one for null, one for undefined. */
function absentWord(cx: Lowering, v: Value, r: Repr, ifNull: string, ifUndefined: string): Value {
  const { absent } = r.annotation;
  if (absent !== ABSENT_BOTH) return text(cx, absent === ABSENT_NULL ? ifNull : ifUndefined);
  return cx.b.choose(
    isAbsentValue(cx, v, r, ABSENT_NULL),
    cx.shared.reprs.strings.string.ref,
    () => text(cx, ifNull),
    () => text(cx, ifUndefined),
  );
}

function presentText(cx: Lowering, v: Value, r: Repr, style: TextStyle): Value {
  const low = cx.value(v);
  switch (r.annotation.base?.kind) {
    case "int":
      return cx.help("int_toString", [low, intConst(10)], "text");
    case "float":
      return cx.help(style === "console" ? "float_toConsole" : "float_toString", [low], "text");
    case "bigint": {
      const digits = bigText(cx, v, intConst(10));
      return style === "console" ? cx.help("string_concat", [digits, text(cx, "n")], "text") : digits;
    }
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
  bigint: "bigint",
  function: "function",
  constant: "function",
};

/** The word depends on the representation; only absence is a question at run time. */
const typeOf: LowerRow = (cx, op) => {
  const v = op.args[0] as Value;
  const r = cx.repr(v);
  const { base, absent } = r.annotation;
  const string = cx.shared.reprs.strings.string.ref;
  const nameOf = (b: Base): Value => text(cx, TYPE_NAMES[b.kind] ?? "object");
  if (base?.kind === "union") {
    const ofPart = (): Value => overParts(cx, v, string, nameOf);
    if (absent === 0) return ofPart();
    return cx.b.choose(
      isNullish(cx, v, r),
      string,
      () => absentWord(cx, v, r, "object", "undefined"),
      ofPart,
    );
  }
  const word = base === null ? null : nameOf(base);
  if (absent === 0 && word !== null) return word;
  if (word === null) return absentWord(cx, v, r, "object", "undefined");
  return cx.b.choose(
    isNullish(cx, v, r),
    cx.shared.reprs.strings.string.ref,
    () => absentWord(cx, v, r, "object", "undefined"),
    () => word,
  );
};

export const STRING_ROWS = {
  typeof: typeOf,
  to_string: ((cx, op) => asText(cx, op.args[0] as Value)) as LowerRow,
};
