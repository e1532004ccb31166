// What the checks that keep programs safe cost: instructions retired (valgrind, callgrind's counter) by a program as it is
// translated, without the range checks of ints (--unchecked-ints), and without element checks as well (@unchecked on
// every function of the program). Stack checks, null checks and checks of casts are in all three.
// Usage: node bench/checks.ts [--write]; --write puts the table into docs/performance.md.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

interface Program {
  readonly name: string;
  readonly target: string;
  readonly args: readonly string[];
}

const FEATURES = ["stringScan", "mapInt", "arrayPushPop", "arraySort", "typedArrays", "matrix", "bytecode"];
const PROGRAMS: readonly Program[] = [
  { name: "richards", target: "targets/richards/target.ts", args: ["20"] },
  { name: "nbody", target: "targets/nbody/target.ts", args: ["20000"] },
  ...FEATURES.map((f) => ({ name: f, target: "bench/features/target.ts", args: [f] })),
];
const OUT = join("build", "bench", "checks");
const PAGE = "docs/performance.md";

/** The target with the hint on every function and method that is written over several lines. */
function withHints(target: string): string {
  const text = readFileSync(target, "utf8")
    .replace(/^(?=(?:export )?function\*? )/gmu, "/** @unchecked */\n")
    .replace(
      /^(?= {2}(?!(?:if|for|while|switch|return|constructor)\b)\w+\([^)]*\)(?:: [^{]+)? \{$)/gmu,
      "  /** @unchecked */\n",
    )
    .replace(/from "\.\//gu, `from "${relative(OUT, dirname(target))}/`);
  const file = join(OUT, `${target.replace(/\W+/gu, "_")}.ts`);
  writeFileSync(file, text);
  return file;
}

function instructions(
  target: string,
  name: string,
  options: readonly string[],
  args: readonly string[],
): number {
  const binary = join(OUT, name);
  const node = [process.execPath, "--disable-warning=ExperimentalWarning", "translator/translate.ts"];
  execFileSync(node[0] ?? "node", [
    ...node.slice(1),
    "-q",
    "--opt=2",
    "--gc=none",
    ...options,
    "-o",
    binary,
    target,
  ]);
  const tool = ["--tool=callgrind", "--callgrind-out-file=/dev/null", binary, ...args];
  const { stderr } = spawnSync("valgrind", tool, { encoding: "utf8" });
  const count = /Collected : (\d+)/u.exec(stderr)?.[1];
  if (count === undefined) throw new Error(`valgrind says: ${stderr.slice(-400)}`);
  return Number(count);
}

mkdirSync(OUT, { recursive: true });
const rows = PROGRAMS.map(({ name, target, args }) => {
  const all = instructions(target, `${name}-all`, [], args);
  const ints = instructions(target, `${name}-ints`, ["--unchecked-ints"], args);
  const none = instructions(withHints(target), `${name}-none`, ["--unchecked-ints"], args);
  const more = (n: number): string => `${((n / none - 1) * 100).toFixed(1)} %`;
  return `| ${name} | ${(none / 1e6).toFixed(1)} | ${more(ints)} | ${more(all)} |`;
});
const HEAD = [
  "| program | million instructions without | element checks | and range checks of ints |",
  "|---|---|---|---|",
];
const table = [...HEAD, ...rows].join("\n");
process.stdout.write(`${table}\n`);
if (process.argv.includes("--write")) {
  const page = readFileSync(PAGE, "utf8");
  writeFileSync(PAGE, page.replace(/\| program \|[^]*?\n(?=\n|$)/u, `${table}\n`));
}
