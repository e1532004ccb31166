// Units (architecture.md): a binary is linked from units that can be built apart. The border between two units is this
// table: the functions one imports from the other with their machine signatures, the layouts both must agree on, and
// a hash over all of it. Two builds of a unit with the same border can stand in for each other.
// Needs: typed.

import { createHash } from "node:crypto";
import { blocksOf, type Graph } from "./graph.ts";
import { forEachConstant } from "./text.ts";
import type { Program } from "./program.ts";
import { type LowType, type StorageType, type StructType, typeText } from "./types.ts";

export type Unit = Graph["unit"];

export interface Border {
  readonly importer: Unit;
  readonly exporter: Unit;
  /** Keys of imported graphs with their signatures, sorted. */
  readonly functions: readonly { readonly key: string; readonly signature: string }[];
  /** Layouts that cross the border in those signatures, with their fields, sorted. */
  readonly layouts: readonly { readonly name: string; readonly fields: string }[];
  /** SHA-256 over functions and layouts. */
  readonly abi: string;
}

/** The borders between the units of a program, in a fixed order. */
export function bordersOf(program: Program): Border[] {
  const crossing = new Map<string, Set<Graph>>();
  for (const graph of program.graphs.values())
    forEachConstant(graph, (c) => {
      const callee = c.value.kind === "graph" ? program.graphs.get(c.value.key) : undefined;
      if (callee === undefined || callee.unit === graph.unit) return;
      const key = `${graph.unit}>${callee.unit}`;
      let set = crossing.get(key);
      if (set === undefined) crossing.set(key, (set = new Set()));
      set.add(callee);
    });
  return [...crossing]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, callees]) => {
      const [importer, exporter] = key.split(">") as [Unit, Unit];
      return borderOf(importer, exporter, callees);
    });
}

function borderOf(importer: Unit, exporter: Unit, callees: ReadonlySet<Graph>): Border {
  const functions = [...callees]
    .map((g) => ({ key: g.key, signature: signatureOf(g) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const seen = new Set<StructType>();
  for (const g of callees)
    for (const t of [...g.args.map((v) => v.type), g.resultType]) if (t !== undefined) reachLayouts(t, seen);
  const layouts = [...seen]
    .map((s) => ({ name: s.name, fields: fieldsText(s) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const abi = createHash("sha256").update(JSON.stringify({ functions, layouts })).digest("hex");
  return { importer, exporter, functions, layouts, abi };
}

function signatureOf(g: Graph): string {
  return `(${g.args.map((v) => (v.type === undefined ? "?" : typeText(v.type))).join(", ")}) -> ${g.resultType === undefined ? "?" : typeText(g.resultType)}`;
}

function reachLayouts(t: LowType | StorageType, seen: Set<StructType>): void {
  if (t.tag === "func") for (const x of [...t.args, t.result]) reachLayouts(x, seen);
  if (t.tag !== "ref") return;
  for (let s: StructType | null = t.to; s !== null && !seen.has(s); s = s.base) {
    seen.add(s);
    for (const f of s.ownFields) reachLayouts(f.type, seen);
    if (s.items !== null) reachLayouts(s.items, seen);
  }
}

function fieldsText(s: StructType): string {
  const fields = s.ownFields.map((f) => `${f.name}: ${typeText(f.type)}`);
  if (s.items !== null) fields.push(`[${typeText(s.items)}]`);
  return `${s.base?.name ?? ""}{${fields.join(", ")}}`;
}

/** Number of graphs and operations in each unit. */
export function unitSizes(program: Program): Record<string, { graphs: number; operations: number }> {
  const sizes: Record<string, { graphs: number; operations: number }> = {};
  for (const g of program.graphs.values()) {
    const size = (sizes[g.unit] ??= { graphs: 0, operations: 0 });
    size.graphs++;
    for (const b of blocksOf(g)) size.operations += b.ops.length;
  }
  return sizes;
}
