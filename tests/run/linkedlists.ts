// Data structures by hand: linked list, binary tree, generic stack and queue, priority queue.

class Stack<T> {
  private readonly items: T[] = [];
  push(x: T): void {
    this.items.push(x);
  }
  pop(): T | undefined {
    return this.items.pop();
  }
  get size(): number {
    return this.items.length;
  }
}
class Tree {
  left: Tree | null = null;
  right: Tree | null = null;
  readonly key: number;
  constructor(key: number) {
    this.key = key;
  }
  insert(key: number): void {
    if (key < this.key) {
      if (this.left === null) this.left = new Tree(key);
      else this.left.insert(key);
    } else if (this.right === null) this.right = new Tree(key);
    else this.right.insert(key);
  }
  walk(f: (key: number) => void): void {
    this.left?.walk(f);
    f(this.key);
    this.right?.walk(f);
  }
  height(): number {
    return 1 + Math.max(this.left?.height() ?? 0, this.right?.height() ?? 0);
  }
}
class Heap {
  private readonly xs: number[] = [];
  add(x: number): void {
    let i = this.xs.length;
    this.xs.push(x);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (this.xs[parent]! <= this.xs[i]!) break;
      [this.xs[parent], this.xs[i]] = [this.xs[i]!, this.xs[parent]!];
      i = parent;
    }
  }
  take(): number {
    const top = this.xs[0]!;
    const last = this.xs.pop()!;
    if (this.xs.length === 0) return top;
    this.xs[0] = last;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= this.xs.length) break;
      if (child + 1 < this.xs.length && this.xs[child + 1]! < this.xs[child]!) child++;
      if (this.xs[i]! <= this.xs[child]!) break;
      const t = this.xs[i]!;
      this.xs[i] = this.xs[child]!;
      this.xs[child] = t;
      i = child;
    }
    return top;
  }
}

export function entryPoint(): number {
  const s = new Stack<number>();
  for (let i = 0; i < 5; i++) s.push(i * 2);
  console.log(s.pop(), s.pop(), s.size);
  const t = new Tree(50);
  let x = 7;
  for (let i = 0; i < 30; i++) {
    x = (x * 31 + 11) % 101;
    t.insert(x);
  }
  let text = "";
  t.walk((k) => {
    text += `${k} `;
  });
  console.log(text, t.height());
  const h = new Heap();
  for (let i = 0; i < 20; i++) h.add((i * 37) % 23);
  let sorted = "";
  for (let i = 0; i < 20; i++) sorted += `${h.take()} `;
  console.log(sorted);
  return 0;
}
