// Programs about memory, as one target: `target NAME [N]`. GCBench after the classic of Ellis, Kovac and Boehm;
// binary-trees after the Computer Language Benchmarks Game; the others measure one thing each. Each prints what makes
// sure that it was computed. The peers in C++ (bench/peers/memory.cpp) are written the same way.

import { collectGarbage, gcStatistic, HEAP_PEAK, HEAP_USED } from "vmsmith/gc";

class Tree {
  left: Tree | null;
  right: Tree | null;
  i = 0;
  j = 0;
  constructor(left: Tree | null, right: Tree | null) {
    this.left = left;
    this.right = right;
  }
}

// ---- GCBench ----

const STRETCH_DEPTH = 18;
const LONG_LIVED_DEPTH = 16;
const ARRAY_SIZE = 500_000;
const MIN_DEPTH = 4;
const MAX_DEPTH = 16;

function treeSize(depth: number): number {
  return (1 << (depth + 1)) - 1;
}

function populate(depth: number, node: Tree): void {
  if (depth <= 0) return;
  node.left = new Tree(null, null);
  node.right = new Tree(null, null);
  populate(depth - 1, node.left);
  populate(depth - 1, node.right);
}

function makeTree(depth: number): Tree {
  if (depth <= 0) return new Tree(null, null);
  return new Tree(makeTree(depth - 1), makeTree(depth - 1));
}

function timeConstruction(depth: number): number {
  const n = Math.floor((2 * treeSize(STRETCH_DEPTH)) / treeSize(depth));
  for (let i = 0; i < n; i++) populate(depth, new Tree(null, null));
  for (let i = 0; i < n; i++) makeTree(depth);
  return n;
}

function gcBench(): string {
  makeTree(STRETCH_DEPTH);
  const longLived = new Tree(null, null);
  populate(LONG_LIVED_DEPTH, longLived);
  const array = new Float64Array(ARRAY_SIZE);
  for (let i = 1; i < ARRAY_SIZE / 2; i++) array[i] = 1.0 / i;
  let made = 0;
  for (let depth = MIN_DEPTH; depth <= MAX_DEPTH; depth += 2) made += timeConstruction(depth);
  return `${made} ${longLived.left === null ? "lost" : "kept"} ${array[1000] ?? 0}`;
}

// ---- binary-trees ----

class Node {
  left: Node | null = null;
  right: Node | null = null;

  check(): number {
    return 1 + (this.left === null ? 0 : this.left.check()) + (this.right === null ? 0 : this.right.check());
  }
}

function bottomUp(depth: number): Node {
  const node = new Node();
  if (depth > 0) {
    node.left = bottomUp(depth - 1);
    node.right = bottomUp(depth - 1);
  }
  return node;
}

function binaryTrees(maxDepth: number): string {
  const lines = [`stretch ${bottomUp(maxDepth + 1).check()}`];
  const longLived = bottomUp(maxDepth);
  for (let depth = 4; depth <= maxDepth; depth += 2) {
    const n = 1 << (maxDepth - depth + 4);
    let check = 0;
    for (let i = 0; i < n; i++) check += bottomUp(depth).check();
    lines.push(`${n} of ${depth}: ${check}`);
  }
  lines.push(`long lived ${longLived.check()}`);
  return lines.join(", ");
}

// ---- one object ----

class Cell {
  next: Cell | null = null;
  a = 0;
  b = 0;
}

/** Objects of 32 bytes, each stored where it could be seen. */
function cells(n: number): string {
  const holder: (Cell | null)[] = [null, null, null, null];
  for (let i = 0; i < n; i++) {
    const cell = new Cell();
    cell.a = i;
    holder[i & 3] = cell;
  }
  return String(holder[0]?.a);
}

// ---- a large heap that changes, a deep stack ----

/** Some `megabytes` of live trees; one of them is replaced again and again. `report`: bytes alive at the end, and at most. */
function largeHeap(megabytes: number, report: boolean): string {
  const depth = 11;
  const forest: Node[] = [];
  // A tree of this depth takes 4,095 objects of 24 bytes.
  const trees = Math.floor((megabytes * 1_000_000) / (4095 * 24));
  for (let i = 0; i < trees; i++) forest.push(bottomUp(depth));
  let at = 0;
  let count = 0;
  for (let i = 0; i < trees; i++) {
    at = (at * 1103 + 12_345) % trees;
    const tree = bottomUp(depth);
    const old = forest[at];
    // Old trees come to hold parts of new ones.
    if (old !== undefined && old.left !== null) old.left.right = tree.right;
    if ((i & 1) === 0) forest[at] = tree;
    count++;
  }
  if (report) {
    collectGarbage();
    return `${gcStatistic(HEAP_USED)} ${gcStatistic(HEAP_PEAK)} ${forest[0]?.check() ?? 0}`;
  }
  return `${trees} ${count} ${forest[0]?.check() ?? 0}`;
}

function deep(depth: number, rounds: number): number {
  const own = new Cell();
  own.a = depth;
  if (depth > 0) return deep(depth - 1, rounds) + (own.a & 1);
  let sum = 0;
  for (let i = 0; i < rounds; i++) sum += bottomUp(10).check() & 1;
  return sum;
}

function listOf(n: number): string {
  let list: Cell | null = null;
  for (let i = 0; i < n; i++) {
    const cell: Cell = new Cell();
    cell.next = list;
    cell.a = i;
    list = cell;
  }
  let sum = 0;
  for (let at = list; at !== null; at = at.next) sum += at.a;
  return String(sum);
}

export function entryPoint(args: string[]): number {
  const n = Number.parseInt(args[2] ?? "0", 10);
  const name = args[1] ?? "";
  if (name === "gcbench") console.log(gcBench());
  else if (name === "binarytrees") console.log(binaryTrees(n));
  else if (name === "cells") console.log(cells(n));
  else if (name === "largeheap") console.log(largeHeap(n, false));
  else if (name === "live") console.log(largeHeap(n, true));
  else if (name === "deepstack") console.log(String(deep(n, 20_000)));
  else if (name === "list") console.log(listOf(n));
  else if (name !== "hello") {
    console.log("usage: target gcbench|binarytrees|cells|largeheap|live|deepstack|list|hello [N]");
    return 1;
  }
  return 0;
}
