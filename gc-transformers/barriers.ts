// Write barriers: before a reference is stored into an object, the collector is told — except where the object was
// allocated, or the collector told of it, since the last operation that may collect (a must-analysis over blocks), and
// where what is stored cannot matter: constants and tagged ints, unless the collector counts references.

import { numberConst } from "../translator/model/constants.ts";
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
import { INT, VOID } from "../translator/model/types.ts";
import { broken } from "../translator/support/diagnostics.ts";

export interface BarrierRules {
  readonly collects: (op: Op) => boolean;
  /** Large arrays are announced item by item. */
  readonly cards: boolean;
  /** The collector counts: stores of constants matter, and what they overwrite. */
  readonly counts: boolean;
}

export interface BarrierStats {
  /** Stores of references, and how many of them need no barrier. */
  stores: number;
  without: number;
}

const ALLOCATIONS: ReadonlySet<string> = new Set<LowOp>([
  "new_struct",
  "new_array",
  "new_struct_now",
  "new_array_now",
]);

/** Inserts what stores need. */
export function insertBarriers(graph: Graph, rules: BarrierRules, stats: BarrierStats): void {
  const tagged = new Set<Value>();
  for (const block of blocksOf(graph))
    for (const op of block.ops) if (op.name === "int_to_ref") tagged.add(op.result);
  const matters = (stored: Value | undefined): boolean =>
    rules.counts || (stored?.tag === "var" && !tagged.has(stored));
  if (blocksOf(graph).some((b) => b.ops.some((op) => storeOf(op, matters, rules.counts) !== null)))
    new BarrierPass(graph, rules, matters, stats).run();
}

/** Can storing the value make a difference to the collector? */
type Matters = (stored: Value | undefined) => boolean;

/** A store of references: into what, and which items (null: a field). */
interface Store {
  readonly object: Value;
  readonly items: { readonly start: Value; readonly n: Value } | null;
}

/** What is announced of a store; null if nothing need be. */
function storeOf(op: Op, matters: Matters, counts: boolean): Store | null {
  const [object, b, c, d, e] = op.args;
  if (object === undefined || b === undefined) return null;
  switch (op.name) {
    case "set_field":
      return c?.type?.tag === "ref" && matters(c) ? { object, items: null } : null;
    case "raw_store":
      return c?.tag === "const" && c.value.kind === "name" && c.value.value === "ref" && matters(d)
        ? { object, items: null }
        : null;
    case "set_item":
      return hasReferences(object) && matters(c)
        ? { object, items: { start: b, n: numberConst(1, INT) } }
        : null;
    case "fill_items":
      return counts && hasReferences(object) && c !== undefined
        ? { object, items: { start: b, n: c } }
        : null;
    case "copy_items":
      return c !== undefined && hasReferences(c) && d !== undefined && e !== undefined
        ? { object: c, items: { start: d, n: e } }
        : null;
    default:
      return null;
  }
}

function hasReferences(object: Value): boolean {
  return object.type?.tag === "ref" && object.type.to.itemType()?.tag === "ref";
}

/** Objects that need no barrier; null: not known yet, which is all of them. */
type State = ReadonlySet<Value> | null;

class BarrierPass {
  private readonly graph: Graph;
  private readonly rules: BarrierRules;
  private readonly matters: Matters;
  private readonly stats: BarrierStats;
  private readonly preds: Map<Block, { from: Block; link: Link }[]>;
  private readonly after = new Map<Block, State>();
  /** What a reference is a cast of. */
  private readonly sources = new Map<Value, Value>();

  constructor(graph: Graph, rules: BarrierRules, matters: Matters, stats: BarrierStats) {
    this.graph = graph;
    this.rules = rules;
    this.matters = matters;
    this.stats = stats;
    this.preds = predecessors(graph);
  }

  run(): void {
    const blocks = blocksOf(this.graph);
    for (const block of blocks)
      for (const op of block.ops) {
        const [from] = op.args;
        if ((op.name === "cast" || op.name === "same_as") && from !== undefined)
          this.sources.set(op.result, this.source(from));
      }
    for (let changed = true; changed;) {
      changed = false;
      for (const block of blocks) {
        const state = this.through(block, null);
        if (sameState(state, this.after.get(block) ?? null)) continue;
        this.after.set(block, state);
        changed = true;
      }
    }
    for (const block of blocks) {
      const ops: Op[] = [];
      this.through(block, ops);
      block.ops = ops;
    }
  }

  private source(v: Value): Value {
    return this.sources.get(v) ?? v;
  }

  /** The state at the block's beginning. */
  private before(block: Block): Set<Value> {
    let met: Set<Value> | undefined;
    if (block === this.graph.start) return new Set();
    for (const { from, link } of this.preds.get(block) ?? []) {
      const out = this.after.get(from) ?? null;
      // Not come by yet: says nothing.
      if (out === null) continue;
      const passed = new Set(out);
      for (const input of block.inputs) passed.delete(input);
      link.args.forEach((arg, i) => {
        if (out.has(this.source(arg))) passed.add(block.inputs[i] ?? broken("a link passes too much"));
      });
      if (met === undefined) met = passed;
      else for (const v of met) if (!passed.has(v)) met.delete(v);
    }
    return met ?? new Set();
  }

  /** The state at its end; with `ops` the operations are put there, with barriers. */
  private through(block: Block, ops: Op[] | null): State {
    const known = this.before(block);
    for (const op of block.ops) {
      const store = storeOf(op, this.matters, this.rules.counts);
      if (store !== null) this.store(store, op, known, ops);
      ops?.push(op);
      if (this.rules.collects(op)) known.clear();
      if (ALLOCATIONS.has(op.name)) known.add(op.result);
      else known.delete(op.result);
    }
    return known;
  }

  private store(store: Store, op: Op, known: Set<Value>, ops: Op[] | null): void {
    const object = this.source(store.object);
    const isKnown = known.has(object);
    const byItem = store.items !== null && this.rules.cards;
    if (!isKnown && !byItem) known.add(object);
    if (ops === null) return;
    this.stats.stores++;
    if (isKnown) this.stats.without++;
    else {
      const { start, n } = store.items ?? {};
      const args =
        byItem && start !== undefined && n !== undefined ? [store.object, start, n] : [store.object];
      const name: LowOp = byItem ? "gc_barrier_items" : "gc_barrier";
      ops.push({ name, args, result: new Variable("t", VOID), pos: op.pos });
    }
  }
}

function sameState(a: State, b: State): boolean {
  if (a === null || b === null) return a === b;
  return a.size === b.size && [...a].every((v) => b.has(v));
}
