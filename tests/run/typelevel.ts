// Everything that is gone when types are erased, and the rarer forms of declarations: none of it may disturb.

import * as path from "node:path";

type Name = "left" | "right";
type Handler = { (n: number): number; readonly label?: string };
type Maker = new (n: number) => Counter;
type Pair = [first: number, second?: number, ...rest: number[]];
type Optional = [number?];
type Keys<T> = { readonly [K in keyof T]?: T[K] extends number ? K : never };
type Inner<T> = T extends readonly (infer E)[] ? E : T;
type Both = { a: number } & { b: number };
type First = Pair[0];
type Tag = `tag-${Name}`;
type PathModule = typeof path;
type Where = import("node:path").PlatformPath;
type Named = path.ParsedPath;
type Many = [string, ...number[]];

interface Table {
  [name: string]: number;
}
interface Made {
  new (n: number): Counter;
}
declare const unused:
  Named | Many | Made | Maker | Table | Optional | Keys<Both> | Where | PathModule | Handler;

abstract class Base {
  abstract value(): number;
}

class Counter extends Base {
  static created = 0;
  static readonly limit: number;
  static {
    Counter.created = 0;
    (Counter as { limit: number }).limit = 5;
  }
  readonly n: number;
  constructor(n: number) {
    super();
    this.n = n;
    Counter.created++;
  }
  override value(): number {
    return this.n;
  }
}

// prettier-ignore
class Odd { ; readonly x = 1; ; }

// prettier-ignore
function second(): number { ; const [, b] = [1, 2]; return b ?? 0; }

function isCounter(b: Base): b is Counter {
  return b instanceof Counter;
}

function assertPositive(n: number): asserts n is number {
  if (n <= 0) throw new RangeError("not positive");
}

const twice = function (n: number): number {
  return n * 2;
};

const table = { left: 1, right: 2 } satisfies Record<Name, number>;

function tagOf(name: Name): Tag {
  return `tag-${name}`;
}

function sum(numbers: readonly Inner<number[]>[]): First {
  let s = 0;
  for (const n of numbers) s += n;
  return s;
}

export { sum as total, twice };
export * as ints from "vmsmith/ints";

export default function entry(): number {
  const b: Base = new Counter(3);
  if (isCounter(b)) console.log(b.n, Counter.created, Counter.limit);
  assertPositive(b.value());
  console.log(twice(4), tagOf("left"), table.left + table.right, sum([1, 2, 3]), path.basename("/a/b"));
  const both: Both = { a: 1, b: 2 };
  console.log(both.a + both.b);
  console.log(new Odd().x, second());
  return 0;
}

export function entryPoint(): number {
  return entry();
}
