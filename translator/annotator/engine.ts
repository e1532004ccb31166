// The fixpoint: flows annotations through the graphs reached from the entry point until nothing changes.
// Work is done block by block, from a worklist in any order; annotations only grow, so the result does not depend on
// it. Needs: wellFormed flow graphs. Gives: annotated (every variable of a reached block has an annotation).
// An operation whose result stays bottom never completes: what follows it in its block is dead.

import type { Constant } from "../model/constants.ts";
import { givesRest } from "../model/flow-ops.ts";
import {
  type ClassEntity,
  entityOf,
  type FrozenEntity,
  type FuncEntity,
  type GlobalEntity,
} from "../model/entities.ts";

import {
  type Block,
  blocksOf,
  type Graph,
  type Op,
  type Position,
  RAISES,
  type Value,
  Variable,
} from "../model/graph.ts";
import {
  type CatalogueCode,
  type Diagnostic,
  diagnostic,
  type Diagnostics,
  type Parts,
  Refusal,
} from "../support/diagnostics.ts";
import type { Place as SourcePlace } from "../support/positions.ts";
import { Container, Place } from "./containers.ts";
import { Flow } from "./flow.ts";
import { annotateFrozen } from "./frozen.ts";
import { Families, methodGroups, parameterVariable, shareRest } from "./families.ts";
import {
  ABSENT_UNDEFINED,
  type Annotation,
  BOTTOM,
  FLOAT,
  INT,
  instanceOf,
  isBottom,
  FALSE,
  NULL,
  of,
  ofBigConstant,
  STRING,
  TRUE,
  UNDEFINED,
  withAbsent,
} from "./lattice.ts";

/** What the annotator asks of the front end's library. */
export interface Library {
  /** Function of the core library, by export name. */
  coreFunction(name: string): FuncEntity | undefined;
  coreClass(name: string): ClassEntity | undefined;
}

export interface AnnotatorInput {
  readonly library: Library;
  readonly diagnostics: Diagnostics;
  readonly place: (pos: Position) => SourcePlace;
  readonly transfer: Transfer;
  /** Picks the next of `n` waiting blocks; the last one by default. Tests shuffle. */
  readonly pick?: (n: number) => number;
}

export type Transfer = (cx: Context, op: Op) => Annotation;

/** What is known of one function that is called. */
export interface FunctionState {
  readonly entity: FuncEntity;
  readonly graph: Graph;
  readonly uses: ReadonlyMap<Variable, readonly Block[]>;
  readonly reached: Set<Block>;
  /** Blocks (of other graphs) waiting for the result. */
  readonly callers: Set<Block>;
  readonly captures: readonly Place[];
  /** Elements of the rest parameter, if there is one. */
  readonly rest: Container | null;
}

/** The operation being annotated: where it is and who must be told when what it reads changes. */
export interface Context {
  readonly engine: Engine;
  readonly state: FunctionState;
  readonly block: Block;
  readonly op: Op;
}

export class Engine extends Flow {
  readonly input: AnnotatorInput;
  readonly functions = new Map<FuncEntity, FunctionState>();
  readonly liveClasses = new Set<ClassEntity>();
  readonly #annotations = new Map<Variable, Annotation>();
  readonly #inputs = new Map<Variable, Place>();
  readonly #owner = new Map<Block, FunctionState>();
  readonly #waiting: Block[] = [];
  readonly #isWaiting = new Set<Block>();
  readonly #fields = new Map<ClassEntity, Map<string, Place>>();
  readonly #globals = new Map<GlobalEntity, Place>();
  readonly #frozen = new Map<FrozenEntity, Annotation>();
  readonly #containers = new Map<object, Container>();
  readonly #copies = new Map<Op, Map<FuncEntity, FuncEntity>>();
  readonly #classReaders = new Map<ClassEntity, Set<Block>>();
  readonly #failed = new Set<FuncEntity>();
  readonly #checks = new Map<Op, () => void>();
  readonly #found = new Map<string, Diagnostic>();
  #isSettled = false;
  /** Fields stored to outside the constructor of their class: not immutable. */
  readonly mutated = new Map<ClassEntity, Set<string>>();
  /** Work done, for the report. */
  blocksFlowed = 0;

  constructor(input: AnnotatorInput) {
    super();
    this.input = input;
  }

  // ---- the worklist ----

  run(): void {
    this.#drain();
    for (let before = -1; before !== this.blocksFlowed && this.#hasRest();) {
      before = this.blocksFlowed;
      shareRest(this, new Families(this, this.all()).groups());
      shareRest(this, methodGroups(this));
      this.#drain();
    }
    this.reportClashes();
    this.#checkConstants();
    this.#isSettled = true;
    for (const found of this.#found.values()) this.input.diagnostics.report(found);
    this.#found.clear();
    for (const check of this.#checks.values()) check();
  }

  /** Functions without rest parameters have nothing to agree on. */
  #hasRest(): boolean {
    for (const f of this.functions.values()) if (f.rest !== null) return true;
    return false;
  }

  /** Constant objects are read by name without looking: no alias of theirs may be assigned to. */
  #checkConstants(): void {
    for (const [e, annotation] of this.#frozen) {
      // What could not be frozen is reported already.
      const content = isBottom(annotation) ? undefined : e.content();
      if (content?.kind !== "plain") continue;
      const cls = content.shape();
      const names = [...content.fields.keys()];
      const stored = names.find((n) => {
        const owner = cls.findField(n)?.owner;
        return owner !== undefined && this.mutated.get(owner)?.has(n) === true;
      });
      if (stored === undefined) continue;
      this.report("RTS1207", cls.findField(stored)?.field.pos ?? cls.pos, {
        seen: `the property \`${stored}\` of ${e.name}, which is constant, is assigned in objects of the same type.`,
        why: "The object is `as const` or frozen, so its properties are read as constants; as a value it could be changed.",
        instead: "Leave `as const` or Object.freeze out, or give the object a type of its own.",
      });
    }
  }

  #drain(): void {
    const pick = this.input.pick ?? ((n: number): number => n - 1);
    while (this.#waiting.length > 0) {
      const i = pick(this.#waiting.length);
      const block = this.#waiting[i] as Block;
      this.#waiting[i] = this.#waiting[this.#waiting.length - 1] as Block;
      this.#waiting.pop();
      this.#isWaiting.delete(block);
      this.#flow(this.#owner.get(block) as FunctionState, block);
    }
  }

  schedule(block: Block): void {
    if (this.#isWaiting.has(block)) return;
    this.#isWaiting.add(block);
    this.#waiting.push(block);
  }

  protected wake(block: Block): void {
    if (this.#owner.get(block)?.reached.has(block) === true) this.schedule(block);
  }

  protected sourcePlace(pos: Position): SourcePlace {
    return this.input.place(pos);
  }

  #flow(state: FunctionState, block: Block): void {
    this.blocksFlowed++;
    for (const op of block.ops) {
      if (op.args.some((a) => isBottom(this.of(a)))) return;
      const cx: Context = { engine: this, state, block, op };
      let result: Annotation | undefined;
      try {
        result = this.input.transfer(cx, op);
      } catch (problem) {
        if (!(problem instanceof Refusal)) throw problem;
        for (const d of problem.diagnostics) this.input.diagnostics.report(d);
        return;
      }
      this.#setResult(state, block, op, result);
      if (isBottom(this.of(op.result))) {
        if (block.exitSwitch === RAISES && op === block.ops[block.ops.length - 1])
          this.#flowExit(state, block, 1);
        return;
      }
    }
    if (block.exitSwitch !== null && block.exitSwitch !== RAISES && isBottom(this.of(block.exitSwitch)))
      return;
    const sure =
      block.exitSwitch !== null && block.exitSwitch !== RAISES ? this.of(block.exitSwitch).base : null;
    const only = sure?.kind === "bool" ? sure.value : undefined;
    for (let i = 0; i < block.exits.length; i++)
      if (only === undefined || block.exits[i]?.case === only) this.#flowExit(state, block, i);
  }

  #flowExit(state: FunctionState, block: Block, index: number): void {
    const link = block.exits[index];
    if (link === undefined) return;
    const { target } = link;
    if (link.exception !== undefined) this.#set(state, link.exception, this.errorAnnotation(), block, null);
    if (!state.reached.has(target)) {
      state.reached.add(target);
      this.schedule(target);
    }
    const last = block.ops[block.ops.length - 1];
    const pos = link.pos ?? last?.pos ?? null;
    link.args.forEach((a, i) => {
      const input = target.inputs[i] as Variable;
      const annotation = this.of(a);
      if (isBottom(annotation)) return;
      this.flowInto(this.#inputPlace(state, target, input), annotation, {
        pos: a instanceof Variable ? (definingPos(block, a) ?? pos) : pos,
        what: "",
      });
    });
  }

  errorAnnotation(): Annotation {
    const cls = this.input.library.coreClass("Error");
    return cls === undefined ? BOTTOM : instanceOf(cls);
  }

  // ---- annotations of values ----

  of(v: Value): Annotation {
    if (v instanceof Variable) return this.#inputs.get(v)?.annotation ?? this.#annotations.get(v) ?? BOTTOM;
    return this.ofConstant(v);
  }

  ofConstant(c: Constant): Annotation {
    const v = c.value;
    switch (v.kind) {
      case "number":
        return Number.isSafeInteger(v.value) && !Object.is(v.value, -0) ? INT : FLOAT;
      case "bigint":
        return ofBigConstant(v.value);
      case "bool":
        return v.value ? TRUE : FALSE;
      case "string":
      case "name":
        return STRING;
      case "null":
        return NULL;
      case "undefined":
        return UNDEFINED;
      case "entity":
        return this.#ofEntity(c);
      default:
        return BOTTOM;
    }
  }

  #ofEntity(c: Constant): Annotation {
    const e = entityOf(c);
    if (e === undefined) return BOTTOM;
    switch (e.tag) {
      case "func":
        return of({ kind: "function", funcs: [e] });
      case "class":
      case "builtin":
      case "jitdriver":
        return of({ kind: "constant", entity: e });
      case "frozen":
        return this.#reachFrozen(e);
      case "foreign":
      case "global":
        // Only ever the operand of call_c, get_global and set_global, which look at the entity.
        return STRING;
    }
  }

  #setResult(state: FunctionState, block: Block, op: Op, annotation: Annotation): void {
    this.#set(state, op.result, annotation, block, op.pos);
  }

  // Uses in the same block come later in it and are about to be flowed anyway.
  #set(state: FunctionState, v: Variable, annotation: Annotation, block: Block, pos: Position | null): void {
    const old = this.#annotations.get(v) ?? BOTTOM;
    const joined = this.joinAt(old, annotation, pos, "the result of this operation");
    if (joined === old) return;
    this.#annotations.set(v, joined);
    for (const b of state.uses.get(v) ?? []) if (b !== block && state.reached.has(b)) this.schedule(b);
  }

  #inputPlace(state: FunctionState, block: Block, v: Variable): Place {
    let p = this.#inputs.get(v);
    if (p === undefined) {
      const isResult = block === state.graph.returnBlock;
      p = new Place(
        isResult
          ? `the result of ${state.entity.name}`
          : v.hint === "t"
            ? "this expression"
            : `the variable \`${v.hint}\``,
      );
      this.#inputs.set(v, p);
      for (const b of state.uses.get(v) ?? []) p.readers.add(b);
      if (isResult) for (const b of state.callers) p.readers.add(b);
    }
    return p;
  }

  // ---- places ----

  /** Has a check of an operation's operands made when everything is known of them. */
  checkAtEnd(op: Op, check: () => void): void {
    this.#checks.set(op, check);
  }

  /** Where a value of such an annotation came from, as far as one step back tells. */
  originOf(v: Value, state: FunctionState, wanted: (a: Annotation) => boolean): Position | null {
    if (!(v instanceof Variable)) return null;
    const place = this.#inputs.get(v);
    if (place !== undefined) return this.originIn(place, wanted);
    for (const block of blocksOf(state.graph)) {
      const pos = definingPos(block, v);
      if (pos !== undefined) return pos;
    }
    return null;
  }

  /** Joins the results of functions one of which is called; of no matter what kinds if nobody uses the result. */
  joinResults(cx: Context, a: Annotation, b: Annotation, what: string): Annotation {
    if (!cx.state.uses.has(cx.op.result)) return isBottom(a) && isBottom(b) ? BOTTOM : UNDEFINED;
    return this.joinAt(a, b, cx.op.pos, what);
  }

  /** The container made by an operation or frozen object (one for all times it is flowed). */
  container(maker: object, make: () => Container): Container {
    let c = this.#containers.get(maker);
    if (c === undefined) this.#containers.set(maker, (c = make()));
    return c;
  }

  field(owner: ClassEntity, name: string): Place {
    let fields = this.#fields.get(owner);
    if (fields === undefined) this.#fields.set(owner, (fields = new Map<string, Place>()));
    let p = fields.get(name);
    if (p === undefined) fields.set(name, (p = new Place(`the field \`${name}\` of ${owner.name}`)));
    return p;
  }

  fieldsOf(owner: ClassEntity): ReadonlyMap<string, Place> {
    return this.#fields.get(owner) ?? new Map<string, Place>();
  }

  global(g: GlobalEntity): Place {
    let p = this.#globals.get(g);
    if (p === undefined) {
      this.#globals.set(g, (p = new Place(`the variable \`${g.name}\``)));
      this.flowInto(p, this.ofConstant(g.start()), { pos: g.pos, what: "its start value" });
    }
    return p;
  }

  globals(): ReadonlyMap<GlobalEntity, Place> {
    return this.#globals;
  }

  // ---- frozen objects ----

  /** Reported once if it cannot be frozen; then nothing can be known of it. */
  #reachFrozen(e: FrozenEntity): Annotation {
    const known = this.#frozen.get(e);
    if (known !== undefined) return known;
    const found = this.input.diagnostics.attempt(() => this.ofFrozen(e));
    if (found === undefined) this.#frozen.set(e, BOTTOM);
    return found ?? BOTTOM;
  }

  ofFrozen(e: FrozenEntity): Annotation {
    return this.#frozen.get(e) ?? annotateFrozen(this, e, (a) => this.#frozen.set(e, a));
  }

  frozenEntities(): ReadonlyMap<FrozenEntity, Annotation> {
    return this.#frozen;
  }

  // ---- functions and classes ----

  /** The state of a function, its graph built now if need be; undefined if it cannot be built (reported). */
  stateOf(entity: FuncEntity): FunctionState | undefined {
    const known = this.functions.get(entity);
    if (known !== undefined) return known;
    if (this.#failed.has(entity)) return undefined;
    const graph = this.input.diagnostics.attempt(() => entity.graph());
    if (graph === undefined) {
      this.#failed.add(entity);
      return undefined;
    }
    const restParam = entity.params.find((p) => p.rest);
    const state: FunctionState = {
      entity,
      graph,
      uses: usesOf(graph),
      reached: new Set(),
      callers: new Set(),
      captures: entity.captures.map((c) => new Place(`the captured variable \`${c.name}\``)),
      rest:
        restParam === undefined
          ? null
          : new Container(`rest:${entity.key}`, entity.pos, new Place(`the arguments \`${restParam.name}\``)),
    };
    this.functions.set(entity, state);
    for (const b of blocksOf(graph)) this.#owner.set(b, state);
    return state;
  }

  /** The copy of a per-call-site function for this operation; other functions are themselves. */
  instanceFor(cx: Context, entity: FuncEntity): FuncEntity {
    if (!entity.perCallSite) return entity;
    // A function that calls itself, directly or not, goes on in the same copy.
    const running = cx.state.entity.origins.find((o) => o.original === entity);
    if (running !== undefined) return running.copy;
    let copies = this.#copies.get(cx.op);
    if (copies === undefined) this.#copies.set(cx.op, (copies = new Map<FuncEntity, FuncEntity>()));
    let copy = copies.get(entity);
    if (copy === undefined) {
      copy = entity.copyFor(`${cx.state.entity.key}:${this.siteNumber(cx)}`, cx.state.entity);
      copies.set(entity, copy);
    }
    return copy;
  }

  /** A call of exactly this function: flows the arguments in, gives what is known of the result. */
  call(
    cx: Context,
    callee: FuncEntity,
    args: readonly Annotation[],
    hidden: readonly Annotation[] = [],
  ): Annotation {
    const entity = this.instanceFor(cx, callee);
    const state = this.stateOf(entity);
    if (state === undefined) return BOTTOM;
    state.callers.add(cx.block);
    const result = state.graph.returnBlock.inputs[0] as Variable;
    const place = this.#inputPlace(state, state.graph.returnBlock, result);
    place.readers.add(cx.block);
    this.#bindArgs(cx, state, args, hidden);
    if (!state.reached.has(state.graph.start)) {
      state.reached.add(state.graph.start);
      this.schedule(state.graph.start);
    }
    return place.annotation;
  }

  #bindArgs(
    cx: Context,
    state: FunctionState,
    args: readonly Annotation[],
    hidden: readonly Annotation[],
  ): void {
    const { graph, entity } = state;
    const from = { pos: cx.op.pos, what: "an argument" };
    const flow = (i: number, a: Annotation): void => {
      const v = graph.args[i];
      if (v !== undefined) this.flowInto(this.#inputPlace(state, graph.start, v), a, from);
    };
    const more = givesRest(cx.op.args) ? args[args.length - 1] : undefined;
    const plain = more === undefined ? args : args.slice(0, -2);
    let i = 0;
    if (entity.captures.length > 0) flow(i++, of({ kind: "closure", func: entity }));
    for (const h of hidden) flow(i++, h);
    entity.params.forEach((p, n) => {
      if (p.rest && state.rest !== null) {
        for (const a of plain.slice(n)) this.flowInto(state.rest.item, a, from);
        if (more?.base?.kind === "list") this.unify(state.rest, more.base.container, cx.op.pos);
        flow(i++, of({ kind: "list", container: state.rest }));
      } else flow(i++, plain[n] ?? this.#spread(cx, more));
    });
  }

  /** What a parameter gets from the array of the remaining arguments. */
  #spread(cx: Context, more: Annotation | undefined): Annotation {
    return more?.base?.kind === "list"
      ? withAbsent(this.read(cx, more.base.container.item), ABSENT_UNDEFINED)
      : UNDEFINED;
  }

  /** What flows into a parameter; null if the function was never called or has no such parameter. */
  parameterPlace(f: FuncEntity, i: number): Place | null {
    const state = this.functions.get(f);
    const v =
      state === undefined || f.params[i] === undefined
        ? undefined
        : parameterVariable(state.graph.args, f, i);
    return state === undefined || v === undefined ? null : this.#inputPlace(state, state.graph.start, v);
  }

  parameter(f: FuncEntity, i: number): Annotation {
    return this.parameterPlace(f, i)?.annotation ?? BOTTOM;
  }

  /** Bottom if it is never called. */
  resultOf(f: FuncEntity): Annotation {
    const state = this.functions.get(f);
    return state === undefined ? BOTTOM : this.of(state.graph.returnBlock.inputs[0] as Variable);
  }

  makeLive(cls: ClassEntity): void {
    if (this.liveClasses.has(cls)) return;
    this.liveClasses.add(cls);
    for (let c: ClassEntity | null = cls; c !== null; c = c.base)
      for (const known of c.template === null ? [c] : [c, c.template])
        for (const b of this.#classReaders.get(known) ?? []) this.wake(b);
  }

  /** Live classes at or below one of these; the current block is told of new ones. */
  liveBelow(cx: Context, classes: readonly ClassEntity[]): ClassEntity[] {
    for (const c of classes) {
      let readers = this.#classReaders.get(c);
      if (readers === undefined) this.#classReaders.set(c, (readers = new Set()));
      readers.add(cx.block);
    }
    return [...this.liveClasses].filter((l) => classes.some((c) => l.isSubclassOf(c)));
  }

  /** The number of the operation in its graph, in reverse postorder: stable between runs. */
  siteNumber(cx: Context): number {
    let n = 0;
    for (const b of blocksOf(cx.state.graph))
      for (const o of b.ops) {
        if (o === cx.op) return n;
        n++;
      }
    return -1;
  }

  // ---- messages ----

  /**
   * Until the fixpoint is reached, messages wait: an operation may be found wrong again with more known of its operands.
   * The longest text says most, whatever the order of work.
   */
  report(code: CatalogueCode, pos: Position | null, parts: Parts): void {
    const found = diagnostic(code, pos === null ? undefined : this.input.place(pos), parts);
    if (this.#isSettled || pos === null) {
      this.input.diagnostics.report(found);
      return;
    }
    const key = `${code} ${pos.file}:${pos.offset}`;
    const known = this.#found.get(key);
    if (known === undefined || rank(known) < rank(found)) this.#found.set(key, found);
  }

  /** Every annotation there is: of variables, fields, containers, captured and global variables. */
  *all(): Generator<Annotation> {
    yield* this.#annotations.values();
    for (const p of this.#inputs.values()) yield p.annotation;
    for (const fields of this.#fields.values()) for (const p of fields.values()) yield p.annotation;
    for (const p of this.#globals.values()) yield p.annotation;
    for (const s of this.functions.values()) for (const p of s.captures) yield p.annotation;
    for (const c of this.#containers.values()) {
      yield c.item.annotation;
      if (c.keys !== null) yield c.keys.annotation;
    }
  }

  /** The final annotation of a variable, after `run`; bottom if it is never reached. */
  result(v: Value): Annotation {
    return this.of(v);
  }
}

function usesOf(graph: Graph): Map<Variable, Block[]> {
  const uses = new Map<Variable, Block[]>();
  const add = (v: Value, b: Block): void => {
    if (!(v instanceof Variable)) return;
    const list = uses.get(v);
    if (list === undefined) uses.set(v, [b]);
    else if (list[list.length - 1] !== b) list.push(b);
  };
  for (const b of blocksOf(graph)) {
    for (const op of b.ops) for (const a of op.args) add(a, b);
    if (b.exitSwitch !== null && b.exitSwitch !== RAISES) add(b.exitSwitch, b);
    for (const l of b.exits) for (const a of l.args) add(a, b);
  }
  return uses;
}

/** Orders what was found of one operation: more text first, then by the text itself. */
function rank({ seen }: Diagnostic): string {
  return `${String(seen.length).padStart(6, "0")} ${seen}`;
}

function definingPos(block: Block, v: Variable): Position | null | undefined {
  return block.ops.find((op) => op.result === v)?.pos;
}
