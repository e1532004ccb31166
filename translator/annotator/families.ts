// Families of functions: those that may be called through the same closure value share one calling convention. Two
// functions are of one family if they stand in one annotation somewhere. A family's parameters and result are the
// joins of its members'; each member gets an adapter from the family's convention to its own. Implementations of one
// method share a convention likewise.
// If a member has a rest parameter, everything from there on is passed as one array (`restAt`): a member with
// parameters of its own in those places takes them out of it.

import type { FuncEntity } from "../model/entities.ts";
import type { Variable } from "../model/graph.ts";
import type { Container } from "./containers.ts";
import type { Engine } from "./engine.ts";
import { ABSENT_UNDEFINED, type Annotation, BOTTOM, of, partsOf, UNDEFINED, withAbsent } from "./lattice.ts";

/** How a group of functions is called. */
export interface Convention {
  /** Annotation of each argument, without closure and `this`; as many as the member with most parameters takes. */
  readonly params: readonly Annotation[];
  /** Index of the parameter that is an array of all further arguments. */
  readonly restAt: number | null;
  /** UNDEFINED if the members' results have nothing in common: then nobody may use it. */
  readonly result: Annotation;
  readonly hasResult: boolean;
}

export interface Family extends Convention {
  /** Key of the first member: stable. */
  readonly name: string;
  readonly members: readonly FuncEntity[];
}

/** Needs: the fixpoint is reached. */
export function conventionOf(engine: Engine, members: readonly FuncEntity[], what: string): Convention {
  const restAt = firstRest(members);
  const count = restAt ?? Math.max(0, ...members.map((f) => f.params.length));
  const joined = (all: Annotation[]): Annotation =>
    all.reduce((a, b) => engine.joinAt(a, b, null, what), BOTTOM);
  const params = [...Array(count).keys()].map((i) => joined(members.map((f) => engine.parameter(f, i))));
  const list = restAt === null ? null : restOf(engine, members);
  if (list !== null) params.push(of({ kind: "list", container: list }));
  const results = members.map((f) => engine.resultOf(f));
  const common = engine.tryJoin(results);
  return { params, restAt, result: common ?? UNDEFINED, hasResult: common !== null };
}

function firstRest(members: readonly FuncEntity[]): number | null {
  const all = members.map((f) => f.params.findIndex((p) => p.rest)).filter((i) => i >= 0);
  return all.length === 0 ? null : Math.min(...all);
}

function restOf(engine: Engine, members: readonly FuncEntity[]): Container | null {
  for (const f of members) {
    const rest = engine.functions.get(f)?.rest;
    if (rest !== undefined && rest !== null) return rest;
  }
  return null;
}

/**
 * Makes members agree on what is in the array of their rest parameters: its elements can be any argument that some
 * member takes there. Called when the fixpoint is reached; it goes on if that changes anything.
 */
export function shareRest(engine: Engine, groups: Iterable<readonly FuncEntity[]>): void {
  for (const members of groups) {
    const restAt = firstRest(members);
    const list = restAt === null ? null : restOf(engine, members);
    if (restAt === null || list === null) continue;
    for (const f of members) {
      const state = engine.functions.get(f);
      if (state === undefined) continue;
      if (state.rest !== null) engine.unify(state.rest, list, f.pos);
      f.params.forEach((p, i) => {
        const own = engine.parameterPlace(f, i);
        if (i < restAt || p.rest || own === null) return;
        engine.flowInto(list.item, own.annotation, { pos: f.pos, what: "an argument" });
        const item = withAbsent(list.item.annotation, ABSENT_UNDEFINED);
        engine.flowInto(own, item, { pos: f.pos, what: "an argument" });
      });
    }
  }
}

export class Families {
  readonly #engine: Engine;
  readonly #parent = new Map<FuncEntity, FuncEntity>();
  readonly #families = new Map<FuncEntity, Family>();

  constructor(engine: Engine, annotations: Iterable<Annotation>) {
    this.#engine = engine;
    for (const a of annotations) {
      const funcs = partsOf(a).flatMap((p) => (p.kind === "function" ? p.funcs : []));
      const first = funcs[0];
      if (first !== undefined) for (const f of funcs) this.#unite(first, f);
    }
  }

  of(func: FuncEntity): Family {
    const root = this.#find(func);
    let family = this.#families.get(root);
    if (family === undefined) this.#families.set(root, (family = this.#make(root)));
    return family;
  }

  /** The members of all families of more than one function. */
  groups(): FuncEntity[][] {
    const groups = new Map<FuncEntity, FuncEntity[]>();
    for (const f of this.#parent.keys()) {
      const root = this.#find(f);
      groups.set(root, [...(groups.get(root) ?? []), f]);
    }
    return [...groups.values()].filter((g) => g.length > 1).map((g) => g.sort(byKey));
  }

  #make(root: FuncEntity): Family {
    const members = [...this.#parent.keys()].filter((f) => this.#find(f) === root);
    if (members.length === 0) members.push(root);
    members.sort(byKey);
    const convention = conventionOf(this.#engine, members, "the functions that are called here");
    return { name: (members[0] as FuncEntity).key, members, ...convention };
  }

  #unite(a: FuncEntity, b: FuncEntity): void {
    const [x, y] = [this.#find(a), this.#find(b)];
    if (!this.#parent.has(x)) this.#parent.set(x, x);
    if (x !== y) this.#parent.set(y, x);
  }

  #find(f: FuncEntity): FuncEntity {
    let root = f;
    for (let p = this.#parent.get(root); p !== undefined && p !== root; p = this.#parent.get(root)) root = p;
    return root;
  }
}

function byKey(a: FuncEntity, b: FuncEntity): number {
  return a.key < b.key ? -1 : 1;
}

/** Implementations of one method in the live classes, by the topmost class that has it. */
export function methodGroups(engine: Engine): FuncEntity[][] {
  const groups = new Map<string, Set<FuncEntity>>();
  for (const live of engine.liveClasses) {
    const names = new Set<string>();
    for (let c: typeof live | null = live; c !== null; c = c.base)
      for (const [name, f] of c.methods) if (f.params.some((p) => p.rest)) names.add(name);
    for (const name of names) {
      let root = live;
      for (let c: typeof live | null = live; c !== null; c = c.base)
        if (c.methods.has(name) || c.abstractMethods.has(name)) root = c;
      for (const other of engine.liveClasses) {
        const f = other.isSubclassOf(root) ? other.findMethod(name) : null;
        if (f === null || !engine.functions.has(f)) continue;
        const key = `${root.key}.${name}`;
        groups.set(key, (groups.get(key) ?? new Set()).add(f));
      }
    }
  }
  return [...groups.values()].filter((g) => g.size > 1).map((g) => [...g].sort(byKey));
}

/** The variable of a parameter among the arguments of a function's graph. */
export function parameterVariable(args: readonly Variable[], f: FuncEntity, i: number): Variable | undefined {
  return args[(f.captures.length > 0 ? 1 : 0) + (f.hasThis ? 1 : 0) + i];
}
