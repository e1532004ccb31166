// Lowers one function's flow graph to low-level operations, block by block. What an operation becomes is decided by
// the rows of `LOWER` (lower-*.ts); this file does variables, blocks, exits and exception edges.
// Needs: annotated. Gives: typed.

import type { Engine, FunctionState } from "../annotator/engine.ts";
import { type Annotation, bigint, isBottom } from "../annotator/lattice.ts";
import type { FlowOp, PerFlowOp } from "../model/flow-ops.ts";
import type { ForeignFunction } from "../model/foreign.ts";
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
import type { LowType } from "../model/types.ts";
import { broken, type CatalogueCode, type Parts, refusal } from "../support/diagnostics.ts";
import { anyConst, LowBuilder } from "./builder.ts";
import { convert } from "./convert.ts";
import type { Dispatch } from "./dispatch.ts";
import type { Families } from "../annotator/families.ts";
import type { Helpers } from "./helpers.ts";
import { modularVariables } from "./modular.ts";
import type { Prebuilt } from "./prebuilt.ts";
import type { Repr, Reprs } from "./reprs.ts";

/** What all functions of a program share while they are lowered. */
export interface Shared {
  readonly engine: Engine;
  readonly reprs: Reprs;
  readonly families: Families;
  readonly helpers: Helpers;
  readonly prebuilt: Prebuilt;
  readonly dispatch: Dispatch;
  readonly rows: PerFlowOp<LowerRow>;
  /** C functions that are called, for the program. */
  readonly foreign: Map<string, ForeignFunction>;
}

/** The operation's value, in the representation of its result (`cx.repr(op.result)`). */
export type LowerRow = (cx: Lowering, op: Op) => Value;

export class Lowering {
  readonly shared: Shared;
  readonly b: LowBuilder;
  readonly state: FunctionState;
  readonly graph: Graph;
  readonly #values = new Map<Variable, Value>();
  readonly #blocks = new Map<Block, Block>();
  readonly #temporaries = new Map<Variable, Annotation>();
  readonly #result: Repr;

  constructor(shared: Shared, state: FunctionState) {
    this.shared = shared;
    this.state = state;
    const flow = state.graph;
    for (const v of modularVariables(state, (x) => shared.engine.result(x)))
      this.#temporaries.set(v, bigint("mod"));
    const args: Variable[] = [];
    for (const v of flow.args) {
      const repr = this.repr(v);
      if (repr.kind === "void") continue;
      const low = new Variable(v.hint, repr.low);
      args.push(low);
      this.#values.set(v, low);
    }
    this.graph = new Graph(flow.key, flow.name, args, flow.pos, flow.hints);
    this.graph.unit = state.entity.unit;
    this.#result = this.repr(flow.returnBlock.inputs[0] as Variable);
    this.graph.resultType = this.#result.low;
    (this.graph.returnBlock.inputs[0] as Variable).type = this.#result.low;
    (this.graph.raiseBlock.inputs[0] as Variable).type = this.errorType();
    this.b = new LowBuilder(this.graph.start, shared.helpers);
  }

  run(): Graph {
    const { graph: flow, reached } = this.state;
    this.#blocks.set(flow.start, this.graph.start);
    this.#blocks.set(flow.returnBlock, this.graph.returnBlock);
    this.#blocks.set(flow.raiseBlock, this.graph.raiseBlock);
    for (const block of blocksOf(flow)) if (reached.has(block)) this.#lowBlock(block);
    for (const block of blocksOf(flow))
      if (reached.has(block) && block !== flow.returnBlock && block !== flow.raiseBlock) this.#block(block);
    simplifyGraph(this.graph);
    return this.graph;
  }

  // ---- values ----

  annotation(v: Value): Annotation {
    return (v instanceof Variable ? this.#temporaries.get(v) : undefined) ?? this.shared.engine.result(v);
  }

  repr(v: Value): Repr {
    return this.shared.reprs.of(this.annotation(v));
  }

  reprOf(a: Annotation): Repr {
    return this.shared.reprs.of(a);
  }

  /** The value in its own representation. */
  value(v: Value): Value {
    if (v instanceof Variable) return this.#values.get(v) ?? anyConst(this.repr(v).low);
    return this.shared.prebuilt.constantOf(v, this.repr(v));
  }

  /** The value in another representation; `sure` if the annotator has proven that it fits. */
  as(v: Value, to: Repr, sure = false): Value {
    if (
      v.tag === "const" &&
      (v.value.kind === "number" ||
        v.value.kind === "bigint" ||
        v.value.kind === "string" ||
        v.value.kind === "bool")
    )
      return this.shared.prebuilt.constantOf(v, to);
    return convert(this.b, this.value(v), this.repr(v), to, sure);
  }

  /** A value of known representation as the result of an operation. */
  result(op: Op, v: Value, from: Repr): Value {
    return convert(this.b, v, from, this.repr(op.result), true);
  }

  errorType(): LowType {
    const cls = this.shared.engine.input.library.coreClass("Error") ?? broken("no class Error");
    return this.shared.reprs.classStruct(cls).ref;
  }

  /** A variable for a value that rows made on the way, with the annotation it has. */
  temporary(v: Value, annotation: Annotation): Variable {
    const t = new Variable("t");
    this.#values.set(t, v);
    this.#temporaries.set(t, annotation);
    return t;
  }

  // ---- calls ----

  /** Calls a helper of the library. */
  help(name: string, args: Value[], hint?: string): Variable {
    return this.b.help(name, args, hint);
  }

  refuse(op: Op, code: CatalogueCode, parts: Parts): Error {
    return refusal(code, op.pos === null ? undefined : this.shared.engine.input.place(op.pos), parts);
  }

  // ---- blocks ----

  #lowBlock(flow: Block): Block {
    const known = this.#blocks.get(flow);
    if (known !== undefined) return known;
    const inputs: Variable[] = [];
    for (const v of flow.inputs) {
      const repr = this.repr(v);
      if (repr.kind === "void") continue;
      const low = new Variable(v.hint, repr.low);
      inputs.push(low);
      this.#values.set(v, low);
    }
    const block = new Block(inputs, flow.hint);
    this.#blocks.set(flow, block);
    return block;
  }

  #block(flow: Block): void {
    this.b.start(this.#blocks.get(flow) ?? broken("block lost"));
    for (const op of flow.ops) {
      const last = op === flow.ops[flow.ops.length - 1];
      this.b.handler =
        last && flow.exitSwitch === RAISES ? (): Link => this.#exceptionLink(flow.exits[1] as Link) : null;
      this.b.pos = op.pos;
      const value = this.#op(op);
      if (value === null) {
        // The annotator knows no way for the operation to complete; should it, the program must not go on.
        this.b.fail("impossible");
        this.b.handler = null;
        this.#never();
        return;
      }
      this.b.handler = null;
      this.#values.set(op.result, value);
    }
    this.#exits(flow);
  }

  /** Null if the operation never completes. */
  #op(op: Op): Value | null {
    if (op.args.some((a) => isBottom(this.annotation(a)))) return null;
    const dead = isBottom(this.annotation(op.result));
    if (dead && op.args.some((a) => this.annotation(a).base === null)) {
      this.b.fail(
        op.name.startsWith("get_item") || op.name === "call_method" || op.name.endsWith("prop")
          ? "null"
          : "absent",
      );
      return null;
    }
    const value = this.shared.rows[op.name as FlowOp](this, op);
    return dead ? null : value;
  }

  // What follows can never run; the block still needs a way out.
  #never(): void {
    this.b.block.exitSwitch = null;
    this.b.block.exits = [link(this.graph.returnBlock, [anyConst(this.#result.low)])];
  }

  #exits(flow: Block): void {
    const exits = flow.exits;
    if (flow.exitSwitch === null || flow.exitSwitch === RAISES) {
      this.#leave(exits[0] as Link);
      return;
    }
    const base = this.annotation(flow.exitSwitch).base;
    const only = base?.kind === "bool" ? base.value : undefined;
    if (only !== undefined) this.#leave(exits.find((l) => l.case === only) as Link);
    else {
      const condition = this.value(flow.exitSwitch);
      // Conversions of arguments emit operations, so each side gets its own block for them.
      const from = this.b.block;
      from.exitSwitch = condition;
      from.exits = exits.map((l) => {
        const edge = new Block([], "edge");
        this.b.start(edge);
        this.#leave(l);
        return link(edge, [], l.case);
      });
    }
  }

  // Conversions of the arguments may open new blocks, so the exit belongs to the block that is current afterwards.
  #leave(l: Link): void {
    const out = this.#link(l);
    this.b.block.exits = [out];
  }

  #link(l: Link): Link {
    const target = this.#blocks.get(l.target) ?? broken("link into an unreached block");
    if (l.target === this.state.graph.returnBlock)
      return link(target, [this.as(l.args[0] as Value, this.#result, true)]);
    if (l.target === this.state.graph.raiseBlock) return link(target, [this.#error(l.args[0] as Value)]);
    return link(target, this.#linkArgs(l));
  }

  #linkArgs(l: Link): Value[] {
    const args: Value[] = [];
    l.target.inputs.forEach((input, i) => {
      const to = this.repr(input);
      if (to.kind !== "void") args.push(this.as(l.args[i] as Value, to, true));
    });
    return args;
  }

  #error(v: Value): Value {
    const type = this.errorType();
    return type.tag === "ref" ? this.b.cast(this.value(v), type.to) : broken("error type");
  }

  /** A fresh exceptional exit: one per raising operation that the row emits. */
  #exceptionLink(l: Link): Link {
    const exception = new Variable("error", this.errorType());
    const caught = new Variable("error", this.errorType());
    this.#values.set(l.exception ?? broken("exceptional exit without exception"), caught);
    const edge = new Block([caught], "handler");
    const { block, handler } = this.b;
    this.b.handler = null;
    this.b.start(edge);
    this.#leave(l);
    this.b.start(block);
    this.b.handler = handler;
    return { target: edge, args: [exception], case: null, exception };
  }
}
