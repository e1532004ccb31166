// Rows for arrays, typed arrays and characters of strings.

import type { Annotation } from "../annotator/lattice.ts";
import { elementOf } from "../annotator/shared.ts";
import type { Op, Value } from "../model/graph.ts";

import { broken } from "../support/diagnostics.ts";
import { absentOf } from "./convert.ts";
import { present } from "./absence.ts";
import { ifThen } from "./control.ts";
import type { Lowering, LowerRow } from "./lowering.ts";
import { setViewItem, typedValue, viewItem } from "./lower-memory.ts";
import { asInt } from "./lower-numbers.ts";
import { nothing } from "./lower-objects.ts";
import { newListOf } from "./list-making.ts";
import type { Repr } from "./reprs.ts";
import { intConst } from "./builder.ts";

export function itemRepr(cx: Lowering, a: Annotation): Repr {
  if (a.base?.kind !== "list") return broken("array expected");
  return cx.shared.reprs.item(a.base.container.item.annotation);
}

/** Element `i`, known to be in range, in the element's own representation. */
function loadItem(cx: Lowering, v: Value, low: Value, i: Value): { value: Value; repr: Repr } {
  const annotation = cx.annotation(v);
  switch (annotation.base?.kind) {
    case "list":
      return { value: cx.b.getItem(cx.b.getField(low, "items"), i), repr: itemRepr(cx, annotation) };
    case "typed": {
      const { element, container } = annotation.base;
      const value = container.shared ? viewItem(cx.b, element, low, i) : cx.b.getItem(low, i);
      return { value, repr: cx.reprOf(elementOf(element)) };
    }
    default:
      return {
        value: cx.help("string_charAt", [low, i], "char"),
        repr: cx.reprOf({ base: { kind: "string" }, absent: 0 }),
      };
  }
}

const getItem: LowerRow = (cx, op) => {
  const [object, index] = op.args as [Value, Value];
  const low = present(cx, object);
  const length = cx.b.getField(low, "length");
  const i = cx.b.int("check_index", asInt(cx, index), length);
  const { value, repr } = loadItem(cx, object, low, i);
  return cx.result(op, value, repr);
};

const getItemOpt: LowerRow = (cx, op) => {
  const [object, index] = op.args as [Value, Value];
  const to = cx.repr(op.result);
  // Nothing stands for an absent raw value, and nobody may ask for one.
  if (to.kind === "raw") return getItem(cx, op);
  const low = present(cx, object);
  const i = asInt(cx, index);
  const inside = cx.b.bool("uint_lt", i, cx.b.getField(low, "length"));
  return cx.b.choose(
    inside,
    to.low,
    () => {
      const { value, repr } = loadItem(cx, object, low, i);
      return cx.result(op, value, repr);
    },
    () => absentOf(to, 1),
  );
};

const setItem: LowerRow = (cx, op) => {
  const [object, index, value] = op.args as [Value, Value, Value];
  const annotation = cx.annotation(object);
  const low = present(cx, object);
  const i = asInt(cx, index);
  if (annotation.base?.kind === "typed") {
    const { element, container } = annotation.base;
    const stored = typedValue(cx, element, value);
    ifThen(cx.b, cx.b.bool("uint_lt", i, cx.b.getField(low, "length")), () => {
      if (container.shared) setViewItem(cx.b, element, low, i, stored);
      else cx.b.void("set_item", low, i, stored);
    });
    return nothing;
  }
  const item = cx.as(value, itemRepr(cx, annotation), true);
  // In range: a store. At the end: an append. Further out: an error.
  ifThen(
    cx.b,
    cx.b.bool("uint_lt", i, cx.b.getField(low, "length")),
    () => cx.b.void("set_item", cx.b.getField(low, "items"), i, item),
    () => void cx.help("list_setBeyond", [low, i, item]),
  );
  return nothing;
};

// ---- methods that are not in the library ----

export function listPush(cx: Lowering, object: Value, values: readonly Value[]): Value {
  const low = present(cx, object);
  const item = itemRepr(cx, cx.annotation(object));
  for (const v of values) cx.help("list_push", [low, cx.as(v, item, true)]);
  return cx.b.getField(low, "length");
}

export function listPop(cx: Lowering, op: Op, object: Value): Value {
  const low = present(cx, object);
  const to = cx.repr(op.result);
  const item = itemRepr(cx, cx.annotation(object));
  const length = cx.b.getField(low, "length");
  if (to.kind === "raw") {
    cx.b.int("check_index", intConst(0), length);
    return cx.result(op, cx.help("list_popLast", [low]), item);
  }
  return cx.b.choose(
    cx.b.bool("int_eq", length, intConst(0)),
    to.low,
    () => absentOf(to, 1),
    () => cx.result(op, cx.help("list_popLast", [low]), item),
  );
}

export const LIST_ROWS = {
  get_item: getItem,
  get_item_opt: getItemOpt,
  set_item: setItem,
  new_list: ((cx, op) => newListOf(cx, cx.repr(op.result), op.args)) as LowerRow,
  list_len: ((cx, op) => cx.b.getField(present(cx, op.args[0] as Value), "length")) as LowerRow,
};
