// Helper functions: product code of rlib/core/low, written in a low-level dialect of RTS whose types are the machine
// types of their arguments. One instance is compiled per list of argument types, directly from its flow graph: no
// inference is needed, since every operation's result type follows from its operands.
// In the dialect ints wrap at 64 bits, bit operations are JavaScript's, `a[i]` and `o.f` are unchecked loads and
// stores, and the functions of rlib/core/low/intrinsics.ts are single operations.

import type { FuncEntity } from "../model/entities.ts";
import type { FlowOp } from "../model/flow-ops.ts";
import {
  Block,
  blocksOf,
  Graph,
  type Link,
  link,
  type Op,
  RAISES,
  type Value,
  Variable,
} from "../model/graph.ts";
import { simplifyGraph } from "../model/simplify.ts";
import { FLOAT, type LowType, type StructType, typeText, VOID } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { anyConst, boolConstant, floatConst, intConst, LowBuilder } from "./builder.ts";
import type { Boxes } from "./boxes.ts";
import type { StringTypes } from "./reprs.ts";
import { DIRECT, type DirectContext } from "./direct-ops.ts";

export interface HelperLibrary {
  coreFunction(name: string): FuncEntity | undefined;
  /** The constant string with this text. */
  stringConst(text: string): Value;
}

export interface Helper {
  readonly key: string;
  readonly result: LowType;
}

/** The nearest layout that both extend. */
function commonBase(a: StructType, b: StructType): StructType {
  let s = b;
  while (!a.extends(s)) s = s.base ?? broken("layouts without a common base");
  return s;
}

/** Makes an entity constant mean something in a helper; wired by the rtyper. */
export interface HelperHost extends HelperLibrary {
  readonly graphs: Map<string, Graph>;
  readonly strings: StringTypes;
  readonly errorType: () => LowType;
  /** The layout of bigints that are no words, made when something asks for it. */
  readonly bigint: () => StructType;
  readonly hasBigint: () => boolean;
  readonly isBigint: (struct: StructType) => boolean;
  /** The layout of arrays of strings. */
  readonly stringItems: () => StructType;
  /** Layouts of boxed keys, if the program has values of unlike kinds. */
  readonly boxes: () => Boxes | null;
  /** The prebuilt array of the 256 strings of one Latin-1 character. */
  readonly charStrings: () => Value;
}

export class Helpers {
  readonly #host: HelperHost;
  readonly #instances = new Map<string, Helper>();
  readonly #running = new Set<string>();
  readonly #recursive = new Set<string>();

  constructor(host: HelperHost) {
    this.#host = host;
  }

  /** The instance of a helper for these argument types, compiled now if it is the first. */
  get(name: string, args: readonly LowType[]): Helper {
    const entity = this.#host.coreFunction(name) ?? broken(`no helper ${name}`);
    return this.instance(entity, args);
  }

  instance(entity: FuncEntity, args: readonly LowType[]): Helper {
    const generic = entity.generic || args.some((t) => t.tag === "ref" && t.to !== this.#host.strings.string);
    const key = generic ? `${entity.name}<${args.map(typeText).join(",")}>` : entity.name;
    const known = this.#instances.get(key);
    if (known !== undefined) return known;
    // Calls of itself, directly or not: what they give is not known yet, so it must be nothing.
    if (this.#running.has(key)) {
      this.#recursive.add(key);
      return { key, result: VOID };
    }
    return this.#compile(entity, key, args);
  }

  #compile(entity: FuncEntity, key: string, args: readonly LowType[]): Helper {
    if (args.length !== entity.params.length)
      broken(`${key} takes ${entity.params.length} arguments, not ${args.length}`);
    this.#running.add(key);
    const flow = entity.graph();
    const low = new Graph(
      key,
      entity.name,
      flow.args.map((v, i) => new Variable(v.hint, args[i])),
      entity.pos,
      entity.hints,
    );
    low.unit = "core";
    if (entity.hints.has("known")) low.known = entity.name;
    const result = new DirectTyper(this, this.#host, flow, low).run();
    low.resultType = result;
    (low.returnBlock.inputs[0] as Variable).type = result;
    (low.raiseBlock.inputs[0] as Variable).type = this.#host.errorType();
    simplifyGraph(low);
    const helper: Helper = { key, result };
    if (this.#recursive.has(key) && result !== VOID) broken(`${key} calls itself and has a result`);
    this.#instances.set(key, helper);
    this.#host.graphs.set(key, low);
    return helper;
  }
}

/** Types one helper's flow graph from the start block on, in reverse postorder. */
class DirectTyper implements DirectContext {
  readonly b: LowBuilder;
  readonly helpers: Helpers;
  readonly host: HelperHost;
  readonly #flow: Graph;
  readonly #low: Graph;
  readonly #values = new Map<Variable, Value>();
  readonly #blocks = new Map<Block, Block>();
  #result: LowType = VOID;

  constructor(helpers: Helpers, host: HelperHost, flow: Graph, low: Graph) {
    this.helpers = helpers;
    this.host = host;
    this.#flow = flow;
    this.#low = low;
    this.b = new LowBuilder(low.start);
  }

  run(): LowType {
    this.#blocks.set(this.#flow.start, this.#low.start);
    this.#blocks.set(this.#flow.returnBlock, this.#low.returnBlock);
    this.#blocks.set(this.#flow.raiseBlock, this.#low.raiseBlock);
    this.#flow.args.forEach((v, i) => this.#values.set(v, this.#low.args[i] as Variable));
    for (const block of blocksOf(this.#flow)) {
      if (block === this.#flow.returnBlock || block === this.#flow.raiseBlock) continue;
      const low = this.#blocks.get(block);
      if (low !== undefined) this.#block(block, low);
    }
    return this.#result;
  }

  value(v: Value, wanted?: LowType): Value {
    if (v instanceof Variable)
      return this.#values.get(v) ?? broken(`${this.#low.key}: ${v.hint} has no value yet`);
    switch (v.value.kind) {
      case "number":
        return wanted === FLOAT || v.type === FLOAT || !Number.isSafeInteger(v.value.value)
          ? floatConst(v.value.value)
          : intConst(v.value.value);
      case "bool":
        return boolConstant(v.value.value);
      case "string":
        return this.host.stringConst(v.value.value);
      case "null":
      case "undefined":
        return anyConst(wanted ?? VOID);
      default:
        return v;
    }
  }

  #block(flow: Block, low: Block): void {
    this.b.start(low);
    for (const op of flow.ops) {
      this.b.pos = op.pos;
      const result = this.#op(op);
      if (result === null) {
        this.#never();
        return;
      }
      this.#values.set(op.result, result);
    }
    if (flow.exitSwitch === RAISES) broken(`${this.#low.key}: helpers catch no exceptions`);
    const condition = flow.exitSwitch === null ? null : this.value(flow.exitSwitch);
    const exits =
      condition?.tag === "const" && condition.value.kind === "bool"
        ? flow.exits.filter((l) => l.case === (condition.value as { value: boolean }).value)
        : flow.exits;
    this.b.block.exitSwitch = exits.length > 1 ? condition : null;
    this.b.block.exits = exits.map((l) => this.#link(l, exits.length > 1 ? l.case : null));
  }

  #op(op: Op): Value | null {
    const row = DIRECT[op.name as FlowOp] ?? broken(`${this.#low.key}: ${op.name} in a helper`);
    return row(this, op);
  }

  /** After an operation that never completes: a way out that is never taken. */
  #never(): void {
    this.b.block.exitSwitch = null;
    this.b.block.exits = [link(this.#low.returnBlock, [anyConst(this.#result)])];
    this.#unfinished.push(this.b.block);
  }

  readonly #unfinished: Block[] = [];
  /** Returns of null before the result's type was known. */
  readonly #nullReturns: Link[] = [];

  #link(l: Link, c: Link["case"]): Link {
    if (l.target === this.#flow.returnBlock) return this.#return(l);
    let target = this.#blocks.get(l.target);
    if (target === undefined) {
      const inputs = l.target.inputs.map((v, i) => new Variable(v.hint, this.#inputType(l, i)));
      target = new Block(inputs, l.target.hint);
      this.#blocks.set(l.target, target);
      l.target.inputs.forEach((v, i) => this.#values.set(v, inputs[i] as Variable));
    }
    const into = target;
    return link(
      into,
      l.args.map((a, i) => this.value(a, into.inputs[i]?.type)),
      c,
    );
  }

  /** The type of a block parameter: of the first argument that has one (null alone has none). */
  #inputType(l: Link, i: number): LowType {
    const a = l.args[i] as Value;
    if (a.tag === "const" && (a.value.kind === "null" || a.value.kind === "undefined"))
      return this.#typeByOtherLinks(l.target, i);
    return this.value(a).type as LowType;
  }

  #typeByOtherLinks(target: Block, i: number): LowType {
    for (const b of blocksOf(this.#flow))
      for (const l of b.exits) {
        const a = l.target === target ? l.args[i] : undefined;
        const t = a instanceof Variable ? this.#values.get(a)?.type : undefined;
        if (t !== undefined) return t;
      }
    return broken(
      `${this.#low.key}: the type of a null cannot be told; give the variable another first value`,
    );
  }

  #return(l: Link): Link {
    const v = this.value(l.args[0] as Value, this.#result === VOID ? undefined : this.#result);
    const type = v.type ?? VOID;
    if (this.#result === VOID && type !== VOID) {
      this.#result = type;
      for (const early of this.#nullReturns) early.args = [anyConst(type)];
      for (const b of this.#unfinished) for (const exit of b.exits) exit.args = [anyConst(type)];
    } else if (type.tag === "ref" && this.#result.tag === "ref")
      this.#result = commonBase(type.to, this.#result.to).ref;
    const made = link(this.#low.returnBlock, [v]);
    if (type === VOID && v.tag === "const") this.#nullReturns.push(made);
    return made;
  }
}
