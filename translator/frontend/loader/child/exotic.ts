// Says in words what a value is that has no form as data. Never runs the target's code.

import { types } from "node:util";
import type { FrozenObject } from "../../heap-image.ts";

/** The object that stands in the image for one that cannot be frozen; `what` completes "this is …". */
export function unfreezable(what: string): FrozenObject {
  return { kind: "unfreezable", what };
}

/** Completes "this is …" for functions that no instrumented module made. */
export function describeFunction(value: object): string {
  const text = Function.prototype.toString.call(value);
  const name = ownName(value);
  const called = name === "" ? "" : ` (${name})`;
  if (name.startsWith("bound ")) return `a bound function${called}`;
  if (/\{\s*\[native code\]\s*\}$/u.test(text)) return `a native function${called}`;
  const what = /^class\b/u.test(text) ? "a class" : "a function";
  return `${what}${called} from JavaScript that is not translated, such as an npm package`;
}

/** Completes "this is …" for objects with a hidden inside; undefined for those without. */
export function describeHidden(value: object): string | undefined {
  for (const [is, what] of HIDDEN) if (is(value)) return what;
  return undefined;
}

/** Completes "this is …" for objects whose prototype belongs to none of the target's classes. */
export function describeForeign(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  const maker: unknown =
    typeof prototype === "object" && prototype !== null
      ? Object.getOwnPropertyDescriptor(prototype, "constructor")?.value
      : undefined;
  if (typeof maker === "function" && ownName(maker) !== "") {
    return `an instance of ${ownName(maker)}, which is no class of the translated program`;
  }
  return "an object whose prototype is another object";
}

const HIDDEN: readonly (readonly [is: (value: unknown) => boolean, what: string])[] = [
  [types.isPromise, "a Promise"],
  [types.isWeakMap, "a WeakMap, whose entries cannot be listed"],
  [types.isWeakSet, "a WeakSet, whose entries cannot be listed"],
  [(value) => value instanceof WeakRef, "a WeakRef"],
  [(value) => value instanceof FinalizationRegistry, "a FinalizationRegistry"],
  [types.isDate, "a Date"],
  [types.isGeneratorObject, "a generator that has been started"],
  [types.isMapIterator, "an iterator over a Map"],
  [types.isSetIterator, "an iterator over a Set"],
  [types.isBoxedPrimitive, "a boxed primitive (new Number, new String …)"],
  [types.isArgumentsObject, "an arguments object"],
  [types.isSharedArrayBuffer, "a SharedArrayBuffer"],
  [types.isExternal, "a native handle"],
];

function ownName(value: object): string {
  const name: unknown = Object.getOwnPropertyDescriptor(value, "name")?.value;
  return typeof name === "string" ? name : "";
}
