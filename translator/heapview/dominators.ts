// Immediate dominators of a directed graph given as arrays: the algorithm of Lengauer and Tarjan (1979) in its simple
// form, O(m log n) whatever the graph is like; nothing calls itself, as heaps hold lists of millions of objects.

export interface Edges {
  readonly first: Uint32Array;
  readonly targets: Uint32Array;
}

export interface DominatorTree {
  /** Nodes in depth-first order from node 0; what cannot be reached is not among them. */
  readonly order: Uint32Array;
  /** By place in `order`: the place of the immediate dominator, always an earlier one. 0 of the first. */
  readonly dominators: Uint32Array;
}

/** Depth-first order from node 0, and by place the place of the parent. */
function depthFirst(
  { first, targets }: Edges,
  size: number,
): { order: Uint32Array; parents: Uint32Array; places: Int32Array } {
  const order = new Uint32Array(size);
  const parents = new Uint32Array(size);
  const places = new Int32Array(size).fill(-1);
  const next = first.slice(0, size);
  const stack = new Uint32Array(size);
  let depth = 1;
  let count = 1;
  places[0] = 0;
  while (depth > 0) {
    const node = stack[depth - 1] ?? 0;
    const edge = next[node] ?? 0;
    if (edge === first[node + 1]) {
      depth--;
      continue;
    }
    next[node] = edge + 1;
    const target = targets[edge] ?? 0;
    if (places[target] !== -1) continue;
    parents[count] = places[node] ?? 0;
    places[target] = count;
    order[count++] = target;
    stack[depth++] = target;
  }
  return { order: order.subarray(0, count), parents: parents.subarray(0, count), places };
}

/** By place, the places that point to it. */
function predecessors({ first, targets }: Edges, order: Uint32Array, places: Int32Array): Edges {
  const starts = new Uint32Array(order.length + 1);
  const each = (see: (from: number, to: number) => void): void => {
    for (let from = 0; from < order.length; from++) {
      const node = order[from] ?? 0;
      for (let i = first[node] ?? 0; i < (first[node + 1] ?? 0); i++) see(from, places[targets[i] ?? 0] ?? 0);
    }
  };
  each((_, to) => (starts[to + 1] = (starts[to + 1] ?? 0) + 1));
  for (let i = 0; i < order.length; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0);
  const at = starts.slice();
  const sources = new Uint32Array(starts[order.length] ?? 0);
  each((from, to) => {
    const place = at[to] ?? 0;
    sources[place] = from;
    at[to] = place + 1;
  });
  return { first: starts, targets: sources };
}

/** The forest of the algorithm: which ancestor of a place has the least semidominator. */
class Forest {
  readonly semi: Uint32Array;
  private readonly ancestors: Int32Array;
  private readonly labels: Uint32Array;
  private readonly path: Uint32Array;

  constructor(count: number) {
    this.semi = Uint32Array.from({ length: count }, (_, i) => i);
    this.ancestors = new Int32Array(count).fill(-1);
    this.labels = this.semi.slice();
    this.path = new Uint32Array(count);
  }

  link(parent: number, place: number): void {
    this.ancestors[place] = parent;
  }

  least(place: number): number {
    if (this.ancestors[place] === -1) return place;
    this.compress(place);
    return this.labels[place] ?? 0;
  }

  private compress(place: number): void {
    const { ancestors, labels, semi, path } = this;
    let depth = 0;
    for (let at = place; (ancestors[ancestors[at] ?? 0] ?? -1) !== -1; at = ancestors[at] ?? 0)
      path[depth++] = at;
    while (depth > 0) {
      const at = path[--depth] ?? 0;
      const above = ancestors[at] ?? 0;
      if ((semi[labels[above] ?? 0] ?? 0) < (semi[labels[at] ?? 0] ?? 0)) labels[at] = labels[above] ?? 0;
      ancestors[at] = ancestors[above] ?? 0;
    }
  }
}

export function dominatorTree(edges: Edges, size: number): DominatorTree {
  const { order, parents, places } = depthFirst(edges, size);
  const sources = predecessors(edges, order, places);
  const count = order.length;
  const forest = new Forest(count);
  const { semi } = forest;
  const dominators = new Uint32Array(count);
  // Places by their semidominator, as lists: 0 ends one, as the first place is in none.
  const buckets = new Uint32Array(count);
  const nextInBucket = new Uint32Array(count);
  for (let place = count - 1; place > 0; place--) {
    let least = semi[place] ?? 0;
    for (let i = sources.first[place] ?? 0; i < (sources.first[place + 1] ?? 0); i++)
      least = Math.min(least, semi[forest.least(sources.targets[i] ?? 0)] ?? 0);
    semi[place] = least;
    nextInBucket[place] = buckets[least] ?? 0;
    buckets[least] = place;
    const parent = parents[place] ?? 0;
    forest.link(parent, place);
    for (let v = buckets[parent] ?? 0; v !== 0; v = nextInBucket[v] ?? 0) {
      const u = forest.least(v);
      dominators[v] = (semi[u] ?? 0) < (semi[v] ?? 0) ? u : parent;
    }
    buckets[parent] = 0;
  }
  for (let place = 1; place < count; place++)
    if (dominators[place] !== semi[place]) dominators[place] = dominators[dominators[place] ?? 0] ?? 0;
  return { order, dominators };
}
