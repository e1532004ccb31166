// Doubles to text and back in compiled code against JavaScript, and Math.pow; more of both in text.test.ts and math.test.ts.

import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { buildIr, run } from "./run-ir.ts";

/** Reads lines; "f" prints each as a number parsed and formatted again, "p" x y prints Math.pow. */
const FILTER = `
struct Buffer : Latin1 { }
graph main() -> int
start():
  input: *Latin1 = new_array Latin1, 8000000
  goto read(0)
read(n: int):
  left: int = int_sub 8000000, n
  got: int = call_external fd_read, 0, input, n, left
  more: bool = int_gt got, 0
  m: int = int_add n, got
  if more goto read(m) else lines(0, 0)
lines(from: int, place: int):
  inside: bool = int_lt place, n
  if inside goto look() else return(0)
look():
  c: int = get_item input, place
  isEnd: bool = int_eq c, 10
  after: int = int_add place, 1
  if isEnd goto line() else lines(from, after)
line():
  x: float = call_external float_parse, input, from, place
  call printFloat, x
  goto lines(after, after)
`;

let filter = "";
beforeAll(async () => {
  filter = await buildIr(FILTER, { opt: "1" });
});

/** What the compiled program makes of each line: String(Number(line)). */
async function throughC(lines: readonly string[]): Promise<string[]> {
  // Bytes, one for each character: Latin-1.
  const { stdout } = await run("/bin/sh", ["-c", `iconv -f UTF-8 -t LATIN1 | '${filter}'`], {
    input: lines.map((l) => `${l}\n`).join(""),
  });
  return stdout.split("\n").slice(0, -1);
}

const inJavaScript = (lines: readonly string[]): string[] => lines.map((line) => String(Number(line)));

// prettier-ignore
const WRITTEN = ["", " ", "0", "-0", "+1", "1.", ".5", "-.5", ".", "+", "-", "e5", "1e", "1e+", "1e5", "1E-5", "1e400", "-1e400", "1e-400", "Infinity", "-Infinity", "+Infinity", "infinity", "Infinityx",
  "inf", "nan", "NaN", "0x", "0x1F", "-0x1F", "0X1f", "0xg", "0b101", "0b102", "0o17", "0o8", "0x1p3", "1_000", "1,5", "12px", " \t 42 \v\f\r", "\u00a042\u00a0", "\u00e4", "00012", "1e1000000000000", "0e1000000000000",
  "0x20000000000001", "0x20000000000003", "0xfffffffffffffbff", "0xfffffffffffffc00", "0b1" + "0".repeat(53) + "1", "0x" + "f".repeat(300), "0o" + "7".repeat(200),
  "9007199254740993", "9007199254740992.999999999999999999999999", "2.4703282292062327208e-324", "2.4703282292062328e-324", "1" + "0".repeat(400), "0." + "0".repeat(400) + "1", "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880"];

describe("numbers", () => {
  test("text that JavaScript takes for a number, and text that it does not", async () => {
    expect(await throughC(WRITTEN)).toEqual(inJavaScript(WRITTEN));
  });

  test("doubles at the edges", async () => {
    const values: number[] = [];
    for (let e = -1074; e <= 1023; e++) {
      const power = 2 ** e;
      values.push(power, neighbour(power, -1), neighbour(power, 1), -power);
    }
    for (let e = -330; e <= 310; e++)
      values.push(
        Number(`1e${e}`),
        Number(`5e${e}`),
        Number(`9.999999999999999e${e}`),
        Number(`1.2345e${e}`),
      );
    const lines = values.map((v) => v.toPrecision(20).replace("Infinity", "Infinity"));
    expect(await throughC(lines)).toEqual(inJavaScript(lines));
  });

  test("doubles of random bits", async () => {
    const lines = fc
      .sample(fc.double({ noNaN: true }), { numRuns: 20_000, seed: 7 })
      .map((v) => v.toExponential(20));
    expect(await throughC(lines)).toEqual(inJavaScript(lines));
  });

  test("decimals of random digits", async () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 22n }), fc.integer({ min: -340, max: 310 }))
      .map(([digits, e]) => `${digits}e${e}`);
    const lines = fc.sample(decimal, { numRuns: 20_000, seed: 8 });
    expect(await throughC(lines)).toEqual(inJavaScript(lines));
  });
});

/** The double just above or below. */
function neighbour(x: number, step: 1 | -1): number {
  const bits = new BigInt64Array(new Float64Array([x]).buffer);
  bits[0] = (bits[0] ?? 0n) + BigInt(step);
  return new Float64Array(bits.buffer)[0] ?? 0;
}

const VALUES = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2,
  -2,
  3,
  -3,
  0.1,
  1e10,
  -1e10,
  1e300,
  1e-300,
  Infinity,
  -Infinity,
  NaN,
  0.9999999999999999,
  1.0000000000000002,
  Math.PI,
  700,
  -700,
];

describe("Math", () => {
  test("pow", async () => {
    const pairs = VALUES.flatMap((x) => VALUES.map((y) => [x, y] as const));
    const results = await evaluate(pairs.map(([x, y]) => `float_pow, ${literal(x)}, ${literal(y)}`));
    expect(pairs.map(([x, y], i) => [x, y, results[i]])).toEqual(
      pairs.map(([x, y]) => [x, y, String(x ** y)]),
    );
  });
});

function literal(v: number): string {
  if (Number.isNaN(v)) return "nan";
  if (!Number.isFinite(v)) return v < 0 ? "-inf" : "inf";
  const text = Object.is(v, -0) ? "-0" : String(v);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Results of external calls, as printed. */
async function evaluate(calls: readonly string[]): Promise<string[]> {
  const ops = calls.map((call, i) => `  r${i}: float = call_external ${call}\n  call printFloat, r${i}\n`);
  const { stdout } = await run(await buildIr(`graph main() -> int\nstart():\n${ops.join("")}  return 0\n`));
  return stdout.trim().split("\n");
}
