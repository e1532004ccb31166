// What a heap graph says: what is reachable, what each object and each type retains, and who holds whom.

import { dominatorTree, type DominatorTree } from "./dominators.ts";
import type { HeapGraph } from "./dump.ts";

export interface TypeTotal {
  readonly name: string;
  objects: number;
  bytes: number;
  /** What would be freed with all objects of the type. */
  retained: number;
}

export interface Analysis {
  readonly graph: HeapGraph;
  /** Objects that can be reached from outside, and their bytes. */
  readonly objects: number;
  readonly bytes: number;
  /** What cannot be reached and has not been freed yet. */
  readonly garbage: { readonly objects: number; readonly bytes: number };
  /** By node: bytes that would be freed with it; 0 of garbage. */
  readonly retained: Float64Array;
  readonly types: readonly TypeTotal[];
  /** By node: the one before it on a shortest path from outside. */
  readonly before: Uint32Array;
}

export function analyze(graph: HeapGraph): Analysis {
  const tree = dominatorTree(graph, graph.size);
  const retained = retainedSizes(graph, tree);
  const all = graph.bytes.reduce((sum, n) => sum + n, 0);
  const bytes = retained[0] ?? 0;
  const objects = tree.order.length - 1;
  return {
    graph,
    objects,
    bytes,
    garbage: { objects: graph.size - 1 - objects, bytes: all - bytes },
    retained,
    types: typeTotals(graph, tree, retained),
    before: shortestPaths(graph),
  };
}

function retainedSizes(graph: HeapGraph, { order, dominators }: DominatorTree): Float64Array {
  const sums = new Float64Array(order.length);
  const retained = new Float64Array(graph.size);
  // A dominator stands before what it dominates.
  for (let place = order.length - 1; place >= 0; place--) {
    const node = order[place] ?? 0;
    const sum = (sums[place] ?? 0) + (graph.bytes[node] ?? 0);
    retained[node] = sum;
    const above = dominators[place] ?? 0;
    if (place > 0) sums[above] = (sums[above] ?? 0) + sum;
  }
  return retained;
}

/** An object counts towards what its type retains unless another of the type dominates it. */
function typeTotals(graph: HeapGraph, tree: DominatorTree, retained: Float64Array): TypeTotal[] {
  const totals = graph.typeNames.map((name): TypeTotal => ({ name, objects: 0, bytes: 0, retained: 0 }));
  const open = new Uint32Array(totals.length);
  const total = (node: number): TypeTotal | undefined => totals[graph.types[node] ?? 0];
  walkTree(tree, (place, entering) => {
    const node = tree.order[place] ?? 0;
    const type = graph.types[node] ?? 0;
    const of = total(node);
    if (place === 0 || of === undefined) return;
    if (entering) {
      of.objects++;
      of.bytes += graph.bytes[node] ?? 0;
      if (open[type] === 0) of.retained += retained[node] ?? 0;
    }
    open[type] = (open[type] ?? 0) + (entering ? 1 : -1);
  });
  return totals.filter((t) => t.objects > 0).sort((a, b) => b.retained - a.retained || b.bytes - a.bytes);
}

/** Calls `see` when it comes to a place of the dominator tree and when it leaves it. */
function walkTree({ dominators }: DominatorTree, see: (place: number, entering: boolean) => void): void {
  const count = dominators.length;
  // Children as lists: 0 ends one, as the root is nobody's child.
  const child = new Uint32Array(count);
  const sibling = new Uint32Array(count);
  for (let place = count - 1; place > 0; place--) {
    const above = dominators[place] ?? 0;
    sibling[place] = child[above] ?? 0;
    child[above] = place;
  }
  see(0, true);
  for (let at = 0; ;) {
    const down = child[at] ?? 0;
    if (down !== 0) {
      child[at] = sibling[down] ?? 0;
      at = down;
      see(at, true);
      continue;
    }
    see(at, false);
    if (at === 0) return;
    at = dominators[at] ?? 0;
  }
}

function shortestPaths({ size, first, targets }: HeapGraph): Uint32Array {
  const before = new Uint32Array(size);
  const seen = new Uint8Array(size);
  const queue = new Uint32Array(size);
  let count = 1;
  seen[0] = 1;
  for (let at = 0; at < count; at++) {
    const node = queue[at] ?? 0;
    for (let i = first[node] ?? 0; i < (first[node + 1] ?? 0); i++) {
      const target = targets[i] ?? 0;
      if (seen[target] === 1) continue;
      seen[target] = 1;
      before[target] = node;
      queue[count++] = target;
    }
  }
  return before;
}

/** From what is held from outside to the node; empty if nothing holds it. */
export function pathTo(analysis: Analysis, node: number): number[] {
  if (analysis.retained[node] === 0) return [];
  const path: number[] = [];
  for (let at = node; at !== 0; at = analysis.before[at] ?? 0) path.push(at);
  return path.reverse();
}

/** The nodes that retain most, of all or of one type; ties by address. */
export function largest(analysis: Analysis, top: number, type?: string): number[] {
  const { graph, retained } = analysis;
  const wanted = type === undefined ? -1 : graph.typeNames.indexOf(type);
  const found: number[] = [];
  let least = 0;
  for (let node = 1; node < graph.size; node++) {
    const size = retained[node] ?? 0;
    if (size <= least || (type !== undefined && graph.types[node] !== wanted)) continue;
    found.push(node);
    if (found.length < 2 * top) continue;
    found.sort((a, b) => (retained[b] ?? 0) - (retained[a] ?? 0) || a - b).length = top;
    least = retained[found[top - 1] ?? 0] ?? 0;
  }
  return found.sort((a, b) => (retained[b] ?? 0) - (retained[a] ?? 0) || a - b).slice(0, top);
}
