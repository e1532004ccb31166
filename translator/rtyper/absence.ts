// Tests for absence, shared by the rows.

import { ABSENT_UNDEFINED } from "../annotator/lattice.ts";
import { ABSENT_INT_NULL } from "../model/absent.ts";
import { nameConst } from "../model/constants.ts";
import type { Value } from "../model/graph.ts";
import { BOOL } from "../model/types.ts";
import { boolConstant, int64Const, intConst } from "./builder.ts";
import { absentOf, isAbsentFloat, sentinelOf } from "./convert.ts";
import type { Lowering } from "./lowering.ts";
import type { Repr } from "./reprs.ts";

/** A reference that is neither null nor undefined. */
export function present(cx: Lowering, v: Value): Value {
  const low = cx.value(v);
  const r = cx.repr(v);
  if (r.annotation.absent === 0) return low;
  if (r.sentinel !== null)
    cx.b.void("check_true", cx.b.bool("ref_ne", low, sentinelOf(r)), nameConst("null"));
  return cx.b.checkNull(low);
}

/** Is the value undefined or null? */
export function isNullish(cx: Lowering, v: Value, r: Repr): Value {
  if (r.annotation.base === null) return boolConstant(true);
  if (r.annotation.absent === 0 || r.kind === "void") return boolConstant(false);
  const low = cx.value(v);
  switch (r.kind) {
    case "int":
      return cx.b.bool("int_le", low, int64Const(ABSENT_INT_NULL));
    case "bool":
      return cx.b.bool("int_ge", low, intConst(2));
    case "float":
      return isAbsentFloat(cx.b, low);
    default: {
      const isNull = cx.b.bool("ref_is_null", low);
      if (r.sentinel === null) return isNull;
      return cx.b.choose(
        isNull,
        BOOL,
        () => boolConstant(true),
        () => cx.b.bool("ref_eq", low, sentinelOf(r)),
      );
    }
  }
}

/** Is the value undefined, or is it null? `which` says what is asked. */
export function isAbsentValue(cx: Lowering, v: Value, r: Repr, which: number): Value {
  if ((r.annotation.absent & which) === 0) return boolConstant(false);
  if (r.kind === "void") return boolConstant(r.annotation.base === null && r.annotation.absent === which);
  const low = cx.value(v);
  switch (r.kind) {
    case "int":
    case "bool":
      return cx.b.bool("int_eq", low, absentOf(r, which));
    case "float":
      return cx.b.bool("int_eq", cx.b.int("float_bits", low), cx.b.int("float_bits", absentOf(r, which)));
    default:
      if (r.sentinel !== null && which === ABSENT_UNDEFINED) return cx.b.bool("ref_eq", low, sentinelOf(r));
      return cx.b.bool("ref_is_null", low);
  }
}
