// Iteration: over Map and Set by their own iterators, over objects by the iterator protocol.

import type { ClassEntity } from "../model/entities.ts";
import { memberCall } from "./builtins.ts";
import type { Context } from "./engine.ts";
import * as L from "./lattice.ts";
import { BOTTOM, type Annotation } from "./lattice.ts";
import { badOperand } from "./messages.ts";
import { instancePart } from "./narrowing.ts";

export function iterStart(cx: Context, object: Annotation): Annotation {
  if (object.base === null) return BOTTOM;
  if (object.base.kind !== "map" && object.base.kind !== "set") return badOperand(cx, object, "a Map or Set");
  return L.of({ kind: "iterator", of: object.base.kind, container: object.base.container });
}

export function iterated(cx: Context, iterator: Annotation, which: "keys" | "item"): Annotation {
  if (iterator.base?.kind !== "iterator") return BOTTOM;
  const place = which === "keys" ? iterator.base.container.keys : iterator.base.container.item;
  return place === null ? BOTTOM : cx.engine.read(cx, place);
}

/** The method that `name` gives for the class, called on each class of the iterator; null if it is of no class. */
export function iteratorMethod(
  cx: Context,
  a: Annotation,
  name: (c: ClassEntity) => string | null,
): Annotation | null {
  const classes = instancePart(a)?.classes;
  if (classes === undefined) return a.base === null ? BOTTOM : null;
  let result = BOTTOM;
  for (const cls of classes) {
    const method = name(cls);
    const one = method === null ? BOTTOM : memberCall(cx, cls, method, []);
    result = cx.engine.joinAt(result, one, cx.op.pos, "the iterator's result");
  }
  return result;
}

export function notIterator(cx: Context, a: Annotation): Annotation {
  return badOperand(cx, a, "an object with a method `next`");
}
