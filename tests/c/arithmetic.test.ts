// Every arithmetic operation in compiled code against JavaScript, on the operands where machines and C differ: at run
// time (operands loaded from data) and as constants that the C compiler folds.

import { describe, expect, test } from "vitest";
import { lowFacts } from "../../translator/model/ops.ts";
import { runIr } from "./run-ir.ts";

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;
const SAFE = 2n ** 53n - 1n;
// prettier-ignore
const INTS = [0n, 1n, -1n, 2n, -2n, 3n, -7n, 10n, 31n, 32n, 63n, 64n, 65n, 127n, 128n, 255n, 256n, -129n, 32767n, 32768n, 65536n, 2n ** 31n - 1n, 2n ** 31n,
  -(2n ** 31n), -(2n ** 31n) - 1n, 2n ** 32n - 1n, 2n ** 32n, 3n * 2n ** 31n + 5n, SAFE, -SAFE, SAFE + 1n, -SAFE - 1n, 2n ** 62n, MAX, MIN, MIN + 1n, 0x123456789abcdefn];
// prettier-ignore
const FLOATS = [0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 0.1, 3.7, -3.7, 1e10, 4294967295.5, 4294967296, -4294967297, 2147483648, 2 ** 53, 2 ** 53 + 2, 2 ** 63, -(2 ** 63),
  1e21, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, Infinity, -Infinity, NaN, 2 ** 84 + 2 ** 40, -(2 ** 70 + 2 ** 31), 1e300];

const wrap = (x: bigint): bigint => BigInt.asIntN(64, x);
const u = (x: bigint): bigint => BigInt.asUintN(64, x);
const n = Number;
const floorDiv = (a: bigint, b: bigint): bigint => a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n);

type IntOp = (a: bigint, b: bigint) => bigint | boolean | undefined;
const divides =
  (f: (a: bigint, b: bigint) => bigint): IntOp =>
  (a, b) =>
    b === 0n ? undefined : wrap(f(a, b));
/** Only for operands that are JavaScript's own ints. */
const safe =
  (f: (a: number, b: number) => number): IntOp =>
  (a, b) =>
    [a, b].every((x) => x >= -SAFE && x <= SAFE) ? BigInt(f(n(a), n(b))) : undefined;

const BINARY: Record<string, IntOp> = {
  int_add: (a, b) => wrap(a + b),
  int_sub: (a, b) => wrap(a - b),
  int_mul: (a, b) => wrap(a * b),
  int_div: divides((a, b) => a / b),
  int_mod: divides((a, b) => a % b),
  int_floordiv: divides(floorDiv),
  int_mul_clamp: (a, b) => (wrap(a * b) === a * b ? a * b : MIN),
  int_and: (a, b) => a & b,
  int_or: (a, b) => a | b,
  int_xor: (a, b) => a ^ b,
  int_shl: (a, b) => wrap(a << (u(b) & 63n)),
  int_shr: (a, b) => a >> (u(b) & 63n),
  int_ushr: (a, b) => wrap(u(a) >> (u(b) & 63n)),
  int_lt: (a, b) => a < b,
  int_le: (a, b) => a <= b,
  int_gt: (a, b) => a > b,
  int_ge: (a, b) => a >= b,
  int_eq: (a, b) => a === b,
  int_ne: (a, b) => a !== b,
  uint_lt: (a, b) => u(a) < u(b),
  uint_le: (a, b) => u(a) <= u(b),
  uint_mul_high: (a, b) => wrap((u(a) * u(b)) >> 64n),
  uint_div: divides((a, b) => u(a) / u(b)),
  uint_mod: divides((a, b) => u(a) % u(b)),
  int_add_i32: safe((a, b) => (a + b) | 0),
  int_sub_i32: safe((a, b) => (a - b) | 0),
  int_mul_i32: safe((a, b) => (a * b) | 0),
};

const UNARY: Record<string, (a: bigint) => bigint | boolean | number | undefined> = {
  int_neg: (a) => wrap(-a),
  int_not: (a) => ~a,
  int_clz32: (a) => BigInt(Math.clz32(n(BigInt.asUintN(32, a)))),
  int_to_i8: (a) => BigInt.asIntN(8, a),
  int_to_u8: (a) => BigInt.asUintN(8, a),
  int_to_i16: (a) => BigInt.asIntN(16, a),
  int_to_u16: (a) => BigInt.asUintN(16, a),
  int_to_i32: (a) => BigInt.asIntN(32, a),
  int_to_u32: (a) => BigInt.asUintN(32, a),
  int_to_float: (a) => n(a),
  int_to_bool: (a) => a !== 0n,
  bits_float: (a) => new Float64Array(new BigInt64Array([a]).buffer)[0],
};

const FLOAT_BINARY: Record<string, (a: number, b: number) => number | boolean> = {
  float_add: (a, b) => a + b,
  float_sub: (a, b) => a - b,
  float_mul: (a, b) => a * b,
  float_div: (a, b) => a / b,
  float_mod: (a, b) => a % b,
  float_lt: (a, b) => a < b,
  float_le: (a, b) => a <= b,
  float_gt: (a, b) => a > b,
  float_ge: (a, b) => a >= b,
  float_eq: (a, b) => a === b,
  float_ne: (a, b) => a !== b,
};

const FLOAT_UNARY: Record<string, (a: number) => number | bigint | undefined> = {
  float_neg: (a) => -a,
  float_abs: Math.abs,
  float_sqrt: Math.sqrt,
  float_floor: Math.floor,
  float_ceil: Math.ceil,
  float_trunc: Math.trunc,
  float_round_f32: Math.fround,
  float_to_int: (a) => (Math.abs(a) < 2 ** 63 ? BigInt(Math.trunc(a)) : undefined),
  float_to_i32: (a) => BigInt(a | 0),
  float_bits: (a) => (Number.isNaN(a) ? undefined : new BigInt64Array(new Float64Array([a]).buffer)[0]),
};

type Operand = bigint | number;

/** One operation on some operands, and what it should print for each. */
interface Case {
  readonly op: string;
  readonly operands: readonly (readonly Operand[])[];
  readonly results: readonly string[];
}

function cases<T extends Operand>(
  table: Record<string, (...args: T[]) => Operand | boolean | undefined>,
  operands: readonly T[][],
): Case[] {
  return Object.entries(table).map(([op, f]) => {
    const used = operands.filter((args) => f(...args) !== undefined);
    return { op, operands: used, results: used.map((args) => shown(f(...args))) };
  });
}

/** As the prelude prints it; of negative zero the sign too, which JavaScript's text does not have. */
function shown(v: Operand | boolean | undefined): string {
  return Object.is(v, -0) ? "0\n-Infinity" : typeof v === "number" && v === 0 ? "0\nInfinity" : String(v);
}

const pairs = <T>(all: readonly T[]): T[][] => all.flatMap((a) => all.map((b) => [a, b]));
const singles = <T>(all: readonly T[]): T[][] => all.map((a) => [a]);
const ALL: readonly Case[] = [
  ...cases(BINARY, pairs(INTS)),
  ...cases(UNARY, singles(INTS)),
  ...cases(FLOAT_BINARY, pairs(FLOATS)),
  ...cases(FLOAT_UNARY, singles(FLOATS)),
];

function literal(v: Operand): string {
  if (typeof v === "bigint") return `${v}n`;
  if (Number.isNaN(v)) return "nan";
  if (!Number.isFinite(v)) return v < 0 ? "-inf" : "inf";
  const text = Object.is(v, -0) ? "-0" : String(v);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** A graph that prints its argument; of a zero float also what one divided by it is. */
function printer(result: string): string {
  if (result === "float") return "showFloat";
  return result === "bool" ? "printBool" : "printInt";
}

const SHOW_FLOAT = `
graph showFloat(x: float) -> void
start(x):
  call printFloat, x
  c: bool = float_eq x, 0.0
  if c goto zero() else end()
zero():
  i: float = float_div 1.0, x
  call printFloat, i
  return
end():
  return
struct Ints : Object { length: int, items int }
struct Floats : Object { length: int, items float }
`;

/** Loops over operands that lie in memory. */
function loop({ op, operands }: Case, k: number): string {
  const facts = lowFacts(op);
  const arity = operands[0]?.length ?? 0;
  const layout = facts?.args[0] === "float" ? "Floats" : "Ints";
  const type = facts?.args[0] === "float" ? "float" : "int";
  const columns = Array.from({ length: arity }, (_, c) => operands.map((o) => literal(o[c] as Operand)));
  const objects = columns.map(
    (column, c) => `object @k${k}c${c} ${layout} { items [${column.join(", ")}] }\n`,
  );
  const loads = columns.map((_, c) => `  v${c}: ${type} = get_item @k${k}c${c}, i\n`);
  return `${objects.join("")}
graph case${k}() -> void
start():
  goto loop(0)
loop(i: int):
  more: bool = int_lt i, ${operands.length}
  if more goto body() else return(void)
body():
${loads.join("")}  r: ${String(facts?.result)} = ${op} ${columns.map((_, c) => `v${c}`).join(", ")}
  call ${printer(String(facts?.result))}, r
  j: int = int_add i, 1
  goto loop(j)
`;
}

/** Straight code over constants. */
function constants({ op, operands }: Case, k: number): string {
  const result = String(lowFacts(op)?.result);
  const ops = operands.map(
    (o, i) => `  r${i}: ${result} = ${op} ${o.map(literal).join(", ")}\n  call ${printer(result)}, r${i}\n`,
  );
  return `\ngraph case${k}() -> void\nstart():\n${ops.join("")}  return\n`;
}

function programOf(all: readonly Case[], write: (c: Case, k: number) => string): string {
  const calls = all.map((_, k) => `  call case${k}\n`).join("");
  return `${SHOW_FLOAT}${all.map(write).join("")}\ngraph main() -> int\nstart():\n${calls}  return 0\n`;
}

function agree(all: readonly Case[], stdout: string): void {
  const lines = stdout.split("\n");
  let from = 0;
  for (const c of all) {
    const expected = c.results.join("\n").split("\n");
    expect([c.op, ...lines.slice(from, from + expected.length)]).toEqual([c.op, ...expected]);
    from += expected.length;
  }
}

describe("arithmetic agrees with JavaScript", () => {
  test.each(["0", "2"] as const)("operands in memory, -O%s", async (opt) => {
    const { stdout } = await runIr(programOf(ALL, loop), { opt });
    agree(ALL, stdout);
  });

  test("constant operands", async () => {
    // Every seventh pair: C has its own type for literals, and that shows with few of them.
    const some = ALL.map((c) => ({
      ...c,
      operands: c.operands.filter((_, i) => i % 7 === 0),
      results: c.results.filter((_, i) => i % 7 === 0),
    }));
    const { stdout } = await runIr(programOf(some, constants), { opt: "0" });
    agree(some, stdout);
  });
});
