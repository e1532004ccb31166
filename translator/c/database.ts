// Decides what of a program the C code must hold: everything reachable from the entry graph and the roots. A method is
// reached if some `type_slot` selects it and objects of its layout exist. Order is that of the program, so it does not
// depend on how things were reached. Makes the strings that hold class names, if the program asks for any.

import { PrebuiltObject, type Constant, type ConstantValue } from "../model/constants.ts";
import { blocksOf, type Graph, type Op } from "../model/graph.ts";
import { forEachConstant } from "../model/text.ts";
import { startingPoints, type Program } from "../model/program.ts";
import type { StructType } from "../model/types.ts";
import { slotIndex } from "../model/verify-ops.ts";
import { broken } from "../support/diagnostics.ts";

export interface Database {
  /** In program order. */
  readonly graphs: readonly Graph[];
  /** Layouts whose type descriptions are needed, in program order, with the bases of each. */
  readonly types: readonly StructType[];
  readonly objects: readonly PrebuiltObject[];
  /** Class names as strings, if the program asks a type for its name. */
  readonly typeNames: ReadonlyMap<StructType, PrebuiltObject>;
}

/** Everything of the program that must be in the executable. */
export function collectDatabase(program: Program): Database {
  return new Collector(program).collect();
}

class Collector {
  private readonly program: Program;
  private readonly graphs = new Set<Graph>();
  private readonly types = new Set<StructType>();
  private readonly objects = new Set<PrebuiltObject>();
  private readonly typeNames = new Map<StructType, PrebuiltObject>();
  /** Method places that are selected, by the layout they are selected on. */
  private readonly selected = new Map<StructType, Set<number>>();
  private asksForNames = false;

  constructor(program: Program) {
    this.program = program;
  }

  collect(): Database {
    for (const key of startingPoints(this.program)) this.reachGraph(key);
    for (const object of this.program.roots.values()) this.objects.add(object);
    const scanned = new Set<Graph | PrebuiltObject>();
    for (let before = -1; before !== this.size();) {
      before = this.size();
      for (const graph of this.graphs) if (!scanned.has(graph)) this.scanGraph(scanned, graph);
      for (const object of this.objects) if (!scanned.has(object)) this.scanObject(scanned, object);
      this.reachMethods();
      if (this.asksForNames) this.nameTypes();
    }
    return this.inProgramOrder();
  }

  private size(): number {
    return this.graphs.size + this.objects.size + this.types.size;
  }

  private inProgramOrder(): Database {
    const rank = new Map(this.program.structs.map((s, i) => [s, i]));
    const types = [...this.types].sort((a, b) => (rank.get(a) ?? -1) - (rank.get(b) ?? -1));
    const graphs = [...this.program.graphs.values()].filter((g) => this.graphs.has(g));
    return { graphs, types, objects: [...this.objects], typeNames: this.typeNames };
  }

  private reachGraph(key: string): void {
    this.graphs.add(this.program.graphs.get(key) ?? broken(`graph '${key}' is used but does not exist`));
  }

  private reachType(s: StructType): void {
    for (let t: StructType | null = s; t !== null && !this.types.has(t); t = t.base) this.types.add(t);
  }

  private reachValue(value: ConstantValue): void {
    if (value.kind === "graph") this.reachGraph(value.key);
    else if (value.kind === "prebuilt") this.objects.add(value.object);
    else if (value.kind === "struct") this.reachType(value.struct);
  }

  private scanGraph(scanned: Set<Graph | PrebuiltObject>, graph: Graph): void {
    scanned.add(graph);
    forEachConstant(graph, (c: Constant) => this.reachValue(c.value));
    for (const block of blocksOf(graph)) for (const op of block.ops) this.scanOp(op);
  }

  private scanOp(op: Op): void {
    if (op.name === "type_name") this.asksForNames = true;
    if (op.name !== "type_slot") return;
    const [, layout, selector] = op.args;
    if (layout?.tag !== "const" || layout.value.kind !== "struct") return;
    if (selector?.tag !== "const" || selector.value.kind !== "name") return;
    const { struct } = layout.value;
    const places = this.selected.get(struct) ?? new Set();
    this.selected.set(struct, places.add(slotIndex(struct, selector.value.value)));
  }

  private scanObject(scanned: Set<Graph | PrebuiltObject>, object: PrebuiltObject): void {
    scanned.add(object);
    this.reachType(object.struct);
    for (const value of object.fields.values()) this.reachValue(value);
    for (const value of object.items ?? []) this.reachValue(value);
  }

  private reachMethods(): void {
    for (const [root, places] of this.selected)
      for (const type of this.types) {
        if (!type.extends(root)) continue;
        for (const place of places) {
          const key = type.vtable[place]?.graph;
          if (key != null) this.reachGraph(key);
        }
      }
  }

  private nameTypes(): void {
    const known =
      this.program.wellKnown ?? broken("a type's name is asked for, but there is no string layout");
    for (const type of [...this.types]) {
      if (this.typeNames.has(type)) continue;
      const units = Array.from({ length: type.displayName.length }, (_, i) => type.displayName.charCodeAt(i));
      const layout = units.every((u) => u <= 0xff) ? known.latin1 : known.utf16;
      const name = new PrebuiltObject(layout, `class_${type.name}`);
      name.items = units.map((value) => ({ kind: "number", value }));
      this.typeNames.set(type, name);
      this.objects.add(name);
    }
  }
}
