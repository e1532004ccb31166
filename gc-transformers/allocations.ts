// Allocation in two steps: an attempt that collects nothing, and where it fails, on a path of its own, the allocation
// that may. So references are put on the root stack only where a collection is really due. Objects that their collector
// treats in a special way are always allocated by the latter.

import { Block, blocksOf, link, Variable, type Graph, type Op } from "../translator/model/graph.ts";
import type { LowOp } from "../translator/model/ops.ts";
import { BOOL } from "../translator/model/types.ts";

const ATTEMPTS: Readonly<Record<string, LowOp>> = {
  new_struct: "try_new_struct",
  new_array: "try_new_array",
};

/** Splits every allocation of the graph; how many there were. */
export function splitAllocations(graph: Graph, isSpecial: (op: Op) => boolean): number {
  let count = 0;
  for (const block of blocksOf(graph)) {
    const { ops } = block;
    if (!ops.some((op) => Object.hasOwn(ATTEMPTS, op.name) && !isSpecial(op))) continue;
    const { exitSwitch, exits } = block;
    let current = block;
    block.ops = [];
    for (const op of ops) {
      const attempt = ATTEMPTS[op.name];
      if (attempt === undefined || isSpecial(op)) current.ops.push(op);
      else {
        current = splitAt(current, op, attempt);
        count++;
      }
    }
    current.exitSwitch = exitSwitch;
    current.exits = exits;
  }
  return count;
}

/** Ends the block with the attempt; the block that goes on with the object. */
function splitAt(block: Block, op: Op, attempt: LowOp): Block {
  const { hint, type } = op.result;
  const tried = new Variable(hint, type);
  const made = new Variable(hint, type);
  const failed = new Variable("full", BOOL);
  const slow = new Block([], "collect");
  const rest = new Block([op.result], block.hint);
  block.ops.push({ ...op, name: attempt, result: tried });
  block.ops.push({ name: "ref_is_null", args: [tried], result: failed, pos: op.pos });
  block.exitSwitch = failed;
  block.exits = [link(rest, [tried], false), link(slow, [], true)];
  slow.ops.push({ ...op, result: made, note: "cold" });
  slow.exits = [link(rest, [made])];
  return rest;
}
