// Readable, stable names of the objects of a heap image, for C symbols and dumps: the shortest path from a
// module-level variable, such as `opcodes.table_3_handler`.

import type { FrozenObject, FrozenValue, HeapImage, ObjectId } from "./heap-image.ts";
import { stepsFrom } from "./heap-paths.ts";

/** A name per object id; breadth first, so that each object has its shortest path. Names are unique. */
export function namePaths(image: HeapImage, moduleName: (file: string) => string): string[] {
  const names: string[] = [];
  const used = new Set<string>();
  const queue: ObjectId[] = [];
  const reach = (id: ObjectId, wanted: string): void => {
    if (names[id] !== undefined) return;
    const name = wanted.replace(/[^\w./]+/gu, "_").replace(/_+$/u, "");
    let unique = name;
    for (let n = 2; used.has(unique); n++) unique = `${name}_${n}`;
    used.add(unique);
    names[id] = unique;
    queue.push(id);
  };
  const value = (v: FrozenValue, name: string): void => {
    if (v.k === "ref") reach(v.id, name);
  };
  for (const m of image.modules)
    for (const [name, v] of m.bindings) value(v, `${moduleName(m.file)}.${name}`);
  // The queue grows while it is walked.
  for (const id of queue)
    for (const step of stepsFrom(image.objects[id] as FrozenObject))
      reach(step.to, `${names[id] ?? ""}_${step.label}`);
  return names;
}
