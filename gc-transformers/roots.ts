// Precise roots: every reference that is used after an operation which may collect is on the root stack while it runs.
//   - A frame is made for the operations on the usual ways through a graph (frames.ts); those on cold paths outside of
//     it, above all the collections themselves, get a small frame around each.
//   - A reference is stored only where its place does not hold it already: a must-analysis over blocks. What is needed
//     in a loop and made before it is stored before it.
//   - Where objects move, references are loaded again right after the operation, under new names (rename.ts); the C
//     compiler drops the loads that nobody reads.
// Places of what is no longer used are cleared, so that nothing lives longer than the program can reach it, and so are
// those that hold what another function left there.

import { numberConst, nullRef } from "../translator/model/constants.ts";
import { isCold } from "../translator/model/cold.ts";
import {
  blocksOf,
  predecessors,
  Variable,
  type Block,
  type Graph,
  type Link,
  type Op,
  type Value,
} from "../translator/model/graph.ts";
import type { LowOp } from "../translator/model/ops.ts";
import { INT, OBJECT, VOID, WORD, type LowType } from "../translator/model/types.ts";
import { broken } from "../translator/support/diagnostics.ts";
import { FrameRegion } from "./frames.ts";
import { Liveness } from "./liveness.ts";
import { Loops } from "./loops.ts";
import { Places } from "./places.ts";
import { renameReloads } from "./rename.ts";

export interface RootStats {
  /** Graphs with a frame; operations across which references live. */
  frames: number;
  sites: number;
  saves: number;
  loads: number;
}

/** An operation that may collect, and the references that are used after it. */
interface Site {
  readonly op: Op;
  readonly block: Block;
  readonly live: readonly Variable[];
  /** On a usual way through the graph, with references: what a frame is made for. */
  readonly isUsual: boolean;
}

/** Puts the references of one graph on the root stack. `isMoving`: they are loaded again afterwards. */
export function placeRoots(
  graph: Graph,
  collects: (op: Op) => boolean,
  isMoving: boolean,
  stats: RootStats,
): void {
  const blocks = blocksOf(graph);
  if (!blocks.some((b) => b.ops.some(collects))) return;
  const liveness = new Liveness(graph);
  const sites = blocks.flatMap((block) => sitesIn(block, liveness, collects));
  if (sites.some((s) => s.live.length > 0)) new RootPlacer(graph, liveness, sites, isMoving, stats).run();
}

function sitesIn(block: Block, liveness: Liveness, collects: (op: Op) => boolean): Site[] {
  if (!block.ops.some(collects)) return [];
  const found: Site[] = [];
  const live = liveness.after(block);
  const cold = isCold(block);
  for (let i = block.ops.length - 1; i >= 0; i--) {
    const op = block.ops[i] as Op;
    if (collects(op)) {
      const across = liveness.across(live, op);
      found.push({ op, block, live: across, isUsual: across.length > 0 && !cold });
    }
    liveness.step(live, op);
  }
  return found.reverse();
}

/** What a place is known to hold: a variable's value, no reference, or anything at all (null). */
type Held = Variable | "empty" | null;
type State = readonly Held[];

class RootPlacer {
  private readonly graph: Graph;
  private readonly liveness: Liveness;
  private readonly sites: ReadonlyMap<Op, Site>;
  private readonly isMoving: boolean;
  private readonly stats: RootStats;
  private readonly reloads = new Map<Variable, Variable>();

  constructor(graph: Graph, liveness: Liveness, sites: readonly Site[], isMoving: boolean, stats: RootStats) {
    this.graph = graph;
    this.liveness = liveness;
    this.sites = new Map(sites.map((s) => [s.op, s]));
    this.isMoving = isMoving;
    this.stats = stats;
  }

  run(): void {
    const usual = [...this.sites.values()].filter((s) => s.isUsual);
    const framed = usual.length === 0 ? null : new Framed(this.graph, [...this.sites.values()]);
    framed?.solve();
    for (const block of blocksOf(this.graph)) this.rewrite(block, framed);
    framed?.leave();
    this.stats.sites += this.sites.size;
    if (framed !== null) this.stats.frames++;
    renameReloads(this.graph, this.reloads, (block, v) => this.liveness.isLiveBefore(block, v));
  }

  private rewrite(block: Block, framed: Framed | null): void {
    const ops: Op[] = [];
    const walk = framed?.walk(block, ops, this.stats);
    for (const op of block.ops) {
      const site = this.sites.get(op);
      walk?.before(op, site);
      if (site === undefined) ops.push(op);
      else if (framed !== null && walk?.isIn === true) {
        ops.push(op);
        this.reload(site, framed.frame, (v) => framed.places.of(v), ops);
      } else this.ownFrame(site, ops);
      walk?.after(op);
    }
    walk?.end();
    block.ops = ops;
  }

  /** A frame around a single operation. */
  private ownFrame(site: Site, ops: Op[]): void {
    const { op, live } = site;
    if (live.length === 0) {
      ops.push(op);
      return;
    }
    const frame = emit(ops, "roots_enter", [int(live.length)], WORD, "frame");
    live.forEach((v, i) => emit(ops, "root_save", [frame, int(i), v], VOID));
    ops.push(op);
    this.reload(site, frame, (v) => live.indexOf(v), ops);
    emit(ops, "roots_leave", [frame], VOID);
    this.stats.saves += live.length;
  }

  private reload(site: Site, frame: Value, placeOf: (v: Variable) => number, ops: Op[]): void {
    if (!this.isMoving) return;
    for (const v of site.live) {
      const type = v.type ?? broken(`'${v.hint}' has no type`);
      this.reloads.set(emit(ops, "root_load", [frame, int(placeOf(v))], type, v.hint), v);
      this.stats.loads++;
    }
  }
}

function int(n: number): Value {
  return numberConst(n, INT);
}

function emit(ops: Op[], name: LowOp, args: Value[], type: LowType, hint = "t"): Variable {
  const result = new Variable(hint, type);
  ops.push({ name, args, result, pos: null });
  return result;
}

/** One block while it is rewritten: saves and the frame's beginning and end around its operations. */
interface Walk {
  /** Does the frame exist here? */
  readonly isIn: boolean;
  before(op: Op, site: Site | undefined): void;
  after(op: Op): void;
  end(): void;
}

/** The frame of a graph, and what its places hold where. */
class Framed {
  readonly frame = new Variable("frame", WORD);
  readonly places: Places;
  private readonly graph: Graph;
  private readonly sites: ReadonlyMap<Op, Site>;
  private readonly usual: ReadonlySet<Op>;
  private readonly region: FrameRegion;
  private readonly leaving: readonly Block[];
  private readonly blocks: readonly Block[];
  private readonly preds: Map<Block, { from: Block; link: Link }[]>;
  private readonly after = new Map<Block, State>();
  /** Saves at the end of blocks that lead into loops. */
  private readonly early = new Map<Block, Set<Variable>>();

  constructor(graph: Graph, sites: readonly Site[]) {
    const usual = sites.filter((s) => s.isUsual);
    this.graph = graph;
    this.usual = new Set(usual.map((s) => s.op));
    this.region = new FrameRegion(graph, new Set(usual.map((s) => s.block)));
    this.leaving = this.region.leavingBlocks();
    this.blocks = blocksOf(graph);
    this.preds = predecessors(graph);
    const inside = sites.filter((s) => this.isInside(s));
    this.sites = new Map(inside.map((s) => [s.op, s]));
    this.places = new Places(
      graph,
      inside.map((s) => s.live),
    );
  }

  /** Does the frame exist where a site is? Only usual ones make it begin or last. */
  private isInside(site: Site): boolean {
    if (site.isUsual) return true;
    const { block, op } = site;
    const { region } = this;
    const at = block.ops.indexOf(op);
    const isBegun =
      region.isIn(block) ||
      (block === region.entry && at > firstNeed(block, this.usual) && firstNeed(block, this.usual) >= 0);
    return isBegun && (region.isOut(block) || at < lastNeed(block, this.usual));
  }

  // ---- what places hold ----

  solve(): void {
    this.planEarlySaves();
    for (let changed = true; changed;) {
      changed = false;
      for (const block of this.blocks) {
        if (block !== this.region.entry && !this.region.isIn(block)) continue;
        const state = this.through(block, this.before(block));
        const known = this.after.get(block);
        if (known !== undefined && state.every((h, i) => h === known[i])) continue;
        this.after.set(block, state);
        changed = true;
      }
    }
  }

  /** What is made before a loop and alive across an operation in it is saved before the loop. */
  private planEarlySaves(): void {
    const loops = new Loops(this.graph, this.blocks, this.preds);
    const definedIn = new Map<Variable, Block>();
    for (const b of this.blocks)
      for (const v of [...b.inputs, ...b.ops.map((op) => op.result)]) definedIn.set(v, b);
    for (const { block, live, isUsual } of this.sites.values()) {
      if (!isUsual) continue;
      for (const v of live) {
        const home = definedIn.get(v) ?? broken(`'${v.hint}' is never defined`);
        const header = loops.outermostWithout(block, home, (h) => this.region.isIn(h));
        if (header === undefined) continue;
        for (const { from } of this.preds.get(header) ?? [])
          if (!loops.isIn(from, header)) this.early.set(from, (this.early.get(from) ?? new Set()).add(v));
      }
    }
  }

  private before(block: Block): Held[] {
    const { size } = this.places;
    if (block === this.region.entry) return new Array<Held>(size).fill(null);
    let met: Held[] | undefined;
    for (const { from, link } of this.preds.get(block) ?? []) {
      const out = this.after.get(from);
      if (out === undefined) continue;
      const passed = this.passed(out, link);
      if (met === undefined) met = passed;
      else met = met.map((h, i) => meet(h, passed[i] ?? null));
    }
    return met ?? new Array<Held>(size).fill(null);
  }

  /** What places hold after a link: inputs whose argument stands in the input's own place are there, too. */
  private passed(out: State, { target, args }: Link): Held[] {
    const state = out.map((h) => (h instanceof Variable && target.inputs.includes(h) ? null : h));
    args.forEach((arg, i) => {
      const input = target.inputs[i];
      if (input === undefined || arg.tag === "const" || !this.places.has(input) || !this.places.has(arg))
        return;
      const place = this.places.of(input);
      if (this.places.of(arg) === place && out[place] === arg) state[place] = input;
    });
    return state;
  }

  /** What places hold at a site: what is alive, and nothing else. */
  private heldAt(site: Site): Held[] {
    const held = new Array<Held>(this.places.size).fill("empty");
    for (const v of site.live) held[this.places.of(v)] = v;
    return held;
  }

  private through(block: Block, before: Held[]): Held[] {
    let state = before;
    for (const op of block.ops) {
      const site = this.sites.get(op);
      if (site !== undefined) state = this.heldAt(site);
      this.forget(state, op.result);
    }
    for (const v of this.early.get(block) ?? []) state[this.places.of(v)] = v;
    return state;
  }

  /** In a loop a place may still hold the variable's value of the last turn. */
  private forget(state: Held[], v: Variable): void {
    if (!this.places.has(v)) return;
    const place = this.places.of(v);
    if (state[place] === v) state[place] = null;
  }

  // ---- rewriting ----

  walk(block: Block, ops: Op[], stats: RootStats): Walk | undefined {
    const { region } = this;
    const isEntry = block === region.entry;
    if (!isEntry && !region.isIn(block)) return undefined;
    const state = this.before(block);
    const first = firstNeed(block, this.usual);
    const last = lastNeed(block, this.usual);
    const isOut = region.isOut(block);
    let index = 0;
    let isIn = !isEntry;
    const begin = (): void => {
      ops.push({ name: "roots_enter", args: [int(this.places.size)], result: this.frame, pos: null });
      isIn = true;
    };
    const save = (v: Variable): void => {
      const place = this.places.of(v);
      if (state[place] === v) return;
      emit(ops, "root_save", [this.frame, int(place), v], VOID);
      state[place] = v;
      stats.saves++;
    };
    return {
      get isIn() {
        return isIn;
      },
      before: (op, site) => {
        if (isEntry && index === first) begin();
        if (site === undefined || !isIn) return;
        this.heldAt(site).forEach((held, place) => {
          if (held instanceof Variable) save(held);
          else if (state[place] !== "empty") {
            emit(ops, "root_save", [this.frame, int(place), nullRef(OBJECT.ref)], VOID);
            state[place] = "empty";
          }
        });
      },
      after: (op) => {
        this.forget(state, op.result);
        if (index === last && !isOut) {
          emit(ops, "roots_leave", [this.frame], VOID);
          isIn = false;
        }
        index++;
      },
      end: () => {
        if (isEntry && first < 0) begin();
        for (const v of this.early.get(block) ?? []) save(v);
      },
    };
  }

  /** After all blocks have been rewritten. */
  leave(): void {
    for (const block of this.leaving) {
      const ops: Op[] = [];
      emit(ops, "roots_leave", [this.frame], VOID);
      block.ops = [...ops, ...block.ops];
    }
  }
}

/** Where in a block the frame is first needed; -1: nowhere. */
function firstNeed(block: Block, usual: ReadonlySet<Op>): number {
  return block.ops.findIndex((op) => usual.has(op));
}

function lastNeed(block: Block, usual: ReadonlySet<Op>): number {
  return block.ops.findLastIndex((op) => usual.has(op));
}

function meet(a: Held, b: Held): Held {
  return a === b ? a : null;
}
