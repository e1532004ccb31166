// Every builtin of annotator/signatures.ts, and every library method of arrays, maps, sets and typed arrays, called
// with sample arguments in one generated program: the binary prints what Node prints.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BUILTINS, signatureOf } from "../../translator/annotator/signatures.ts";
import { main } from "../../translator/driver/main.ts";

const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  int: ["3", "1", "2"],
  float: ["2.75", "-0.5", "1e3"],
  num: ["4", "2.5"],
  bool: ["true", "false"],
  big: ["-(2n ** 70n)", "0x1234567890abcdef12345n", "255n"],
  str: ['"héllo, wörld"', '"l"', '"--"'],
  any: ["1", '"two"', "true"],
};

/** Rows that are not functions of their arguments, or that the test calls differently. */
const ELSEWHERE = /^(core\.|performance|Date|process|console|Math\.random|string\.@)/;

function callOf(path: string): string[] {
  const row = BUILTINS[path];
  if (row === undefined) return [];
  const sig = signatureOf(row);
  const args = sig.params.map((p, i) => SAMPLES[p.type]?.[i % 3] ?? "0");
  const [kind = "", method = ""] = path.split(".");
  const calls: string[] = [];
  const least = sig.params.filter((p) => !p.optional).length;
  for (let n = least; n <= args.length; n++) {
    const given = args.slice(0, n);
    const isMethod = ["string", "int", "float", "bool", "bigint"].includes(kind);
    const text = isMethod
      ? `(${given[0] ?? "0"}).${method}(${given.slice(1).join(", ")})`
      : `${path}(${given.join(", ")})`;
    calls.push(text);
  }
  return calls;
}

const METHODS = [
  "[3, 1, 2].slice(1).join()",
  "[3, 1, 2].concat([4]).length",
  "[3, 1, 2].indexOf(2)",
  "[3, 1, 2, 1].lastIndexOf(1)",
  "[3, 1, 2].includes(9)",
  "[3, 1, 2].reverse().join('+')",
  "[3, 1, 2].fill(7, 1).join()",
  "[3, 1, 2].map((x) => x * 1.5).join()",
  "[3, 1, 2].filter((x) => x > 1).join()",
  "[3, 1, 2].some((x) => x === 2)",
  "[3, 1, 2].every((x) => x > 1)",
  "[3, 1, 2].find((x) => x < 3) ?? -1",
  "[3, 1, 2].findIndex((x) => x === 2)",
  "[3, 1, 2].reduce((a, x) => a + x, 0.5)",
  "[3, 1, 2].sort((a, b) => b - a).join()",
  "[3, 1, 2].at(-1) ?? 0",
  "[3, 1, 2].splice(0, 2).join()",
  "[3, 1, 2].shift() ?? 0",
  "[3, 1, 2].unshift(8)",
  "(0.1).toString(2)",
  "(-255.5).toString(16)",
  "(1234.5678).toPrecision(6)",
  "(1234.5678).toPrecision(2)",
  "(1234.5678).toExponential(3)",
  "(25).toExponential(0)",
  "Math.hypot()",
  "Math.hypot(3, 4, 0.1)",
  "Math.hypot(1e300, 1e300)",
  "Math.hypot(NaN, -Infinity)",
  "parseInt('0x1fz')",
  "parseInt('zz', 36)",
  "parseInt('123456789012345678901234567890', 7)",
  "'a,b,c'.split(',').length",
  "new Array<number>(3).fill(1).join()",
  "new Uint8Array(4).fill(9).length",
  "new Set<string>().add('x').add('x').size",
  "new BigInt64Array(4).fill(-9n).join()",
  "new BigUint64Array([3n, 2n ** 64n - 1n, 1n]).sort().join()",
  "BigInt('0x1f') + BigInt(7) + BigInt(true) + BigInt(2n)",
  "BigInt(1.5)",
  "BigInt('1.5')",
  "Number(2n ** 70n + 1n)",
  "(255n).toString(1)",
  "BigInt.asIntN(-1, 5n)",
  "BigInt.asUintN(64, -1n)",
  "new Map<number, string>().set(1, 'a').get(1) ?? 'none'",
];

function program(): string {
  const calls = Object.keys(BUILTINS)
    .filter((path) => !ELSEWHERE.test(path))
    .flatMap((path) => callOf(path).map((call) => [path, call] as const));
  const lines = [
    ...calls.map(([path, call]) => [`${path}: ${call}`, call] as const),
    ...METHODS.map((m) => [m, m] as const),
  ];
  const body = lines.map(
    ([label, call]) =>
      `  try { console.log(${JSON.stringify(label.replace(/%/g, ""))}, ${call}); } catch (e) { console.log("threw"); }`,
  );
  return `export function entryPoint(_argv: string[]): number {\n${body.join("\n")}\n  return 0;\n}\n`;
}

test("every builtin means what it means under Node", async () => {
  const folder = join(import.meta.dirname, "../../build/test/builtins");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "builtins.ts");
  writeFileSync(file, program());
  const binary = join(folder, "builtins");
  expect(await main(["-q", "--check", "--opt=0", "--gc=none", "-o", binary, file])).toBe(0);
  const ours = execFileSync(binary, { encoding: "utf8" }).split("\n");
  const runner = join(import.meta.dirname, "../../translator/driver/host-child.ts");
  const node = execFileSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", runner, `file://${file}`],
    { encoding: "utf8" },
  ).split("\n");
  expect(ours.length).toBeGreaterThan(85);
  expect(ours).toEqual(node);
  expect(readFileSync(binary).length).toBeGreaterThan(0);
}, 120_000);
