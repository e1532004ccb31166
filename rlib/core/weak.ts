// WeakRef, WeakMap, WeakSet and FinalizationRegistry, over the one weak object that collectors know (gc-transformers/gc.h).
// Callbacks of a registry run when the program asks for them (vmsmith/gc): there are no jobs between which they could.

import type { int } from "../ints.ts";
import {
  gc_collect,
  gc_drop_ready,
  gc_pressure,
  gc_statistic,
  gc_weak_made,
  object_hash,
} from "./low/memory.ts";

/** The modes of gc.h; NEVER is none: see the constructor. */
const NEVER = -1;
const WEAK = 0;
const EPHEMERON = 1;
const NOTIFY = 2;
const RESURRECT = 3;
const PLAIN = 4;

/** What stands behind a weak entry: an object, whatever the value is. */
class Held<V> {
  readonly it: V;
  constructor(it: V) {
    this.it = it;
  }
}

/** @weak */
class WeakEntry<T extends object, V> {
  target: T | null;
  value: Held<V> | null;
  next: WeakEntry<T, V> | null;
  mode: int;

  constructor(target: T | null, value: Held<V> | null, mode: int) {
    this.target = target;
    this.value = value;
    this.next = null;
    this.mode = mode;
    // What the collector does to entries, for those who infer types.
    if (mode === NEVER) {
      this.target = null;
      this.value = null;
      this.next = this;
    }
    gc_weak_made(this);
  }
}

export class WeakRef<T extends object> {
  private readonly entry: WeakEntry<T, int>;
  constructor(target: T) {
    this.entry = new WeakEntry<T, int>(target, null, WEAK);
  }
  deref(): T | undefined {
    const { target } = this.entry;
    return target === null ? undefined : target;
  }
}

/** Open addressing; entries of dead keys are taken out when the table is made anew. */
class WeakTable<K extends object, V> {
  private slots: (WeakEntry<K, V> | null)[] = [null, null, null, null];
  private used = 0;
  /** Stands for entries that were deleted. */
  private readonly gone = new WeakEntry<K, V>(null, null, PLAIN);

  /** The slot of the key, or the free one where it would stand. */
  private slotOf(key: K): int {
    const { slots } = this;
    const mask = slots.length - 1;
    let at = object_hash(key) & mask;
    for (;;) {
      const entry = slots[at]!;
      if (entry === null || entry.target === key) return at;
      at = (at + 1) & mask;
    }
  }

  find(key: K): Held<V> | null {
    const entry = this.slots[this.slotOf(key)]!;
    return entry === null ? null : entry.value;
  }

  put(key: K, value: V): void {
    const at = this.slotOf(key);
    const entry = this.slots[at]!;
    if (entry !== null) {
      entry.value = new Held<V>(value);
      return;
    }
    this.slots[at] = new WeakEntry<K, V>(key, new Held<V>(value), EPHEMERON);
    this.used++;
    if (4 * this.used > 3 * this.slots.length) this.renew();
  }

  delete(key: K): boolean {
    const at = this.slotOf(key);
    const entry = this.slots[at]!;
    if (entry === null) return false;
    entry.value = null;
    this.slots[at] = this.gone;
    return true;
  }

  private renew(): void {
    const old = this.slots;
    let alive = 0;
    for (const entry of old) if (entry !== null && entry.target !== null) alive++;
    let size = 4;
    while (size < 2 * alive + 2) size *= 2;
    const slots: (WeakEntry<K, V> | null)[] = [];
    for (let i = 0; i < size; i++) slots.push(null);
    this.slots = slots;
    this.used = 0;
    for (const entry of old) {
      if (entry === null) continue;
      const { target } = entry;
      if (target === null) continue;
      slots[this.slotOf(target)] = entry;
      this.used++;
    }
  }
}

export class WeakMap<K extends object, V> {
  private readonly table = new WeakTable<K, V>();
  get(key: K): V | undefined {
    const found = this.table.find(key);
    return found === null ? undefined : found.it;
  }
  has(key: K): boolean {
    return this.table.find(key) !== null;
  }
  set(key: K, value: V): this {
    this.table.put(key, value);
    return this;
  }
  delete(key: K): boolean {
    return this.table.delete(key);
  }
}

export class WeakSet<T extends object> {
  private readonly table = new WeakTable<T, int>();
  has(value: T): boolean {
    return this.table.find(value) !== null;
  }
  add(value: T): this {
    this.table.put(value, 1);
    return this;
  }
  delete(value: T): boolean {
    return this.table.delete(value);
  }
}

class Registration<T> {
  readonly held: T;
  /** Of what unregisters it: often the target itself. */
  readonly token: WeakRef<object> | null;
  constructor(held: T, token: object | undefined) {
    this.held = held;
    this.token = token === undefined ? null : new WeakRef<object>(token);
  }
}

export class FinalizationRegistry<T> {
  private readonly callback: (held: T) => void;
  private entries: WeakEntry<object, Registration<T>>[] = [];
  /** What is to be called. */
  private readonly dead: T[] = [];

  constructor(callback: (held: T) => void) {
    this.callback = callback;
  }

  register(target: object, held: T, token?: object): void {
    const registration = new Held<Registration<T>>(new Registration<T>(held, token));
    this.entries.push(new WeakEntry<object, Registration<T>>(target, registration, NOTIFY));
  }

  unregister(token: object): boolean {
    const kept: WeakEntry<object, Registration<T>>[] = [];
    for (const entry of this.entries) {
      const own = entry.value === null ? null : entry.value.it.token;
      if (own === null || own.deref() !== token) kept.push(entry);
    }
    const found = kept.length < this.entries.length;
    this.entries = kept;
    return found;
  }

  /**
   * Calls the callback for each target that has died, the one registered last first; how often. What a callback throws
   * passes on; the rest is called the next time.
   */
  runCallbacks(): int {
    gc_drop_ready();
    const kept: WeakEntry<object, Registration<T>>[] = [];
    const { dead } = this;
    for (const entry of this.entries) {
      const registration = entry.value;
      if (entry.target !== null) kept.push(entry);
      else if (registration !== null) dead.push(registration.it.held);
    }
    this.entries = kept;
    let calls = 0;
    while (dead.length > 0) {
      calls++;
      this.callback(dead.pop()!);
    }
    return calls;
  }
}

/** Objects that have died come back here, once, in the opposite order of their registration. */
export class FinalizerQueue<T extends object> {
  private entries: WeakEntry<T, int>[] = [];
  private readonly dead: T[] = [];
  private seen = 0;

  register(object: T): void {
    this.entries.push(new WeakEntry<T, int>(object, null, RESURRECT));
  }

  nextDead(): T | undefined {
    if (this.dead.length === 0) this.look();
    return this.dead.pop();
  }

  private look(): void {
    // Only a collection finds dead objects.
    const now = gc_statistic(2) + gc_statistic(3);
    if (now === this.seen) return;
    this.seen = now;
    gc_drop_ready();
    const kept: WeakEntry<T, int>[] = [];
    for (const entry of this.entries) {
      const { target } = entry;
      if (entry.mode === PLAIN && target !== null) this.dead.push(target);
      else kept.push(entry);
    }
    this.entries = kept;
  }
}

// ---- vmsmith/gc ----

export function collectGarbage(): void {
  gc_collect();
}

export function memoryPressure(bytes: int): void {
  gc_pressure(bytes);
}

export function gcStatistic(which: int): int {
  return gc_statistic(which);
}

export function runFinalizers(registry: FinalizationRegistry<never>): int {
  return registry.runCallbacks();
}
