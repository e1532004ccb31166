// A program that goes on changing a heap of all kinds of objects, for so many seconds; at each tenth of them it prints
// what is in use after a full collection, and the most that was ever taken.

import { collectGarbage, gcStatistic, HEAP_PEAK, HEAP_USED } from "vmsmith/gc";

class Item {
  readonly name: string;
  next: Item | null;
  values: number[] = [];
  owner: WeakRef<Item> | null = null;

  constructor(name: string, next: Item | null) {
    this.name = name;
    this.next = next;
  }
}

const KEYS = 2000;

class World {
  readonly byName = new Map<string, Item>();
  readonly list: Item[] = [];
  private seed = 1;
  private made = 0;

  random(n: number): number {
    this.seed = (this.seed * 1103 + 12_345) % 1_000_003;
    return this.seed % n;
  }

  /** Replaces an item by a new one; chains are cut, so that what is alive does not grow. */
  step(): void {
    const key = this.random(KEYS);
    const name = `item ${key}`;
    const old = this.byName.get(name) ?? null;
    if (old !== null) old.next = null;
    const item = new Item(name, old);
    const length = this.random(40);
    for (let i = 0; i < length; i++) item.values.push(i * 0.5);
    if (old !== null) item.owner = new WeakRef(old);
    this.byName.set(name, item);
    if (this.list.length < KEYS) this.list.push(item);
    else this.list[this.random(KEYS)] = item;
    if (this.made % 97 === 0) this.byName.delete(`item ${this.random(KEYS)}`);
    if (this.made % 1009 === 0) this.large();
    this.made++;
  }

  /** Arrays that do not fit into the nursery, and a list that dies at once. */
  private large(): void {
    const items: Item[] = [];
    for (let i = 0; i < 20_000; i++) items.push(new Item("part", i > 0 ? (items[i - 1] ?? null) : null));
    const at = this.list[this.random(this.list.length)];
    if (at !== undefined) at.next = items[5] ?? null;
  }
}

export function entryPoint(args: string[]): number {
  const seconds = Number.parseInt(args[1] ?? "1", 10);
  const world = new World();
  for (let tenth = 1; tenth <= 10; tenth++) {
    const end = Date.now() + seconds * 100;
    while (Date.now() < end) for (let i = 0; i < 1000; i++) world.step();
    collectGarbage();
    console.log(`${gcStatistic(HEAP_USED)} ${gcStatistic(HEAP_PEAK)}`);
  }
  return 0;
}
