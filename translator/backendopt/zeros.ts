// Removes stores of zeros, false and null into fields of an object that has just been allocated: it is made of zeros. Most
// constructors begin with some (`next: Cell | null = null`). Needs: typed. Keeps: typed.

import type { Changes } from "../model/changes.ts";
import { type Block, blocksOf, type Op, RAISES, type Value, type Variable } from "../model/graph.ts";
import { lowFacts } from "../model/ops.ts";
import type { Program } from "../model/program.ts";

export function removeZeroStores(program: Program, changes: Changes): void {
  for (const graph of program.graphs.values())
    for (const block of blocksOf(graph)) {
      const needless = zeroStores(block);
      if (needless.size > 0) block.ops = block.ops.filter((op) => !needless.has(op) || !changes.allow());
    }
}

function zeroStores(block: Block): Set<Op> {
  const found = new Set<Op>();
  /** Objects allocated in this block, with the fields that may have been stored into since. */
  const fresh = new Map<Variable, Set<string>>();
  for (const op of block.ops) {
    if (op.name === "new_struct") fresh.set(op.result, new Set());
    else if (op.name === "set_field") {
      if (isZeroOfFresh(op, fresh)) found.add(op);
      else wrote(op, fresh);
    } else if (mayWriteFields(op)) fresh.clear();
  }
  if (block.exitSwitch === RAISES) found.delete(block.ops.at(-1) as Op);
  return found;
}

function isZeroOfFresh(
  { args: [object, name, value] }: Op,
  fresh: ReadonlyMap<Variable, Set<string>>,
): boolean {
  const stored = object?.tag === "var" ? fresh.get(object) : undefined;
  return stored !== undefined && !stored.has(fieldOf(name)) && isZero(value);
}

/** Through another variable the store may be into any of them. */
function wrote({ args: [object, name] }: Op, fresh: ReadonlyMap<Variable, Set<string>>): void {
  const own = object?.tag === "var" ? fresh.get(object) : undefined;
  for (const stored of own === undefined ? fresh.values() : [own]) stored.add(fieldOf(name));
}

function mayWriteFields(op: Op): boolean {
  const effect = lowFacts(op.name)?.effect;
  return effect === "call" || effect === "write" || effect === undefined;
}

function fieldOf(name: Value | undefined): string {
  return name?.tag === "const" && name.value.kind === "name" ? name.value.value : "";
}

function isZero(value: Value | undefined): boolean {
  if (value?.tag !== "const") return false;
  const { value: v } = value;
  if (v.kind === "number") return Object.is(v.value, 0);
  return v.kind === "nullref" || (v.kind === "bool" && !v.value) || (v.kind === "int64" && v.value === 0n);
}
