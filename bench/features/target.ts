// One benchmark for each feature that interpreters live by. Each runs in rounds until it has taken long enough for
// Node's compiler to be warm, reports its fastest round, and consumes its result, which must be the same everywhere.
// Usage: features [NAME …]; one line each: name, milliseconds of the fastest round, checksum.

import { factorial, fnv1a, largeProducts, piDigits, splitmix64 } from "./bigints.ts";
import { measure, type Benchmark } from "./measure.ts";
import { dataView, emulatedMemory, floatBits } from "./memory.ts";
import {
  anyCase,
  backtracking,
  lexer,
  matchWords,
  quotedStrings,
  replaceGroups,
  runTimePattern,
  splitLines,
  testNames,
  unicodeWords,
} from "./regexps.ts";

class Rng {
  private state: number;
  constructor(seed: number) {
    this.state = seed;
  }
  next(below: number): number {
    this.state = (Math.imul(this.state, 1103515245) + 12345) >>> 0;
    return (this.state >>> 8) % below;
  }
}

// ---- strings ----

function stringBuilding(): number {
  let s = "";
  for (let i = 0; i < 200000; i++) s += String.fromCharCode(97 + (i % 26));
  return s.length + s.charCodeAt(100000);
}

class Writer {
  text = "";
  put(s: string): void {
    this.text += s;
  }
}

function stringFields(): number {
  const w = new Writer();
  for (let i = 0; i < 100000; i++) w.put(i % 2 === 0 ? "ab" : "c");
  return w.text.length + w.text.charCodeAt(5000);
}

/** Strings that are made anew each time are hashed each time. */
function stringHash(): number {
  let text = "";
  for (let i = 0; i < 20000; i++) text += String.fromCharCode(32 + (i % 90));
  const m = new Map<string, number>();
  let n = 0;
  for (let i = 0; i + 24 < 20000; i++) {
    const k = text.slice(i, i + 24);
    const count = (m.get(k) ?? 0) + 1;
    m.set(k, count);
    n += count;
  }
  return n;
}

function stringPieces(): number {
  const parts: string[] = [];
  for (let i = 0; i < 60000; i++) parts.push(`item${i}`);
  const text = parts.join(",");
  let sum = 0;
  for (const p of text.split(",")) sum += p.length;
  return sum;
}

function stringCompare(): number {
  const words: string[] = [];
  const rng = new Rng(1);
  for (let i = 0; i < 1000; i++) words.push(`prefix${rng.next(100000)}`);
  let n = 0;
  for (let i = 0; i < words.length; i++)
    for (let k = 0; k < 200; k++) {
      if (words[i]! < words[k]!) n++;
      if (words[i]! === words[k]!) n += 2;
    }
  return n;
}

function stringScan(): number {
  const text = "let x = 10 + (y * 25) - foo(bar, 3);\n".repeat(3000);
  let digits = 0;
  let letters = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) digits++;
    else if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90)) letters++;
  }
  return digits * 7 + letters;
}

function numberText(): number {
  let n = 0;
  for (let i = 0; i < 30000; i++) n += `${i / 7}`.length + `${i * 31}`.length;
  for (let i = 0; i < 30000; i++) n += parseFloat(`3.${i}`) * 0.5;
  return Math.floor(n);
}

// ---- maps ----

function mapInt(): number {
  const m = new Map<number, number>();
  for (let i = 0; i < 100000; i++) m.set(i * 7, i);
  let sum = 0;
  for (let i = 0; i < 300000; i++) sum += m.get(i) ?? 1;
  return sum;
}

function mapString(): number {
  const m = new Map<string, number>();
  const keys: string[] = [];
  for (let i = 0; i < 20000; i++) keys.push(`key${i % 5000}`);
  for (let round = 0; round < 5; round++) for (const k of keys) m.set(k, (m.get(k) ?? 0) + 1);
  let sum = 0;
  for (const [k, v] of m) sum += k.length * v;
  return sum;
}

class Key {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
}

function mapObject(): number {
  const keys: Key[] = [];
  for (let i = 0; i < 20000; i++) keys.push(new Key(i));
  const m = new Map<Key, number>();
  for (let round = 0; round < 5; round++) for (const k of keys) m.set(k, (m.get(k) ?? 0) + k.id);
  let sum = 0;
  for (const v of m.values()) sum += v;
  return sum;
}

// ---- arrays ----

function arrayPushPop(): number {
  const a: number[] = [];
  let sum = 0;
  for (let round = 0; round < 20; round++) {
    for (let i = 0; i < 50000; i++) a.push(i);
    while (a.length > 0) sum += a.pop()!;
  }
  return sum;
}

function arraySort(): number {
  const rng = new Rng(5);
  const a: number[] = [];
  for (let i = 0; i < 60000; i++) a.push(rng.next(1000000));
  a.sort((x, y) => x - y);
  return a[0]! + a[30000]! * 3 + a[59999]!;
}

function arrayHigher(): number {
  const a: number[] = [];
  for (let i = 0; i < 100000; i++) a.push(i);
  let sum = 0;
  for (let round = 0; round < 5; round++)
    sum += a
      .map((x) => x * 2)
      .filter((x) => x % 3 === 0)
      .reduce((x, y) => x + y, 0);
  return sum;
}

function typedArrays(): number {
  const sieve = new Uint8Array(500000);
  let primes = 0;
  for (let i = 2; i < sieve.length; i++) {
    if (sieve[i]! !== 0) continue;
    primes++;
    for (let k = i * 2; k < sieve.length; k += i) sieve[k] = 1;
  }
  return primes;
}

function matrix(): number {
  const n = 120;
  const make = (seed: number): number[][] => {
    const rows: number[][] = [];
    for (let i = 0; i < n; i++) {
      const row: number[] = [];
      for (let k = 0; k < n; k++) row.push(((i * seed + k) % 17) / 3);
      rows.push(row);
    }
    return rows;
  };
  const a = make(3);
  const b = make(5);
  let trace = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let s = 0;
      for (let k = 0; k < n; k++) s += a[i]![k]! * b[k]![j]!;
      if (i === j) trace += s;
    }
  return Math.floor(trace);
}

// ---- calls ----

abstract class Shape {
  abstract area(scale: number): number;
}
class Square extends Shape {
  readonly side: number;
  constructor(side: number) {
    super();
    this.side = side;
  }
  area(scale: number): number {
    return this.side * this.side * scale;
  }
}
class Box extends Shape {
  readonly w: number;
  readonly h: number;
  constructor(w: number, h: number) {
    super();
    this.w = w;
    this.h = h;
  }
  area(scale: number): number {
    return this.w * this.h + scale;
  }
}
class Dot extends Shape {
  area(scale: number): number {
    return scale;
  }
}

function virtualCalls(): number {
  const shapes: Shape[] = [];
  for (let i = 0; i < 999; i++)
    shapes.push(i % 3 === 0 ? new Square(i) : i % 3 === 1 ? new Box(i, 2) : new Dot());
  let sum = 0;
  for (let round = 0; round < 1000; round++) for (const s of shapes) sum = (sum + s.area(round)) % 1000003;
  return sum;
}

interface Visitor {
  visit(n: number): number;
}
class Adder implements Visitor {
  total = 0;
  visit(n: number): number {
    this.total += n;
    return this.total;
  }
}
class Xorer implements Visitor {
  bits = 0;
  visit(n: number): number {
    this.bits ^= n;
    return this.bits;
  }
}

function interfaceCalls(): number {
  const visitors: Visitor[] = [new Adder(), new Xorer(), new Adder(), new Xorer()];
  let sum = 0;
  for (let i = 0; i < 1000000; i++) sum = (sum + visitors[i & 3]!.visit(i & 1023)) % 1000003;
  return sum;
}

function closures(): number {
  const makers: ((n: number) => number)[] = [];
  for (let i = 0; i < 100; i++) makers.push((n) => n + i);
  let sum = 0;
  for (let round = 0; round < 10000; round++) for (const f of makers) sum = f(sum) & 0xffff;
  return sum;
}

function recursion(n: number): number {
  return n < 2 ? n : recursion(n - 1) + recursion(n - 2);
}

// ---- objects ----

class Tree {
  readonly left: Tree | null;
  readonly right: Tree | null;
  constructor(left: Tree | null, right: Tree | null) {
    this.left = left;
    this.right = right;
  }
  count(): number {
    return 1 + (this.left === null ? 0 : this.left.count()) + (this.right === null ? 0 : this.right.count());
  }
}

function tree(depth: number): Tree {
  return depth === 0 ? new Tree(null, null) : new Tree(tree(depth - 1), tree(depth - 1));
}

function allocation(): number {
  let n = 0;
  for (let i = 0; i < 20; i++) n += tree(12).count();
  return n;
}

type Expr =
  { kind: "num"; value: number } | { kind: "add"; a: Expr; b: Expr } | { kind: "mul"; a: Expr; b: Expr };

function evaluate(e: Expr): number {
  switch (e.kind) {
    case "num":
      return e.value;
    case "add":
      return (evaluate(e.a) + evaluate(e.b)) % 10007;
    case "mul":
      return (evaluate(e.a) * evaluate(e.b)) % 10007;
  }
}

function expression(depth: number): Expr {
  if (depth === 0) return { kind: "num", value: 3 };
  const a = expression(depth - 1);
  return depth % 2 === 0 ? { kind: "add", a, b: expression(depth - 1) } : { kind: "mul", a, b: a };
}

function taggedUnions(): number {
  const e = expression(16);
  let sum = 0;
  for (let i = 0; i < 4; i++) sum += evaluate(e);
  return sum;
}

type Value = number | string | boolean | null;

function plus(a: Value, b: Value): Value {
  if (typeof a === "number" && typeof b === "number") return a + b;
  return typeof a === "string" ? a.length : b;
}

function dynamicValues(): number {
  const stack: Value[] = [];
  let out = 0;
  for (let i = 0; i < 300000; i++) {
    stack.push(i % 7 === 0 ? "text" : i & 1023);
    if (stack.length >= 2) {
      const b = stack.pop() ?? null;
      const a = stack.pop() ?? null;
      const r = plus(a, b);
      if (typeof r === "number") out += r;
      stack.push(r);
    }
    if (stack.length > 50 || out > 1e9) stack.length = 0;
    if (typeof stack[0] === "number" && stack[0] > 100000) stack[0] = 1;
  }
  return out;
}

function* numbers(n: number): Generator<number> {
  for (let i = 0; i < n; i++) if (i % 3 !== 0) yield i;
}

function* pairs(n: number): Generator<number> {
  for (const x of numbers(n)) yield x * 2;
}

function generators(): number {
  let sum = 0;
  for (let round = 0; round < 5; round++) for (const x of pairs(20000)) sum += x;
  return sum;
}

class Failure extends Error {
  readonly n: number;
  constructor(n: number) {
    super("failure");
    this.n = n;
  }
}

function mayFail(n: number): number {
  if (n % 4 === 0) throw new Failure(n);
  return n;
}

function exceptions(): number {
  let sum = 0;
  for (let i = 0; i < 20000; i++)
    try {
      sum += mayFail(i);
    } catch (e) {
      if (!(e instanceof Failure)) throw e;
      sum += e.n * 2;
    }
  return sum;
}

// ---- an interpreter ----

function bytecode(): number {
  const code = [0, 1, 1, 2, 3, 200000, 4, 0];
  let acc = 0;
  let counter = 0;
  let pc = 0;
  for (;;) {
    switch (code[pc]!) {
      case 0:
        acc = (acc + counter) & 0xffffff;
        pc++;
        break;
      case 1:
        acc ^= 5;
        pc++;
        break;
      case 2:
        counter++;
        pc++;
        break;
      case 3:
        if (counter >= code[pc + 1]!) return acc;
        pc += 2;
        break;
      default:
        pc = code[pc + 1]!;
    }
  }
}

const BENCHMARKS: readonly Benchmark[] = [
  { name: "stringBuilding", run: stringBuilding },
  { name: "stringFields", run: stringFields },
  { name: "stringPieces", run: stringPieces },
  { name: "stringCompare", run: stringCompare },
  { name: "stringScan", run: stringScan },
  { name: "stringHash", run: stringHash },
  { name: "numberText", run: numberText },
  { name: "mapInt", run: mapInt },
  { name: "mapString", run: mapString },
  { name: "mapObject", run: mapObject },
  { name: "arrayPushPop", run: arrayPushPop },
  { name: "arraySort", run: arraySort },
  { name: "arrayHigher", run: arrayHigher },
  { name: "typedArrays", run: typedArrays },
  { name: "dataView", run: dataView },
  { name: "floatBits", run: floatBits },
  { name: "emulatedMemory", run: emulatedMemory },
  { name: "matrix", run: matrix },
  { name: "virtualCalls", run: virtualCalls },
  { name: "interfaceCalls", run: interfaceCalls },
  { name: "closures", run: closures },
  { name: "recursion", run: () => recursion(25) },
  { name: "allocation", run: allocation },
  { name: "taggedUnions", run: taggedUnions },
  { name: "dynamicValues", run: dynamicValues },
  { name: "generators", run: generators },
  { name: "exceptions", run: exceptions },
  { name: "bytecode", run: bytecode },
  { name: "splitmix64", run: splitmix64 },
  { name: "fnv1a", run: fnv1a },
  { name: "factorial", run: factorial },
  { name: "piDigits", run: piDigits },
  { name: "largeProducts", run: largeProducts },
  { name: "lexer", run: lexer },
  { name: "matchWords", run: matchWords },
  { name: "replaceGroups", run: replaceGroups },
  { name: "splitLines", run: splitLines },
  { name: "testNames", run: testNames },
  { name: "backtracking", run: backtracking },
  { name: "anyCase", run: anyCase },
  { name: "unicodeWords", run: unicodeWords },
  { name: "quotedStrings", run: quotedStrings },
  { name: "runTimePattern", run: runTimePattern },
];

export function entryPoint(argv: string[]): number {
  measure(BENCHMARKS, argv.slice(1));
  return 0;
}
