// Makes a graph that can stop and go on: the body of a generator becomes a state machine. Each suspension stores its
// number in the generator and returns; the next run begins with a jump by that number. A variable that is needed after
// a suspension lives in a field of the generator: stored where it is defined, loaded in each other block that uses it.
// Needs: wellFormed, without merged blocks (a suspension ends its block). Keeps: wellFormed.

import { numberConst } from "../../model/constants.ts";
import type { FlowOp } from "../../model/flow-ops.ts";
import {
  Block,
  blocksOf,
  type Graph,
  link,
  type Op,
  RAISES,
  type Value,
  Variable,
} from "../../model/graph.ts";
import { name, UNDEFINED } from "./builder.ts";

export interface Suspension {
  /** Ends by jumping to `resume`. */
  readonly block: Block;
  readonly resume: Block;
}

/** States of a generator; larger numbers are those of suspensions, in the order of the source. */
export const NOT_STARTED = 0;
export const FINISHED = -1;
export const RUNNING = -2;

/** Returns the names of the fields that hold variables. */
export function splitAtSuspensions(graph: Graph, generator: Value, all: readonly Suspension[]): string[] {
  const reached = new Set(blocksOf(graph));
  const suspensions = all.filter((s) => reached.has(s.block));
  const saved = savedVariables(graph, suspensions, generator);
  const slots = new Map<Variable, string>();
  let n = 0;
  for (const v of saved) slots.set(v, `${v.hint}@${++n}`);
  loadSaved(graph, generator, slots);
  storeSaved(graph, generator, slots);
  dispatch(graph, generator, suspensions);
  return [...slots.values()];
}

function op(opName: FlowOp, args: Value[], hint = "none"): Op {
  return { name: opName, args, result: new Variable(hint), pos: null };
}

/** Variables that a block uses before it defines them, and those it defines. */
function usedAndDefined(block: Block): { used: Set<Variable>; defined: Set<Variable> } {
  const used = new Set<Variable>();
  const defined = new Set<Variable>(block.inputs);
  const use = (v: Value): void => {
    if (v instanceof Variable && !defined.has(v)) used.add(v);
  };
  for (const o of block.ops) {
    o.args.forEach(use);
    defined.add(o.result);
  }
  if (block.exitSwitch !== null && block.exitSwitch !== RAISES) use(block.exitSwitch);
  for (const l of block.exits) {
    if (l.exception !== undefined) defined.add(l.exception);
    l.args.forEach(use);
  }
  return { used, defined };
}

/** What is live where the body goes on after a suspension, in the order of definition. */
function savedVariables(graph: Graph, suspensions: readonly Suspension[], generator: Value): Variable[] {
  const blocks = blocksOf(graph);
  const facts = new Map(blocks.map((b) => [b, usedAndDefined(b)]));
  const live = new Map<Block, Set<Variable>>(blocks.map((b) => [b, new Set(facts.get(b)?.used)]));
  for (let changed = true; changed;) {
    changed = false;
    for (const b of [...blocks].reverse()) {
      const mine = live.get(b) as Set<Variable>;
      const before = mine.size;
      for (const l of b.exits)
        for (const v of live.get(l.target) ?? []) if (facts.get(b)?.defined.has(v) !== true) mine.add(v);
      changed ||= mine.size !== before;
    }
  }
  const needed = new Set(suspensions.flatMap((s) => [...(live.get(s.resume) ?? [])]));
  // The generator itself is given to each run.
  if (generator instanceof Variable) needed.delete(generator);
  const ordered = blocks.flatMap((b) => [...b.inputs, ...b.ops.map((o) => o.result)]);
  return ordered.filter((v) => needed.has(v));
}

function loadSaved(graph: Graph, generator: Value, slots: ReadonlyMap<Variable, string>): void {
  for (const b of blocksOf(graph)) {
    const { used } = usedAndDefined(b);
    const loads: Op[] = [];
    const map = new Map<Variable, Variable>();
    for (const v of used) {
      const slot = slots.get(v);
      if (slot === undefined) continue;
      const load = op("get_state", [generator, name(slot)], v.hint);
      loads.push(load);
      map.set(v, load.result);
    }
    if (map.size === 0) continue;
    const final = (v: Value): Value => (v instanceof Variable ? (map.get(v) ?? v) : v);
    for (const o of b.ops) o.args = o.args.map(final);
    if (b.exitSwitch !== null && b.exitSwitch !== RAISES) b.exitSwitch = final(b.exitSwitch);
    for (const l of b.exits) l.args = l.args.map(final);
    b.ops.unshift(...loads);
  }
}

function storeSaved(graph: Graph, generator: Value, slots: ReadonlyMap<Variable, string>): void {
  const store = (v: Variable): Op[] => {
    const slot = slots.get(v);
    return slot === undefined ? [] : [op("set_state", [generator, name(slot), v])];
  };
  // What the last operation of a raising block gives is stored where the block goes on: nothing may follow it there.
  const later = new Map<Block, Op[]>();
  for (const b of blocksOf(graph)) {
    const last = b.exitSwitch === RAISES ? b.ops[b.ops.length - 1] : undefined;
    const next = b.exits[0]?.target;
    if (last !== undefined && next !== undefined) later.set(next, store(last.result));
    b.ops = [
      ...b.inputs.flatMap(store),
      ...b.ops.flatMap((o) => (o === last ? [o] : [o, ...store(o.result)])),
    ];
  }
  for (const [b, stores] of later) b.ops.unshift(...stores);
}

/** The runs begin here: by the state, in the body's first block or behind the suspension. */
function dispatch(graph: Graph, generator: Value, suspensions: readonly Suspension[]): void {
  const first = graph.start;
  const begin = new Block(first.inputs, "dispatch");
  first.inputs = [];
  graph.start = begin;
  const state = op("get_state", [generator, name("state")], "state");
  begin.ops.push(state, op("set_state", [generator, name("state"), numberConst(RUNNING)]));
  let at = begin;
  suspensions.forEach(({ block, resume }, i) => {
    const is = op("eq", [state.result, numberConst(i + 1)], "t");
    const next = new Block([], "dispatch");
    at.ops.push(is);
    at.exitSwitch = is.result;
    at.exits = [link(next, [], false), link(resume, [], true)];
    at = next;
    block.ops.push(op("set_state", [generator, name("state"), numberConst(i + 1)]));
    block.exits = [link(graph.returnBlock, [UNDEFINED])];
  });
  at.exits = [link(first)];
}
