// Bigints wrapped to 64 bits are words: a few instructions, no object. What is not wrapped is an object.

import type { i64, u64 } from "vmsmith/ints";

function fnv(h: u64, byte: number): u64 {
  return BigInt.asUintN(64, (h ^ BigInt(byte)) * 0x100000001b3n);
}

function xorshift(x: u64): u64 {
  x ^= BigInt.asUintN(64, x << 13n);
  x ^= x >> 7n;
  return x ^ BigInt.asUintN(64, x << 17n);
}

function divide(a: i64, b: i64): i64 {
  return BigInt.asIntN(64, a / b) ^ (a % b);
}

function later(a: i64, b: i64): i64 {
  const product = a * b;
  const sum = product + a - 1n;
  return BigInt.asIntN(32, -sum);
}

function unwrapped(a: i64, b: i64): bigint {
  return a + b;
}

export function entryPoint(argv: string[]): number {
  const n = BigInt.asIntN(64, BigInt(argv.length) ** 70n);
  const u = BigInt.asUintN(64, n);
  console.log(fnv(u, 7), xorshift(u), divide(n, n), later(n, n), unwrapped(n, n));
  return 0;
}
