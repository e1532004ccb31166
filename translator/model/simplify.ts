// Clean-ups every room may use, before and after types. `simplifyParams` removes block parameters that always
// receive the same value; `mergeBlocks` joins a block with its only predecessor; `substitute` replaces variables.
// Needs: wellFormed. Keeps: wellFormed and whatever else holds.

import { type Block, blocksOf, type Graph, predecessors, RAISES, type Value, Variable } from "./graph.ts";

/** Replaces variables everywhere in the graph, following chains (a → b → c). */
export function substitute(graph: Graph, map: ReadonlyMap<Variable, Value>): void {
  if (map.size === 0) return;
  const final = (v: Value): Value => {
    let x = v;
    while (x instanceof Variable) {
      const y = map.get(x);
      if (y === undefined) return x;
      x = y;
    }
    return x;
  };
  for (const b of blocksOf(graph)) {
    for (const op of b.ops) op.args = op.args.map(final);
    if (b.exitSwitch !== null && b.exitSwitch !== RAISES) b.exitSwitch = final(b.exitSwitch);
    for (const l of b.exits) l.args = l.args.map(final);
  }
}

function sameConstant(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.tag !== "const" || b.tag !== "const") return false;
  const x = a.value;
  const y = b.value;
  if (x.kind !== y.kind || a.type !== b.type) return false;
  if (x.kind === "entity" && y.kind === "entity") return x.entity === y.entity;
  if (x.kind === "prebuilt" && y.kind === "prebuilt") return x.object === y.object;
  if (
    (x.kind === "number" || x.kind === "tagged" || x.kind === "bool" || x.kind === "string") &&
    "value" in y
  )
    return Object.is(x.value, y.value);
  return x.kind === "undefined" || x.kind === "null" || x.kind === "nullref";
}

/** Removes parameters that receive one value on all links (or themselves). True if anything changed. */
export function simplifyParams(graph: Graph): boolean {
  let changed = false;
  for (let again = true; again;) {
    again = false;
    const map = new Map<Variable, Value>();
    const final = (v: Value): Value => {
      let x = v;
      for (let y; x instanceof Variable && (y = map.get(x)) !== undefined;) x = y;
      return x;
    };
    for (const [block, preds] of predecessors(graph)) {
      if (
        block === graph.start ||
        block === graph.returnBlock ||
        block === graph.raiseBlock ||
        preds.length === 0
      )
        continue;
      for (let i = block.inputs.length - 1; i >= 0; i--) {
        const input = block.inputs[i] as Variable;
        const same = onlySource(
          input,
          preds.map((p) => final(p.link.args[i] as Value)),
        );
        if (same === undefined) continue;
        // The exception variable of a link is not visible outside the link's arguments.
        if (preds.some((p) => p.link.exception !== undefined && p.link.exception === same)) continue;
        map.set(input, same);
        block.inputs.splice(i, 1);
        for (const p of preds) p.link.args.splice(i, 1);
      }
    }
    if (map.size > 0) {
      substitute(graph, map);
      again = changed = true;
    }
  }
  return changed;
}

function onlySource(input: Variable, sources: Value[]): Value | undefined {
  let same: Value | undefined;
  for (const v of sources) {
    if (v === input) continue;
    if (same === undefined) same = v;
    else if (!sameConstant(same, v)) return undefined;
  }
  return same;
}

/** Joins blocks with their only predecessor where that has no other exit. True if anything changed. */
export function mergeBlocks(graph: Graph): boolean {
  const preds = predecessors(graph);
  const map = new Map<Variable, Value>();
  const moved = new Map<Block, Block>();
  for (const block of blocksOf(graph)) {
    if (block === graph.returnBlock || block === graph.raiseBlock || block === graph.start) continue;
    const into = preds.get(block) ?? [];
    const only = into[0];
    if (into.length !== 1 || only === undefined) continue;
    let from = only.from;
    for (let m; (m = moved.get(from)) !== undefined;) from = m;
    if (from.exitSwitch !== null || from.exits.length !== 1 || from === block) continue;
    block.inputs.forEach((v, i) => map.set(v, only.link.args[i] as Value));
    from.ops.push(...block.ops);
    from.exitSwitch = block.exitSwitch;
    from.exits = block.exits;
    moved.set(block, from);
  }
  substitute(graph, map);
  return moved.size > 0;
}

/** Lets links skip blocks that do nothing but jump on. True if anything changed. */
export function threadJumps(graph: Graph): boolean {
  let changed = false;
  for (const block of blocksOf(graph))
    for (const l of block.exits) {
      // A block with parameters may be the only definition of what later blocks read, so only bare ones are skipped.
      for (let hops = 0; hops < 100; hops++) {
        const t = l.target;
        const onward = t.exits[0];
        if (
          t.ops.length > 0 ||
          t.inputs.length > 0 ||
          t.exitSwitch !== null ||
          t.exits.length !== 1 ||
          onward === undefined ||
          onward.target === t
        )
          break;
        l.target = onward.target;
        l.args = [...onward.args];
        changed = true;
      }
    }
  return changed;
}

/** All of the above until nothing changes. */
export function simplifyGraph(graph: Graph): void {
  for (let again = true; again;) {
    again = threadJumps(graph);
    again = simplifyParams(graph) || again;
    again = mergeBlocks(graph) || again;
  }
}
