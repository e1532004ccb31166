// Iterators of arrays, maps, sets, strings and typed arrays as values: by hand, passed on, left and gone on with.
function take<T>(it: Iterator<T>, n: number): T[] {
  const out: T[] = [];
  for (let i = 0; i < n; i++) {
    const r = it.next();
    if (r.done === true) break;
    out.push(r.value);
  }
  return out;
}

class Tokens {
  readonly #it: Iterator<string>;
  #peeked: string | null = null;
  constructor(text: string) {
    this.#it = text[Symbol.iterator]();
  }
  next(): string | null {
    if (this.#peeked !== null) {
      const p = this.#peeked;
      this.#peeked = null;
      return p;
    }
    const r = this.#it.next();
    return r.done === true ? null : r.value;
  }
  peek(): string | null {
    this.#peeked ??= this.next();
    return this.#peeked;
  }
}

export function entryPoint(argv: string[]): number {
  const list = [3, 1, 4, 1, 5, 9, argv.length];
  const it = list.values();
  for (const x of it) {
    console.log("first", x);
    break;
  }
  list.push(77);
  for (const x of it) console.log("then", x);
  console.log(it.next().done);
  const m = new Map([
    ["a", 1],
    ["b", 2],
    ["c", 3],
  ]);
  const keys = m.keys();
  console.log(keys.next().value, take(m.values(), 2).join());
  m.delete("b");
  m.set("d", 4);
  console.log([...keys].join());
  const entries = m.entries();
  const first = entries.next();
  if (first.done !== true) {
    const [k, v] = first.value;
    console.log(k, v + 1);
  }
  for (const [k, v] of entries) console.log(k, v);
  const s = new Set(["x", "y"]);
  const si = s[Symbol.iterator]();
  console.log(si.next().value, si.next().value, si.next().done);
  const t = new Tokens("a😀b");
  console.log(t.peek(), t.next(), t.next(), t.peek(), t.next(), t.next() ?? "end");
  const bytes = new Uint8Array([5, 6]).values();
  console.log(take(bytes, 5).join());
  const e = ["p", "q"].entries();
  console.log([...e].map(([i, c]) => `${i}${c}`).join());
  console.log(take(list.keys(), 3).join(), Array.from(m.values()).join());
  return 0;
}
