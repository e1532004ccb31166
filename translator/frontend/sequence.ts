// Straight-line flow graphs for functions of our own making: calls one after the other, and guards around calls.

import { constant } from "../model/constants.ts";
import { entityConst, FuncEntity, type Entity } from "../model/entities.ts";
import type { FlowOp } from "../model/flow-ops.ts";
import {
  Block,
  type Graph,
  link,
  type Op,
  RAISES,
  type Value,
  Variable,
  type Position,
} from "../model/graph.ts";

/** Appends operations to one block. */
export class Sequence {
  readonly block: Block;
  private readonly pos: Position | null;

  constructor(block: Block, pos: Position | null) {
    this.block = block;
    this.pos = pos;
  }

  op(name: FlowOp, args: Value[], hint = "t"): Variable {
    const op: Op = { name, args, result: new Variable(hint), pos: this.pos };
    this.block.ops.push(op);
    return op.result;
  }

  /** A call of a function or builtin. */
  call(callee: Entity, args: readonly Value[], hint?: string): Variable {
    const name = callee instanceof FuncEntity ? "call_func" : "call";
    return this.op(name, [entityConst(callee), ...args], hint);
  }

  return(graph: Graph, value: Value = constant({ kind: "undefined" })): void {
    this.block.exits = [link(graph.returnBlock, [value])];
  }

  /** `try { return f(…) } catch (e) { failed(e); return … }`: the end of the block. */
  guard(graph: Graph, attempt: (s: Sequence) => Value, failed: (s: Sequence, error: Value) => Value): void {
    const value = attempt(this);
    const error = new Variable("error");
    const caught = new Variable("error");
    const handler = new Sequence(new Block([caught], "failed"), this.pos);
    this.block.exitSwitch = RAISES;
    this.block.exits = [
      link(graph.returnBlock, [value]),
      { target: handler.block, args: [error], case: null, exception: error },
    ];
    handler.return(graph, failed(handler, caught));
  }

  /** Where `condition` holds, the graph returns `value`; this sequence ends, the one given back goes on. */
  returnIf(graph: Graph, condition: Variable, value: Value): Sequence {
    const rest = new Sequence(new Block([], "rest"), this.pos);
    this.block.exitSwitch = condition;
    this.block.exits = [link(graph.returnBlock, [value], true), link(rest.block, [], false)];
    return rest;
  }
}
