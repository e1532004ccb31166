// Graphs whose address the program takes by itself: methods, closures, code pointers in data. Others are called by
// name only, so that C may copy or inline them; the pools must not change that.

import { blocksOf } from "../../translator/model/graph.ts";
import type { Program } from "../../translator/model/program.ts";
import { reachableObjects } from "../../translator/model/text.ts";
import type { Value } from "../../translator/model/graph.ts";

/** Keys of graphs that some pointer may hold. */
export function addressTaken(program: Program): Set<string> {
  const taken = new Set<string>();
  const see = (v: Value): void => {
    if (v.tag === "const" && v.value.kind === "graph") taken.add(v.value.key);
  };
  for (const graph of program.graphs.values())
    for (const block of blocksOf(graph)) {
      for (const op of block.ops) (op.name === "call" ? op.args.slice(1) : op.args).forEach(see);
      for (const exit of block.exits) exit.args.forEach(see);
    }
  for (const struct of program.structs)
    for (const slot of struct.vtable) if (slot?.graph != null) taken.add(slot.graph);
  for (const object of reachableObjects(program))
    for (const value of [...object.fields.values(), ...(object.items ?? [])])
      if (value.kind === "graph") taken.add(value.key);
  return taken;
}
