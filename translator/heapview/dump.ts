// Reads a heap dump (the format: gc-transformers/incminimark/dump.c) into a graph. Objects are numbered from 1; node 0
// stands for what is outside of the heap and points to roots, pinned and static objects. Everything is in typed arrays.

import { closeSync, openSync, readSync } from "node:fs";

/** Why an object is held from outside. */
export const HELD = { no: 0, root: 1, static: 2, pinned: 3 } as const;
export const HELD_NAMES = ["", "root", "static", "pinned"] as const;

export interface HeapGraph {
  /** Nodes, the one outside included. */
  readonly size: number;
  readonly addresses: Float64Array;
  readonly bytes: Float64Array;
  /** Index into `typeNames`. */
  readonly types: Uint32Array;
  readonly typeNames: readonly string[];
  /** One of HELD. */
  readonly held: Uint8Array;
  /** What node n points to: targets[first[n]] up to targets[first[n + 1]], exclusively. */
  readonly first: Uint32Array;
  readonly targets: Uint32Array;
  /** The node of an address, or 0. */
  nodeAt(address: number): number;
}

/** A file that is not what dump.c writes. */
export class NoDump extends Error {}

/** Numbers that are added one by one. */
class Numbers {
  private items = new Float64Array(1 << 16);
  count = 0;

  add(n: number): void {
    if (this.count === this.items.length) {
      const larger = new Float64Array(2 * this.count);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.count++] = n;
  }

  all(): Float64Array {
    return this.items.subarray(0, this.count);
  }
}

/** What the lines say, with addresses as they are. */
class Lines {
  readonly addresses = new Numbers();
  readonly bytes = new Numbers();
  readonly types = new Numbers();
  readonly isStatic = new Numbers();
  /** Where the references of each object begin. */
  readonly first = new Numbers();
  readonly references = new Numbers();
  readonly roots = new Numbers();
  readonly pinned = new Numbers();
  readonly typeNumbers = new Map<string, number>();
  private count = 0;

  line(text: string): void {
    this.count++;
    if (text === "") return;
    const words = text.split(" ");
    const [kind = ""] = words;
    if (kind === "object" || kind === "static") this.object(words, kind === "static");
    else if (kind === "root" || kind === "pinned")
      (kind === "root" ? this.roots : this.pinned).add(this.address(words[1]));
    else throw new NoDump(`line ${this.count} is no line of a heap dump: ${text.slice(0, 60)}`);
  }

  private object(words: readonly string[], isStatic: boolean): void {
    const bytes = Number(words[2]);
    const type = words[3] ?? "";
    if (words[4] !== ":" || !Number.isSafeInteger(bytes))
      throw new NoDump(`line ${this.count} breaks off; was the program killed while it wrote?`);
    this.addresses.add(this.address(words[1]));
    this.bytes.add(bytes);
    let number = this.typeNumbers.get(type);
    if (number === undefined) this.typeNumbers.set(type, (number = this.typeNumbers.size));
    this.types.add(number);
    this.isStatic.add(isStatic ? 1 : 0);
    this.first.add(this.references.count);
    for (let i = 5; i < words.length; i++) this.references.add(this.address(words[i]));
  }

  private address(word = ""): number {
    const address = Number.parseInt(word, 16);
    if (!Number.isSafeInteger(address)) throw new NoDump(`line ${this.count}: '${word}' is no address`);
    return address;
  }
}

/** Reads a file by pieces: it may be longer than the longest string. */
function readLines(file: string, line: (text: string) => void): void {
  const handle = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(1 << 22);
    let rest = "";
    for (let n = readSync(handle, buffer); n > 0; n = readSync(handle, buffer)) {
      const lines = (rest + buffer.toString("latin1", 0, n)).split("\n");
      rest = lines.pop() ?? "";
      for (const text of lines) line(text);
    }
    line(rest);
  } finally {
    closeSync(handle);
  }
}

export function readDump(file: string): HeapGraph {
  const lines = new Lines();
  readLines(file, (text) => lines.line(text));
  return graphOf(lines);
}

/** Numbers objects in the order of their addresses; references to what is not in the dump are left out. */
function graphOf(lines: Lines): HeapGraph {
  const given = lines.addresses.all();
  const sorted = given.slice().sort();
  const size = sorted.length + 1;
  const nodeAt = (address: number): number => find(sorted, address) + 1;
  const [bytes, givenBytes] = [new Float64Array(size), lines.bytes.all()];
  const [types, givenTypes] = [new Uint32Array(size), lines.types.all()];
  const [held, isStatic] = [new Uint8Array(size), lines.isStatic.all()];
  const lineOf = new Uint32Array(size);
  for (let i = 0; i < given.length; i++) {
    const node = nodeAt(given[i] ?? 0);
    bytes[node] = givenBytes[i] ?? 0;
    types[node] = givenTypes[i] ?? 0;
    lineOf[node] = i;
    if (isStatic[i] === 1) held[node] = HELD.static;
  }
  for (const address of lines.pinned.all()) held[nodeAt(address)] = HELD.pinned;
  for (const address of lines.roots.all()) held[nodeAt(address)] = HELD.root;
  held[0] = HELD.no;
  const addresses = new Float64Array(size);
  addresses.set(sorted, 1);
  const edges = edgesOf(lines, lineOf, held, nodeAt);
  return { size, addresses, bytes, types, typeNames: [...lines.typeNumbers.keys()], held, ...edges, nodeAt };
}

function edgesOf(
  lines: Lines,
  lineOf: Uint32Array,
  held: Uint8Array,
  nodeAt: (address: number) => number,
): Pick<HeapGraph, "first" | "targets"> {
  const size = lineOf.length;
  const [starts, references] = [lines.first.all(), lines.references.all()];
  const first = new Uint32Array(size + 1);
  const targets = new Uint32Array(references.length + size);
  let at = 0;
  for (let node = 1; node < size; node++) if (held[node] !== HELD.no) targets[at++] = node;
  for (let node = 1; node < size; node++) {
    first[node] = at;
    const line = lineOf[node] ?? 0;
    const end = starts[line + 1] ?? references.length;
    for (let i = starts[line] ?? end; i < end; i++) {
      const target = nodeAt(references[i] ?? 0);
      if (target !== 0) targets[at++] = target;
    }
  }
  first[size] = at;
  return { first, targets: targets.subarray(0, at) };
}

/** Where a number stands in a sorted list; -1: nowhere. */
function find(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const there = sorted[middle] ?? 0;
    if (there === wanted) return middle;
    if (there < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
