// Writes the jitcodes of a program: portals, policy, then one jitcode for each graph that is looked into. Adds the
// graphs the runtime calls (support-graphs.ts) to the program; changes no graph. `JitData` is everything in the form
// that rewriting, dumps, reports and tests want; `rootOf` gives it the form of the border.

import { type Assembled, assemble } from "./assemble.ts";
import { classOf, kindNumber, type Instruction, CLASSES } from "./code.ts";
import { Descriptors, kindsOf } from "./descriptors.ts";
import { type LoweredGraph, lowerGraph } from "./lower-graph.ts";
import { choosePolicy, type Policy } from "./policy.ts";
import { driverOf, findPortals, type PlaceOf, type Portal } from "./portals.ts";
import { PoolObjects } from "./pool-objects.ts";
import { Pools } from "./pools.ts";
import { SupportGraphs } from "./support-graphs.ts";
import { OP_NAMES } from "../tables/operations.ts";
import { BORDER_VERSION, CALL_FLAG, MOST_CALL_ARGUMENTS } from "../tables/pools.ts";
import type { ConstantValue, PrebuiltObject } from "../../translator/model/constants.ts";
import type { Graph, Op } from "../../translator/model/graph.ts";
import { knownCall } from "../../translator/model/known-calls.ts";
import type { Program } from "../../translator/model/program.ts";
import { broken, refusal } from "../../translator/support/diagnostics.ts";
import { RaiseAnalysis } from "../../translator/transform/can-raise.ts";

/** Positions of the interpreted program share counters by a hash; a power of two. */
export const COUNTERS = 4096;

export interface Jitcode {
  readonly index: number;
  readonly graph: Graph;
  readonly lowered: LoweredGraph;
  readonly code: Assembled;
  /** Place of the graph's code pointer among the words, or -1. */
  readonly address: number;
}

/** A place from which the interpreter may enter the JIT. */
export interface Entry {
  readonly portal: number;
  readonly op: Op;
}

export interface JitData {
  readonly portals: readonly Portal[];
  readonly policy: Policy;
  /** Those of the portals come first, in the order of the drivers. */
  readonly jitcodes: readonly Jitcode[];
  readonly entries: readonly Entry[];
  readonly pools: Pools;
  readonly objects: PoolObjects;
}

/** Null if the program has no portal. */
export function writeJitcodes(program: Program, place?: PlaceOf): JitData | null {
  const portals = findPortals(program, place);
  if (portals.length === 0) return null;
  const objects = new PoolObjects(program);
  const support = new SupportGraphs(program, objects.buffers);
  const raises = new RaiseAnalysis(program);
  const excluded = new Map<string, string>();
  // A graph may turn out too large only when its jitcode is there; then everything is written again without it.
  for (;;) {
    const writer = new Writer(program, portals, choosePolicy(program, portals, excluded), support, raises);
    const tooLarge = writer.run();
    if (tooLarge === null) return writer.data(objects);
    if (portals.some((p) => p.graph === tooLarge.graph))
      throw refusal("RTS2403", place?.(tooLarge.graph.pos), {
        seen: `the dispatch loop of ${tooLarge.graph.name}, whose jitcode would have ${tooLarge.why}.`,
        why: "Positions in a jitcode have 16 bits, as yet.",
        instead: "Move the bodies of its cases into functions.",
      });
    excluded.set(tooLarge.graph.key, `too large: ${tooLarge.why}`);
  }
}

/** Jitcodes of just these graphs, whoever calls them: for tests. None may be too large. */
export function writeGraphs(program: Program, graphs: readonly Graph[]): JitData {
  const objects = new PoolObjects(program);
  const support = new SupportGraphs(program, objects.buffers);
  const policy: Policy = { visible: graphs, residual: [], refused: [] };
  const writer = new Writer(program, [], policy, support, new RaiseAnalysis(program));
  const tooLarge = writer.run();
  return tooLarge === null
    ? writer.data(objects)
    : broken(`${tooLarge.graph.key} is too large: ${tooLarge.why}`);
}

class Writer {
  private readonly program: Program;
  private readonly portals: readonly Portal[];
  private readonly policy: Policy;
  private readonly raises: RaiseAnalysis;
  private readonly pools = new Pools();
  private readonly descriptors: Descriptors;
  private readonly support: SupportGraphs;
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly entries: Entry[];
  private readonly jitcodes: Jitcode[] = [];

  constructor(
    program: Program,
    portals: readonly Portal[],
    policy: Policy,
    support: SupportGraphs,
    raises: RaiseAnalysis,
  ) {
    this.program = program;
    this.portals = portals;
    this.policy = policy;
    this.support = support;
    this.raises = raises;
    this.descriptors = new Descriptors(this.pools, support, program);
    this.numbers = new Map(policy.visible.map((g, i) => [g.key, i]));
    this.entries = portals.flatMap((p, portal) => p.entries.map(({ op }) => ({ portal, op })));
  }

  /** The first graph that is too large, if one is. */
  run(): { graph: Graph; why: string } | null {
    const entryOf = new Map(this.entries.map(({ op }, i) => [op, i]));
    const portalGraphs = new Set(this.portals.map((p) => p.graph.key));
    for (const [index, graph] of this.policy.visible.entries()) {
      const lowered = lowerGraph(graph, {
        descriptors: this.descriptors,
        support: this.support,
        // A portal is called as it is: its loop is traced by itself.
        jitcodeOf: (key) => (portalGraphs.has(key) ? undefined : this.numbers.get(key)),
        callFlags: (key) => this.callFlags(key),
        driver: (op) => this.portals.findIndex((p) => p.driver === driverOf(op)),
        entry: (op) => entryOf.get(op) ?? broken("an entry of no portal"),
      });
      const code = assemble(lowered, this.pools);
      if ("tooLarge" in code) return { graph, why: code.tooLarge };
      // Only code that pointers lead to needs to be found by its address.
      const address = this.support.isPointedAt(graph.key) ? this.pools.code(graph.key) : -1;
      this.jitcodes.push({ index, graph, lowered, code, address });
    }
    return null;
  }

  private callFlags(key: string | null): number {
    const graph = key === null ? undefined : this.program.graphs.get(key);
    if (graph === undefined) return 0;
    const elidable = graph.hints.has("elidable") || knownCall(graph.known)?.effect === "pure";
    return (
      (elidable ? CALL_FLAG.elidable : 0) | (this.raises.graphRaises(graph.key) ? 0 : CALL_FLAG.cannotRaise)
    );
  }

  data(objects: PoolObjects): JitData {
    const { portals, policy, jitcodes, entries, pools } = this;
    return { portals, policy, jitcodes, entries, pools, objects };
  }
}

/** The instruction of a marker of a portal. */
export function markerOf(data: JitData, portal: number, op: Op): Instruction {
  const jitcode = data.jitcodes[portal] ?? broken("a portal without a jitcode");
  return jitcode.lowered.markers.get(op) ?? broken("a marker without an instruction");
}

function positionOf(data: JitData, portal: number, op: Op): number {
  const position = data.jitcodes[portal]?.code.positions.get(markerOf(data, portal, op));
  return position ?? broken("a marker without a position");
}

/** The array of pools: what `jit_start` gets. */
export function rootOf(data: JitData): PrebuiltObject {
  const { pools, objects, jitcodes, portals, entries } = data;
  const numbers = (list: readonly number[]): ConstantValue[] =>
    list.map((value) => ({ kind: "number", value }));
  const { code, liveness, rows } = concatenated(data);
  const evaluators: ConstantValue[] = OP_NAMES.map((_, n) => {
    const key = pools.evaluators.get(n);
    return key === undefined ? { kind: "number", value: 0 } : { kind: "graph", key };
  });
  const name = (text: string, i: number): ConstantValue => objects.string(text, `jit_name_${i}`);
  return objects.root(
    {
      header: numbers([BORDER_VERSION, portals.length, entries.length, jitcodes.length, COUNTERS]),
      code: numbers(code),
      jitcodes: numbers(rows),
      liveness: numbers(liveness),
      words: pools.words,
      refs: pools.refs,
      floats: pools.floats,
      descriptors: numbers(pools.descriptors.flat()),
      switches: numbers(pools.switches),
      evaluators,
      drivers: numbers(portals.flatMap((p, i) => [i, positionOf(data, i, p.mergePoint.op)])),
      entries: numbers(entries.flatMap(({ portal, op }) => [portal, positionOf(data, portal, op), portal])),
      names: [...jitcodes.map((j) => j.graph.name), ...portals.map((p) => p.driver)].map(name),
    },
    { buffer: bufferSize(data), counters: COUNTERS },
  );
}

function concatenated({ jitcodes }: JitData): { code: number[]; liveness: number[]; rows: number[] } {
  const code: number[] = [];
  const liveness: number[] = [];
  const rows: number[] = [];
  for (const { code: own, graph, address } of jitcodes) {
    const { count, kinds } = kindsOf(graph.args.map((v) => v.type));
    const { w, r, f } = own.registers;
    // prettier-ignore
    rows.push(code.length, own.units.length, liveness.length, w, r, f,
      kindNumber(graph.resultType), address, count, kinds);
    for (const unit of own.units) code.push(unit);
    for (const unit of own.liveness) liveness.push(unit);
  }
  return { code, liveness, rows };
}

/** Room for the arguments of any call and the variables of any entry. */
function bufferSize({ jitcodes, portals }: JitData): number {
  let most = 1 + MOST_CALL_ARGUMENTS;
  for (const { code } of jitcodes.slice(0, portals.length))
    for (const { variables } of code.liveSets.values())
      for (const c of CLASSES) most = Math.max(most, variables.filter((v) => classOf(v.type) === c).length);
  return Math.max(64, most);
}
