// Rows for ArrayBuffer, DataView, and typed arrays that can share their memory: objects of length, offset and buffer.
// Other typed arrays, which are one object with their items, are lowered in lower-lists.ts.

import type { Annotation, Base } from "../annotator/lattice.ts";
import { accessor } from "../annotator/memory.ts";
import { elementOf } from "../annotator/shared.ts";
import { nameConst, structConst } from "../model/constants.ts";
import { ELEMENT_SIZE, type TypedElement } from "../model/entities.ts";
import type { Op, Value } from "../model/graph.ts";
import { FLOAT, INT, VOID } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { present } from "./absence.ts";
import { anyConst, boolConstant, intConst, type LowBuilder } from "./builder.ts";
import { lowBits } from "./big-operands.ts";
import type { Lowering } from "./lowering.ts";
import { asFloat, asInt } from "./lower-numbers.ts";

type TypedBase = Extract<Base, { kind: "typed" }>;

/** Is it a typed array that can share its memory? */
export function isShared(a: Annotation): boolean {
  return a.base?.kind === "typed" && a.base.container.shared;
}

const nothing = anyConst(VOID);
const LITTLE = boolConstant(true);

// ---- elements ----

function load(b: LowBuilder, element: TypedElement, buffer: Value, at: Value, little: Value): Value {
  const size = ELEMENT_SIZE[element];
  if (size === 1) {
    const byte = b.getItem(buffer, at);
    return element === "Int8" ? b.int("int_to_i8", byte) : byte;
  }
  const bits = wide(b, size, buffer, at, little);
  switch (element) {
    case "Int16":
      return b.int("int_to_i16", bits);
    case "Int32":
      return b.int("int_to_i32", bits);
    case "Float32":
      return b.op("call_external", [nameConst("bits_float32"), bits], FLOAT);
    case "Float64":
      return b.help("float_ofBits", [bits]);
    default:
      return bits;
  }
}

function wide(b: LowBuilder, size: number, buffer: Value, at: Value, little: Value): Value {
  if (little !== LITTLE) return b.help(`bytes_get${size * 8}`, [buffer, at, little]);
  return b.op("call_external", [nameConst(`bytes_load${size * 8}`), buffer, at], INT);
}

/** The value comes as a typed array keeps it. */
function store(
  b: LowBuilder,
  element: TypedElement,
  buffer: Value,
  at: Value,
  value: Value,
  little: Value,
): void {
  const size = ELEMENT_SIZE[element];
  if (size === 1) {
    b.void("set_item", buffer, at, value);
    return;
  }
  let bits = value;
  if (element === "Float32") bits = b.op("call_external", [nameConst("float32_bits"), value], INT);
  if (element === "Float64") bits = b.help("float_toBits", [value]);
  if (little === LITTLE)
    b.op("call_external", [nameConst(`bytes_store${size * 8}`), buffer, at, bits], VOID, "none");
  else b.help(`bytes_set${size * 8}`, [buffer, at, bits, little]);
}

/** What a typed array keeps of a number: the store itself truncates ints. */
export function typedValue(cx: Lowering, e: TypedElement, value: Value): Value {
  if (e === "BigInt64" || e === "BigUint64") return lowBits(cx, value);
  if (e === "Float32" || e === "Float64") return asFloat(cx, value);
  if (e === "Uint8Clamped")
    return cx.help(cx.repr(value).kind === "float" ? "clamp_float" : "clamp_int", [
      cx.repr(value).kind === "float" ? asFloat(cx, value) : asInt(cx, value),
    ]);
  return cx.repr(value).kind === "float" ? cx.b.int("float_to_i32", asFloat(cx, value)) : asInt(cx, value);
}

function placeOf(b: LowBuilder, view: Value, element: TypedElement, i: Value): Value {
  const offset = b.getField(view, "offset");
  return b.int("int_add", offset, scaled(b, element, i));
}

function scaled(b: LowBuilder, element: TypedElement, n: Value): Value {
  const size = ELEMENT_SIZE[element];
  if (n.tag === "const" && n.value.kind === "number") return intConst(n.value.value * size);
  return size === 1 ? n : b.int("int_mul", n, intConst(size));
}

/** Element i of a view, known to be in range. */
export function viewItem(b: LowBuilder, element: TypedElement, view: Value, i: Value): Value {
  return load(b, element, b.getField(view, "buffer"), placeOf(b, view, element, i), LITTLE);
}

export function setViewItem(b: LowBuilder, element: TypedElement, view: Value, i: Value, value: Value): void {
  store(b, element, b.getField(view, "buffer"), placeOf(b, view, element, i), value, LITTLE);
}

// ---- properties and methods ----

/** `byteLength`, `buffer` and so on, as int or reference. */
export function memoryProperty(cx: Lowering, object: Value, low: Value, member: string): Value {
  const base = cx.annotation(object).base;
  const length = (): Value => cx.b.getField(low, "length");
  switch (member) {
    case "buffer":
      return cx.b.getField(low, "buffer");
    case "byteOffset":
      return base?.kind === "typed" && !base.container.shared ? intConst(0) : cx.b.getField(low, "offset");
    case "byteLength":
      return base?.kind === "typed" ? scaled(cx.b, base.element, length()) : length();
    case "BYTES_PER_ELEMENT":
      return intConst(base?.kind === "typed" ? ELEMENT_SIZE[base.element] : 1);
    default:
      return length();
  }
}

/** Null if the library has the method. */
export function memoryMethod(
  cx: Lowering,
  op: Op,
  object: Value,
  method: string,
  args: readonly Value[],
): Value | null {
  const base = cx.annotation(object).base;
  switch (base?.kind) {
    case "buffer":
      return method === "slice" ? window(cx, "typed_slice", object, args, []) : null;
    case "dataview":
      return access(cx, op, object, method, args);
    case "typed":
      return typedMethod(cx, base, object, method, args);
    default:
      return null;
  }
}

function typedMethod(
  cx: Lowering,
  base: TypedBase,
  object: Value,
  method: string,
  args: readonly Value[],
): Value | null {
  const size = intConst(ELEMENT_SIZE[base.element]);
  if (method === "subarray") return window(cx, "view_subarray", object, args, [size]);
  if (method === "slice")
    return base.container.shared
      ? window(cx, "view_slice", object, args, [size])
      : window(cx, "typed_slice", object, args, []);
  if (method === "copyWithin") {
    const [target, start, end] = args;
    const low = present(cx, object);
    const places = [intOr(cx, target, 0), intOr(cx, start, 0), intOr(cx, end, Number.MAX_SAFE_INTEGER)];
    cx.help("typed_moveWithin", [low, ...places, size]);
    return low;
  }
  const [from, offset] = args;
  const source = from === undefined ? undefined : cx.annotation(from).base;
  if (method !== "set" || from === undefined || source?.kind !== "typed") return null;
  if (source.element !== base.element) return null;
  cx.help("typed_setSame", [present(cx, object), present(cx, from), intOr(cx, offset, 0), size]);
  return nothing;
}

/** `slice` and `subarray`: of [start, end). */
function window(
  cx: Lowering,
  helper: string,
  object: Value,
  [start, end]: readonly Value[],
  more: readonly Value[],
): Value {
  const low = present(cx, object);
  return cx.help(helper, [low, intOr(cx, start, 0), intOr(cx, end, Number.MAX_SAFE_INTEGER), ...more]);
}

/** An argument that may be missing. */
function intOr(cx: Lowering, v: Value | undefined, fallback: number): Value {
  return v === undefined || cx.annotation(v).base === null ? intConst(fallback) : asInt(cx, v);
}

/** `getInt16(at, little)`, `setInt16(at, value, little)`. */
function access(cx: Lowering, op: Op, object: Value, method: string, args: readonly Value[]): Value | null {
  const found = accessor(method);
  if (found === null) return null;
  const { isGet, element } = found;
  const view = present(cx, object);
  const value = isGet ? null : typedValue(cx, element, args[1] ?? broken("nothing to store"));
  const little = endianness(cx, isGet ? args[1] : args[2]);
  const at = cx.help("view_place", [view, intOr(cx, args[0], 0), intConst(ELEMENT_SIZE[element])]);
  const buffer = cx.b.getField(view, "buffer");
  if (value === null)
    return cx.result(op, load(cx.b, element, buffer, at, little), cx.reprOf(elementOf(element)));
  store(cx.b, element, buffer, at, value, little);
  return nothing;
}

function endianness(cx: Lowering, v: Value | undefined): Value {
  if (v === undefined || cx.annotation(v).base === null) return boolConstant(false);
  if (v.tag === "const" && v.value.kind === "bool") return v.value.value ? LITTLE : boolConstant(false);
  return cx.as(v, cx.reprOf({ base: { kind: "bool" }, absent: 0 }));
}

// ---- making them ----

/** Null for what is no memory. */
export function newMemory(cx: Lowering, op: Op): Value | null {
  const base = cx.annotation(op.result).base;
  const repr = cx.repr(op.result);
  if (repr.low.tag !== "ref") return null;
  const struct = repr.low.to;
  const [, first, ...rest] = op.args;
  const array = (of: typeof struct, n: Value): Value =>
    cx.b.op("new_array", [structConst(of), n], of.ref, op.result.hint);
  if (base?.kind === "buffer") return array(struct, intOr(cx, first, 0));
  const isWindow = first !== undefined && cx.annotation(first).base?.kind === "buffer";
  if (base?.kind === "typed" && !isWindow) {
    const n = intOr(cx, first, 0);
    if (!base.container.shared) return array(struct, n);
    return newView(cx, op, array(cx.shared.reprs.buffer(), scaled(cx.b, base.element, n)), intConst(0), n);
  }
  if (!isWindow || (base?.kind !== "typed" && base?.kind !== "dataview")) return null;
  const buffer = present(cx, first);
  return newView(cx, op, buffer, intOr(cx, rest[0], 0), intOr(cx, rest[1], 0));
}

function newView(cx: Lowering, op: Op, buffer: Value, offset: Value, length: Value): Value {
  const { low } = cx.repr(op.result);
  if (low.tag !== "ref") return broken("a view expected");
  const view = cx.b.newStruct(low.to, op.result.hint);
  cx.b.setField(view, "length", length);
  cx.b.setField(view, "offset", offset);
  cx.b.setField(view, "buffer", buffer);
  return view;
}

// ---- for C ----

/** The bytes of a typed array as one object without offset; of a view in the middle of a buffer it is a copy. */
export function bytesOf(cx: Lowering, v: Value): Value {
  const low = present(cx, v);
  const base = cx.annotation(v).base;
  if (base?.kind !== "typed" || !base.container.shared) return low;
  return cx.help("view_bytes", [low, intConst(ELEMENT_SIZE[base.element])], "bytes");
}

/** Brings back what C wrote there. */
export function restoreBytes(cx: Lowering, v: Value, bytes: Value): void {
  if (isShared(cx.annotation(v))) cx.help("view_restore", [cx.value(v), bytes]);
}

/** The object that has the items; places in it count from its beginning. */
export function memoryOf(cx: Lowering, v: Value): Value {
  const low = present(cx, v);
  return isShared(cx.annotation(v)) ? cx.b.getField(low, "buffer") : low;
}
