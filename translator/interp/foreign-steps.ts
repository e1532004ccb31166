// The step of `call_c` in typed programs: machine values to what stand-ins take, and back.

import { foreignSpec, passedParams, type ForeignFunction, type ForeignType } from "../model/foreign.ts";
import { ELEMENT_SIZE, TYPED_ARRAYS } from "../model/entities.ts";
import { VOID } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import type { Step } from "./code.ts";
import type { Collection } from "./collection.ts";
import type { Site } from "./compile-graph.ts";
import { cString, type ExternalHost } from "./externals.ts";
import type { BorderValue } from "./foreign.ts";
import { live } from "./heap.ts";
import { describe, isOfType, PayloadNaN, type MachineValue, type Ref } from "./values.ts";

export interface ForeignMachine extends ExternalHost {
  readonly collection: Collection | undefined;
  /** A C function of the program by its name. */
  foreignFunction(name: string): ForeignFunction;
  /** Runs a graph to its end. */
  callGraph(key: string, args: readonly MachineValue[]): MachineValue;
}

/** The program's own answers to C come back as calls of graphs. */
export function callC(x: Site, machine: ForeignMachine): Step<MachineValue> {
  const name = x.op.args[0];
  const { description, callbacks } = machine.foreignFunction(
    name?.tag === "const" && name.value.kind === "name" ? name.value.value : "",
  );
  const spec = foreignSpec(description);
  const params = passedParams(spec.params);
  const args = x.args.slice(1);
  const type = x.op.result.type ?? VOID;
  const run = (i: number, given: BorderValue[]): BorderValue => {
    const key = callbacks[i] ?? broken(`${spec.name} has no callback ${i}`);
    return scalar(machine.callGraph(key, given as MachineValue[]));
  };
  return (r) => {
    const buffers: [ArrayBufferView, Ref][] = [];
    const passed = args.map((n, i): BorderValue => {
      const value = r[n];
      const kind = params[i]?.kind;
      if (kind === "text") return value === null ? null : cString(value as Ref);
      if (kind !== "buffer") return scalar(value);
      const view = viewOf(value as Ref, params[i]);
      buffers.push([view, value as Ref]);
      return view;
    });
    for (const [, ref] of buffers) machine.collection?.pin(live(ref));
    const value = machine.world.foreign.call(spec, description, passed, run) as MachineValue;
    for (const [view, ref] of buffers) {
      writeBack(view, ref);
      machine.collection?.unpin(live(ref));
    }
    r[x.result] = isOfType(value, type) ? value : broken(`${spec.name} gives ${describe(value)}`);
  };
}

function scalar(value: MachineValue): BorderValue {
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" || typeof value === "boolean" || value === undefined
    ? value
    : value instanceof PayloadNaN
      ? NaN
      : broken(`${describe(value)} crosses to C`);
}

/** The memory of a typed array as the host has it; floats, which are machine values, in a copy. */
function viewOf(ref: Ref, type: ForeignType | undefined): ArrayBufferView {
  const { items } = live(ref);
  if (items === null) return broken("a buffer without items");
  // The bytes of an ArrayBuffer.
  if (items instanceof Uint8Array && type?.kind === "buffer")
    return new TYPED_ARRAYS[type.element](
      items.buffer as ArrayBuffer,
      0,
      items.length / ELEMENT_SIZE[type.element],
    );
  return Array.isArray(items) ? Float64Array.from(items, Number) : items;
}

function writeBack(view: ArrayBufferView, ref: Ref): void {
  const { items } = live(ref);
  if (!Array.isArray(items) || !(view instanceof Float64Array)) return;
  for (let i = 0; i < items.length; i++) items[i] = view[i];
}
