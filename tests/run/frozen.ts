// The frozen heap: what module level leaves behind — tables, maps, instances, cycles, closures over cells, typed arrays.

class Item {
  readonly name: string;
  price: number;
  next: Item | null = null;
  constructor(name: string, price: number) {
    this.name = name;
    this.price = price;
  }
}
const items = [new Item("apple", 3), new Item("pear", 4.5), new Item("fig", 10)];
for (let i = 0; i < items.length; i++) items[i]!.next = items[(i + 1) % items.length]!;
const byName = new Map<string, Item>();
for (const item of items) byName.set(item.name, item);
const squares: number[] = [];
for (let i = 0; i < 10; i++) squares.push(i * i);
const flags = new Set(["a", "b"]);
const bytes = new Uint8Array([1, 2, 250]);
let counter = 40;
function makeCell(): { up: () => number; down: () => number } {
  let n = counter;
  return { up: () => ++n, down: () => --n };
}
const shared = makeCell();
const up = shared.up;
const down = shared.down;
const greeting = ["hello", "world"].map((w) => w.toUpperCase()).join(" ");
const fibs = new Map<number, number>();
const table: ((x: number) => number)[] = [(x) => x + 1, (x) => x * x, Math.floor];
table.pop();

function fib(n: number): number {
  const known = fibs.get(n);
  if (known !== undefined) return known;
  const value = n < 2 ? n : fib(n - 1) + fib(n - 2);
  fibs.set(n, value);
  return value;
}

export function entryPoint(): number {
  console.log(greeting, squares.join(), flags.has("b"), flags.has("c"), bytes[2], bytes.length);
  const apple = byName.get("apple")!;
  console.log(apple === items[0], apple.next!.next!.next === apple, apple.price, byName.size);
  apple.price += 1;
  console.log(items[0]!.price, byName.get("fig")!.name);
  console.log(up(), up(), down());
  counter++;
  console.log(counter, fib(50), fibs.size);
  for (const f of table) console.log(f(7));
  squares.push(100);
  flags.add("c");
  byName.delete("pear");
  console.log(squares.length, flags.size, byName.size);
  for (const [name, item] of byName) console.log(name, item.price);
  bytes[0] = 77;
  console.log(bytes[0]! + bytes[1]!);
  return 0;
}
