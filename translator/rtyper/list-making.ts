// Makes array objects from values at hand.

import type { Value } from "../model/graph.ts";
import { structConst } from "../model/constants.ts";
import { broken } from "../support/diagnostics.ts";
import { intConst } from "./builder.ts";
import type { Lowering } from "./lowering.ts";
import type { Repr } from "./reprs.ts";

/** A fresh list, represented as `list`, with these values as elements. */
export function newListOf(cx: Lowering, list: Repr, values: readonly Value[]): Value {
  if (list.low.tag !== "ref" || list.annotation.base?.kind !== "list") return broken("list expected");
  const item = cx.shared.reprs.item(list.annotation.base.container.item.annotation);
  const struct = list.low.to;
  const itemsType = struct.field("items")?.type;
  if (itemsType?.tag !== "ref") return broken("list without items");
  const low = values.map((v) => cx.as(v, item, true));
  const items = cx.b.op("new_array", [structConst(itemsType.to), intConst(low.length)], itemsType, "items");
  low.forEach((v, i) => cx.b.void("set_item", items, intConst(i), v));
  const object = cx.b.newStruct(struct, "list");
  cx.b.setField(object, "length", intConst(low.length));
  cx.b.setField(object, "items", items);
  return object;
}
