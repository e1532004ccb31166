// The phases of `--opt=jit` on the way from typed graphs to jitcodes: optimizations of what the tracer will see, then
// jitcodes, pools and portals. Also what they leave for the report, dumps and the check of `jitVisible`.

import { choosePolicy, whyResidual, type Policy } from "../../jitgen/codewriter/policy.ts";
import { findPortals, type Portal } from "../../jitgen/codewriter/portals.ts";
import { checkReds } from "../../jitgen/codewriter/reds.ts";
import { installJit } from "../../jitgen/codewriter/rewrite.ts";
import { type JitData, writeJitcodes } from "../../jitgen/codewriter/write.ts";
import { removeDeadCode } from "../backendopt/dead-code.ts";
import { inlineCalls } from "../backendopt/inline.ts";
import { formSwitches } from "../backendopt/switches.ts";
import { CallGraph } from "../model/call-graph.ts";
import type { Changes } from "../model/changes.ts";
import { blocksOf, type Graph, opCount, type Position } from "../model/graph.ts";
import { knownCall } from "../model/known-calls.ts";
import { lowFacts } from "../model/ops.ts";
import type { Program } from "../model/program.ts";
import { refusal } from "../support/diagnostics.ts";
import type { Place } from "../support/positions.ts";
import { RaiseAnalysis } from "../transform/can-raise.ts";
import type { Translation } from "./translation.ts";

/** Operations of a graph worth inlining before tracing, and what a graph may grow to. */
const SMALL = 12;
const BUDGET = 400;

/** What `jitVisible` is checked against. */
export interface BeforePrejit {
  readonly mergePoints: number;
  readonly known: ReadonlyMap<string, string>;
}

export function placeIn(t: Translation): (pos: Position | null) => Place | undefined {
  return (pos) => (pos === null ? undefined : t.annotated?.universe.placeAt(pos));
}

export function prejit(t: Translation): void {
  const program = t.typed;
  const portals = findPortals(program, placeIn(t));
  if (portals.length === 0)
    throw refusal("RTS1404", undefined, {
      seen: "--opt=jit for a program that reaches no `jitMergePoint`.",
      why: "There is no interpreter loop to make a JIT from.",
      instead: "Mark the dispatch loop with a JitDriver (docs/jit.md), or translate with --opt=2.",
    });
  t.beforePrejit = { mergePoints: mergePointsIn(program), known: knownGraphs(program) };
  prejitProgram(program, portals, t.changes("prejit"));
}

/** `changes` counts and limits what is done. */
export function prejitProgram(program: Program, portals: readonly Portal[], changes: Changes): void {
  const visible = choosePolicy(program, portals).visible;
  const seen: Program = { ...program, graphs: new Map(visible.map((g) => [g.key, g])) };
  formSwitches(seen, changes);
  const recursive = new CallGraph(program).recursive();
  const raises = new RaiseAnalysis(program);
  const isPortal = new Set(portals.map((p) => p.graph));
  const isSeen = new Set(visible);
  inlineCalls(program, changes, {
    // The library is the same for every target.
    into: visible.filter((g) => g.unit === "target").reverse(),
    largest: SMALL,
    // What is small stays so: C copies it to where it is called.
    budget: (g) => (opCount(g) <= SMALL ? SMALL : BUDGET),
    candidate: (g) =>
      isSeen.has(g) &&
      !isPortal.has(g) &&
      !recursive.has(g.key) &&
      whyResidual(g) === null &&
      !g.hints.has("noinline") &&
      // A function of the target that raises is a line of the traceback.
      (g.unit === "core" || !raises.graphRaises(g.key)),
  });
  removeDeadCode(seen, changes);
}

export function jit(t: Translation): void {
  const data = writeJitcodes(t.typed, placeIn(t));
  if (data === null) return;
  checkReds(data, placeIn(t));
  installJit(t.typed, data);
  t.jit = data;
}

function mergePointsIn(program: Program): number {
  let n = 0;
  for (const graph of program.graphs.values())
    for (const block of blocksOf(graph)) n += block.ops.filter((op) => op.name === "jit_merge_point").length;
  return n;
}

function knownGraphs(program: Program): Map<string, string> {
  const known = new Map<string, string>();
  for (const g of program.graphs.values()) if (g.known !== undefined) known.set(g.key, g.known);
  return known;
}

/** Violations of `jitVisible`. */
export function jitVisibleProblems(t: Translation): string[] {
  const before = t.beforePrejit;
  if (before === undefined) return ["prejit has not run"];
  const program = t.typed;
  const now = mergePointsIn(program);
  if (now !== before.mergePoints) return [`there were ${before.mergePoints} merge points, now ${now}`];
  const problems: string[] = [];
  for (const [key, tag] of before.known)
    if (program.graphs.get(key)?.known !== tag) problems.push(`'${key}' is no longer the known call ${tag}`);
  for (const graph of choosePolicy(program, findPortals(program)).visible)
    problems.push(...graphProblems(graph));
  return problems;
}

function graphProblems(graph: Graph): string[] {
  const problems: string[] = [];
  if (knownCall(graph.known) !== undefined) problems.push(`the known call '${graph.key}' is looked into`);
  for (const block of blocksOf(graph))
    for (const op of block.ops) {
      if (lowFacts(op.name) === undefined) problems.push(`'${graph.key}' holds the unknown ${op.name}`);
      if (op.name.startsWith("exc_") || op.name === "stack_is_low")
        problems.push(`'${graph.key}' holds ${op.name}: a check has been expanded`);
    }
  return problems;
}

/** What the report says of the JIT. */
export interface JitReport {
  readonly drivers: readonly {
    name: string;
    portal: string;
    greens: readonly string[];
    reds: readonly string[] | "auto";
  }[];
  readonly lookedInto: number;
  readonly instructions: number;
  readonly bytes: number;
  readonly residual: readonly { graph: string; reason: string; position?: string }[];
  readonly refused: readonly { graph: string; op: string; position?: string; why: string }[];
}

export function jitReport(t: Translation, data: JitData): JitReport {
  const at = placeIn(t);
  const position = (pos: Position | null): { position?: string } => {
    const place = at(pos);
    return place === undefined ? {} : { position: `${place.file}:${place.line}` };
  };
  const { residual, refused }: Policy = data.policy;
  return {
    drivers: data.portals.map((p) => ({
      name: p.driver,
      portal: p.graph.name,
      greens: p.greens,
      reds: p.reds ?? "auto",
    })),
    lookedInto: data.jitcodes.length,
    instructions: data.jitcodes.reduce((n, j) => n + j.code.instructions, 0),
    bytes: 2 * data.jitcodes.reduce((n, j) => n + j.code.units.length + j.code.liveness.length, 0),
    residual: residual.map((r) => ({ graph: r.graph.name, reason: r.reason, ...position(r.pos) })),
    refused: refused.map((r) => ({ graph: r.graph.name, op: r.op, ...position(r.pos), why: r.why })),
  };
}
