// WeakRef, WeakMap, WeakSet and FinalizationRegistry, as far as nothing depends on when collections happen: everything
// that is asked for is kept alive.

import { collectGarbage, FinalizerQueue, gcStatistic, memoryPressure, runFinalizers } from "vmsmith/gc";

class Point {
  readonly x: number;
  readonly y: number;
  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
}

class Named {
  name: string;
  constructor(name: string) {
    this.name = name;
  }
}

function refs(): void {
  const p = new Point(1, 2);
  const weak = new WeakRef(p);
  collectGarbage();
  const back = weak.deref();
  console.log(back === p, back?.x, weak.deref()!.y);
  const list = [1, 2, 3];
  const weakList: WeakRef<number[]> = new WeakRef(list);
  list.push(4);
  console.log(weakList.deref()?.length);
  const f = (n: number): number => n * p.x;
  const weakF = new WeakRef(f);
  console.log(weakF.deref()?.(21));
}

function garbage(n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += new Point(i, i).x & 1;
  return sum;
}

function maps(): void {
  const keys: Named[] = [];
  const sizes = new WeakMap<Named, number>();
  const names = new WeakMap<Point, string | null>();
  const points: Point[] = [];
  for (let i = 0; i < 100; i++) {
    const key = new Named(`k${i}`);
    keys.push(key);
    sizes.set(key, i * i);
    const p = new Point(i, -i);
    points.push(p);
    names.set(p, i % 3 === 0 ? null : `p${i}`);
    garbage(50);
  }
  let sum = 0;
  for (const key of keys) sum += sizes.get(key) ?? -1;
  console.log(sum, sizes.has(new Named("k1")), sizes.get(keys[7]!));
  console.log(names.get(points[3]!), names.get(points[4]!), names.get(new Point(4, -4)));
  for (let i = 0; i < 100; i += 2) console.log(sizes.delete(keys[i]!) ? "" : "missing", sizes.has(keys[i]!));
  console.log(sizes.delete(keys[0]!), sizes.get(keys[1]!), sizes.get(keys[98]!));
  sizes.set(keys[0]!, 5).set(keys[1]!, 6);
  console.log(sizes.get(keys[0]!), sizes.get(keys[1]!));
}

function sets(): void {
  const seen = new WeakSet<object>();
  const a = new Point(0, 0);
  const b = new Named("b");
  const c = [1];
  seen.add(a).add(b).add(c);
  collectGarbage();
  console.log(
    seen.has(a),
    seen.has(b),
    seen.has(c),
    seen.has([1]),
    seen.delete(b),
    seen.has(b),
    seen.delete(b),
  );
}

function registries(): void {
  const said: string[] = [];
  const registry = new FinalizationRegistry<string>((held) => said.push(held));
  const kept = new Named("kept");
  registry.register(kept, "kept", kept);
  registry.register(kept, "again");
  collectGarbage();
  console.log(runFinalizers(registry), said.length);
  console.log(registry.unregister(kept), registry.unregister(kept), kept.name);
  const queue = new FinalizerQueue<Named>();
  queue.register(kept);
  collectGarbage();
  console.log(queue.nextDead() === undefined, kept.name);
}

// A cache of objects by key: the usual use.
class Cache {
  private readonly entries = new Map<string, WeakRef<Named>>();
  get(name: string): Named {
    const known = this.entries.get(name)?.deref();
    if (known !== undefined) return known;
    const made = new Named(name);
    this.entries.set(name, new WeakRef(made));
    return made;
  }
}

export function entryPoint(): number {
  refs();
  maps();
  sets();
  registries();
  const cache = new Cache();
  const one = cache.get("one");
  collectGarbage();
  console.log(cache.get("one") === one, cache.get("two").name);
  memoryPressure(1 << 20);
  memoryPressure(-(1 << 20));
  console.log(gcStatistic(0) >= 0);
  return 0;
}
