// Benchmarks of vmsmith/coroutine. Node has none: there, generators.ts does the same.

import { Coroutine } from "vmsmith/coroutine";
import { measure } from "./measure.ts";
import { type Tree, treeOf } from "./tree.ts";

/** There and back, each time with a value. */
function coroutineSwitches(): number {
  const co = new Coroutine<number, number>((self, first) => {
    let sum = first;
    for (;;) sum = (sum + self.suspend(sum)) & 0xffffff;
  });
  let last = 0;
  for (let i = 0; i < 50000; i++) last = co.resume(i);
  return last;
}

function walk(co: Coroutine<number, number>, tree: Tree | null): void {
  if (tree === null) return;
  walk(co, tree.left);
  co.suspend(tree.key);
  walk(co, tree.right);
}

/** Out of recursion, 12 calls deep. */
function coroutineTree(): number {
  const root = treeOf(0, 4095);
  const co = new Coroutine<number, number>((self) => {
    walk(self, root);
    return -1;
  });
  let sum = 0;
  for (let key = co.resume(0); key >= 0; key = co.resume(0)) sum = (sum * 31 + key) & 0xffffff;
  return sum;
}

/** Made, run to the first value, and to the end. */
function coroutineStarts(): number {
  let sum = 0;
  for (let i = 0; i < 10000; i++) {
    const co = new Coroutine<number, number>((self, first) => self.suspend(first) + 1);
    sum += co.resume(i) + co.resume(i);
  }
  return sum;
}

export function entryPoint(argv: string[]): number {
  measure(
    [
      { name: "coroutineSwitches", run: coroutineSwitches },
      { name: "coroutineTree", run: coroutineTree },
      { name: "coroutineStarts", run: coroutineStarts },
    ],
    argv.slice(1),
  );
  return 0;
}
