// Table: what each flow operation does with JavaScript values. Rows of FLOW_STEPS run no function of the program; those
// of FLOW_CALLS may. The narrowing operations check what they assume: where a test does not prove it, the front end is
// wrong, and that is an InternalError.

import { BuiltinEntity, ClassEntity, FuncEntity, GlobalEntity, TYPED_ARRAYS } from "../model/entities.ts";
import { ForeignEntity } from "../model/foreign.ts";
import { type FlowOp, givesRest } from "../model/flow-ops.ts";
import { broken } from "../support/diagnostics.ts";
import type { End, Segment, Step } from "./code.ts";
import type { BorderValue } from "./foreign.ts";
import type { Site } from "./compile-graph.ts";
import {
  hostBuiltin,
  hostMethod,
  libraryBuiltin,
  libraryMethod,
  newBuiltin,
  type BuiltinHost,
} from "./flow-builtins.ts";
import { Cell, Entries, Instance, isGuestFunction, Raised, type GuestFunction } from "./flow-values.ts";

/** What steps ask of the machine. */
export interface FlowMachine extends BuiltinHost {
  global(g: GlobalEntity): Cell;
  makeFunction(func: FuncEntity, captures: readonly unknown[]): GuestFunction;
  /** A function of rlib/core by its name. */
  libraryFunction(name: string): FuncEntity | undefined;
  /** Starts a call from the end of the present segment. */
  enter(
    func: FuncEntity,
    closure: GuestFunction | null,
    self: unknown,
    args: readonly unknown[],
  ): Segment<unknown>;
  /** Lets a coroutine run, which may begin with this function. */
  resumeCoroutine(handle: number, f: GuestFunction): Segment<unknown>;
  suspendCoroutine(): Segment<unknown>;
  /** Goes on after a call that needed no frame. */
  resume(value: unknown): Segment<unknown>;
}

type Row = (machine: FlowMachine, ...args: unknown[]) => unknown;

const raise = (kind: Raised["kind"], message: string): never => {
  throw new Raised(kind, message);
};
const nullish = (v: unknown): v is null | undefined => v === null || v === undefined;

function present(v: unknown): unknown {
  return nullish(v) ? raise("TypeError", "value is null or undefined") : v;
}

const numeric =
  (f: (a: number, b: number) => unknown): Row =>
  (_m, a, b) =>
    f(a as number, b as number);

function assume(holds: boolean, v: unknown): unknown {
  return holds ? v : broken(`an assumption about ${String(v)} does not hold`);
}

function callForeign(machine: FlowMachine, f: unknown, args: readonly BorderValue[]): unknown {
  if (!(f instanceof ForeignEntity)) return broken("call_c of nothing");
  return machine.world.foreign.call(f.spec, f.description, args, (i, given) => {
    const callee = f.callbacks[i] ?? broken(`${f.name} has no callback ${i}`);
    return machine.makeFunction(callee, [])(...given) as BorderValue;
  });
}

/** A shape also stands for objects of classes, which may implement it, and for strings, arrays and the like. */
function mayStandFor(a: unknown, cls: unknown): boolean {
  if (isInstance(a, cls)) return true;
  return cls instanceof ClassEntity && cls.isShape && !(a instanceof Instance && a.cls.isShape);
}

const HOST_CLASSES: Readonly<Record<string, (v: unknown) => boolean>> = {
  Map: (v) => v instanceof Map,
  Set: (v) => v instanceof Set,
  Array: (v) => Array.isArray(v),
  ...Object.fromEntries(
    Object.entries(TYPED_ARRAYS).map(([element, made]) => [
      `${element}Array`,
      (v: unknown) => v instanceof made,
    ]),
  ),
  ArrayBuffer: (v) => v instanceof ArrayBuffer,
  DataView: (v) => v instanceof DataView,
  Function: (v) => typeof v === "function",
};

/** Is the value absent, or of one of the kinds? */
function isOfKind(v: unknown, kinds: string): boolean {
  if (nullish(v)) return true;
  const all = kinds.split("|");
  if (typeof v !== "object") return all.includes(typeof v);
  const kind =
    v instanceof Map ? "map" : v instanceof Set ? "set" : Array.isArray(v) ? "array" : hostMemory(v);
  return all.includes(kind);
}

function hostMemory(v: object | null): string {
  if (v instanceof ArrayBuffer) return "buffer";
  if (v instanceof DataView) return "dataview";
  return ArrayBuffer.isView(v) ? "typed" : "instance";
}

function isInstance(v: unknown, cls: unknown): boolean {
  if (cls instanceof BuiltinEntity) return HOST_CLASSES[cls.path]?.(v) ?? broken(`instanceof ${cls.path}`);
  if (cls instanceof ClassEntity) return v instanceof Instance && v.cls.isSubclassOf(cls);
  return broken("instanceof of something that is no class of the program");
}

type Indexed = unknown[] | Uint8Array | string;

function inRange(object: Indexed, i: unknown): boolean {
  return Number.isInteger(i) && (i as number) >= 0 && (i as number) < object.length;
}

function getItem(_m: FlowMachine, a: unknown, i: unknown): unknown {
  const object = present(a) as Indexed;
  return inRange(object, i) ? object[i as number] : raise("RangeError", "index out of range");
}

function setItem(_m: FlowMachine, a: unknown, i: unknown, v: unknown): void {
  const object = present(a) as unknown[];
  if (ArrayBuffer.isView(object) ? !inRange(object, i) : i === object.length) {
    if (!ArrayBuffer.isView(object)) object.push(v);
  } else if (inRange(object, i)) object[i as number] = v;
  else raise("RangeError", "index out of range");
}

function getCell(cell: unknown): unknown {
  if (!(cell instanceof Cell)) return broken("a variable's cell expected");
  return cell.ready ? cell.value : raise("ReferenceError", "variable used before its initialisation");
}

function setCell(cell: unknown, v: unknown): void {
  if (!(cell instanceof Cell)) return broken("a variable's cell expected");
  cell.value = v;
  cell.ready = true;
}

function initProp(_m: FlowMachine, object: unknown, name: unknown, v: unknown): void {
  if (object instanceof Instance) object.fields.set(name as string, v);
  else broken("a field of something that is no object of the program");
}

function globalOf(machine: FlowMachine, g: unknown): Cell {
  return g instanceof GlobalEntity ? machine.global(g) : broken("a global variable expected");
}

function typeOf(v: unknown): string {
  return v instanceof ClassEntity || v instanceof BuiltinEntity ? "function" : typeof v;
}

export type FlowCall =
  | "iter_result"
  | "iter_close"
  | "get_prop"
  | "get_method"
  | "set_prop"
  | "call"
  | "call_method"
  | "call_func";

// prettier-ignore
const ROWS: { readonly [N in Exclude<FlowOp, FlowCall>]: Row } = {
  add: (_m, a, b) => (a as number) + (b as number),
  sub: numeric((a, b) => a - b),
  mul: numeric((a, b) => a * b),
  div: numeric((a, b) => a / b),
  mod: numeric((a, b) => a % b),
  pow: numeric((a, b) => a ** b),
  neg: (_m, a) => -(a as number),
  plus: (_m, a) => a,
  bitand: numeric((a, b) => a & b),
  bitor: numeric((a, b) => a | b),
  bitxor: numeric((a, b) => a ^ b),
  bitnot: (_m, a) => ~(a as number),
  shl: numeric((a, b) => a << b),
  shr: numeric((a, b) => a >> b),
  ushr: numeric((a, b) => a >>> b),
  add_i32: numeric((a, b) => (a + b) | 0),
  sub_i32: numeric((a, b) => (a - b) | 0),
  mul_i32: numeric((a, b) => (a * b) | 0),
  div_i32: numeric((a, b) => (a / b) | 0),
  div_floor: numeric((a, b) => Math.floor(a / b)),
  div_trunc: numeric((a, b) => Math.trunc(a / b)),
  lt: numeric((a, b) => a < b),
  le: numeric((a, b) => a <= b),
  gt: numeric((a, b) => a > b),
  ge: numeric((a, b) => a >= b),
  eq: (_m, a, b) => a === b,
  ne: (_m, a, b) => a !== b,
  is_nullish: (_m, a) => nullish(a),
  not: (_m, a) => !a,
  truth: (_m, a) => Boolean(a),
  typeof_is: (_m, a, b) => typeOf(a) === b,
  typeof: (_m, a) => typeOf(a),
  to_string: (_m, a) => (a instanceof Instance ? broken("an object as text") : String(a)),
  assume_present: (_m, a) => assume(!nullish(a), a),
  assume_absent: (_m, a) => assume(nullish(a), a),
  assume_not: (_m, a, b) => assume(a !== b, a),
  assume_instance: (_m, a, b) => assume(isInstance(a, b), a),
  assert_present: (_m, a) => present(a),
  assert_value: (_m, a) => a,
  assert_instance: (_m, a, ...classes) =>
    nullish(a) || classes.some((c) => mayStandFor(a, c)) ? a : raise("TypeError", "object is not of the expected class"),
  assert_kind: (_m, a, kinds) =>
    isOfKind(a, kinds as string) ? a : raise("TypeError", "object is not of the expected class"),
  declared_word: (_m, a) => a,
  throwable: (_m, a) => assume(a instanceof Instance, a),
  instanceof: (_m, a, b) => isInstance(a, b),
  init_prop: initProp,
  alloc: (_m, cls) => (cls instanceof ClassEntity ? new Instance(cls) : broken("alloc of no class")),
  get_item: getItem,
  get_item_opt: (_m, a, i) => (present(a) as Indexed)[i as number],
  set_item: setItem,
  new_list: (_m, ...items) => items,
  new_builtin: (_m, cls, ...args) => (cls instanceof BuiltinEntity ? newBuiltin(cls.path, args) : broken("new of no builtin")),
  list_len: (_m, a) => (present(a) as Indexed).length,
  iter_start: (_m, a) => new Entries(present(a) as Map<unknown, unknown>),
  iter_next: (_m, it) => (it as Entries).next(),
  iter_key: (_m, it) => (it as Entries).key,
  iter_value: (_m, it) => (it as Entries).value,
  get_state: (_m, object, name) => (object instanceof Instance ? object.fields.get(name as string) : broken("no generator")),
  set_state: initProp,
  call_c: (m, f, ...args) => callForeign(m, f, args as BorderValue[]),
  new_closure: (m, f, ...captures) => m.makeFunction(funcOf(f), captures),
  new_cell: (_m, ...value) => { const cell = new Cell(); if (value.length > 0) setCell(cell, value[0]); return cell; },
  get_cell: (_m, cell) => getCell(cell),
  set_cell: (_m, cell, v) => { setCell(cell, v); },
  get_capture: (_m, f, i) => (isGuestFunction(f) ? f.closure.captures[i as number] : broken("a closure expected")),
  get_global: (m, g) => getCell(globalOf(m, g)),
  set_global: (m, g, v) => { setCell(globalOf(m, g), v); },
  jit_merge_point: () => undefined,
  jit_can_enter: () => undefined,
};

function funcOf(f: unknown): FuncEntity {
  if (f instanceof FuncEntity) return f;
  return isGuestFunction(f) ? f.closure.func : broken("a function of the program expected");
}

/** The closure of an operation without calls; null for the others. */
export function flowStep(site: Site, machine: FlowMachine): Step<unknown> | null {
  const { op, args, result } = site;
  if (Object.hasOwn(CALLS, op.name)) return null;
  const row = ROWS[op.name as Exclude<FlowOp, FlowCall>];
  const [a, b, c] = args as [number, number, number];
  switch (args.length) {
    case 1:
      return (r) => void (r[result] = row(machine, r[a]));
    case 2:
      return (r) => void (r[result] = row(machine, r[a], r[b]));
    case 3:
      return (r) => void (r[result] = row(machine, r[a], r[b], r[c]));
    default:
      return (r) => void (r[result] = row(machine, ...args.map((n) => r[n])));
  }
}

// ---- operations that may call ----

type CallRow = (machine: FlowMachine, args: readonly unknown[]) => Segment<unknown>;

function callValue(machine: FlowMachine, f: unknown, args: readonly unknown[]): Segment<unknown> {
  if (isGuestFunction(f)) return machine.enter(f.closure.func, f, undefined, args);
  if (f instanceof BuiltinEntity) return callBuiltin(machine, f.path, args);
  if (typeof f === "function") return machine.resume(Reflect.apply(f, undefined, args));
  return nullish(f)
    ? raise("TypeError", "value is not a function")
    : broken("call of something that is no function");
}

function getProp(machine: FlowMachine, [object, name]: readonly unknown[]): Segment<unknown> {
  const member = name as string;
  if (!(object instanceof Instance))
    return machine.resume((present(object) as Record<string, unknown>)[member]);
  if (object.fields.has(member) || object.cls.findField(member) !== null)
    return machine.resume(object.fields.get(member));
  const getter = object.cls.lookup((c) => c.getters.has(member))?.getters.get(member);
  if (getter !== undefined) return machine.enter(getter, null, object, []);
  return broken(`${object.cls.name} has no property '${member}'`);
}

function setProp(machine: FlowMachine, [object, name, value]: readonly unknown[]): Segment<unknown> {
  const member = name as string;
  if (!(object instanceof Instance)) {
    setHostProperty(present(object), member, value);
    return machine.resume(undefined);
  }
  const setter = object.cls.lookup((c) => c.setters.has(member))?.setters.get(member);
  if (setter !== undefined && object.cls.findField(member) === null)
    return machine.enter(setter, null, object, [value]);
  object.fields.set(member, value);
  return machine.resume(undefined);
}

/** A field of a plain object, or the length of an array, which only shrinks. */
function setHostProperty(object: unknown, member: string, value: unknown): void {
  if (!Array.isArray(object)) {
    (object as Record<string, unknown>)[member] = value;
    return;
  }
  if (member !== "length") return broken(`the property '${member}' of an array is set`);
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > object.length)
    raise("RangeError", "invalid array length");
  object.length = value as number;
}

function callMethod(machine: FlowMachine, [object, name, ...args]: readonly unknown[]): Segment<unknown> {
  const member = name as string;
  if (object instanceof BuiltinEntity) return callBuiltin(machine, `${object.path}.${member}`, args);
  if (!(object instanceof Instance)) {
    const own = nullish(object) ? undefined : (object as Record<string, unknown>)[member];
    if (isGuestFunction(own)) return callValue(machine, own, args);
    return callHostMethod(machine, object, member, args);
  }
  if (object.fields.has(member)) return callValue(machine, object.fields.get(member), args);
  const method = object.cls.findMethod(member);
  if (method !== null) return machine.enter(method, null, object, args);
  return broken(`${object.cls.name} has no method '${member}'`);
}

/** JavaScript's own methods run on the host; what only our library has runs as its flow graph. */
function callHostMethod(
  machine: FlowMachine,
  object: unknown,
  member: string,
  args: readonly unknown[],
): Segment<unknown> {
  if (typeof object === "string" && args[0] instanceof Instance)
    return callLibrary(machine, `string_${member}RegExp${replacer(args[1])}`, [object, ...args]);
  const iterator = member === "[Symbol.iterator]" ? iteratorOf(object) : member;
  if (ITERATORS.has(iterator)) return callLibrary(machine, libraryMethod(object, iterator), [object]);
  const method = hostMethod(object, member);
  // A builtin that is passed to the host must be a function there.
  const passed = args.map((a) => (a instanceof BuiltinEntity ? (hostBuiltin(machine, a.path) ?? a) : a));
  // Functions that the host calls cannot suspend, so that in coroutines the library's own methods call them.
  const isHosts = machine.currentCoroutine === 0 || !args.some(isGuestFunction);
  if (method !== undefined && isHosts) return machine.resume(Reflect.apply(method, object, passed));
  return callLibrary(machine, libraryMethod(object, member), [object, ...args]);
}

/** Methods that give iterators: the library's are objects of the program. */
const ITERATORS: ReadonlySet<string> = new Set(["keys", "values", "entries", "characters"]);

function iteratorOf(object: unknown): string {
  return typeof object === "string" ? "characters" : object instanceof Map ? "entries" : "values";
}

/** Replacing functions are told by their parameters, as annotator/variants.ts does. */
function replacer(by: unknown): string {
  return isGuestFunction(by) ? `By${Math.max(1, by.closure.func.params.length)}` : "";
}

function callBuiltin(machine: FlowMachine, path: string, args: readonly unknown[]): Segment<unknown> {
  if (path === "core.coroutine_suspend") return machine.suspendCoroutine();
  if (path === "core.coroutine_resume") {
    const [handle, f] = args;
    return isGuestFunction(f)
      ? machine.resumeCoroutine(Number(handle), f)
      : broken("a coroutine of no function");
  }
  const builtin = hostBuiltin(machine, path);
  return builtin === undefined
    ? callLibrary(machine, libraryBuiltin(path), args)
    : machine.resume(builtin(...args));
}

function callLibrary(machine: FlowMachine, name: string, args: readonly unknown[]): Segment<unknown> {
  const func = machine.libraryFunction(name) ?? broken(`there is no library function ${name}`);
  return machine.enter(func, null, undefined, args);
}

function callFunc(machine: FlowMachine, [f, ...args]: readonly unknown[]): Segment<unknown> {
  const func = funcOf(f);
  if (func.hasThis) return machine.enter(func, null, args[0], args.slice(1));
  return machine.enter(func, null, undefined, args);
}

const CALLS: { readonly [N in FlowCall]: CallRow } = {
  get_prop: getProp,
  get_method: getProp,
  set_prop: setProp,
  call: (machine, [f, ...args]) => callValue(machine, f, args),
  call_method: callMethod,
  call_func: callFunc,
  iter_result: (machine, [it]) =>
    callMethod(machine, [
      present(it),
      it instanceof Instance && it.cls.findMethod("@step") !== null ? "@step" : "next",
    ]),
  iter_close: (machine, [it]) => {
    const method = closeOf(it);
    return method === null ? machine.resume(undefined) : callMethod(machine, [it, method]);
  },
};

function closeOf(it: unknown): string | null {
  if (!(it instanceof Instance)) return null;
  if (it.cls.findMethod("@close") !== null) return "@close";
  const has = it.cls.findMethod("return") !== null || it.fields.get("return") !== undefined;
  return has ? "return" : null;
}

/** The end of a segment with such an operation. */
export function flowCall(site: Site, machine: FlowMachine): End<unknown> {
  const row = CALLS[site.op.name as FlowCall];
  if (givesRest(site.op.args))
    return (r) => {
      const values = site.args.map((n) => r[n]);
      return row(machine, [...values.slice(0, -2), ...(values[values.length - 1] as unknown[])]);
    };
  return (r) =>
    row(
      machine,
      site.args.map((n) => r[n]),
    );
}
