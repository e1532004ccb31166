// Families of functions: those that may be called through the same closure value share one calling convention. Two
// functions are of one family if they stand in one annotation somewhere. A family's parameters and result are the
// joins of its members'; each member gets an adapter from the family's convention to its own.

import type { Engine } from "../annotator/engine.ts";
import { type Annotation, BOTTOM, partsOf } from "../annotator/lattice.ts";
import type { FuncEntity } from "../model/entities.ts";
import type { Variable } from "../model/graph.ts";

export interface Family {
  /** Key of the first member: stable. */
  readonly name: string;
  readonly members: readonly FuncEntity[];
  /** Annotation of each argument, without the closure; as many as the member with most parameters takes. */
  readonly params: readonly Annotation[];
  readonly result: Annotation;
}

export class Families {
  readonly #engine: Engine;
  readonly #parent = new Map<FuncEntity, FuncEntity>();
  readonly #families = new Map<FuncEntity, Family>();

  /** Needs: the fixpoint is reached. */
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

  #make(root: FuncEntity): Family {
    const members = [...this.#parent.keys()].filter((f) => this.#find(f) === root);
    if (members.length === 0) members.push(root);
    members.sort((a, b) => (a.key < b.key ? -1 : 1));
    const count = Math.max(...members.map((f) => f.params.length));
    const params: Annotation[] = [];
    for (let i = 0; i < count; i++) params.push(this.#joined(members.map((f) => this.#param(f, i))));
    const result = this.#joined(members.map((f) => this.#result(f)));
    return { name: (members[0] as FuncEntity).key, members, params, result };
  }

  #param(f: FuncEntity, i: number): Annotation {
    const state = this.#engine.functions.get(f);
    if (state === undefined || f.params[i] === undefined) return BOTTOM;
    const first = (f.captures.length > 0 ? 1 : 0) + (f.hasThis ? 1 : 0);
    return this.#engine.result(state.graph.args[first + i] as Variable);
  }

  /** Bottom if it is never called. */
  #result(f: FuncEntity): Annotation {
    const state = this.#engine.functions.get(f);
    return state === undefined ? BOTTOM : this.#engine.result(state.graph.returnBlock.inputs[0] as Variable);
  }

  #joined(all: Annotation[]): Annotation {
    let a = BOTTOM;
    for (const b of all) a = this.#engine.joinAt(a, b, null, "the functions that are called here");
    return a;
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
