// Bigints of any size: operators, comparison with numbers, text, conversions, errors; keys, unions, absence.

function operators(a: bigint, b: bigint): void {
  console.log(a + b, a - b, a * b, a & b, a | b, a ^ b, -a, ~a);
  if (b !== 0n) console.log(a / b, a % b);
  console.log(a < b, a <= b, a > b, a >= b, a === b, a !== b, a ? "yes" : "no", !b);
  console.log(`${a}`, String(b), a.toString(16), b.toString(), typeof a, a.valueOf() === a);
}

function shifts(a: bigint): void {
  for (const n of [0n, 1n, 31n, 32n, 33n, 64n, 100n]) console.log(a << n, a >> n, a << -n, a >> -n);
  for (const n of [0, 1, 31, 32, 63, 64, 65, 100])
    console.log(BigInt.asIntN(n, a), BigInt.asUintN(n, a), BigInt.asIntN(n, -a), BigInt.asUintN(n, -a));
}

function mixed(a: bigint, x: number): string {
  return [a < x, a <= x, a > x, a >= x, x < a, x >= a].map((t) => (t ? "1" : "0")).join("");
}

function failure(f: () => bigint): string {
  try {
    return String(f());
  } catch (e) {
    return e instanceof RangeError ? "RangeError" : e instanceof SyntaxError ? "SyntaxError" : "other";
  }
}

function errors(zero: bigint, text: string, half: number): void {
  console.log(failure(() => 5n / zero));
  console.log(failure(() => 5n % zero));
  console.log(failure(() => 2n ** 100n / zero));
  console.log(failure(() => 2n ** (zero - 1n)));
  console.log(failure(() => 2n ** 5000000000n));
  console.log(failure(() => 3n << 1073741824n));
  console.log(failure(() => BigInt(text)));
  console.log(failure(() => BigInt(half)));
  console.log(failure(() => BigInt(half / 0)));
  for (const s of [
    "",
    "  12\n",
    "-7",
    "+7",
    "0x1fF",
    "0b101",
    "0o17",
    "-0x1",
    "1n",
    "1.5",
    "0x",
    "-",
    "12345678901234567890123",
  ])
    console.log(
      JSON_LIKE(s),
      failure(() => BigInt(s)),
    );
}

function JSON_LIKE(s: string): string {
  return `'${s.trim()}'`;
}

function absent(a?: bigint, b: bigint | null = null): string {
  const c = a ?? 5n;
  return `${a === undefined} ${b === null} ${c} ${a} ${b} ${a === b} ${a === 0n}`;
}

function kinds(list: readonly (number | bigint | string | boolean | null)[]): void {
  for (const v of list) {
    if (typeof v === "bigint") console.log("bigint", v + 1n, v === 3n);
    else if (typeof v === "number") console.log("number", v + 1);
    else console.log(typeof v, v);
  }
  console.log(list.includes(3n), list.indexOf(2n ** 70n), list.includes(3));
}

const TABLE = new Map<bigint, string>([
  [0n, "zero"],
  [2n ** 64n, "large"],
  [-1n, "minus"],
]);
const FROZEN = [1n, -(2n ** 63n), 10n ** 30n];
let counter = 10n ** 20n;

function keys(): void {
  for (const k of [0n, -0n, 18446744073709551616n, -1n, 7n]) console.log(k, TABLE.get(k) ?? "none");
  const s = new Set<bigint | string>([1n, "1", 2n ** 65n]);
  console.log(s.has(1n), s.has("1"), s.has(36893488147419103232n), s.has(3n), s.size);
  s.delete(2n ** 65n);
  console.log(s.size);
  let sum = 0n;
  for (const x of FROZEN) sum += x;
  console.log(sum, counter++, ++counter, counter--, counter);
  const sorted = [3n, -(2n ** 80n), 1n, 2n ** 80n, 0n].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  console.log(sorted.join(" "), [3n, 20n, 1n].sort().join(), sorted.indexOf(1n));
}

function compound(): bigint {
  let x = 10n;
  x += 5n;
  x *= x;
  x **= 3n;
  x -= 1n;
  x /= 7n;
  x %= 1000003n;
  x <<= 70n;
  x >>= 3n;
  x |= 1n;
  x &= ~4n;
  x ^= 255n;
  return x;
}

function word(x: bigint): string {
  switch (x) {
    case 0n:
      return "zero";
    case 10n ** 20n:
      return "large";
    case -1n:
      return "minus one";
    default:
      return "other";
  }
}

export function entryPoint(argv: string[]): number {
  const one = BigInt(argv.length);
  operators(3n, 4n);
  operators(-7n, 2n);
  operators(2n ** 100n, -(3n ** 50n));
  operators(0n, -0n);
  operators(-(2n ** 64n), 2n ** 32n);
  operators(123456789012345678901234567890n * one, 987654321n);
  shifts(0x123456789abcdef0123456789n);
  shifts(1n);
  for (const a of [0n, 1n, -1n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 1030n), 2n ** 1024n])
    for (const x of [0, -0, 0.5, -1, 1, 2 ** 53, 1e308, 1 / 0, -1 / 0, NaN])
      console.log(a > 2 ** 60, mixed(a, x));
  errors(one - 1n, `${argv.length}x`, argv.length / 2);
  console.log(absent(), absent(0n), absent(5n, 5n), absent(2n ** 70n, 3n));
  kinds([1, 3n, "3", 2n ** 70n, true, null, -(2n ** 63n)]);
  keys();
  console.log(compound(), word(0n), word(100000000000000000000n * one), word(-one), word(5n));
  for (const n of [
    0n,
    2n ** 53n + 1n,
    2n ** 64n - 1n,
    -(2n ** 64n) - 1n,
    10n ** 300n,
    2n ** 1024n,
    2n ** 1024n - 2n ** 970n,
  ])
    console.log(Number(n));
  for (const x of [0, -0, 5, 2 ** 53, 1e21, -1e300, true, "  77 "]) console.log(BigInt(x));
  let f = 1n;
  for (let i = 1n; i <= 200n; i++) f *= i;
  console.log(
    f,
    f / 3n ** 60n,
    f % 10n ** 60n,
    f >> 500n,
    f.toString(7),
    f.toString(36),
    f.toString(2).length,
  );
  const big = 7n ** 3000n + 1n;
  console.log((big * big) % 1000000007n, (big * (big + 12345n)) / big === big + 12345n, big ** 3n % big);
  return 0;
}
