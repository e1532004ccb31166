// Conversions between representations. Widening (int to float, present to optional, class to base class) is free or
// cheap; narrowing is always checked, unless the annotator has proven it and the check cannot fail.

import { ABSENT_NULL, ABSENT_UNDEFINED } from "../annotator/lattice.ts";
import {
  ABSENT_FLOAT_NULL_BITS,
  ABSENT_FLOAT_UNDEFINED_BITS,
  ABSENT_INT_NULL,
  ABSENT_INT_UNDEFINED,
} from "../model/absent.ts";
import { constant, nameConst, nullRef } from "../model/constants.ts";
import type { Value } from "../model/graph.ts";
import { BOOL, FLOAT, INT, type LowType, VOID, WORD } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { anyConst, int64Const, intConst, type LowBuilder, prebuiltConst, structOfValue } from "./builder.ts";
import { box, type Boxes, isOneOf, marksOf, primitivePart, unbox } from "./boxes.ts";
import type { Repr } from "./reprs.ts";

/** `v`, represented as `from`, in the representation `to`. `sure`: absence and class have been proven elsewhere. */
export function convert(b: LowBuilder, v: Value, from: Repr, to: Repr, sure = false): Value {
  if (to.kind === "void") return anyConst(VOID);
  if (from.kind === "void") return absentValue(from, to);
  if (
    from.kind === to.kind &&
    from.low === to.low &&
    from.optional === to.optional &&
    from.sentinel === to.sentinel
  )
    return v;
  if (to.kind === "raw") return toRaw(b, v, from, to);
  if (to.kind === "word") return toWord(b, v, from, sure);
  if (to.kind !== "ref" && to.kind !== "string" && to.kind !== "bigint") {
    if (from.annotation.base === null) return absentChoice(b, v, to);
    if (from.boxes !== null) return unboxed(b, from.boxes, v, from, to, sure);
  }
  switch (to.kind) {
    case "int":
      return toInt(b, v, from, to, sure);
    case "float":
      return toFloat(b, v, from, to, sure);
    case "bool":
      return toBool(b, v, from, to, sure);
    case "string":
    case "bigint":
    case "ref":
      return toReference(b, v, from, to, sure);
    default:
      return broken(`conversion to ${String(to.kind)}`);
  }
}

/** The annotator lets ints be words, and has nothing absent but what was just taken out of an array that had it. */
function toRaw(b: LowBuilder, v: Value, from: Repr, to: Repr): Value {
  if (from.kind === "raw" && from.low === to.low) return v;
  if (from.kind === "int" && !from.optional && to.low === WORD) return b.op("word_of", [v], WORD);
  return broken(`conversion from ${from.kind} to a raw value`);
}

/** Nothing but null or undefined, told apart by a sentinel, in a primitive's representation. */
function absentChoice(b: LowBuilder, v: Value, to: Repr): Value {
  return b.choose(
    b.bool("ref_is_null", v),
    to.low,
    () => absentOf(to, ABSENT_NULL),
    () => absentOf(to, ABSENT_UNDEFINED),
  );
}

/** An absent primitive, null or undefined, as a reference. */
function absentPrimitive(b: LowBuilder, v: Value, from: Repr, to: Repr): Value {
  const marker = absentOf(from, ABSENT_NULL);
  const isNull =
    from.kind === "float"
      ? b.bool("int_eq", b.int("float_bits", v), b.int("float_bits", marker))
      : b.bool("int_eq", v, marker);
  return b.choose(
    isNull,
    to.low,
    () => absentOf(to, ABSENT_NULL),
    () => absentOf(to, ABSENT_UNDEFINED),
  );
}

/** The value that stands for undefined or null in a representation. */
export function absentValue(from: Repr, to: Repr): Value {
  const isNull = from.annotation.absent === ABSENT_NULL;
  return absentOf(to, isNull ? ABSENT_NULL : ABSENT_UNDEFINED);
}

export function absentOf(to: Repr, which: number): Value {
  const isNull = which === ABSENT_NULL;
  switch (to.kind) {
    case "int":
      return int64Const(isNull ? ABSENT_INT_NULL : ABSENT_INT_UNDEFINED);
    case "float":
      return absentFloat(isNull);
    case "bool":
      return intConst(isNull ? 3 : 2);
    case "void":
      return anyConst(VOID);
    case "word":
      // Words are never absent, so nobody gets here.
      return intConst(0);
    case "raw":
      return isNull && to.low.tag === "ref" ? nullRef(to.low) : broken("a raw value is never absent");
    default:
      return isNull || to.sentinel === null ? nullRef(to.low) : sentinelOf(to);
  }
}

/** The object that stands for undefined where null is possible too. */
export function sentinelOf(r: Repr): Value {
  return prebuiltConst(r.sentinel ?? broken("no sentinel"), r.low);
}

/** References differ in layout and in how undefined is told from null. */
function toReference(b: LowBuilder, v: Value, from: Repr, to: Repr, sure: boolean): Value {
  if (from.kind === "word") return toBigint(b, v, from, to);
  if (from.kind !== "ref" && from.kind !== "string" && from.kind !== "bigint") return boxed(b, v, from, to);
  const plain = (): Value => (from.low === to.low ? v : toRef(b, v, from, to, sure));
  const when = (test: Value, then: Value): Value => b.choose(test, to.low, () => then, plain);
  if (from.sentinel !== null) {
    if (to.sentinel === null && to.annotation.absent !== ABSENT_UNDEFINED) return plain();
    const isUndefined = b.bool("ref_eq", v, sentinelOf(from));
    return when(isUndefined, to.sentinel === null ? nullRef(to.low) : sentinelOf(to));
  }
  if (to.sentinel === null || from.annotation.absent !== ABSENT_UNDEFINED) return plain();
  return when(b.bool("ref_is_null", v), sentinelOf(to));
}

/** A bigint that is known to fit a word, out of an object; absent ones are refused. */
function toWord(b: LowBuilder, v: Value, from: Repr, sure: boolean): Value {
  if (from.kind === "word") return v;
  const struct = from.kind === "bigint" ? structOfValue(v) : from.boxes?.bigint();
  if (struct === undefined) {
    b.fail("absent");
    return intConst(0);
  }
  if (!sure && from.boxes !== null) b.void("check_true", b.instanceOf(v, struct), nameConst("cast"));
  if (!sure && from.sentinel !== null)
    b.void("check_true", b.bool("ref_ne", v, sentinelOf(from)), nameConst("null"));
  const isChecked = sure || from.boxes !== null || from.annotation.absent === 0;
  return b.help("big_low64", [b.cast(isChecked ? v : b.checkNull(v), struct)]);
}

/** A word as an object. */
function toBigint(b: LowBuilder, v: Value, from: Repr, to: Repr): Value {
  const base = from.annotation.base;
  if (base?.kind !== "bigint" || base.range === "mod") return broken("a word of unknown sign");
  if (to.low.tag !== "ref") return broken("a bigint is a reference");
  return b.cast(b.help(base.range === "u64" ? "big_fromU64" : "big_fromI64", [v]), to.low.to);
}

/** A primitive as a reference: in a box, or what stands for its absence. */
function boxed(b: LowBuilder, v: Value, from: Repr, to: Repr): Value {
  const { boxes } = to;
  if (boxes === null) return absentPrimitive(b, v, from, to);
  if (!from.optional) return box(b, boxes, v, from, to);
  return b.choose(
    isAbsentPrimitive(b, v, from),
    to.low,
    () => absentPrimitive(b, v, from, to),
    () => box(b, boxes, v, from, to),
  );
}

function isAbsentPrimitive(b: LowBuilder, v: Value, from: Repr): Value {
  if (from.kind === "float") return isAbsentFloat(b, v);
  return from.kind === "int"
    ? b.bool("int_le", v, int64Const(ABSENT_INT_NULL))
    : b.bool("int_ge", v, intConst(2));
}

/** A primitive out of a union: checked to be of its kind, unless that has been proven. */
function unboxed(b: LowBuilder, boxes: Boxes, v: Value, from: Repr, to: Repr, sure: boolean): Value {
  const part = primitivePart(from.annotation, to.kind);
  if (part === undefined) return broken(`a union without ${to.kind}`);
  const own: Repr = {
    ...to,
    kind: part.kind as Repr["kind"],
    low: LOW[part.kind] ?? to.low,
    optional: false,
  };
  const take = (): Value => {
    if (!sure)
      b.void(
        "check_true",
        isOneOf(
          b,
          v,
          marksOf(boxes, part, () => broken("a primitive has no layout")),
        ),
        nameConst("cast"),
      );
    return convert(b, unbox(b, boxes, v, part), own, to, sure);
  };
  if (!to.optional) return take();
  const absent = { ...to, boxes: null };
  const isNull = (): Value => absentOf(absent, ABSENT_NULL);
  const isUndefined = (): Value => absentOf(absent, ABSENT_UNDEFINED);
  const { sentinel } = from;
  const whenNull = from.annotation.absent === ABSENT_UNDEFINED ? isUndefined : isNull;
  const present =
    sentinel === null
      ? take
      : (): Value => b.choose(b.bool("ref_eq", v, sentinelOf(from)), to.low, isUndefined, take);
  return b.choose(b.bool("ref_is_null", v), to.low, whenNull, present);
}

const LOW: Readonly<Record<string, LowType>> = { int: INT, float: FLOAT, bool: BOOL };

/** The absent NaNs, as constants that keep their bits. */
export function absentFloat(isNull: boolean): Value {
  return constant(
    { kind: "int64", value: isNull ? ABSENT_FLOAT_NULL_BITS : ABSENT_FLOAT_UNDEFINED_BITS },
    FLOAT,
  );
}

function toInt(b: LowBuilder, v: Value, from: Repr, to: Repr, sure: boolean): Value {
  if (from.kind === "float") {
    const f = from.optional ? (to.optional ? v : presentFloat(b, v, sure)) : v;
    if (from.optional && to.optional)
      return b.choose(
        isAbsentFloat(b, v),
        to.low,
        () => absentIntOfFloat(b, v),
        () => b.int("check_int", v),
      );
    return b.int("check_int", f);
  }
  if (from.kind !== "int") return broken(`conversion from ${from.kind} to int`);
  return from.optional && !to.optional && !sure ? b.int("check_present", v) : v;
}

function toFloat(b: LowBuilder, v: Value, from: Repr, to: Repr, sure: boolean): Value {
  if (from.kind === "int") {
    if (!from.optional) return b.float("int_to_float", v);
    if (!to.optional) return b.float("int_to_float", sure ? v : b.int("check_present", v));
    const absent = b.bool("int_le", v, int64Const(ABSENT_INT_NULL));
    return b.choose(
      absent,
      FLOAT,
      () =>
        b.choose(
          b.bool("int_eq", v, int64Const(ABSENT_INT_NULL)),
          FLOAT,
          () => absentFloat(true),
          () => absentFloat(false),
        ),
      () => b.float("int_to_float", v),
    );
  }
  if (from.kind !== "float") return broken(`conversion from ${from.kind} to float`);
  return from.optional && !to.optional ? presentFloat(b, v, sure) : v;
}

function presentFloat(b: LowBuilder, v: Value, sure: boolean): Value {
  return sure ? v : b.float("check_present_float", v);
}

export function isAbsentFloat(b: LowBuilder, v: Value): Value {
  const bits = b.int("float_bits", v);
  return b.bool("uint_le", b.int("int_sub", bits, int64Const(ABSENT_FLOAT_UNDEFINED_BITS)), intConst(1));
}

function absentIntOfFloat(b: LowBuilder, v: Value): Value {
  const isNull = b.bool("int_eq", b.int("float_bits", v), int64Const(ABSENT_FLOAT_NULL_BITS));
  return b.choose(
    isNull,
    absentIntType(),
    () => int64Const(ABSENT_INT_NULL),
    () => int64Const(ABSENT_INT_UNDEFINED),
  );
}

function absentIntType(): NonNullable<Value["type"]> {
  return int64Const(0n).type as NonNullable<Value["type"]>;
}

function toBool(b: LowBuilder, v: Value, from: Repr, to: Repr, sure: boolean): Value {
  if (from.kind !== "bool") return broken(`conversion from ${from.kind} to bool`);
  if (to.optional) return from.optional ? v : b.int("bool_to_int", v);
  if (!sure) {
    // 0 and 1 are booleans; 2 and 3 are absent, which optional ints would call present: shift them together.
    b.void("check_true", b.bool("int_lt", v, intConst(2)), {
      tag: "const",
      type: undefined,
      value: { kind: "name", value: "absent" },
    });
  }
  return b.bool("int_to_bool", v);
}

function toRef(b: LowBuilder, v: Value, from: Repr, to: Repr, sure: boolean): Value {
  if (from.low.tag !== "ref" || to.low.tag !== "ref")
    return broken(`conversion from ${from.kind} to a reference`);
  const [have, want] = [from.low.to, to.low.to];
  if (have.extends(want) || want.extends(have)) {
    if (v.tag === "const" && v.value.kind === "nullref") return nullRef(to.low);
    if (!have.extends(want) && !sure) {
      const nullable = to.annotation.absent !== 0;
      const check = (x: Value): Value =>
        b.op(
          "check_cast",
          [x, { tag: "const", type: undefined, value: { kind: "struct", struct: want } }],
          to.low,
          "t",
        );
      if (!nullable) return check(v);
      return b.choose(
        b.bool("ref_is_null", v),
        to.low,
        () => nullRef(to.low),
        () => check(v),
      );
    }
    return b.cast(v, want);
  }
  return broken(`conversion from ${have.name} to ${want.name}`);
}
