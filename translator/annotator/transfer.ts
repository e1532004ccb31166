// Transfer functions: what each flow operation's result can be, given its operands; a total table over FLOW_OPS.
// They are monotone: a larger operand never gives a smaller result. What an operation cannot be applied to is
// reported at its position, and the operation then has no result.

import { type ClassEntity, entityOf } from "../model/entities.ts";
import type { PerFlowOp, FlowOp } from "../model/flow-ops.ts";
import type { Op } from "../model/graph.ts";
import { orBigints } from "./bigints.ts";
import { callBuiltin, callMethod, newBuiltin } from "./builtins.ts";
import type { Place } from "./containers.ts";
import { declared } from "./declared.ts";
import type { Context } from "./engine.ts";
import { callC } from "./foreign.ts";
import * as L from "./lattice.ts";
import { BOTTOM, type Annotation } from "./lattice.ts";
import { iterated, iteratorMethod, iterStart, notIterator } from "./iterators.ts";
import { memoryProperty } from "./memory.ts";
import { badOperand, noMember, notCallable } from "./messages.ts";
import {
  assertInstance,
  assumeInstance,
  classOperand,
  instanceOfBuiltin,
  instancePart,
  isObject,
  isPrimitive,
  typeofIs,
} from "./narrowing.ts";
import { isRaw, rawOperator } from "./raw.ts";
import { closeMethod, containerOf, elementOf, propertyName, stepMethod, virtualCall } from "./shared.ts";

type TransferRow = (cx: Context, ...args: Annotation[]) => Annotation;

export function transfer(cx: Context, op: Op): Annotation {
  return TRANSFER[op.name as FlowOp](cx, ...op.args.map((a) => cx.engine.of(a)));
}

// ---- numbers ----

/** int if both are ints, float if both are numbers. */
function arithmetic(cx: Context, a: Annotation, b: Annotation): Annotation {
  if (!L.isNumeric(a) || !L.isNumeric(b)) return notNumbers(cx, a, b);
  return a.base?.kind === "int" && b.base?.kind === "int" ? L.INT : L.FLOAT;
}

function floating(cx: Context, a: Annotation, b: Annotation): Annotation {
  return L.isNumeric(a) && L.isNumeric(b) ? L.FLOAT : notNumbers(cx, a, b);
}

function bits(cx: Context, ...args: Annotation[]): Annotation {
  return args.every(L.isNumeric) ? L.INT : notNumbers(cx, ...args);
}

function notNumbers(cx: Context, ...args: Annotation[]): Annotation {
  // Nothing but absent so far: the operation would raise; more may come.
  if (args.some((a) => a.base === null)) return BOTTOM;
  return badOperand(cx, args.find((a) => !L.isNumeric(a)) ?? BOTTOM, "a number");
}

function unary(cx: Context, a: Annotation): Annotation {
  return L.isNumeric(a) ? L.present(a) : notNumbers(cx, a);
}

function add(cx: Context, a: Annotation, b: Annotation): Annotation {
  if (a.base?.kind === "string" || b.base?.kind === "string") {
    for (const x of [a, b])
      if (!isPrimitive(x)) return badOperand(cx, x, "a string, number, bigint or boolean");
    return L.STRING;
  }
  return orBigints(arithmetic)(cx, a, b);
}

function compare(cx: Context, a: Annotation, b: Annotation): Annotation {
  if (a.base === null || b.base === null) return BOTTOM;
  if (a.base.kind === "string" && b.base.kind === "string") return L.BOOL;
  const comparable = (x: Annotation): boolean => L.isNumeric(x) || L.rangeOf(x) !== undefined;
  return comparable(a) && comparable(b)
    ? L.BOOL
    : badOperand(
        cx,
        comparable(a) || a.base.kind === "string" ? b : a,
        "a number, or a string compared with a string",
      );
}

/** `===` is decided where one side is nothing but undefined or null and the other cannot be, or also is. */
function equality(cx: Context, a: Annotation, b: Annotation): Annotation {
  if (isRaw(a) || isRaw(b)) return rawOperator(cx, isRaw(a) ? a : b);
  const same = decideEqual(a, b) ?? decideEqual(b, a);
  if (same === undefined) return L.BOOL;
  return same === (cx.op.name === "eq") ? L.TRUE : L.FALSE;
}

function decideEqual(a: Annotation, b: Annotation): boolean | undefined {
  if (b.base !== null || (b.absent !== L.ABSENT_UNDEFINED && b.absent !== L.ABSENT_NULL)) return undefined;
  if ((a.absent & b.absent) === 0) return false;
  return a.base === null && a.absent === b.absent ? true : undefined;
}

function nullish(cx: Context, a: Annotation): Annotation {
  if (a.base === null) return L.TRUE;
  if (isRaw(a) && a.absent !== 0) return rawOperator(cx, a);
  return a.absent === 0 ? L.FALSE : L.BOOL;
}

/** Truth is decided for objects that cannot be absent, for nothing but absence, and for constants. */
function truth(cx: Context, a: Annotation): Annotation {
  if (isRaw(a)) return rawOperator(cx, a);
  const negate = cx.op.name === "not";
  const decided =
    a.base === null
      ? false
      : a.base.kind === "bool"
        ? a.absent === 0
          ? a.base.value
          : undefined
        : isObject(a) && a.absent === 0
          ? true
          : undefined;
  if (decided === undefined) return L.BOOL;
  return decided === negate ? L.FALSE : L.TRUE;
}

// ---- objects ----

function getProp(cx: Context, object: Annotation): Annotation {
  const member = propertyName(cx);
  const base = object.base;
  if (base === null) return BOTTOM;
  switch (base.kind) {
    case "instance":
      return instanceProperty(cx, base.classes, member);
    case "string":
    case "list":
      return member === "length" ? L.INT : noMember(cx, object, member);
    case "typed":
    case "buffer":
    case "dataview":
      return memoryProperty(base, member) ?? noMember(cx, object, member);
    case "map":
    case "set":
      return member === "size" ? L.INT : noMember(cx, object, member);
    case "union": {
      let result = BOTTOM;
      for (const p of base.parts)
        result = cx.engine.joinAt(result, getProp(cx, L.of(p)), cx.op.pos, `the property \`${member}\``);
      return result;
    }
    default:
      return noMember(cx, object, member);
  }
}

/** A method of an object literal has captured its object: as a value it would take it along. */
function movable(cx: Context, a: Annotation): Annotation {
  const held = a.base?.kind === "function" ? a.base.funcs.find((f) => f.holdsReceiver) : undefined;
  if (held === undefined) return a;
  cx.engine.report("RTS1101", cx.op.pos, {
    seen: `the method ${held.name} of an object literal is used as a value.`,
    why: "It uses `this`, which is the object that its literal made.",
    instead: "Call it on the object, or write an arrow function that does.",
  });
  return BOTTOM;
}

function instanceProperty(cx: Context, classes: readonly ClassEntity[], member: string): Annotation {
  let result = BOTTOM;
  for (const cls of classes) {
    const found = cls.findField(member);
    const hasGetter = cx.engine
      .liveBelow(cx, [cls])
      .some((l) => l.lookup((c) => c.getters.has(member)) !== null);
    let one: Annotation;
    if (found !== null) one = cx.engine.read(cx, cx.engine.field(found.owner, member));
    else if (hasGetter)
      one = virtualCall(
        cx,
        cls,
        (l) => l.lookup((c) => c.getters.has(member))?.getters.get(member) ?? null,
        [],
      );
    else if (cls.lookup((c) => c.getters.has(member)) !== null) one = BOTTOM;
    else return noMember(cx, L.instanceOf(cls), member);
    result = cx.engine.joinAt(result, one, cx.op.pos, `the property \`${member}\``);
  }
  return result;
}

function setProp(cx: Context, object: Annotation, _name: Annotation, value: Annotation): Annotation {
  const member = propertyName(cx);
  if (object.base === null) return BOTTOM;
  if (object.base.kind === "list" && member === "length") return L.UNDEFINED;
  if (object.base.kind !== "instance") return noMember(cx, object, member);
  for (const cls of object.base.classes) {
    const found = cls.findField(member);
    if (found !== null) {
      storeField(cx, found.owner, member, value);
      continue;
    }
    const setters = cx.engine.liveBelow(cx, [cls]);
    if (!setters.some((l) => l.lookup((c) => c.setters.has(member)) !== null))
      return noMember(cx, L.instanceOf(cls), member);
    virtualCall(cx, cls, (l) => l.lookup((c) => c.setters.has(member))?.setters.get(member) ?? null, [value]);
  }
  return L.UNDEFINED;
}

function storeField(cx: Context, owner: ClassEntity, member: string, value: Annotation): void {
  cx.engine.flowInto(cx.engine.field(owner, member), value, { pos: cx.op.pos, what: "an assignment" });
  const inConstructor =
    cx.state.entity.kind === "constructor" && cx.state.entity.owner?.isSubclassOf(owner) === true;
  if (inConstructor) return;
  let names = cx.engine.mutated.get(owner);
  if (names === undefined) cx.engine.mutated.set(owner, (names = new Set()));
  names.add(member);
}

// ---- arrays and iteration ----

function newList(cx: Context, ...items: Annotation[]): Annotation {
  const container = containerOf(cx, "the elements of this array");
  for (const item of items) cx.engine.flowInto(container.item, item, { pos: cx.op.pos, what: "an element" });
  return L.of({ kind: "list", container });
}

function getItem(cx: Context, object: Annotation, index: Annotation): Annotation {
  const base = object.base;
  if (base === null) return BOTTOM;
  if (index.base !== null && !L.isNumeric(index)) return badOperand(cx, index, "a number as index");
  switch (base.kind) {
    case "list":
      return cx.engine.read(cx, base.container.item);
    case "typed":
      return elementOf(base.element);
    case "string":
      return L.STRING;
    default:
      return badOperand(cx, object, "an array, typed array or string");
  }
}

function getItemOpt(cx: Context, object: Annotation, index: Annotation): Annotation {
  const item = getItem(cx, object, index);
  return object.base === null ? item : L.withAbsent(item, L.ABSENT_UNDEFINED);
}

function setItem(cx: Context, object: Annotation, index: Annotation, value: Annotation): Annotation {
  const base = object.base;
  if (base === null) return BOTTOM;
  if (index.base !== null && !L.isNumeric(index)) return badOperand(cx, index, "a number as index");
  if (base.kind === "list")
    cx.engine.flowInto(base.container.item, value, { pos: cx.op.pos, what: "an assignment" });
  else if (base.kind !== "typed") return badOperand(cx, object, "an array or typed array");
  else if (base.element.startsWith("Big")) {
    if (value.base !== null && L.rangeOf(value) === undefined) return badOperand(cx, value, "a bigint");
  } else if (value.base !== null && !L.isNumeric(value)) return badOperand(cx, value, "a number");
  return L.UNDEFINED;
}

// ---- functions and variables ----

function call(cx: Context, f: Annotation, ...args: Annotation[]): Annotation {
  const base = f.base;
  if (base === null) return BOTTOM;
  if (base.kind === "constant" && base.entity.tag === "builtin")
    return callBuiltin(cx, base.entity.path, args);
  if (base.kind !== "function") return notCallable(cx, f);
  let result = BOTTOM;
  for (const func of base.funcs) {
    if (func.hasThis) return badOperand(cx, f, "a function that does not need `this`");
    result = cx.engine.joinResults(cx, result, cx.engine.call(cx, func, args), "the result of this call");
  }
  return result;
}

function callFunc(cx: Context, _f: Annotation, ...args: Annotation[]): Annotation {
  const c = cx.op.args[0];
  const entity = c?.tag === "const" ? entityOf(c) : undefined;
  if (entity?.tag !== "func") return BOTTOM;
  return entity.hasThis
    ? cx.engine.call(cx, entity, args.slice(1), args.slice(0, 1))
    : cx.engine.call(cx, entity, args);
}

function newClosure(cx: Context, f: Annotation, ...captured: Annotation[]): Annotation {
  const func = f.base?.kind === "function" ? f.base.funcs[0] : undefined;
  const state = func === undefined ? undefined : cx.engine.stateOf(func);
  if (state === undefined || func === undefined) return BOTTOM;
  captured.forEach((a, i) => {
    const place = state.captures[i];
    if (place !== undefined) cx.engine.flowInto(place, a, { pos: cx.op.pos, what: "a captured value" });
  });
  return L.of({ kind: "function", funcs: [func] });
}

function getCapture(cx: Context, closure: Annotation): Annotation {
  const index = cx.op.args[1];
  const i = index?.tag === "const" && index.value.kind === "number" ? index.value.value : 0;
  const state = closure.base?.kind === "closure" ? cx.engine.stateOf(closure.base.func) : undefined;
  const place = state?.captures[i];
  return place === undefined ? BOTTOM : cx.engine.read(cx, place);
}

function newCell(cx: Context, ...value: Annotation[]): Annotation {
  const container = containerOf(cx, `the variable \`${cx.op.result.hint}\``);
  if (value[0] === undefined) container.markUnset();
  else cx.engine.flowInto(container.item, value[0], { pos: cx.op.pos, what: "its first value" });
  return L.of({ kind: "cell", container });
}

function getCell(cx: Context, cell: Annotation): Annotation {
  return cell.base?.kind === "cell" ? cx.engine.read(cx, cell.base.container.item) : BOTTOM;
}

function setCell(cx: Context, cell: Annotation, value: Annotation): Annotation {
  if (cell.base?.kind === "cell")
    cx.engine.flowInto(cell.base.container.item, value, { pos: cx.op.pos, what: "an assignment" });
  return L.UNDEFINED;
}

function globalOperand(cx: Context): Place | null {
  const c = cx.op.args[0];
  const entity = c?.tag === "const" ? entityOf(c) : undefined;
  return entity?.tag === "global" ? cx.engine.global(entity) : null;
}

function throwable(cx: Context, a: Annotation): Annotation {
  const error = cx.engine.input.library.coreClass("Error");
  if (a.base === null || error === undefined) return BOTTOM;
  if (a.base.kind === "instance" && a.base.classes.every((c) => c.isSubclassOf(error))) return L.present(a);
  cx.engine.report("RTS1205", cx.op.pos, {
    seen: `${L.describe(a)} is thrown.`,
    why: "A handler can only catch objects of classes derived from Error.",
    instead: "Throw a `new Error(…)`, or an instance of a class that extends Error.",
  });
  return BOTTOM;
}

function marker(cx: Context, driver: Annotation): Annotation {
  if (driver.base?.kind !== "constant" || driver.base.entity.tag !== "jitdriver")
    return badOperand(cx, driver, "a JitDriver made at module level");
  const given = propertyName(cx).split(",");
  const { greens, reds, name } = driver.base.entity;
  const wanted = [...greens, ...(reds === "auto" ? [] : reds)];
  const missing = wanted.filter((n) => !given.includes(n));
  const extra = given.filter((n) => !wanted.includes(n));
  if (missing.length + extra.length > 0)
    cx.engine.report("RTS1402", cx.op.pos, {
      seen: `the driver "${name}" has ${wanted.join(", ")}; here ${[...missing.map((n) => `\`${n}\` is missing`), ...extra.map((n) => `\`${n}\` is too much`)].join(", ")}.`,
      why: "The tracer has to know each green and red variable at every merge point.",
      instead: `Write { ${wanted.join(", ")} }.`,
    });
  return L.UNDEFINED;
}

/** Primitives that are references at run time: their absence is found out where they are used. */
function isReference(base: L.Base): boolean {
  return base.kind === "string" || base.kind === "union" || (base.kind === "bigint" && base.range === "any");
}

const always =
  (a: Annotation): TransferRow =>
  () =>
    a;

const TRANSFER: PerFlowOp<TransferRow> = {
  add,
  sub: orBigints(arithmetic),
  mul: orBigints(arithmetic),
  div: orBigints(floating),
  mod: orBigints(arithmetic),
  pow: orBigints(floating),
  neg: orBigints(unary),
  plus: unary,
  bitand: orBigints(bits),
  bitor: orBigints(bits),
  bitxor: orBigints(bits),
  bitnot: orBigints(bits),
  shl: orBigints(bits),
  shr: orBigints(bits),
  ushr: bits,
  add_i32: bits,
  sub_i32: bits,
  mul_i32: bits,
  div_i32: bits,
  div_floor: arithmetic,
  div_trunc: arithmetic,
  lt: compare,
  le: compare,
  gt: compare,
  ge: compare,
  eq: equality,
  ne: equality,
  is_nullish: nullish,
  not: truth,
  truth,
  typeof_is: typeofIs,
  typeof: always(L.STRING),
  to_string: (cx, a) =>
    isPrimitive(a) ? L.STRING : badOperand(cx, a, "a string, number, bigint or boolean"),
  assume_present: (_cx, a) => L.present(a),
  assume_absent: (_cx, a) => ({ base: null, absent: a.absent }),
  assume_not: (_cx, a, b) => ({ base: a.base, absent: (a.absent & ~b.absent) as L.Absent }),
  assume_instance: assumeInstance,
  assert_present: (_cx, a) => L.present(a),
  assert_value: (_cx, a) =>
    a.base !== null && (isRaw(a) || (isPrimitive(a) && !isReference(a.base))) ? L.present(a) : a,
  assert_instance: assertInstance,
  assert_kind: (cx, a) => L.onlyKinds(a, new Set(propertyName(cx).split("|"))),
  declared_word: declared,
  throwable,
  instanceof: (cx, a, c) =>
    classOperand(c) === null
      ? instanceOfBuiltin(cx, a, c)
      : a.base === null || instancePart(a) !== null
        ? L.BOOL
        : L.FALSE,
  get_prop: (cx, object) => movable(cx, getProp(cx, object)),
  get_method: getProp,
  set_prop: setProp,
  init_prop: (cx, object, _name, value) => {
    const found =
      object.base?.kind === "instance" ? object.base.classes[0]?.findField(propertyName(cx)) : null;
    if (found !== null && found !== undefined)
      cx.engine.flowInto(cx.engine.field(found.owner, propertyName(cx)), value, {
        pos: cx.op.pos,
        what: "its initialiser",
      });
    return L.UNDEFINED;
  },
  alloc: (cx, c) => {
    const cls = classOperand(c);
    if (cls === null) return BOTTOM;
    cx.engine.makeLive(cls);
    return L.instanceOf(cls);
  },
  get_item: getItem,
  get_item_opt: getItemOpt,
  set_item: setItem,
  new_list: newList,
  new_builtin: newBuiltin,
  list_len: (cx, a) => {
    if (a.base === null) return BOTTOM;
    return a.base.kind === "list" || a.base.kind === "string" || a.base.kind === "typed"
      ? L.INT
      : badOperand(cx, a, "an array or string");
  },
  iter_start: iterStart,
  iter_next: always(L.BOOL),
  iter_key: (cx, a) => iterated(cx, a, "keys"),
  iter_value: (cx, a) => iterated(cx, a, "item"),
  iter_result: (cx, a) => iteratorMethod(cx, a, stepMethod) ?? notIterator(cx, a),
  iter_close: (cx, a) => {
    iteratorMethod(cx, a, closeMethod);
    return a.base === null ? BOTTOM : L.UNDEFINED;
  },
  get_state: (cx, a) => {
    const found = instancePart(a)?.classes[0]?.findField(propertyName(cx));
    return found === null || found === undefined
      ? BOTTOM
      : cx.engine.read(cx, cx.engine.field(found.owner, propertyName(cx)));
  },
  set_state: (cx, a, _name, value) => {
    const cls = instancePart(a)?.classes[0];
    if (cls !== undefined) storeField(cx, cls, propertyName(cx), value);
    return L.UNDEFINED;
  },
  call,
  call_method: callMethod,
  call_func: callFunc,
  call_c: callC,
  new_closure: newClosure,
  new_cell: newCell,
  get_cell: getCell,
  set_cell: setCell,
  get_capture: getCapture,
  get_global: (cx) => {
    const p = globalOperand(cx);
    return p === null ? BOTTOM : cx.engine.read(cx, p);
  },
  set_global: (cx, _g, value) => {
    const p = globalOperand(cx);
    if (p !== null) cx.engine.flowInto(p, value, { pos: cx.op.pos, what: "an assignment" });
    return L.UNDEFINED;
  },
  jit_merge_point: marker,
  jit_can_enter: marker,
};
