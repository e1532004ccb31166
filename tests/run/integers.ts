// Integer arithmetic: signs, division idioms, remainders, bit operations, shifts beyond 31, the edges of 32 bits.

function show(a: number, b: number): void {
  console.log(a + b, a - b, a * b, (a / b) | 0, a % b, Math.floor(a / b), Math.trunc(a / b));
  console.log(a & b, a | b, a ^ b, ~a, a << (b & 7), a >> (b & 7), a >>> (b & 7));
}

export function entryPoint(): number {
  show(7, 2);
  show(-7, 2);
  show(7, -2);
  show(-7, -2);
  show(2147483647, 3);
  show(-2147483648, 5);
  show(4294967295, 7);
  show(1099511627776, 3);
  console.log(1 << 31, 1 << 32, 1 << 33, -1 >>> 0, -1 >> 31, 5 >> 32, 5 >>> 33);
  console.log((2147483647 + 1) | 0, (-2147483648 - 1) | 0, Math.imul(65537, 65537));
  let x = 1;
  for (let i = 0; i < 40; i++) x = (x * 1664525 + 1013904223) | 0;
  console.log(x);
  let y = 1;
  for (let i = 0; i < 20; i++) y = (y * 16807) % 2147483647;
  console.log(y);
  console.log(Math.min(3, -4), Math.max(3, -4, 9), Math.abs(-5), Math.sign(-8), Math.clz32(1), Math.clz32(0));
  let n = 0;
  n++;
  ++n;
  n--;
  n += 5;
  n <<= 2;
  n |= 1;
  n ^= 3;
  n %= 11;
  console.log(n, -n, +n, n++, n--, --n);
  return 0;
}
