// Says how the program gets to an object of the heap image: "calc.ts: table → get("print") → handler".
// Holds: the path is a shortest one, the same in every run.

import { basename } from "node:path";
import type { FrozenBase, FrozenObject, FrozenValue, HeapImage, Named, ObjectId } from "./heap-image.ts";

/** One step from an object to one it refers to; an empty label is not worth showing. */
export type Step = { readonly label: string; readonly to: ObjectId };

/** How object `id` is reached from a module's bindings; undefined if it is not. */
export function pathTo(image: HeapImage, id: ObjectId): string | undefined {
  const reached = new Map<ObjectId, { readonly label: string; readonly from: ObjectId | null }>();
  const queue: ObjectId[] = [];
  const reach = (step: Step, from: ObjectId | null): void => {
    if (reached.has(step.to)) return;
    reached.set(step.to, { label: step.label, from });
    queue.push(step.to);
  };
  for (const { file, bindings, exports } of image.modules) {
    for (const step of refs([...bindings, ...exports])) {
      reach({ ...step, label: `${basename(file)}: ${step.label}` }, null);
    }
  }
  // The queue grows while it is walked.
  for (const from of queue) {
    const object = image.objects[from];
    if (object !== undefined && !reached.has(id)) for (const step of stepsFrom(object)) reach(step, from);
  }
  const labels: string[] = [];
  for (let at = reached.get(id); at !== undefined; at = at.from === null ? undefined : reached.get(at.from)) {
    if (at.label !== "") labels.unshift(at.label);
  }
  return labels.length === 0 ? undefined : labels.join(" → ");
}

/** Everything an object refers to, in the order in which the image lists it. */
export function stepsFrom(object: FrozenObject): Step[] {
  switch (object.kind) {
    case "function":
      return [...refs(object.captures), ...refs(object.fields)];
    case "class": {
      const parent = object.superclass === null ? [] : [{ label: "superclass", to: object.superclass }];
      const patches = object.patches.map(([on, name, value]): Named => [`${on} ${name}`, value]);
      return [
        ...parent,
        ...refs(object.captures),
        ...refs(object.statics),
        ...hidden(object),
        ...refs(patches),
      ];
    }
    case "cell":
      return refs([["", object.value]]);
    case "instance": {
      const inner = object.base === null ? [] : stepsInside(object.base);
      return [...refs(object.fields), ...hidden(object), ...inner, { label: "its class", to: object.class }];
    }
    case "plain":
      return [...refs(object.fields), ...accessors(object.accessors)];
    case "array":
    case "map":
    case "set":
    case "typedarray":
      return stepsInside(object);
    case "error":
      return refs(object.fields);
    case "arraybuffer":
    case "regexp":
    case "namespace":
    case "builtin":
    case "unfreezable":
      return [];
  }
}

function stepsInside(base: FrozenBase): Step[] {
  switch (base.kind) {
    case "array":
      return refs(base.items.map((value, index): Named => [`[${String(index)}]`, value]));
    case "map":
      return base.entries.flatMap(([key, value], index) => mapSteps(key, value, index));
    case "set":
      return refs(base.entries.map((value, index): Named => [`element ${String(index)}`, value]));
    case "typedarray":
      return [{ label: "buffer", to: base.buffer }];
    case "error":
      return [];
  }
}

function refs(list: readonly Named[]): Step[] {
  return list.flatMap(([label, value]) => (value.k === "ref" ? [{ label, to: value.id }] : []));
}

function hidden({
  privates,
}: {
  readonly privates: readonly (readonly [ObjectId, string, FrozenValue])[];
}): Step[] {
  return refs(privates.map(([, name, value]): Named => [name, value]));
}

function accessors(list: readonly (readonly [string, ObjectId | null, ObjectId | null])[]): Step[] {
  return list.flatMap(([name, get, set]) => [
    ...(get === null ? [] : [{ label: `get ${name}`, to: get }]),
    ...(set === null ? [] : [{ label: `set ${name}`, to: set }]),
  ]);
}

function mapSteps(key: FrozenValue, value: FrozenValue, index: number): Step[] {
  const simple = key.k === "str" || key.k === "num" || key.k === "bool";
  const label = simple ? `get(${JSON.stringify(key.v)})` : `entry ${String(index)}`;
  return refs([
    [`key ${String(index)}`, key],
    [label, value],
  ]);
}
