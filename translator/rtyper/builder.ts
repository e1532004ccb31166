// Emits low-level operations into a graph under construction. Knows exception edges: while `handler` is set, every
// operation that may raise ends its block with an edge to it.

import {
  type Constant,
  constant,
  graphConst,
  nameConst,
  numberConst,
  type PrebuiltObject,
  structConst,
} from "../model/constants.ts";
import {
  Block,
  type Link,
  link,
  type Op,
  type Position,
  RAISES,
  type Value,
  Variable,
} from "../model/graph.ts";
import { type LowOp, mayRaise } from "../model/ops.ts";
import {
  BOOL,
  FLOAT,
  INT,
  type LowType,
  registerType,
  type StructType,
  TYPE,
  VOID,
  WORD,
} from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import type { MessageName } from "../model/messages.ts";

/** Gives the library's helper functions, instantiated for the types of their arguments. */
export interface HelperSource {
  get(name: string, args: readonly LowType[]): { readonly key: string; readonly result: LowType };
}

export class LowBuilder {
  block: Block;
  pos: Position | null = null;
  /** Makes the exceptional exit for an operation that raises here; null where exceptions go to the caller. */
  handler: (() => Link) | null = null;

  readonly #helpers: HelperSource | null;

  constructor(block: Block, helpers: HelperSource | null = null) {
    this.block = block;
    this.#helpers = helpers;
  }

  /** Calls a helper of the library. */
  help(name: string, args: readonly Value[], hint = "t"): Variable {
    const helpers = this.#helpers ?? broken(`no helpers here for ${name}`);
    const helper = helpers.get(
      name,
      args.map((a) => a.type as LowType),
    );
    return this.op("call", [graphConst(helper.key), ...args], helper.result, hint);
  }

  op(name: LowOp, args: Value[], type: LowType, hint = "t"): Variable {
    const result = new Variable(hint, type);
    const op: Op = { name, args, result, pos: this.pos };
    this.block.ops.push(op);
    if (this.handler !== null && mayRaise(name)) {
      const next = new Block([], "next");
      this.block.exitSwitch = RAISES;
      this.block.exits = [link(next), this.handler()];
      this.block = next;
    }
    return result;
  }

  // ---- by result type ----

  int(name: LowOp, ...args: Value[]): Variable {
    return this.op(name, args, INT);
  }

  float(name: LowOp, ...args: Value[]): Variable {
    return this.op(name, args, FLOAT);
  }

  bool(name: LowOp, ...args: Value[]): Variable {
    return this.op(name, args, BOOL);
  }

  void(name: LowOp, ...args: Value[]): void {
    this.op(name, args, VOID, "none");
  }

  // ---- heap ----

  getField(object: Value, field: string, hint = field): Variable {
    const struct = structOfValue(object);
    const f = struct.field(field) ?? broken(`no field ${field} in ${struct.name}`);
    return this.op("get_field", [object, nameConst(field)], registerType(f.type), hint);
  }

  setField(object: Value, field: string, value: Value): void {
    this.void("set_field", object, nameConst(field), value);
  }

  getItem(object: Value, index: Value): Variable {
    const struct = structOfValue(object);
    const item = struct.itemType() ?? broken(`${struct.name} has no items`);
    return this.op("get_item", [object, index], registerType(item), "item");
  }

  cast(value: Value, to: StructType): Value {
    const from = structOfValue(value);
    if (from === to) return value;
    return this.op("cast", [value, structConst(to)], to.ref, value.tag === "var" ? value.hint : "t");
  }

  newStruct(struct: StructType, hint = "object"): Variable {
    return this.op("new_struct", [structConst(struct)], struct.ref, hint);
  }

  checkNull(value: Value): Variable {
    return this.op("check_null", [value], value.type as LowType, value.tag === "var" ? value.hint : "t");
  }

  instanceOf(value: Value, struct: StructType): Variable {
    return this.bool("instance_of", value, structConst(struct));
  }

  typeOf(value: Value): Variable {
    return this.op("get_type", [value], TYPE, "type");
  }

  fail(message: MessageName): void {
    this.void("check_true", constant({ kind: "bool", value: false }, BOOL), nameConst(message));
  }

  // ---- control ----

  jump(target: Block, args: Value[] = []): void {
    this.block.exits = [link(target, args)];
  }

  branch(condition: Value, yes: Block, no: Block): void {
    this.block.exitSwitch = condition;
    this.block.exits = [link(no, [], false), link(yes, [], true)];
  }

  start(block: Block): void {
    this.block = block;
  }

  /** `condition ? yes() : no()` with a result of the given type. */
  choose(condition: Value, type: LowType, yes: () => Value, no: () => Value): Variable {
    const result = new Variable("t", type);
    const join = new Block([result], "join");
    const [then, otherwise] = [new Block([], "then"), new Block([], "else")];
    this.branch(condition, then, otherwise);
    this.start(then);
    this.jump(join, [yes()]);
    this.start(otherwise);
    this.jump(join, [no()]);
    this.start(join);
    return result;
  }
}

export function structOfValue(v: Value): StructType {
  if (v.type?.tag !== "ref") return broken(`${v.tag === "var" ? v.hint : "constant"} is no reference`);
  return v.type.to;
}

export const intConst = (value: number): Constant => numberConst(value, INT);
export const floatConst = (value: number): Constant => numberConst(value, FLOAT);
export const boolConstant = (value: boolean): Constant => constant({ kind: "bool", value }, BOOL);
export const int64Const = (value: bigint): Constant => constant({ kind: "int64", value }, INT);
export const prebuiltConst = (object: PrebuiltObject, type: LowType = object.struct.ref): Constant =>
  constant({ kind: "prebuilt", object }, type);

/** Any constant of the type, for paths that are never taken. */
export function anyConst(type: LowType): Constant {
  if (type.tag === "ref" || type.tag === "func") return constant({ kind: "nullref" }, type);
  if (type === BOOL) return boolConstant(false);
  if (type === FLOAT) return floatConst(0);
  if (type === VOID) return constant({ kind: "undefined" }, VOID);
  if (type === WORD) return numberConst(0, WORD);
  return intConst(0);
}
