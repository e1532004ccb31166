// Which place of its frame each reference gets: two that are alive across the same operation get different ones, and a
// value that a link passes on keeps its place where it can, so that nothing need be stored again.

import { blocksOf, type Graph, type Variable } from "../translator/model/graph.ts";
import { broken } from "../translator/support/diagnostics.ts";

export class Places {
  private readonly places = new Map<Variable, number>();
  /** Places in the frame. */
  readonly size: number;

  /** `groups`: references that are alive together. */
  constructor(graph: Graph, groups: readonly (readonly Variable[])[]) {
    const conflicts = new Map<Variable, Set<Variable>>();
    for (const group of groups)
      for (const v of group) {
        const known = conflicts.get(v) ?? new Set();
        conflicts.set(v, known);
        for (const other of group) known.add(other);
      }
    const friends = passedOn(graph, conflicts);
    let size = 0;
    for (const [v, others] of conflicts) {
      const taken = new Set<number>();
      for (const other of others) taken.add(this.places.get(other) ?? -1);
      let place = (friends.get(v) ?? [])
        .map((f) => this.places.get(f))
        .find((p) => p !== undefined && !taken.has(p));
      if (place === undefined) for (place = 0; taken.has(place);) place++;
      this.places.set(v, place);
      size = Math.max(size, place + 1);
    }
    this.size = size;
  }

  of(v: Variable): number {
    return this.places.get(v) ?? broken(`'${v.hint}' has no place among the roots`);
  }

  has(v: Variable): boolean {
    return this.places.has(v);
  }
}

/** What is passed to what, both ways. */
function passedOn(graph: Graph, among: ReadonlyMap<Variable, unknown>): Map<Variable, Variable[]> {
  const found = new Map<Variable, Variable[]>();
  const add = (a: Variable, b: Variable): void => {
    const known = found.get(a);
    if (known === undefined) found.set(a, [b]);
    else known.push(b);
  };
  for (const block of blocksOf(graph))
    for (const exit of block.exits)
      for (const [i, arg] of exit.args.entries()) {
        const input = exit.target.inputs[i];
        if (arg.tag === "const" || input === undefined || !among.has(arg) || !among.has(input)) continue;
        add(arg, input);
        add(input, arg);
      }
  return found;
}
