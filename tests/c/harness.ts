// The runtime's functions of numbers without a program around them (harness/numbers.c): doubles in, doubles or text out.
// VMSMITH_NUMBERS is how many random values a test takes; a million of them is the big run.

import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const RUNTIME = join(ROOT, "translator/c/runtime");
const COLLECTORS = join(ROOT, "gc-transformers");

export const COUNT = Number(process.env["VMSMITH_NUMBERS"] ?? 20_000);

/** Compiles the harness; the way to it. */
export function buildHarness(name: string): string {
  const folder = join(ROOT, "build/test/c");
  mkdirSync(folder, { recursive: true });
  const output = join(folder, `harness-${name}`);
  const files = ["math-exp", "math-trig", "math-inverse", "decimal", "powers", "format", "parse"];
  execFileSync(process.env["CC"] ?? "gcc", [
    ..."-std=gnu11 -fwrapv -fno-strict-aliasing -ffp-contract=off -fno-math-errno -O2 -Wall -Wextra -Werror".split(
      " ",
    ),
    ...[RUNTIME, COLLECTORS, join(COLLECTORS, "none")].map((d) => `-I${d}`),
    join(import.meta.dirname, "harness/numbers.c"),
    ...files.map((f) => join(RUNTIME, `${f}.c`)),
    "-o",
    output,
    "-lm",
  ]);
  return output;
}

export type Pair = readonly [number, number];

function call(harness: string, args: readonly string[], input: Uint8Array): Buffer {
  return execFileSync(harness, args, { input, maxBuffer: 2 ** 31 - 1 });
}

function doubles(out: Buffer): Float64Array {
  return new Float64Array(new Uint8Array(out).buffer);
}

function packed(pairs: readonly Pair[]): Uint8Array {
  return new Uint8Array(new Float64Array(pairs.flat()).buffer);
}

export function throughMath(harness: string, name: string, pairs: readonly Pair[]): Float64Array {
  return doubles(call(harness, ["math", name], packed(pairs)));
}

export function throughFormat(harness: string, kind: string, pairs: readonly Pair[]): string[] {
  return call(harness, ["format", kind], packed(pairs)).toString("latin1").split("\n").slice(0, -1);
}

/** Radix 0: Number(line); else the digits of parseInt. */
export function throughParse(harness: string, radix: number, lines: readonly string[]): Float64Array {
  return doubles(call(harness, ["parse", String(radix)], Buffer.from(`${lines.join("\n")}\n`, "latin1")));
}

const CELL = new Float64Array(1);
const BITS = new BigUint64Array(CELL.buffer);

export function fromBits(bits: bigint): number {
  BITS[0] = bits;
  return CELL[0] as number;
}

export function bitsOf(x: number): bigint {
  CELL[0] = x;
  return BITS[0] as bigint;
}

/** Random numbers that are the same in each run (Steele et al., SplitMix). */
export class Random {
  #state = 12345n;
  bits(): bigint {
    this.#state = BigInt.asUintN(64, this.#state + 0x9e3779b97f4a7c15n);
    let z = this.#state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return z ^ (z >> 31n);
  }
  /** In [0, 1). */
  unit(): number {
    return Number(this.bits() >> 11n) * 2 ** -53;
  }
  /** A double of random bits. */
  double(): number {
    return fromBits(this.bits());
  }
}

/** The first few differences, for messages. */
export function differences<T>(
  count: number,
  what: (i: number) => string,
  ours: (i: number) => T,
  theirs: (i: number) => T,
): string[] {
  const found: string[] = [];
  for (let i = 0; i < count && found.length < 5; i++)
    if (!Object.is(ours(i), theirs(i)))
      found.push(`${what(i)}: ${String(ours(i))} instead of ${String(theirs(i))}`);
  return found;
}
