// Arguments that are passed as one array: what takes them out of it again.

import type { Annotation } from "../annotator/lattice.ts";
import type { Value } from "../model/graph.ts";
import { broken } from "../support/diagnostics.ts";
import { intConst, type LowBuilder } from "./builder.ts";
import { absentOf, convert } from "./convert.ts";
import type { Repr, Reprs } from "./reprs.ts";

/** Element `i` of an array of arguments as a parameter wants it: undefined if there are not so many. */
export function argumentOf(
  b: LowBuilder,
  reprs: Reprs,
  list: Value,
  annotation: Annotation,
  i: number,
  to: Repr,
): Value {
  if (annotation.base?.kind !== "list") return broken("arguments that are no array");
  const item = reprs.item(annotation.base.container.item.annotation);
  return b.choose(
    b.bool("uint_lt", intConst(i), b.getField(list, "length")),
    to.low,
    () => convert(b, b.getItem(b.getField(list, "items"), intConst(i)), item, to),
    () => absentOf(to, 1),
  );
}
