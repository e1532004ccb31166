// i64 and u64: bigints wrapped to 64 bits are machine words, whatever their declarations say.

import type { i64, u64 } from "vmsmith/ints";

class Rng {
  state: u64;
  constructor(seed: u64) {
    this.state = seed;
  }
  next(): u64 {
    this.state = BigInt.asUintN(64, this.state + 0x9e3779b97f4a7c15n);
    let z: u64 = this.state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return z ^ (z >> 31n);
  }
}

function xorshift(x: u64): u64 {
  x ^= BigInt.asUintN(64, x << 13n);
  x ^= x >> 7n;
  x ^= BigInt.asUintN(64, x << 17n);
  return x;
}

function fnv(text: string): u64 {
  let h: u64 = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++)
    h = BigInt.asUintN(64, (h ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  return h;
}

function signed(a: i64, b: i64): void {
  const w = (x: bigint): i64 => BigInt.asIntN(64, x);
  console.log(w(a + b), w(a - b), w(a * b), w(-a), w(~b), w(a & b), w(a | b), w(a ^ b));
  if (b !== 0n) console.log(w(a / b), w(a % b), a / b, a % b);
  console.log(a < b, a <= b, a > b, a >= b, a === b, a !== b, -a, ~a, a + b, a * b - 1n);
  for (const n of [0n, 1n, 7n, 63n]) console.log(w(a << n), a >> n, w(a >> -n), w(a << -n), w(a << (n + n)));
  console.log(
    BigInt.asIntN(8, a + b),
    BigInt.asUintN(16, a * b),
    BigInt.asIntN(32, a - b),
    BigInt.asIntN(61, a ^ b),
  );
  console.log(`${a}`, a.toString(16), Number(a), Number(b), a ? 1 : 0, typeof a);
}

function unsigned(a: u64, b: u64): void {
  const w = (x: bigint): u64 => BigInt.asUintN(64, x);
  console.log(w(a + b), w(a - b), w(a * b), w(-a), w(~b), a & b, a | b, a ^ b);
  if (b !== 0n) console.log(a / b, a % b, w(a / b));
  console.log(a < b, a <= b, a > b, a >= b, a === b, -a, ~a);
  for (const n of [0n, 1n, 7n, 63n]) console.log(w(a << n), a >> n, w(a << (n + n)));
  console.log(`${a}`, a.toString(36), Number(a), a < 5, b >= 2 ** 63, a > 0.5);
}

/** Of unlike signs, where neither order of words is right. */
function both(a: i64, b: u64): void {
  console.log(
    a < b,
    a <= b,
    a > b,
    a >= b,
    a === b,
    b === a,
    b < a,
    a + b,
    a % (b | 1n),
    b / (a | 1n),
    a & b,
    a | b,
  );
}

function arrays(): void {
  const a = new BigInt64Array(4);
  const b = new BigUint64Array([1n, 2n, 2n ** 64n - 1n]);
  a[0] = 2n ** 63n;
  a[1] = -1n;
  a[2] = a[0]! * 3n + a[1]!;
  b[1] = -1n;
  b[9] = 1n;
  console.log(a[0], a[1], a[2], b[0], b[1], b[2], b[9] === undefined, a.length);
  console.log(
    a.join(),
    b.indexOf(1n),
    b.includes(5n),
    b.slice(1).join("+"),
    new BigInt64Array(2).fill(-7n).join(),
  );
  console.log(
    b.map((x) => x >> 1n).join(),
    b.reduce((x, y) => x ^ y, 0n),
    b.sort().join(),
    a.sort().join(),
  );
  a.set([9n, 2n ** 65n + 3n], 1);
  let sum = 0n;
  for (const x of a) sum += x;
  console.log(sum, a.at(-1), a.reverse().join());
}

/** An array of words that another name takes for bigints of any size. */
function aliased(words: bigint[]): bigint {
  const all: bigint[] = words;
  all.push(2n ** 70n);
  let sum = 0n;
  for (const w of words) sum += w;
  return sum;
}

function counted(table: Map<u64, i64>, keys: readonly u64[]): void {
  for (const k of keys) {
    const n = table.get(k);
    table.set(k, n === undefined ? 1n : BigInt.asIntN(64, n + 1n));
  }
  console.log(table.get(1n), table.get(2n), table.get(2n ** 64n - 1n)! + 1n, table.size);
}

const FROZEN = new BigUint64Array([5n, 2n ** 63n]);
const TABLE: readonly i64[] = [1n, -(2n ** 63n), 2n ** 63n - 1n];

export function entryPoint(argv: string[]): number {
  const one = BigInt.asUintN(64, BigInt(argv.length));
  const r = new Rng(one);
  let x: u64 = 88172645463325252n;
  for (let i = 0; i < 5; i++) {
    console.log(r.next(), x, fnv(`${x}`));
    x = xorshift(x);
  }
  const edges = [0n, 1n, -1n, 2n ** 31n, -(2n ** 32n), 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)];
  for (const a of edges) for (const b of edges) signed(BigInt.asIntN(64, a * one), BigInt.asIntN(64, b));
  for (const a of edges) for (const b of edges) unsigned(BigInt.asUintN(64, a), BigInt.asUintN(64, b * one));
  for (const a of edges) for (const b of edges) both(BigInt.asIntN(64, a * one), BigInt.asUintN(64, b * one));
  arrays();
  console.log(aliased([1n, one, BigInt.asIntN(64, one << 40n)]));
  counted(new Map<u64, i64>(), [1n, 1n, BigInt.asUintN(64, -one)]);
  let acc: i64 = 0n;
  for (let i = 0; i < 1000; i++) acc = BigInt.asIntN(64, acc * 31n + BigInt(i) - (acc >> 3n));
  console.log(acc, FROZEN[0], FROZEN[1], TABLE.join(), Number((acc & 0xffn) + 1n), BigInt(argv.length) + 2n);
  const shared: { n: i64; list: i64[] } = { n: acc, list: [] };
  const step = (): void => {
    shared.n = BigInt.asIntN(64, shared.n * 6364136223846793005n + 1442695040888963407n);
    shared.list.push(shared.n);
  };
  step();
  step();
  console.log(shared.n, shared.list.pop()! === shared.n, shared.list[0], shared.list[5] ?? 7n);
  return Number(BigInt.asUintN(3, acc));
}
