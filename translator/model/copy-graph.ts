// A copy of a graph under another key, with blocks and variables of its own.

import { Block, blocksOf, Graph, RAISES, Variable, type Link, type Value } from "./graph.ts";
import { broken } from "../support/diagnostics.ts";

export function copyGraph(original: Graph, key: string): Graph {
  const values = new Map<Value, Variable>();
  const fresh = (v: Variable): Variable => {
    const made = new Variable(v.hint, v.type);
    values.set(v, made);
    return made;
  };
  const copy = new Graph(key, original.name, original.args.map(fresh), original.pos, original.hints);
  copy.resultType = original.resultType;
  copy.unit = original.unit;
  const blocks = new Map<Block, Block>([[original.start, copy.start]]);
  for (const [from, to] of [
    [original.returnBlock, copy.returnBlock],
    [original.raiseBlock, copy.raiseBlock],
  ] as const) {
    to.inputs = from.inputs.map(fresh);
    blocks.set(from, to);
  }
  const reached = blocksOf(original);
  for (const b of reached) if (!blocks.has(b)) blocks.set(b, new Block(b.inputs.map(fresh), b.hint));
  for (const b of reached) {
    for (const op of b.ops) fresh(op.result);
    for (const exit of b.exits) if (exit.exception !== undefined) fresh(exit.exception);
  }
  const value = (v: Value): Value =>
    v.tag === "const" ? v : (values.get(v) ?? broken(`'${v.hint}' is never defined`));
  const block = (b: Block): Block => blocks.get(b) ?? broken("a link leads to a block that was not found");
  for (const from of reached) {
    const to = block(from);
    to.ops = from.ops.map((op) => ({
      ...op,
      args: op.args.map(value),
      result: value(op.result) as Variable,
    }));
    const on = from.exitSwitch;
    to.exitSwitch = on === null || on === RAISES ? on : value(on);
    to.exits = from.exits.map(({ exception, ...exit }): Link => ({
      ...exit,
      args: exit.args.map(value),
      target: block(exit.target),
      ...(exception === undefined ? {} : { exception: value(exception) as Variable }),
    }));
  }
  return copy;
}
