// Steps on the heap: objects are made, their fields and items read and written; what a collector is told of it.

import type { Op } from "../model/graph.ts";
import type { PerOp } from "../model/ops.ts";
import { isRawStorage, type RawStorage } from "../model/raw-memory.ts";
import { kindOf, registerType, VOID } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import type { Collection } from "./collection.ts";
import { failCheck } from "./evaluate.ts";
import { fieldIndex, itemsIn, live, storeItem, truncation, type Items } from "./heap.ts";
import * as int64 from "./int64.ts";
import {
  checkedLoad,
  layout,
  registers,
  resultType,
  staticName,
  structOf,
  type MachineOps,
  type StepRow,
} from "./operands.ts";
import { isTagged, type Int, type MachineValue } from "./values.ts";

const getField: StepRow = (x) => {
  const [object] = registers(x);
  const { result } = x;
  const index = fieldIndex(structOf(x.op, 0), staticName(x.op, 1));
  if (resultType(x.op).tag !== "ref") return (r) => void (r[result] = live(r[object]).fields[index]);
  const check = checkedLoad(x.op);
  return (r) => void (r[result] = check(live(r[object]).fields[index]));
};

const setField: StepRow = (x, machine) => {
  const [object, , value] = registers(x);
  const { collection } = machine;
  const struct = structOf(x.op, 0);
  const name = staticName(x.op, 1);
  const index = fieldIndex(struct, name);
  const truncate = truncation(struct.field(name)?.type ?? VOID);
  if (collection !== undefined && struct.field(name)?.type.tag === "ref")
    return (r) => {
      const into = live(r[object]);
      collection.stored(into, r[value]);
      into.fields[index] = r[value];
    };
  if (truncate === null) return (r) => void (live(r[object]).fields[index] = r[value]);
  return (r) => void (live(r[object]).fields[index] = truncate(r[value]));
};

const getItem: StepRow = (x) => {
  const [object, index] = registers(x);
  const { result } = x;
  const check = checkedLoad(x.op);
  return (r) => {
    const i = r[index] as number;
    r[result] = check(itemsIn(live(r[object]), i, 1)[i]);
  };
};

const setItem: StepRow = (x, machine) => {
  const [object, index, value] = registers(x);
  const collection = hasReferences(x.op, 0) ? machine.collection : undefined;
  return (r) => {
    const i = r[index] as number;
    const into = live(r[object]);
    collection?.stored(into, r[value]);
    storeItem(itemsIn(into, i, 1), i, r[value]);
  };
};

function hasReferences(op: Op, operand: number): boolean {
  return structOf(op, operand).itemType()?.tag === "ref";
}

/** Ranges may overlap, also within one object. */
const copyItems: StepRow = (x, machine) => {
  const [from, fromStart, to, toStart, count] = registers(x);
  const collection = hasReferences(x.op, 2) ? machine.collection : undefined;
  return (r) => {
    const [start, target, n] = [r[fromStart] as number, r[toStart] as number, r[count] as number];
    const source: Items = itemsIn(live(r[from]), start, n);
    const destination: Items = itemsIn(live(r[to]), target, n);
    const moved = source.slice(start, start + n);
    moved.forEach((value) => collection?.stored(live(r[to]), value));
    moved.forEach((value, i) => storeItem(destination, target + i, value));
  };
};

const fillItems: StepRow = (x, machine) => {
  const [object, start, count] = registers(x);
  const collection = hasReferences(x.op, 0) ? machine.collection : undefined;
  const items = structOf(x.op, 0).itemType() ?? broken("a layout without items");
  const type = registerType(items);
  const zero = type.tag === "prim" ? (kindOf(type) === "bool" ? false : 0) : null;
  return (r) => {
    const [from, n] = [r[start] as number, r[count] as number];
    const target = itemsIn(live(r[object]), from, n);
    if (n > 0) collection?.stored(live(r[object]), null);
    for (let i = from; i < from + n; i++) storeItem(target, i, zero);
  };
};

/** Same limit as transform/check-expansions.ts: what the length field can hold, and JavaScript's own. */
const newArray: StepRow = (x, machine) => {
  const [, length] = registers(x);
  const struct = layout(x.op, 0);
  const field = struct.field("length")?.type;
  const bits: Readonly<Record<string, number>> = { i8: 7, u8: 8, i16: 15, u16: 16, i32: 31 };
  const longest = 2 ** ((field?.tag === "narrow" ? bits[field.name] : undefined) ?? 32) - 1;
  return (r) => {
    const n = r[length] as Int;
    if (typeof n !== "number" || n < 0 || n > longest) failCheck("length");
    // Lengths between what the host can hold and the limit are the host's problem, not the program's.
    else r[x.result] = machine.heap.allocate(struct, n);
  };
};

/** Collects first where the program is fitted to that. */
const collecting =
  (row: StepRow): StepRow =>
  (x, machine) => {
    const { collection } = machine;
    const step = row(x, machine);
    if (collection === undefined) return step;
    return (r) => {
      collection.collectSome();
      step(r);
    };
  };

/** Null where a collection is due. */
const trying =
  (row: StepRow): StepRow =>
  (x, machine) => {
    const collection = collectionOf(machine);
    const step = row(x, machine);
    return (r) => {
      if (collection.isDue()) r[x.result] = null;
      else step(r);
    };
  };

function collectionOf(machine: MachineOps): Collection {
  return machine.collection ?? broken("the program is fitted to no collector");
}

const newStruct: StepRow = (x, machine) => {
  const struct = layout(x.op, 0);
  return (r) => void (r[x.result] = machine.heap.allocate(struct));
};

/** Rows about the root stack and barriers: with the collection and the operands. */
const onRoots =
  (
    act: (collection: Collection, a: MachineValue, b: MachineValue, c: MachineValue) => MachineValue,
  ): StepRow =>
  (x, machine) => {
    const collection = collectionOf(machine);
    const [a, b, c] = registers(x);
    return (r) => void (r[x.result] = act(collection, r[a], r[b], r[c]));
  };

const rootLoad: StepRow = (x, machine) => {
  const collection = collectionOf(machine);
  const [frame, place] = registers(x);
  const check = checkedLoad(x.op);
  return (r) => void (r[x.result] = check(collection.load(Number(r[frame]), Number(r[place]))));
};

function identityHash(ref: MachineValue): Int {
  return isTagged(ref) ? int64.low32(Number(ref)) >>> 0 : live(ref).id;
}

function storageName(op: Op): RawStorage {
  const name = staticName(op, 2);
  return isRawStorage(name) ? name : broken(`'${name}' is no storage`);
}

const rawLoad: StepRow = (x) => {
  const [object, offset] = registers(x);
  const storage = storageName(x.op);
  return (r) => void (r[x.result] = live(r[object]).loadAt(Number(r[offset]), storage));
};

const rawStore: StepRow = (x, machine) => {
  const [object, offset, , value] = registers(x);
  const storage = storageName(x.op);
  const collection = storage === "ref" ? machine.collection : undefined;
  return (r) => {
    const into = live(r[object]);
    collection?.stored(into, r[value]);
    into.storeAt(Number(r[offset]), r[value], storage);
  };
};

export type MemoryOp =
  | "new_struct"
  | "new_array"
  | "try_new_struct"
  | "try_new_array"
  | "new_struct_now"
  | "new_array_now"
  | "gc_collect"
  | "gc_poll"
  | "roots_enter"
  | "roots_leave"
  | "root_save"
  | "root_load"
  | "gc_barrier"
  | "gc_barrier_items"
  | "get_field"
  | "set_field"
  | "get_item"
  | "set_item"
  | "copy_items"
  | "fill_items"
  | "identity_hash"
  | "raw_load"
  | "raw_store";

// prettier-ignore
export const MEMORY_STEPS: PerOp<StepRow, MemoryOp> = {
  new_struct: collecting(newStruct),
  new_array: collecting(newArray),
  try_new_struct: trying(newStruct),
  try_new_array: trying(newArray),
  new_struct_now: newStruct,
  new_array_now: newArray,
  gc_collect: (x, machine) => () => machine.collection?.collect(true),
  gc_poll: (x, machine) => () => machine.collection?.collectSome(),
  roots_enter: onRoots((c, n) => c.enter(Number(n))),
  roots_leave: onRoots((c, frame) => { c.leave(Number(frame)); }),
  root_save: onRoots((c, frame, place, value) => { c.save(Number(frame), Number(place), value); }),
  root_load: rootLoad,
  gc_barrier: onRoots((c, object) => { c.barrier(live(object)); }),
  gc_barrier_items: onRoots((c, object) => { c.barrier(live(object)); }),
  get_field: getField,
  set_field: setField,
  get_item: getItem,
  set_item: setItem,
  copy_items: copyItems,
  fill_items: fillItems,
  identity_hash: (x) => { const [object] = registers(x); return (r) => void (r[x.result] = identityHash(r[object])); },
  raw_load: rawLoad,
  raw_store: rawStore,
};
