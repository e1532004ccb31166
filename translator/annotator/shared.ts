// What transfer functions of several files share: static operands, containers made by operations, virtual calls.

import { ELEMENT_SIZE, type ClassEntity, type FuncEntity, type TypedElement } from "../model/entities.ts";
import { Container, Place } from "./containers.ts";
import type { Context } from "./engine.ts";
import * as L from "./lattice.ts";
import { type Annotation, BOTTOM } from "./lattice.ts";

/** Operand 1 of the operation, a static name. */
export function propertyName(cx: Context): string {
  const n = cx.op.args[1];
  return n?.tag === "const" && n.value.kind === "name" ? n.value.value : "";
}

/** Calls the implementation that each live class below `cls` has; `this` is annotated with the classes that share it. */
export function virtualCall(
  cx: Context,
  cls: ClassEntity,
  implementation: (live: ClassEntity) => FuncEntity | null,
  args: readonly Annotation[],
): Annotation {
  const receivers = new Map<FuncEntity, Annotation>();
  for (const live of cx.engine.liveBelow(cx, [cls])) {
    const f = implementation(live);
    if (f === null) continue;
    receivers.set(
      f,
      L.join(receivers.get(f) ?? BOTTOM, L.instanceOf(live), () => undefined),
    );
  }
  let result = BOTTOM;
  for (const [f, self] of receivers)
    result = cx.engine.joinResults(
      cx,
      result,
      cx.engine.call(cx, f, args, [self]),
      `the result of ${f.name}`,
    );
  return result;
}

/** How an iterator of this class is asked for its next result: generators give theirs without a fresh object. */
export function stepMethod(cls: ClassEntity): string {
  return cls.findMethod("@step") === null ? "next" : "@step";
}

/** How it is told that no more is wanted. */
export function closeMethod(cls: ClassEntity): string | null {
  if (cls.findMethod("@close") !== null) return "@close";
  return cls.findMethod("return") !== null || cls.findField("return") !== null ? "return" : null;
}

/** The kind of values that are instances of a builtin class; null for other builtins. */
export function kindOfBuiltin(path: string): L.PartKind | null {
  switch (path) {
    case "Map":
      return "map";
    case "Set":
      return "set";
    case "Array":
      return "array";
    case "ArrayBuffer":
      return "buffer";
    case "DataView":
      return "dataview";
    case "Function":
      return "function";
    default:
      return Object.hasOwn(ELEMENT_SIZE, path.replace(/Array$/u, "")) ? "typed" : null;
  }
}

/** Is a value of this kind? Known where it can be of no other, or not of this one. */
export function testKind(a: Annotation, kind: L.PartKind): Annotation {
  const kinds = L.partsOf(a).map((p) => L.partKind(p));
  if (!kinds.includes(kind)) return L.FALSE;
  return kinds.length === 1 && a.absent === 0 ? L.TRUE : L.BOOL;
}

/** What a typed array holds. */
export function elementOf(element: TypedElement): Annotation {
  switch (element) {
    case "Float32":
    case "Float64":
      return L.FLOAT;
    case "BigInt64":
      return L.bigint("i64");
    case "BigUint64":
      return L.bigint("u64");
    default:
      return L.INT;
  }
}

/** A typed array that this operation makes, or one of many that it may give. */
export function typedArray(cx: Context, element: TypedElement): Annotation {
  return L.of({ kind: "typed", element, container: containerOf(cx, `the elements of this ${element}Array`) });
}

/** The container that this operation makes. */
export function containerOf(cx: Context, items: string, keys?: string): Container {
  return cx.engine.container(cx.op, () => {
    const key = `${cx.state.entity.key}:${cx.engine.siteNumber(cx)}`;
    return new Container(key, cx.op.pos, new Place(items), keys === undefined ? null : new Place(keys));
  });
}
