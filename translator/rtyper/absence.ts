// Tests for absence, shared by the rows.

import { ABSENT_INT_NULL } from "../model/absent.ts";
import type { Value } from "../model/graph.ts";
import { boolConstant, int64Const, intConst } from "./builder.ts";
import { isAbsentFloat } from "./convert.ts";
import type { Lowering } from "./lowering.ts";
import type { Repr } from "./reprs.ts";

/** A reference that is not null. */
export function present(cx: Lowering, v: Value): Value {
  const low = cx.value(v);
  return cx.annotation(v).absent === 0 ? low : cx.b.checkNull(low);
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
    default:
      return cx.b.bool("ref_is_null", low);
  }
}
