// ArrayBuffer, DataView, and what typed arrays have because of them. Typed arrays that can share their memory — because
// somebody asks for their buffer, or makes them of one — are marked by their container: the rtyper gives all that can
// stand in one place with them another layout, and leaves every other typed array as it is.

import { ELEMENT_SIZE, type TypedElement } from "../model/entities.ts";
import type { Context } from "./engine.ts";
import * as L from "./lattice.ts";
import { type Annotation } from "./lattice.ts";
import { badOperand, notYetBuiltin } from "./messages.ts";
import { elementOf, typedArray } from "./shared.ts";

type MemoryBase = Extract<L.Base, { kind: "typed" | "buffer" | "dataview" }>;

/** `getInt16` → get, Int16; null for other methods. */
export function accessor(method: string): { readonly isGet: boolean; readonly element: TypedElement } | null {
  const [, verb = "", element = ""] = /^(get|set)(\w+)$/u.exec(method) ?? [];
  if (element === "Uint8Clamped" || !Object.hasOwn(ELEMENT_SIZE, element)) return null;
  return { isGet: verb === "get", element: element as TypedElement };
}

/** Undefined if the library (rlib/core) has the method, or nobody. */
export function memoryMethod(
  cx: Context,
  base: MemoryBase,
  method: string,
  object: Annotation,
  args: readonly Annotation[],
): Annotation | undefined {
  if (base.kind === "dataview") return access(cx, method, args);
  const isWindow = method === "subarray" && base.kind === "typed";
  if (isWindow || method === "slice" || (method === "copyWithin" && base.kind === "typed")) {
    const bad = args.find((a) => a.base !== null && !L.isNumeric(a));
    if (bad !== undefined) return badOperand(cx, bad, "a number");
    if (isWindow) base.container.markShared();
    return L.present(object);
  }
  const from = args[0]?.base;
  const isCopy = base.kind === "typed" && method === "set" && from?.kind === "typed";
  if (!isCopy || from.element !== base.element) return undefined;
  // Moved as bytes, so both are of one layout.
  cx.engine.unify(base.container, from.container, cx.op.pos);
  const [, offset] = args;
  return offset === undefined || offset.base === null || L.isNumeric(offset)
    ? L.UNDEFINED
    : badOperand(cx, offset, "a number");
}

/** `getInt16(at, little)`, `setInt16(at, value, little)`. */
function access(cx: Context, method: string, args: readonly Annotation[]): Annotation | undefined {
  const found = accessor(method);
  if (found === null) return undefined;
  const [at = L.UNDEFINED, second = L.UNDEFINED, third] = args;
  if (at.base !== null && !L.isNumeric(at)) return badOperand(cx, at, "a number as place");
  const little = found.isGet ? args[1] : third;
  if (little?.base != null && little.base.kind !== "bool") return badOperand(cx, little, "a boolean");
  if (found.isGet) return elementOf(found.element);
  const isBig = found.element.startsWith("Big");
  if (second.base !== null && (isBig ? L.rangeOf(second) === undefined : !L.isNumeric(second)))
    return badOperand(cx, second, isBig ? "a bigint" : "a number");
  return L.UNDEFINED;
}

/** Properties; undefined if there is none of the name. */
export function memoryProperty(base: MemoryBase, member: string): Annotation | undefined {
  switch (member) {
    case "buffer":
      if (base.kind === "buffer") return undefined;
      if (base.kind === "typed") base.container.markShared();
      return L.of({ kind: "buffer" });
    case "byteLength":
      return L.INT;
    case "byteOffset":
      return base.kind === "buffer" ? undefined : L.INT;
    case "length":
    case "BYTES_PER_ELEMENT":
      return base.kind === "typed" ? L.INT : undefined;
    default:
      return undefined;
  }
}

/**
 * `new Int8Array(length)`, `new Int8Array(buffer, offset, length)`, `new DataView(buffer, offset, length)` — whose
 * windows the front end has checked — and `new ArrayBuffer(length)`. Undefined for other builtins.
 */
export function newMemory(cx: Context, path: string, args: readonly Annotation[]): Annotation | undefined {
  const element = path.replace(/Array$/u, "");
  const isTyped = element !== path && Object.hasOwn(ELEMENT_SIZE, element);
  if (!isTyped && path !== "DataView" && path !== "ArrayBuffer") return undefined;
  const [first = L.INT] = args;
  if (path === "ArrayBuffer") {
    if (args.length > 1) return notYetBuiltin(cx, "a resizable ArrayBuffer");
    return first.base === null || L.isNumeric(first)
      ? L.of({ kind: "buffer" })
      : badOperand(cx, first, "a number as length");
  }
  const isWindow = first.base?.kind === "buffer";
  if (path === "DataView")
    return isWindow ? L.of({ kind: "dataview" }) : badOperand(cx, first, "an ArrayBuffer");
  if (!isWindow && (args.length > 1 || (first.base !== null && !L.isNumeric(first))))
    return notYetBuiltin(cx, `\`new ${path}\` of something other than a length, an array or an ArrayBuffer`);
  const made = typedArray(cx, element as TypedElement);
  if (isWindow && made.base?.kind === "typed") made.base.container.markShared();
  return made;
}
