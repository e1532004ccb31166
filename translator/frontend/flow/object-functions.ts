// Functions of Object that make, fill or look into records (`Record<string, T>`).

import ts from "typescript";
import { numberConst } from "../../model/constants.ts";
import { entityConst } from "../../model/entities.ts";
import type { Value } from "../../model/graph.ts";
import { type FlowBuilder, name } from "./builder.ts";
import { ofKindOf } from "./expressions.ts";
import { walk } from "./iteration.ts";
import { isRecord, recordKey } from "./records.ts";

type RecordFunction = (b: FlowBuilder, node: ts.CallExpression, arg: ts.Expression) => Value | undefined;

const RECORD_FUNCTIONS: Readonly<Record<string, RecordFunction>> = {
  hasOwn: (b, node, arg) => {
    const key = node.arguments[1];
    if (key === undefined || !isRecord(b, arg)) return undefined;
    const record = b.expr(arg);
    return b.emitAt(node, "call_method", [record, name("has"), recordKey(b, key)], "has");
  },
  assign: (b, node, arg) => {
    if (!node.arguments.every((a) => !ts.isSpreadElement(a) && isRecord(b, a))) return undefined;
    const record = b.expr(arg);
    for (const from of node.arguments.slice(1))
      b.emitAt(from, "call_method", [record, name("recordAssign"), b.expr(from)]);
    return record;
  },
  fromEntries: (b, node, arg) => {
    if (!isRecord(b, node)) return undefined;
    const record = b.emit("new_builtin", [entityConst(b.universe.builtin("Map"))], "record");
    const put = (k: Value, v: Value): void =>
      void b.emitAt(node, "call_method", [record, name("set"), b.emitAt(arg, "to_string", [k], "key"), v]);
    const type = b.types.recordItem(b.types.of(node));
    walk(b, arg, arg, (item) => {
      if (item.pair !== undefined) {
        const key = item.pair.key();
        put(key, item.pair.value());
        return;
      }
      const entry = item.value();
      const key = b.emitAt(arg, "get_item", [entry, numberConst(0)], "key");
      const value = b.emitAt(arg, "get_item", [entry, numberConst(1)], "value");
      put(key, type === undefined ? value : ofKindOf(b, value, type));
    });
    return record;
  },
};

/** `Object.assign(r, more)` and its kin; undefined for other functions, and for objects that are no records. */
export function recordFunction(b: FlowBuilder, node: ts.CallExpression, method: string): Value | undefined {
  const [arg] = node.arguments;
  const make = Object.hasOwn(RECORD_FUNCTIONS, method) ? RECORD_FUNCTIONS[method] : undefined;
  return arg === undefined ? undefined : make?.(b, node, arg);
}
