// Which graphs the tracer looks into: from the portals over everything a call may run, as far as nothing forbids it.
// What is not looked into is called as it is (residual), and the report says why.

import { MOST_CALL_ARGUMENTS } from "../tables/pools.ts";
import { classOf } from "./code.ts";
import { whyNotLowerable } from "./lower.ts";
import type { Portal } from "./portals.ts";
import { CallGraph } from "../../translator/model/call-graph.ts";
import { blocksOf, type Block, type Graph, type Position } from "../../translator/model/graph.ts";
import type { Program } from "../../translator/model/program.ts";
import { signatureFits } from "../../translator/model/verify-structs.ts";

export interface Residual {
  readonly graph: Graph;
  readonly reason: string;
  readonly pos: Position | null;
}

/** A graph that is residual only because an operation in it has no jitcode. */
export interface Refused {
  readonly graph: Graph;
  readonly op: string;
  readonly why: string;
  readonly pos: Position | null;
}

export interface Policy {
  /** Portals first, then in the order of discovery. */
  readonly visible: readonly Graph[];
  readonly residual: readonly Residual[];
  readonly refused: readonly Refused[];
}

/** Hints that keep the tracer out, and what the report says of them. */
const CLOSED: Readonly<Record<string, string>> = {
  elidable: "@elidable",
  elidablePromote: "@elidablePromote",
  dontLookInside: "@dontLookInside",
  notInTrace: "@notInTrace",
  loopInvariant: "@loopInvariant",
};

/** `excluded`: graphs known to be too large, with the reason. */
export function choosePolicy(
  program: Program,
  portals: readonly Portal[],
  excluded: ReadonlyMap<string, string> = new Map(),
): Policy {
  const isPortal = new Set(portals.map((p) => p.graph));
  const visible = new Set(isPortal);
  const residual = new Map<string, Residual>();
  const refused: Refused[] = [];
  const calls = new CallGraph(program);
  const meet = (key: string, recursive: boolean): void => {
    const graph = program.graphs.get(key);
    if (graph === undefined || residual.has(key)) return;
    if (isPortal.has(graph)) {
      if (recursive)
        residual.set(key, { graph, reason: "a portal: its loop is traced by itself", pos: graph.pos });
      return;
    }
    if (visible.has(graph)) return;
    const reason = excluded.get(key) ?? whyResidual(graph);
    const problem = reason === null ? notLowerable(graph) : null;
    if (reason !== null) residual.set(key, { graph, reason, pos: graph.pos });
    else if (problem === null) visible.add(graph);
    else {
      refused.push(problem);
      residual.set(key, { graph, reason: `${problem.op}: ${problem.why}`, pos: problem.pos });
    }
  };
  // A Set iterates over what is added meanwhile.
  for (const graph of visible) for (const key of reachedFrom(program, graph, calls)) meet(key, true);
  return { visible: [...visible], residual: [...residual.values()], refused };
}

/** Why the tracer stays out of a graph, as far as the graph's looks tell. */
export function whyResidual(graph: Graph): string | null {
  if (graph.known !== undefined) return `known call ${graph.known}`;
  const hint = Object.keys(CLOSED).find((h) => graph.hints.has(h));
  if (hint !== undefined) return CLOSED[hint] ?? hint;
  const params = graph.args.filter((v) => classOf(v.type) !== null).length;
  if (params > MOST_CALL_ARGUMENTS) return `too large: ${params} parameters`;
  if (hasLoop(graph) && !graph.hints.has("unrollSafe")) return "a loop without @unrollSafe";
  return null;
}

function notLowerable(graph: Graph): Refused | null {
  for (const block of blocksOf(graph)) {
    for (const op of block.ops) {
      const why = whyNotLowerable(op);
      if (why !== null) return { graph, op: op.name, why, pos: op.pos ?? graph.pos };
    }
    for (const exit of block.exits)
      if (typeof exit.case === "number" && (exit.case | 0) !== exit.case)
        return { graph, op: "switch", why: `the case ${exit.case} has more than 32 bits`, pos: graph.pos };
  }
  return null;
}

/** Does control come back to some block? */
export function hasLoop(graph: Graph): boolean {
  const state = new Map<Block, "open" | "done">([[graph.start, "open"]]);
  const stack = [{ block: graph.start, at: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const target = top.block.exits[top.at++]?.target;
    if (target === undefined) {
      state.set(top.block, "done");
      stack.pop();
    } else if (state.get(target) === "open") return true;
    else if (!state.has(target)) {
      state.set(target, "open");
      stack.push({ block: target, at: 0 });
    }
  }
  return false;
}

/** Keys of the graphs whose code may run where the tracer looks into this one. */
function* reachedFrom(program: Program, graph: Graph, calls: CallGraph): Generator<string> {
  for (const block of blocksOf(graph))
    for (const op of block.ops) {
      const callee = op.args[0];
      if (op.name === "call" && callee?.tag === "const" && callee.value.kind === "graph")
        yield callee.value.key;
      if (op.name !== "call_indirect") continue;
      const type = callee?.type;
      for (const key of calls.targets(op)?.keys ?? [])
        if (type === undefined || signatureFits(program, key, type)) yield key;
    }
}
