// Objects that come back from a FinalizerQueue, and what they lead to: coroutines that are suspended, keys of weak maps.

import { Coroutine } from "vmsmith/coroutine";
import { collectGarbage, FinalizerQueue } from "vmsmith/gc";

type Values = WeakMap<{ id: number }, number>;

class Box {
  readonly co: Coroutine<number, number>;
  readonly key: { id: number };
  constructor(id: number, values: Values) {
    this.key = { id };
    this.co = new Coroutine<number, number>((self, first) => {
      let n = first;
      for (;;) n += self.suspend(n);
    });
    this.co.resume(id);
    values.set(this.key, id * 2);
  }
}

function fill(queue: FinalizerQueue<Box>, values: Values, n: number): void {
  for (let i = 0; i < n; i++) queue.register(new Box(i, values));
}

/** Writes over what the stack shows. */
function deep(n: number): number {
  return n === 0 ? 0 : 1 + deep(n - 1);
}

export function entryPoint(): number {
  const queue = new FinalizerQueue<Box>();
  const values: Values = new WeakMap();
  fill(queue, values, 20);
  deep(500);
  collectGarbage();
  let found = 0;
  for (let box = queue.nextDead(); box !== undefined; box = queue.nextDead()) {
    const { id } = box.key;
    found++;
    if (box.co.resume(5) !== id + 5) console.log("another coroutine", id);
    if (values.get(box.key) !== id * 2) console.log("no value", id);
  }
  console.log(found > 10 ? "revived" : found);
  return 0;
}
