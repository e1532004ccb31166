// Readable, stable names of the objects of a heap image, for C symbols and messages: the shortest path from a
// module-level variable, such as `opcodes.table_3_handler`.

import type { FrozenObject, FrozenValue, HeapImage, ObjectId } from "./heap-image.ts";

/** A name per object id; breadth first, so that each object has its shortest path. Names are unique. */
export function namePaths(image: HeapImage, moduleName: (file: string) => string): string[] {
  const names: string[] = [];
  const used = new Set<string>();
  let queue: ObjectId[] = [];
  const reach = (v: FrozenValue | undefined, name: string): void => {
    if (v?.k !== "ref" || names[v.id] !== undefined) return;
    let unique = name;
    for (let n = 2; used.has(unique); n++) unique = `${name}_${n}`;
    used.add(unique);
    names[v.id] = unique;
    queue.push(v.id);
  };
  for (const m of image.modules)
    for (const [name, v] of m.bindings) reach(v, `${moduleName(m.file)}.${name}`);
  while (queue.length > 0) {
    const now = queue;
    queue = [];
    for (const id of now)
      for (const [step, v] of children(image.objects[id] as FrozenObject))
        reach(v, `${names[id] ?? ""}_${step}`);
  }
  return names;
}

function* children(o: FrozenObject): Generator<readonly [string, FrozenValue]> {
  const ref = (id: ObjectId): FrozenValue => ({ k: "ref", id });
  switch (o.kind) {
    case "function":
      yield* o.captures;
      yield* o.fields;
      return;
    case "class":
      yield* o.captures;
      yield* o.statics;
      return;
    case "cell":
      yield ["value", o.value];
      return;
    case "instance":
      yield ["class", ref(o.class)];
      yield* o.fields;
      for (const [, n, v] of o.privates) yield [n, v];
      return;
    case "plain":
      yield* o.fields;
      return;
    case "array":
      for (const [i, v] of o.items.entries()) yield [String(i), v];
      return;
    case "map":
      for (const [i, [k, v]] of o.entries.entries()) {
        yield [`key${i}`, k];
        yield [`value${i}`, v];
      }
      return;
    case "set":
      for (const [i, v] of o.entries.entries()) yield [String(i), v];
      return;
    case "error":
      yield* o.fields;
      return;
    default:
  }
}
