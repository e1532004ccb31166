// What the coroutines and generators of the benchmarks walk over.

export class Tree {
  readonly left: Tree | null;
  readonly key: number;
  readonly right: Tree | null;
  constructor(left: Tree | null, key: number, right: Tree | null) {
    this.left = left;
    this.key = key;
    this.right = right;
  }
}

/** Balanced, of the keys from `from` up to `to`, exclusively. */
export function treeOf(from: number, to: number): Tree | null {
  if (from >= to) return null;
  const middle = (from + to) >> 1;
  return new Tree(treeOf(from, middle), middle, treeOf(middle + 1, to));
}
