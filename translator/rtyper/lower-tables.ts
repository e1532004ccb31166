// Rows and methods of Map and Set, and iteration over them. Keys and values are stored in the representation of
// their place; boolean keys as ints.

import type { Annotation } from "../annotator/lattice.ts";
import type { Op, Value } from "../model/graph.ts";
import { BOOL } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { intConst } from "./builder.ts";
import { absentOf } from "./convert.ts";
import { present } from "./absence.ts";
import type { Lowering, LowerRow } from "./lowering.ts";
import { nothing } from "./lower-objects.ts";
import type { Repr } from "./reprs.ts";

function placesOf(cx: Lowering, a: Annotation): { key: Repr; value: Repr } {
  const base = a.base;
  if (base?.kind !== "map" && base?.kind !== "set" && base?.kind !== "iterator")
    return broken("table expected");
  const { container } = base;
  return {
    key: cx.shared.reprs.item(container.keys?.annotation ?? { base: null, absent: 0 }),
    value: cx.shared.reprs.item(container.item.annotation),
  };
}

/** A Map or Set method; null if it is not one of these. */
export function tableMethod(
  cx: Lowering,
  op: Op,
  object: Value,
  method: string,
  args: readonly Value[],
): Value | null {
  const { key, value } = placesOf(cx, cx.annotation(object));
  const low = present(cx, object);
  const k = (): Value => asKey(cx, args[0] as Value, key);
  switch (method) {
    case "get": {
      const to = cx.repr(op.result);
      const at = cx.help("table_find", [low, k()], "at");
      return cx.b.choose(
        cx.b.bool("int_lt", at, intConst(0)),
        to.low,
        () => absentOf(to, 1),
        () => cx.result(op, cx.b.getItem(cx.b.getField(low, "values"), at), value),
      );
    }
    case "set": {
      const v = cx.as(args[1] as Value, value, true);
      const at = cx.help("table_insert", [low, k()], "at");
      cx.b.void("set_item", cx.b.getField(low, "values"), at, v);
      return low;
    }
    case "add":
      cx.help("table_insert", [low, k()]);
      return low;
    case "has":
      return cx.b.bool("int_ge", cx.help("table_find", [low, k()], "at"), intConst(0));
    case "delete":
      return cx.help("table_delete", [low, k()]);
    case "clear":
      cx.help("table_clear", [low]);
      return nothing;
    default:
      return null;
  }
}

function asKey(cx: Lowering, v: Value, key: Repr): Value {
  const low = cx.as(v, key, true);
  return low.type === BOOL ? cx.b.int("bool_to_int", low) : low;
}

export function newTable(cx: Lowering, op: Op): Value {
  const repr = cx.repr(op.result);
  return repr.low.tag === "ref" ? cx.b.newStruct(repr.low.to, op.result.hint) : broken("table expected");
}

const iterStart: LowerRow = (cx, op) => {
  const table = present(cx, op.args[0] as Value);
  const repr = cx.repr(op.result);
  if (repr.low.tag !== "ref") return broken("iterator expected");
  const it = cx.b.newStruct(repr.low.to, "iterator");
  cx.b.setField(it, "table", table);
  cx.b.setField(it, "layout", cx.help("table_layout", [table], "layout"));
  return it;
};

function current(cx: Lowering, op: Op, field: "keys" | "values", repr: Repr): Value {
  const it = cx.value(op.args[0] as Value);
  const at = cx.b.int("int_sub", cx.b.getField(it, "position"), intConst(1));
  const v = cx.b.getItem(cx.b.getField(cx.b.getField(it, "table"), field), at);
  return cx.result(op, v, repr);
}

export const TABLE_ROWS = {
  iter_start: iterStart,
  iter_next: ((cx, op) => cx.help("table_next", [cx.value(op.args[0] as Value)])) as LowerRow,
  iter_key: ((cx, op) =>
    current(cx, op, "keys", placesOf(cx, cx.annotation(op.args[0] as Value)).key)) as LowerRow,
  iter_value: ((cx, op) =>
    current(cx, op, "values", placesOf(cx, cx.annotation(op.args[0] as Value)).value)) as LowerRow,
};
