// Map and Set: keys of every kind, insertion order, deletion, mutation during iteration, SameValueZero.

class Key {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
}

export function entryPoint(): number {
  const m = new Map<string, number>();
  m.set("one", 1).set("two", 2);
  m.set("three", 3);
  m.set("one", 11);
  console.log(
    m.size,
    m.get("one"),
    m.get("none") === undefined,
    m.has("two"),
    m.delete("two"),
    m.delete("two"),
  );
  for (const [k, v] of m) console.log(k, v);
  m.set("two", 22);
  for (const k of m.keys()) console.log(k);
  for (const v of m.values()) console.log(v);
  const ints = new Map<number, string>();
  for (let i = 0; i < 100; i++) ints.set(i * 37, `v${i}`);
  for (let i = 0; i < 100; i += 2) ints.delete(i * 37);
  console.log(ints.size, ints.get(37), ints.has(74), ints.get(37 * 99));
  const a = new Key(1);
  const b = new Key(1);
  const objects = new Map<Key, string>();
  objects.set(a, "a");
  console.log(objects.get(a), objects.get(b) === undefined, objects.has(b));
  const s = new Set<number>();
  for (const x of [3, 1, 3, 2, 1]) s.add(x);
  let text = "";
  for (const x of s) text += `${x} `;
  console.log(text, s.size, s.has(2), s.has(9));
  const floats = new Set<number>();
  floats.add(0.5);
  floats.add(NaN);
  floats.add(NaN);
  floats.add(-0);
  console.log(floats.size, floats.has(NaN), floats.has(0), floats.has(0.5));
  let seen = "";
  for (const x of s) {
    seen += `${x},`;
    if (x === 3) s.delete(1);
    if (x < 20) s.add(x * 10);
  }
  console.log(seen, s.size);
  let steps = 0;
  for (const [k, v] of m) {
    steps++;
    if (steps < 5) m.set(`new${steps}`, v);
    if (k === "one") m.delete("three");
  }
  console.log(steps, m.size);
  m.clear();
  console.log(m.size, m.has("one"));
  m.set("again", 1);
  for (const [k, v] of m) console.log(k, v);
  const big = new Set<string>();
  for (let i = 0; i < 1000; i++) big.add(`k${i % 300}`);
  console.log(big.size);
  return 0;
}
