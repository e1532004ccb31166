// Graphs of functions that stand nowhere in the source: makers of classes that are values, accessors of object
// literals, bound methods. Written with an SSA builder directly. Gives: wellFormed.

import { constant, nameConst, numberConst } from "../../model/constants.ts";
import { entityConst, type FuncEntity, type Param } from "../../model/entities.ts";
import { type FlowOp, REST_MARK } from "../../model/flow-ops.ts";
import { Graph, type Value, Variable } from "../../model/graph.ts";
import { mergeBlocks, simplifyParams } from "../../model/simplify.ts";
import { SsaBuilder } from "./ssa.ts";

/** What the body of a synthetic function is written with. */
export class SyntheticBody {
  readonly ssa: SsaBuilder;
  /** The function's `this`, if it has one. */
  readonly self: Value | undefined;
  readonly params: readonly Value[];
  readonly captures: readonly Value[];
  readonly #params: readonly Param[];

  constructor(graph: Graph, f: FuncEntity) {
    this.ssa = new SsaBuilder(graph);
    this.ssa.pos = f.pos;
    this.#params = f.params;
    const closure = f.captures.length > 0 ? graph.args[0] : undefined;
    const others = closure === undefined ? graph.args : graph.args.slice(1);
    this.self = f.hasThis ? others[0] : undefined;
    this.params = f.hasThis ? others.slice(1) : others;
    this.captures =
      closure === undefined
        ? []
        : f.captures.map((c, i) => this.emit("get_capture", [closure, numberConst(i)], c.name));
  }

  emit(op: FlowOp, args: Value[], hint = "t"): Variable {
    return this.ssa.emit(op, args, hint);
  }

  /** Calls exactly this function with `this`, if it has one, and what this function's own parameters were given. */
  forward(f: FuncEntity, ...first: Value[]): Variable {
    return this.emit("call_func", [entityConst(f), ...first, ...this.given]);
  }

  /** The arguments as they are passed on: those of a rest parameter one by one again. */
  get given(): Value[] {
    return passedOn(this.#params, this.params);
  }

  return(v: Value): void {
    this.ssa.return(v);
  }

  /** `test ? yes : no`, each with a jump of its own. */
  choose(test: Value, yes: () => Value, no: () => Value): Value {
    const [then, otherwise, join] = ["then", "else", "join"].map((hint) => this.ssa.newBlock(hint));
    if (then === undefined || otherwise === undefined || join === undefined) return test;
    const key = "@choice";
    this.ssa.branch(test, then, otherwise);
    for (const [block, value] of [
      [then, yes],
      [otherwise, no],
    ] as const) {
      this.ssa.start(block);
      this.ssa.write(key, value());
      this.ssa.jump(join);
    }
    this.ssa.start(join);
    return this.ssa.read(key, "t");
  }
}

/** Operands of a call that passes on what parameters were given. */
export function passedOn(params: readonly Param[], values: readonly Value[]): Value[] {
  return params.flatMap((p, i) => {
    const v = values[i] ?? constant({ kind: "undefined" });
    return p.rest ? [nameConst(REST_MARK), v] : [v];
  });
}

/** The graph of a synthetic function: its arguments are the closure, `this` and the parameters, as of any function. */
export function syntheticGraph(f: FuncEntity, write: (body: SyntheticBody) => void): Graph {
  const args = [
    ...(f.captures.length > 0 ? [new Variable("closure")] : []),
    ...(f.hasThis ? [new Variable("this")] : []),
    ...f.params.map((p) => new Variable(p.name)),
  ];
  const graph = new Graph(f.key, f.name, args, f.pos, f.hints);
  graph.unit = f.unit;
  write(new SyntheticBody(graph, f));
  simplifyParams(graph);
  mergeBlocks(graph);
  return graph;
}
