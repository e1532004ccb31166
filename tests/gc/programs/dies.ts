// What happens when objects die: weak references, ephemerons whose values lead to their keys, registries, queues that
// give objects back, finalizers that allocate, throw and resurrect. Not for Node, which does not collect on demand.

import { collectGarbage, FinalizerQueue, gcStatistic, MAJOR_COLLECTIONS, runFinalizers } from "vmsmith/gc";

class Point {
  readonly x: number;
  other: Point | null = null;
  constructor(x: number) {
    this.x = x;
  }
}

class World {
  readonly refs: WeakRef<Point>[] = [];
  readonly values: WeakRef<Point>[] = [];
  readonly map = new WeakMap<Point, Point>();
  readonly said: number[] = [];
  readonly registry = new FinalizationRegistry<number>((i) => {
    const made = [i, i + 1, i + 2];
    if (i === 13) throw new Error("a callback that throws");
    this.said.push(made[0]!);
  });
  readonly queue = new FinalizerQueue<Point>();
  readonly kept: Point[] = [];
  saved: Point | null = null;

  fill(): void {
    for (let i = 0; i < 100; i++) {
      const p = new Point(i);
      const value = new Point(1000 + i);
      if (LOOPS) value.other = p;
      p.other = new Point(2000 + i);
      this.refs.push(new WeakRef(p));
      this.values.push(new WeakRef(value));
      this.map.set(p, value);
      this.registry.register(p, i, p);
      if (i % 10 === 0) this.kept.push(p);
      if (i % 25 === 7) this.queue.register(p);
    }
  }

  alive(refs: WeakRef<Point>[]): number {
    let n = 0;
    for (const ref of refs) if (ref.deref() !== undefined) n++;
    return n;
  }

  drain(): void {
    for (let p = this.queue.nextDead(); p !== undefined; p = this.queue.nextDead()) {
      console.log("died", p.x, p.other!.x);
      if (p.x === 32) {
        this.saved = p;
        this.queue.register(p);
      }
    }
  }

  call(): void {
    for (;;) {
      try {
        console.log("callbacks", runFinalizers(this.registry), this.said.length);
        return;
      } catch (e) {
        console.log((e as Error).message);
      }
    }
  }
}

/** Do the values of the WeakMap lead to their keys? */
const LOOPS = false as boolean;

/** Old references may stand on the native stack, which a conservative collector looks at. */
function clobber(n: number): number {
  if (n === 0) return 0;
  const p = new Point(n);
  return clobber(n - 1) + (p.x - n);
}

export function entryPoint(): number {
  const world = new World();
  world.fill();
  console.log(clobber(1000), world.alive(world.refs), world.alive(world.values));
  collectGarbage();
  console.log("refs", world.alive(world.refs), "values", world.alive(world.values));
  world.drain();
  world.call();
  console.log(world.said.slice(0, 3).join(), world.said.includes(10), world.said.includes(32));
  for (const p of world.kept) if (world.map.get(p)?.x !== 1000 + p.x) console.log("lost", p.x);
  clobber(1000);
  collectGarbage();
  console.log("refs", world.alive(world.refs), "saved", world.saved!.x, world.saved!.other!.x);
  world.drain();
  world.saved = null;
  clobber(1000);
  collectGarbage();
  world.drain();
  world.call();
  console.log(world.said.includes(7), world.said.includes(10), world.registry.unregister(world.kept[1]!));
  console.log(gcStatistic(MAJOR_COLLECTIONS) >= 3);
  return 0;
}
