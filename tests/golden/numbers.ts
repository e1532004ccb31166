// Ints are range-checked, bit operations take 32 bits, what meets a float is a float.

function mix(a: number, b: number): number {
  return ((a + b) | 0) + a * b;
}

function half(a: number): number {
  return a / 2;
}

function divide(a: number, b: number): number {
  return Math.floor(a / b) + (a % b);
}

export function entryPoint(_argv: string[]): number {
  console.log(half(3));
  return mix(1, 2) + divide(7, 2);
}
