// Declared with a type of vmsmith/ints: floats stay floats where their values are whole, ints are checked.
import type { float, i32, int, u8 } from "vmsmith/ints";

type Weight = float;

class Sample {
  sum: float = 0;
  count: int = 0;
  readonly weights: Weight[] = [1, 2];
  add(x: float): void {
    this.sum += x;
    this.count++;
  }
}

const SCALE: float = 1;
let total: float = 4503599627370496;

function mean(s: Sample): float {
  return s.count === 0 ? 0 : s.sum / s.count;
}

function half(x: number): int {
  return Math.floor(x / 2);
}

function asByte(n: i32): u8 {
  return n & 255;
}

function doubled(n: float): float {
  // As an int this would leave the safe range; as a float it rounds, as under Node.
  let x: float = n;
  for (let i = 0; i < 60; i++) x *= 2;
  return x;
}

interface Point {
  x: float;
  y?: float;
}

export function entryPoint(argv: string[]): number {
  const s = new Sample();
  s.add(argv.length);
  s.add(2);
  s.weights.push(9007199254740991);
  let w: float = 1;
  for (const x of s.weights) w *= x;
  console.log(s.sum, s.count, mean(s), w);
  console.log(doubled(argv.length), doubled(3) * SCALE);
  total = total * 4 * argv.length;
  console.log(total);
  console.log(half(7), half(8.5), asByte(511));
  const p: Point = { x: 3 };
  console.log(p.x / 2, p.y ?? "none", -0 * p.x === 0);
  const m = new Map<string, float>([["a", 2]]);
  console.log((m.get("a") ?? 0) * 9007199254740991);
  let z: float = 0;
  z = -z;
  console.log(1 / z);
  return 0;
}
