// Makes one switch of a chain of blocks that compare the same int with constants: what `switch` statements and long
// `else if` chains become. Needs: typed. Keeps: typed.

import type { Changes } from "../model/changes.ts";
import { type Block, blocksOf, type Graph, type Link, predecessors, type Value } from "../model/graph.ts";
import type { Program } from "../model/program.ts";

/** Shorter chains stay: two compares are as good as a table. */
const SHORTEST = 3;

export function formSwitches(program: Program, changes: Changes): void {
  for (const graph of program.graphs.values()) formIn(graph, changes);
}

interface Test {
  readonly subject: Value;
  readonly constant: number;
  readonly equal: Link;
  readonly other: Link;
}

function formIn(graph: Graph, changes: Changes): void {
  const preds = predecessors(graph);
  const absorbed = new Set<Block>();
  for (const block of blocksOf(graph)) {
    const first = absorbed.has(block) ? null : testOf(block);
    if (first === null) continue;
    const chain = [first];
    const members: Block[] = [];
    for (let next = first.other; ; next = (chain[chain.length - 1] as Test).other) {
      const test = next.args.length === 0 && isBareTest(next.target, preds) ? testOf(next.target) : null;
      if (test === null || test.subject !== first.subject || chain.some((t) => t.constant === test.constant))
        break;
      members.push(next.target);
      chain.push(test);
    }
    if (chain.length < SHORTEST || !changes.allow()) continue;
    for (const m of members) absorbed.add(m);
    const last = chain[chain.length - 1] as Test;
    block.ops.pop();
    block.exitSwitch = first.subject;
    block.exits = [
      ...chain.map((t) => ({ ...t.equal, case: t.constant })),
      { ...last.other, case: "default" },
    ];
  }
}

/** A block whose last operation is `int_eq v, constant` and that leaves by it alone. */
function testOf(block: Block): Test | null {
  const op = block.ops[block.ops.length - 1];
  if (op?.name !== "int_eq" || block.exitSwitch !== op.result || block.exits.length !== 2) return null;
  const [subject, c] = op.args as [Value, Value];
  if (subject.tag !== "var" || c.tag !== "const" || c.value.kind !== "number") return null;
  const no = block.exits.find((l) => l.case === false);
  const yes = block.exits.find((l) => l.case === true);
  if (no === undefined || yes === undefined || usesElsewhere(block, op.result)) return null;
  return { subject, constant: c.value.value, equal: yes, other: no };
}

function usesElsewhere(block: Block, v: Value): boolean {
  return block.exits.some((l) => l.args.includes(v));
}

/** Nothing but the comparison, and no other way in: the block vanishes into the switch. */
function isBareTest(block: Block, preds: ReturnType<typeof predecessors>): boolean {
  return block.ops.length === 1 && block.inputs.length === 0 && (preds.get(block) ?? []).length === 1;
}
