// The features that interpreters live by, one benchmark each (bench/features/), by vmsmith, under Node and, where
// C++ has the feature, by g++ -O2 (bench/peers/features.cpp) in one run: the processes take turns, the fastest round of
// each counts. Results must be the same.
// Usage: node bench/features.ts [TURNS] [--write]; --write puts the table into docs/performance.md.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** Targets, and what Node runs where it has no such feature. */
const TARGETS: readonly (readonly [own: string, underNode: string])[] = [
  ["bench/features/target.ts", "bench/features/target.ts"],
  ["bench/features/coroutines.ts", "bench/features/generators.ts"],
];
const OUT = join("build", "bench");
const NODE = [process.execPath, "--disable-warning=ExperimentalWarning"] as const;
const PAGE = "docs/performance.md";

interface Line {
  milliseconds: number;
  readonly result: string;
}

function run(file: string, args: readonly string[], into: Map<string, Line>): void {
  const text = execFileSync(file, args, { encoding: "utf8" });
  for (const line of text.trim().split("\n")) {
    const [name = "", milliseconds = "", result = ""] = line.split(" ");
    const known = into.get(name);
    if (known === undefined) into.set(name, { milliseconds: Number(milliseconds), result });
    else known.milliseconds = Math.min(known.milliseconds, Number(milliseconds));
  }
}

function row(name: string, own: Line, node: Line | undefined, cpp: Line | undefined): string {
  for (const [who, other] of [
    ["under Node", node],
    ["in C++", cpp ?? own],
  ] as const)
    if (other?.result !== own.result)
      throw new Error(`${name} gives ${own.result}, ${who} ${other?.result ?? "nothing"}`);
  const ms = (l: Line | undefined): string => (l === undefined ? "" : l.milliseconds.toFixed(2));
  const ratio = (l: Line | undefined): string =>
    l === undefined ? "" : (own.milliseconds / l.milliseconds).toFixed(2);
  return `| ${name} | ${ms(own)} | ${ms(node)} | ${ratio(node)} | ${ms(cpp)} | ${ratio(cpp)} |`;
}

const PEER = "bench/peers/features.cpp";

/** The C++ peer, compiled; undefined without g++. */
function peer(): string | undefined {
  if (spawnSync("g++", ["--version"]).status !== 0) return undefined;
  const binary = join(OUT, "features-cpp");
  execFileSync("g++", ["-O2", "-std=c++20", "-o", binary, PEER]);
  return binary;
}

const turns = Number(process.argv.find((a) => /^\d+$/u.test(a)) ?? 3);
mkdirSync(OUT, { recursive: true });
const binaries = TARGETS.map(([target]) => {
  const binary = join(OUT, `features-${basename(target, ".ts")}`);
  execFileSync(NODE[0], [NODE[1], "translator/translate.ts", "-q", "--opt=2", "-o", binary, target], {
    stdio: "inherit",
  });
  return binary;
});
const own = new Map<string, Line>();
const node = new Map<string, Line>();
const cpp = new Map<string, Line>();
const cppBinary = peer();
for (let turn = 0; turn < turns; turn++) {
  for (const binary of binaries) run(binary, [], own);
  if (cppBinary !== undefined) run(cppBinary, [], cpp);
  for (const [, target] of TARGETS)
    run(NODE[0], [NODE[1], "--conditions=vmsmith-source", "translator/translate.ts", "--host", target], node);
}
const rows = [...own].map(([name, line]) => row(name, line, node.get(name), cpp.get(name)));
const HEAD = ["| feature | vmsmith, ms | Node, ms | ratio | C++, ms | ratio |", "|---|---|---|---|---|---|"];
const table = [...HEAD, ...rows].join("\n");
process.stdout.write(`${table}\n`);
if (process.argv.includes("--write")) {
  const page = readFileSync(PAGE, "utf8");
  writeFileSync(PAGE, page.replace(/\| feature \|[^]*?\n(?=\n|$)/u, `${table}\n`));
}
