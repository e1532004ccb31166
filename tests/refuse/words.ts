// Places declared i64 or u64 take wrapped bigints only; TypeScript takes the types for bigint.

import type { i64, u64 } from "vmsmith/ints";

type Word = u64;

interface Pair {
  readonly low: u64;
  high: u64;
}

class Counter {
  n: u64 = 0n;
  total: i64 | null = null;
  add(by: u64): void {
    this.n = this.n + by; // RTS1206: a bigint of any size flows into the property `n`, declared u64
    this.n += by; // RTS1206: the property `n`
    this.total = BigInt.asUintN(64, by * 2n); // RTS1206: a bigint up to 2^64-1 flows into the property `total`, declared i64
  }
}

function sum(a: i64, b: i64): i64 {
  return a + b; // RTS1206: flows into the result of sum, declared i64
}

const twice = (a: Word): Word => a * 2n; // RTS1206: the result of

function local(a: i64): bigint {
  const x: i64 = a * a; // RTS1206: flows into `x`, declared i64
  let y: i64 = 0n;
  y = -a; // RTS1206: flows into `y`
  const z: u64 = a; // RTS1206: a bigint that may be negative flows into `z`, declared u64
  return x + y + z;
}

function taken(a: u64): bigint { // RTS1206: flows into the parameter `a`, declared u64
  return a;
}

function elements(a: i64): bigint {
  const list: i64[] = [a]; // RTS1206: flows into the elements of `list`, declared i64
  list.push(a + 1n);
  const all: bigint[] = list;
  all[0] = 2n ** 70n;
  return list[0]!;
}

function entries(a: u64): Map<u64, i64> {
  const m = new Map<u64, i64>(); // RTS1206: flows into the keys of this collection
  m.set(a, 1n);
  const n: Map<u64, bigint> = m; // RTS1206: flows into the keys of `n`
  n.set(a + 1n, 2n);
  return m; // RTS1206: the keys of the result of entries
}

function literal(a: u64): Pair {
  return { low: a << 1n, high: a >> 1n }; // RTS1206: flows into the property `low`
}

export function entryPoint(argv: string[]): number {
  const one = BigInt.asIntN(64, BigInt(argv.length) ** 3n);
  const wide = BigInt.asUintN(64, one);
  const c = new Counter();
  c.add(1n);
  const all = [sum(one, 1n), twice(wide), local(one), taken(one ** 3n), elements(one), literal(1n).high];
  return all.length + entries(wide).size;
}
