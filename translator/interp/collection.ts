// The simulated collector: collects for programs that the gc phase has fitted to a collector with roots. An object that
// moves becomes another one and the old one is freed; what is unreachable is freed; only remembered old objects are
// looked through in a minor collection. So a root, reload or barrier that is missing ends in an InternalError at the
// first use of the freed object, or at once: a store without its barrier, a root that was never written.

import type { CollectorRules } from "../model/program.ts";
import { broken } from "../support/diagnostics.ts";
import { HeapObject } from "./heap.ts";
import { type RootOwner, RootStack } from "./root-stack.ts";
import type { MachineValue } from "./values.ts";

/** When to collect, in allocations that could. */
export interface CollectionPlan {
  readonly every: number;
  /** One collection out of this many is a full one. */
  readonly fullEvery: number;
}

export const USUAL_PLAN: CollectionPlan = { every: 11, fullEvery: 40 };

/** References outside of heap and root stack; `move` gives the present place of an object. */
export interface OtherRoots {
  /** The coroutine with this handle; undefined if it has ended. */
  coroutine(handle: MachineValue): RootOwner | undefined;
  /** Coroutines that run or wait for one they have resumed, and root stacks of those that wait. */
  active(): readonly RootOwner[];
  waiting(): readonly RootStack[];
  replace(move: (value: MachineValue) => MachineValue): void;
  /** For what compares objects that it does not keep alive; undefined if the object is dead. */
  forget(now: (object: MachineValue) => MachineValue): void;
}

export class Collection {
  readonly rules: CollectorRules;
  private readonly plan: CollectionPlan;
  private readonly others: OtherRoots;
  private young: HeapObject[] = [];
  private old: HeapObject[] = [];
  private remembered: HeapObject[] = [];
  /** Prebuilt objects that were stored into: they count as reachable. */
  private readonly written = new Set<HeapObject>();
  /** The root stack of what runs. */
  roots = new RootStack();
  /** Weak entries that are alive. */
  private weak: HeapObject[] = [];
  /** How often each object is pinned. */
  private readonly pinned = new Map<HeapObject, number>();
  private left: number;
  private count = 0;
  private total = 0;

  constructor(rules: CollectorRules, plan: CollectionPlan, others: OtherRoots) {
    this.rules = rules;
    this.plan = plan;
    this.others = others;
    this.left = plan.every;
  }

  // ---- the heap ----

  allocated(object: HeapObject): void {
    this.young.push(object);
    if (object.struct.special === "weak") this.weak.push(object);
  }

  /** Does an allocation that cannot collect fail? */
  isDue(): boolean {
    return --this.left <= 0;
  }

  /** A store of a reference; the barrier must have been told. */
  stored(into: HeapObject, value: MachineValue): void {
    if (into.age === "young" || into.isRemembered) return;
    const matters = value instanceof HeapObject && value.age !== "prebuilt";
    if (matters || this.rules.counts)
      broken(`a reference is stored into a ${into.struct.name} without a barrier`);
  }

  barrier(object: HeapObject): void {
    if (object.age === "young" || object.isRemembered) return;
    object.isRemembered = true;
    this.remembered.push(object);
    if (object.age === "prebuilt") this.written.add(object);
  }

  /** The object stays where it is, alive, until it is unpinned as often. */
  pin(object: HeapObject): void {
    this.pinned.set(object, (this.pinned.get(object) ?? 0) + 1);
  }

  unpin(object: HeapObject): void {
    const n = this.pinned.get(object) ?? broken("what is not pinned is unpinned");
    if (n === 1) this.pinned.delete(object);
    else this.pinned.set(object, n - 1);
  }

  // ---- the root stack ----

  enter(n: number): number {
    return this.roots.enter(n);
  }

  leave(frame: number): void {
    this.roots.leave(frame);
  }

  save(frame: number, i: number, value: MachineValue): void {
    this.roots.save(frame, i, value);
  }

  load(frame: number, i: number): MachineValue {
    return this.roots.load(frame, i);
  }

  /** At the end of a run every frame has been left. */
  checkLeft(): void {
    if (this.roots.depth > 0) broken(`${this.roots.depth} frames of roots were not left`);
  }

  // ---- collecting ----

  /** So far. */
  get collections(): number {
    return this.total;
  }

  /** The collection that is due. */
  collectSome(): void {
    this.collect(++this.count % this.plan.fullEvery === 0);
  }

  collect(isFull: boolean): void {
    this.left = this.plan.every;
    this.total++;
    const moved = new Map<MachineValue, HeapObject>();
    const waiting: HeapObject[] = [];
    const move: Move = (value) => {
      if (!(value instanceof HeapObject)) return value;
      if (value.freed) return broken(`a reference leads to a freed ${value.struct.name}`);
      if (value.age === "prebuilt" || (value.age === "old" && !isFull)) return value;
      let to = moved.get(value);
      if (to === undefined) {
        to = this.rules.moving && !this.pinned.has(value) ? value.moved() : value;
        moved.set(value, to);
        // What has moved is not moved again.
        if (to !== value) moved.set(to, to);
        waiting.push(to);
      }
      return to;
    };
    for (const stack of [this.roots, ...this.others.waiting()]) stack.replace(move);
    for (const owner of this.others.active()) owner.object = move(owner.object) as HeapObject;
    for (const object of this.pinned.keys()) move(object);
    this.others.replace(move);
    const scan = (object: HeapObject): void => {
      if (object.struct.special === "weak") scanWeak(object, move);
      else if (object.struct.special === "coroutine") this.scanCoroutine(object, move);
      else object.replaceReferences(move);
    };
    const scanAll = (): void => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) scan(next);
    };
    for (const object of isFull ? this.written : this.remembered) scan(object);
    scanAll();
    const now = (value: MachineValue): MachineValue => {
      if (!(value instanceof HeapObject) || value.age === "prebuilt") return value;
      return moved.get(value) ?? (value.age === "old" && !isFull ? value : undefined);
    };
    settleWeak(this.weak, { now, move, scanAll });
    this.weak = this.weak.flatMap((entry) => (now(entry) as HeapObject | undefined) ?? []);
    this.sweep(moved, isFull);
    this.others.forget((object) => moved.get(object) ?? (isFreed(object) ? undefined : object));
  }

  /** What a coroutine has left on its root stack belongs to its object until it is resumed. */
  private scanCoroutine(object: HeapObject, move: Move): void {
    const owner = this.others.coroutine(object.fields[0] ?? null);
    if (owner === undefined) return;
    owner.object = object;
    if (!owner.isActive) owner.roots.replace(move);
  }

  private sweep(moved: ReadonlyMap<MachineValue, HeapObject>, isFull: boolean): void {
    const survivors = isFull ? [] : this.old;
    for (const object of isFull ? [...this.old, ...this.young] : this.young) {
      const to = moved.get(object);
      if (to !== object) object.freed = true;
      if (to === undefined) continue;
      to.age = "old";
      survivors.push(to);
    }
    for (const object of this.remembered) object.isRemembered = false;
    this.remembered = [];
    this.old = survivors;
    this.young = [];
  }
}

// Fields of a weak entry, and its modes: gc-transformers/gc.h.
const [TARGET, VALUE, MODE] = [0, 1, 3];
const [WEAK, EPHEMERON, NOTIFY, RESURRECT, PLAIN] = [0, 1, 2, 3, 4];

type Move = (value: MachineValue) => MachineValue;

function scanWeak(entry: HeapObject, move: Move): void {
  entry.fields.forEach((value, i) => {
    if (i === TARGET && entry.fields[MODE] !== PLAIN) return;
    if (i === VALUE && entry.fields[MODE] === EPHEMERON) return;
    entry.fields[i] = move(value);
  });
}

/** A collection in progress: `now` gives where an object is, or undefined if nothing has led to it. */
interface InProgress {
  readonly now: Move;
  readonly move: Move;
  readonly scanAll: () => void;
}

function settleWeak(entries: readonly HeapObject[], { now, move, scanAll }: InProgress): void {
  const each = (mode: number, act: (entry: HeapObject, target: MachineValue) => void): void => {
    for (const entry of entries) if (entry.fields[MODE] === mode) act(entry, now(entry.fields[TARGET]));
  };
  const followEphemerons = (): void => {
    for (let again = true; again;) {
      again = false;
      each(EPHEMERON, (entry, target) => {
        if (target === undefined || now(entry.fields[VALUE]) === entry.fields[VALUE]) return;
        entry.fields[VALUE] = move(entry.fields[VALUE]);
        scanAll();
        again = true;
      });
    }
  };
  const forget = (entry: HeapObject, target: MachineValue): void => {
    entry.fields[TARGET] = target ?? null;
  };
  followEphemerons();
  each(WEAK, forget);
  each(RESURRECT, (entry, target) => {
    if (target === undefined) entry.fields[MODE] = PLAIN;
    entry.fields[TARGET] = move(entry.fields[TARGET]);
    scanAll();
  });
  followEphemerons();
  each(EPHEMERON, (entry, target) => {
    if (target === undefined) entry.fields[VALUE] = null;
    forget(entry, target);
  });
  each(NOTIFY, forget);
  // Of entries that something resurrected leads to.
  each(WEAK, forget);
}

function isFreed(object: MachineValue): boolean {
  return object instanceof HeapObject && object.freed;
}
