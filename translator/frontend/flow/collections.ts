// Views of collections that are walked without being made: `m.keys()`, `m.values()`, `m.entries()` of a Map or Set,
// `a.keys()`, `a.entries()` of an array.

import ts from "typescript";
import type { FlowBuilder } from "./builder.ts";

export type View = "keys" | "values" | "entries";

export interface CollectionView {
  readonly kind: "array" | "map" | "set";
  readonly collection: ts.Expression;
  readonly what: View;
}

/** The collection behind such a call; undefined if the expression is something else. */
export function collectionView(b: FlowBuilder, e: ts.Expression): CollectionView | undefined {
  if (!ts.isCallExpression(e) || !ts.isPropertyAccessExpression(e.expression) || e.arguments.length > 0)
    return undefined;
  const what = e.expression.name.text;
  if (what !== "keys" && what !== "values" && what !== "entries") return undefined;
  const collection = e.expression.expression;
  const kind = b.types.iterable(collection);
  if (kind === "map" || kind === "array") return { kind, collection, what };
  return kind === "set" && what !== "entries" ? { kind, collection, what: "keys" } : undefined;
}
