// What coroutines.ts does, by generators, for Node. From recursion they give a value through all that wait for it.

import { measure } from "./measure.ts";
import { type Tree, treeOf } from "./tree.ts";

function* adder(first: number): Generator<number, number, number> {
  let sum = first;
  for (;;) sum = (sum + (yield sum)) & 0xffffff;
}

function coroutineSwitches(): number {
  const generator = adder(0);
  let last = generator.next(0).value;
  for (let i = 1; i < 50000; i++) last = generator.next(i).value;
  return last;
}

function* walk(tree: Tree | null): Generator<number, void, number> {
  if (tree === null) return;
  yield* walk(tree.left);
  yield tree.key;
  yield* walk(tree.right);
}

function coroutineTree(): number {
  const generator = walk(treeOf(0, 4095));
  let sum = 0;
  for (let r = generator.next(0); r.done !== true; r = generator.next(0))
    sum = (sum * 31 + r.value) & 0xffffff;
  return sum;
}

function* once(first: number): Generator<number, number, number> {
  return (yield first) + 1;
}

function coroutineStarts(): number {
  let sum = 0;
  for (let i = 0; i < 10000; i++) {
    const generator = once(i);
    sum += generator.next(i).value + generator.next(i).value;
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
