// Where ints and floats meet: fields, elements, parameters and results that hold both, comparisons, conversions back.

class Stats {
  count = 0;
  sum = 0;
  min: number;
  constructor(first: number) {
    this.min = first;
  }
  add(x: number): void {
    this.count++;
    this.sum += x;
    if (x < this.min) this.min = x;
  }
  mean(): number {
    return this.sum / this.count;
  }
}
function scale(x: number, by: number): number {
  return x * by;
}
function lerp(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

export function entryPoint(): number {
  const s = new Stats(1000);
  for (const x of [3, 1.5, -2, 8]) s.add(x);
  console.log(s.count, s.sum, s.min, s.mean());
  console.log(scale(3, 2), scale(3, 0.5), scale(0.1, 3), lerp(0, 10, 0.25), lerp(1, 2, 1));
  const mixed = [1, 2.5, 3];
  mixed[1] = 4;
  console.log(mixed.join(), mixed[1]! + 1, mixed.indexOf(3), mixed.includes(4));
  let total = 0;
  for (let i = 0; i < 5; i++) total += i * 0.5;
  console.log(total, total === 5, total > 4.5, Math.floor(total) + 1);
  const index = Math.floor(2.9);
  console.log(mixed[index]!, [10, 20, 30][Math.trunc(1.7)]!, "abc".charAt(Math.round(0.6)));
  const n = Number("8");
  console.log(n * 2, "x".repeat(n), (n / 3) | 0, n === 8, [1, 2, 3].slice(0, Number("2")).length);
  let x = 5;
  let y = 2;
  x = x / y;
  y = y * 3;
  console.log(x, y, x + y, x > y, (x | 0) + y);
  const m = new Map<number, string>();
  m.set(1, "int");
  m.set(1.5, "float");
  m.set(2 / 2, "same");
  console.log(m.size, m.get(1), m.get(3 / 2));
  return 0;
}
