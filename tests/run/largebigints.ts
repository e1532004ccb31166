// Bigints of thousands of bits, where products are split and quotients guessed: random ones, often with long runs of
// equal bits. Results are told by their remainder.

const PRIME = 2n ** 89n - 1n;
let state = 7;

function below(n: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return (state >>> 8) % n;
}

function sample(words: number): bigint {
  let n = 0n;
  for (let k = 0; k < words; k++) {
    const kind = below(4);
    const word = kind === 0 ? 0 : kind === 1 ? 0xffffffff : below(2 ** 24) * 256 + below(256);
    n = (n << 32n) | BigInt(word);
  }
  n >>= BigInt(below(24));
  return below(2) === 0 ? n : -n;
}

function digest(...all: readonly bigint[]): string {
  return all.map((n) => (n < 0n ? -(-n % PRIME) : n % PRIME).toString(36)).join(" ");
}

function pair(a: bigint, b: bigint): void {
  console.log(digest(a, b, a + b, a - b, a * b, b * a, a * a));
  if (b !== 0n) {
    const [q, r] = [a / b, a % b];
    console.log(digest(q, r), q * b + r === a, (a * b) / b === a);
  }
  console.log(digest(a & b, a | b, a ^ b, ~a), (a & b) + (a | b) === a + b, a < b, a > b, a === b);
  const n = below(300);
  console.log(digest(a << BigInt(n), a >> BigInt(n), BigInt.asIntN(n, a), BigInt.asUintN(n, a)));
  const text = a.toString();
  const hex = (a < 0n ? -a : a).toString(16);
  console.log(
    text.length,
    BigInt(text) === a,
    BigInt(`0x${hex}`) === (a < 0n ? -a : a),
    a.toString(7).length,
  );
  console.log(
    Number(a),
    Number(a >> 3n),
    Number(a) < b,
    BigInt.asIntN(64, a) === BigInt.asIntN(64, a & 0xffffffffffffffffn),
  );
}

/** 2^n - 1 and its like fill every digit: carries and guesses at their limits. */
function full(n: number): void {
  const a = 2n ** BigInt(n) - 1n;
  const b = 2n ** BigInt(n >> 1) - 1n;
  console.log(digest(a * a, a * b, a / b, a % b, (a * a) / a, (a * a + a - 1n) % a, (a << 64n) / (b + 1n)));
}

export function entryPoint(): number {
  for (let i = 0; i < 60; i++) pair(sample(i % 7), sample(below(9)));
  for (const [n, m] of [
    [10, 3],
    [40, 40],
    [43, 44],
    [44, 44],
    [45, 90],
    [89, 89],
    [100, 44],
    [200, 10],
    [200, 199],
    [300, 97],
  ] as const)
    pair(sample(n), sample(m));
  for (const n of [31, 32, 33, 63, 64, 65, 127, 128, 1407, 1408, 1409, 2816, 5000]) full(n);
  return 0;
}
