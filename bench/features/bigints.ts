// Benchmarks of bigints: machine words (splitmix64, FNV-1a) and numbers of thousands of digits.

import type { u64 } from "vmsmith/ints";

/** The sum of a hundred thousand random words. */
export function splitmix64(): number {
  let state: u64 = 42n;
  let sum: u64 = 0n;
  for (let i = 0; i < 100000; i++) {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z: u64 = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    sum = BigInt.asUintN(64, sum + (z ^ (z >> 31n)));
  }
  return Number(sum >> 11n);
}

function fnv(text: string): u64 {
  let h: u64 = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++)
    h = BigInt.asUintN(64, (h ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  return h;
}

export function fnv1a(): number {
  const text = "the quick brown fox jumps over the lazy dog; ".repeat(50);
  let sum: u64 = 0n;
  for (let i = 0; i < 40; i++) sum ^= fnv(text) >> BigInt.asUintN(6, BigInt(i));
  return Number(sum >> 11n);
}

export function factorial(): number {
  let f = 1n;
  for (let i = 2n; i <= 1000n; i++) f *= i;
  return String(f).length * 1000 + Number(f % 997n) + Number((f >> 2000n) % 1009n);
}

/** Two thousand decimal digits by Machin's formula. */
export function piDigits(): number {
  const one = 10n ** 2010n;
  const arctan = (x: bigint): bigint => {
    const square = x * x;
    let power = one / x;
    let sum = power;
    for (let n = 3n; power !== 0n; n += 2n) {
      power /= -square;
      sum += power / n;
    }
    return sum;
  };
  const pi = (4n * (4n * arctan(5n) - arctan(239n))) / 10n ** 10n;
  const text = String(pi);
  return text.length * 100 + Number(text.slice(-4));
}

/** Products and quotients of large numbers: Fibonacci numbers by doubling, powers modulo a large number. */
export function largeProducts(): number {
  let [a, b] = [0n, 1n];
  for (let bit = 15; bit >= 0; bit--) {
    const [c, d] = [a * (2n * b - a), a * a + b * b];
    [a, b] = ((50000 >> bit) & 1) === 1 ? [d, c + d] : [c, d];
  }
  const modulus = 2n ** 521n - 1n;
  let x = a % modulus;
  for (let i = 0; i < 300; i++) x = (x * x + 1n) % modulus;
  return Number(a % 1000003n) + Number(x % 1000003n);
}
