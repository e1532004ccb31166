// Errors that checks raise are made without collecting: otherwise every function that checks something could collect,
// and every caller of it would have to put its references on the root stack. Their makers, and copies of what those
// call, allocate in a way that leaves the collection to the next allocation or to whoever catches exceptions (gc_poll).

import { graphConst } from "../translator/model/constants.ts";
import { copyGraph } from "../translator/model/copy-graph.ts";
import { blocksOf, Variable, type Graph, type Op } from "../translator/model/graph.ts";
import { mayCollect, type LowOp } from "../translator/model/ops.ts";
import type { Program } from "../translator/model/program.ts";
import { VOID } from "../translator/model/types.ts";

const AT_ONCE: Readonly<Record<string, LowOp>> = { new_struct: "new_struct_now", new_array: "new_array_now" };

/** Changes the makers, as far as they do nothing but allocate and call what does no more. */
export function makeErrorsAtOnce(program: Program): void {
  const makers = new Set(program.wellKnown?.makeError.values());
  const copies = new Map<string, string>();
  for (const key of makers) {
    const maker = program.graphs.get(key);
    if (maker === undefined || !isPlain(program, maker, new Set())) continue;
    atOnce(program, maker, copies);
  }
}

function calleeOf(op: Op): string | null {
  const callee = op.name === "call" ? op.args[0] : undefined;
  return callee?.tag === "const" && callee.value.kind === "graph" ? callee.value.key : null;
}

/** Does the graph collect only by allocating, and by calls of such graphs? */
function isPlain(program: Program, graph: Graph, seen: Set<Graph>): boolean {
  if (seen.has(graph)) return true;
  seen.add(graph);
  return blocksOf(graph).every((b) =>
    b.ops.every((op) => {
      if (!mayCollect(op.name) || Object.hasOwn(AT_ONCE, op.name)) return true;
      const callee = program.graphs.get(calleeOf(op) ?? "");
      return callee !== undefined && isPlain(program, callee, seen);
    }),
  );
}

function atOnce(program: Program, graph: Graph, copies: Map<string, string>): void {
  for (const block of blocksOf(graph))
    for (const op of block.ops) {
      op.name = AT_ONCE[op.name] ?? op.name;
      const key = calleeOf(op);
      const callee = program.graphs.get(key ?? "");
      if (key === null || callee === undefined) continue;
      let copy = copies.get(key);
      if (copy === undefined) {
        copy = `${key} (at once)`;
        copies.set(key, copy);
        const made = copyGraph(callee, copy);
        program.graphs.set(copy, made);
        atOnce(program, made, copies);
      }
      op.args[0] = graphConst(copy);
    }
}

/** Where exceptions are caught, what their making has put off is made up for. */
export function insertPolls(graph: Graph): void {
  for (const block of blocksOf(graph))
    block.ops = block.ops.flatMap((op) =>
      op.name === "exc_take"
        ? [op, { name: "gc_poll", args: [], result: new Variable("t", VOID), pos: op.pos }]
        : [op],
    );
}
