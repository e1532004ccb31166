// How calls find their target: adapters from a family's convention to a function's own, method slots in type
// descriptions, and the adapters for those. Slots belong to the topmost class that has the method; every live class
// below it gets its implementation. Made when a call needs them; `finish` writes the method tables.

import type { Engine, FunctionState } from "../annotator/engine.ts";
import { type Convention, conventionOf, type Families } from "../annotator/families.ts";
import type { Annotation } from "../annotator/lattice.ts";
import { graphConst } from "../model/constants.ts";
import type { ClassEntity, FuncEntity } from "../model/entities.ts";
import { Graph, link, type Value, Variable } from "../model/graph.ts";
import { funcType, type FuncType, INT, type LowType, type StructType, VOID } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { anyConst, type HelperSource, intConst, LowBuilder } from "./builder.ts";
import { absentOf, convert } from "./convert.ts";
import type { Repr, Reprs } from "./reprs.ts";
import { argumentOf } from "./rest.ts";

export type MemberKind = "methods" | "getters" | "setters";

export interface Slot extends Convention {
  readonly selector: string;
  readonly root: ClassEntity;
  readonly struct: StructType;
  readonly type: FuncType;
  readonly implementations: ReadonlyMap<ClassEntity, FuncEntity>;
}

export class Dispatch {
  readonly #engine: Engine;
  readonly #reprs: Reprs;
  readonly #families: Families;
  readonly #graphs: Map<string, Graph>;
  readonly #slots = new Map<string, Slot>();
  readonly #adapters = new Set<FuncEntity>();
  readonly #pending: (() => void)[] = [];
  readonly #errorType: () => LowType;
  readonly #helpers: HelperSource;

  constructor(
    engine: Engine,
    families: Families,
    graphs: Map<string, Graph>,
    reprs: Reprs,
    errorType: () => LowType,
    helpers: HelperSource,
  ) {
    this.#helpers = helpers;
    this.#engine = engine;
    this.#families = families;
    this.#graphs = graphs;
    this.#reprs = reprs;
    this.#errorType = errorType;
  }

  /** Key of the graph by which a function is called through a closure of its family. */
  adapter(f: FuncEntity): string {
    const key = `${f.key}.adapter`;
    if (!this.#adapters.has(f)) {
      this.#adapters.add(f);
      this.#pending.push(() => this.#makeAdapter(f, key));
    }
    return key;
  }

  /** Implementations of a member in the live classes at or below `cls`, by class. */
  implementations(cls: ClassEntity, kind: MemberKind, name: string): Map<ClassEntity, FuncEntity> {
    const found = new Map<ClassEntity, FuncEntity>();
    for (const live of this.#engine.liveClasses) {
      if (!live.isSubclassOf(cls)) continue;
      const f = live.lookup((c) => c[kind].has(name))?.[kind].get(name);
      if (f !== undefined && (f.perCallSite || this.#engine.functions.has(f))) found.set(live, f);
    }
    return new Map([...found].sort(([a], [b]) => (a.key < b.key ? -1 : 1)));
  }

  slot(cls: ClassEntity, kind: MemberKind, name: string): Slot {
    const root = rootOf(cls, kind, name);
    const selector = kind === "methods" ? name : `${kind === "getters" ? "get" : "set"} ${name}`;
    return this.#slotOf(root, selector, name, () => this.implementations(root, kind, name));
  }

  /** The slot of one call site: `copy` gives its copy of a generic method. */
  siteSlot(
    cls: ClassEntity,
    kind: MemberKind,
    name: string,
    site: string,
    copy: (f: FuncEntity) => FuncEntity,
  ): Slot {
    return this.#slotOf(cls, `${name}@${site}`, name, () => {
      const all = this.implementations(cls, kind, name);
      return new Map([...all].map(([c, f]) => [c, copy(f)] as const));
    });
  }

  #slotOf(
    root: ClassEntity,
    selector: string,
    name: string,
    implementations: () => ReadonlyMap<ClassEntity, FuncEntity>,
  ): Slot {
    const key = `${root.key}.${selector}`;
    let slot = this.#slots.get(key);
    if (slot === undefined)
      this.#slots.set(key, (slot = this.#makeSlot(root, name, selector, implementations())));
    return slot;
  }

  #makeSlot(
    root: ClassEntity,
    name: string,
    selector: string,
    implementations: ReadonlyMap<ClassEntity, FuncEntity>,
  ): Slot {
    const funcs = [...new Set(implementations.values())];
    const convention = conventionOf(this.#engine, funcs, `\`${name}\``);
    const struct = this.#reprs.classStruct(root);
    const low = convention.params.map((a) => this.#reprs.low(a)).filter((t) => t !== VOID);
    const type = funcType([struct.ref, ...low], this.#reprs.low(convention.result));
    for (const f of funcs) this.#pending.push(() => this.#makeSlotAdapter(f, slot));
    const slot: Slot = { selector, root, struct, type, implementations, ...convention };
    return slot;
  }

  paramAnnotation(f: FuncEntity, i: number): Annotation {
    return this.#engine.parameter(this.#state(f).entity, i);
  }

  resultAnnotation(f: FuncEntity): Annotation {
    return this.#engine.resultOf(this.#state(f).entity);
  }

  #isCalled(f: FuncEntity): boolean {
    const state = this.#engine.functions.get(f);
    return state?.reached.has(state.graph.start) === true;
  }

  #state(f: FuncEntity): FunctionState {
    return this.#engine.functions.get(f) ?? broken(`${f.key} is not annotated`);
  }

  slotKey(f: FuncEntity, slot: Slot): string {
    return `${f.key}.slot_${slot.root.name}`;
  }

  // ---- adapters ----

  #makeAdapter(f: FuncEntity, key: string): void {
    if (!this.#isCalled(f)) {
      this.#makeUncalled(f, key);
      return;
    }
    const family = this.#families.of(f);
    const closure = new Variable("closure", this.#reprs.closureBase(f).ref);
    const first = (b: LowBuilder): Value[] =>
      f.captures.length > 0 ? [b.cast(closure, this.#reprs.closure(f))] : [];
    this.#make(f, key, [closure], first, family);
  }

  /** A function that is never called through its closure still needs a code pointer of the right type. */
  #makeUncalled(f: FuncEntity, key: string): void {
    const code = this.#reprs.closureBase(f).field("code")?.type;
    if (code?.tag !== "func") return broken("closure without code");
    const graph = new Graph(
      key,
      f.name,
      code.args.map((t, i) => new Variable(`a${i}`, t)),
      f.pos,
    );
    this.#finishGraph(graph, f, code.result);
    graph.start.exits = [link(graph.returnBlock, [anyConst(code.result)])];
  }

  #makeSlotAdapter(f: FuncEntity, slot: Slot): void {
    const self = new Variable("this", slot.struct.ref);
    const own = this.#reprs.low(this.#engine.result(this.#state(f).graph.args[0] as Variable));
    if (own.tag !== "ref") return broken("method without this");
    const struct = own.to;
    this.#make(f, this.slotKey(f, slot), [self], (b) => [b.cast(self, struct)], slot);
  }

  #make(
    f: FuncEntity,
    key: string,
    leading: Variable[],
    first: (b: LowBuilder) => Value[],
    { params, restAt, result }: Convention,
  ): void {
    if (this.#graphs.has(key)) return;
    const reprs = params.map((a) => this.#reprs.of(a));
    const vars = reprs.map((r, i) =>
      r.kind === "void" ? null : new Variable(f.params[i]?.name ?? `a${i}`, r.low),
    );
    const graph = new Graph(key, f.name, [...leading, ...vars.filter((v) => v !== null)], f.pos);
    const to = this.#reprs.of(result);
    this.#finishGraph(graph, f, to.low);
    const b = new LowBuilder(graph.start, this.#helpers);
    b.pos = f.pos;
    const args = first(b);
    const list = restAt === null ? null : (vars[restAt] ?? null);
    f.params.forEach((p, i) => {
      const own = this.#reprs.of(this.paramAnnotation(f, i));
      if (own.kind === "void") return;
      if (restAt !== null && list !== null && i >= restAt) {
        const at = i - restAt;
        const items = reprs[restAt] as Repr;
        if (p.rest) args.push(at === 0 ? convert(b, list, items, own, true) : this.#restFrom(b, list, at));
        else args.push(argumentOf(b, this.#reprs, list, items.annotation, at, own));
        return;
      }
      const from = reprs[i];
      const v = vars[i];
      args.push(
        from === undefined || v === undefined || v === null ? absentOf(own, 1) : convert(b, v, from, own),
      );
    });
    const own = this.#reprs.of(this.resultAnnotation(f));
    const value = b.op("call", [graphConst(f.key), ...args], own.low, "result");
    const returned =
      own.kind === "void" && own.annotation.base === null && own.annotation.absent === 0
        ? anyConst(to.low)
        : convert(b, value, own, to, true);
    b.jump(graph.returnBlock, [returned]);
  }

  #restFrom(b: LowBuilder, list: Variable, start: number): Value {
    const helper = this.#helpers.get("list_from", [list.type as LowType, INT]);
    return b.op("call", [graphConst(helper.key), list, intConst(start)], helper.result, "rest");
  }

  #finishGraph(graph: Graph, f: FuncEntity, result: LowType): void {
    graph.unit = f.unit;
    graph.resultType = result;
    (graph.returnBlock.inputs[0] as Variable).type = result;
    (graph.raiseBlock.inputs[0] as Variable).type = this.#errorType();
    this.#graphs.set(graph.key, graph);
  }

  // ---- the end ----

  /** Makes pending adapters; true if there were any. They may ask for more. */
  makePending(): boolean {
    const work = this.#pending.splice(0);
    for (const make of work) make();
    return work.length > 0;
  }

  /** Writes the method tables of all class layouts. */
  finish(): void {
    const slots = [...this.#slots.values()].sort((a, b) => (a.selector < b.selector ? -1 : 1));
    for (const [cls, struct] of this.#reprs.classStructs()) {
      const chain: ClassEntity[] = [];
      for (let c: ClassEntity | null = cls; c !== null; c = c.base) chain.unshift(c);
      struct.vtable = chain.flatMap((c) =>
        slots
          .filter((s) => s.root === c)
          .map((s) => {
            const f = s.implementations.get(cls);
            return { selector: s.selector, graph: f === undefined ? null : this.slotKey(f, s) };
          }),
      );
    }
  }
}

/** The topmost class that has the member. */
function rootOf(cls: ClassEntity, kind: MemberKind, name: string): ClassEntity {
  let root = cls;
  for (let c: ClassEntity | null = cls; c !== null; c = c.base)
    if (c[kind].has(name) || (kind === "methods" && c.abstractMethods.has(name))) root = c;
  return root;
}
