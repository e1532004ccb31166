// How translation time grows with the size of the target: generates programs of 5,000, 20,000 and 50,000 lines
// (classes with virtual methods, closures, arrays, maps, string building; every function reached) and translates them
// as far as the rtyper. Prints lines, seconds of annotate and rtype, and lines per minute.
// Usage: node bench/scaling.ts [LINES…]

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Measured {
  readonly phase: string;
  readonly seconds: number;
  readonly peakMemory: number;
}

/** One module of some 60 lines; `n` makes its names unique. */
function moduleText(n: number): string {
  return `
export class Node${n} {
  readonly left: Node${n} | null;
  readonly right: Node${n} | null;
  weight: number;
  constructor(left: Node${n} | null, right: Node${n} | null, weight: number) {
    this.left = left;
    this.right = right;
    this.weight = weight;
  }
  sum(): number {
    let total = this.weight;
    if (this.left !== null) total += this.left.sum();
    if (this.right !== null) total += this.right.sum();
    return total;
  }
  label(): string {
    return \`node ${n} \${this.weight}\`;
  }
}

class Heavy${n} extends Node${n} {
  override label(): string {
    return "heavy " + super.label();
  }
}

function build${n}(depth: number): Node${n} {
  if (depth === 0) return new Heavy${n}(null, null, ${n % 7} + 1);
  return new Node${n}(build${n}(depth - 1), build${n}(depth - 1), depth * 2);
}

function collatz${n}(start: number): number {
  let steps = 0;
  let x = start;
  while (x !== 1) {
    x = x % 2 === 0 ? (x / 2) | 0 : 3 * x + 1;
    steps++;
    if (steps > 1000) break;
  }
  return steps;
}

function words${n}(text: string): number {
  const seen = new Map<string, number>();
  let word = "";
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c !== " ") word += c;
    else {
      seen.set(word, (seen.get(word) ?? 0) + 1);
      word = "";
    }
  }
  return seen.size;
}

export function run${n}(): number {
  const tree = build${n}(3);
  const scale = (x: number): number => x * ${(n % 5) + 1};
  const values: number[] = [];
  for (let i = 0; i < 8; i++) values.push(scale(collatz${n}(i + 1)));
  let best = 0;
  for (const v of values) if (v > best) best = v;
  try {
    if (best < 0) throw new Error(tree.label());
  } catch (e) {
    return -1;
  }
  return tree.sum() + best + words${n}("the quick brown fox " + tree.label());
}
`;
}

function generate(lines: number): { file: string; lines: number } {
  const per = moduleText(0).split("\n").length - 1;
  const count = Math.max(1, Math.round(lines / per));
  const folder = join("build", "bench", `scale-${lines}`);
  mkdirSync(folder, { recursive: true });
  for (let n = 0; n < count; n++) writeFileSync(join(folder, `module${n}.ts`), moduleText(n));
  const names = [...Array(count).keys()];
  const main = [
    ...names.map((n) => `import { run${n} } from "./module${n}.ts";`),
    "export function entryPoint(_argv: string[]): number {",
    "  let total = 0;",
    ...names.map((n) => `  total += run${n}();`),
    "  console.log(total);",
    "  return 0;",
    "}",
  ];
  const file = join(folder, "target.ts");
  writeFileSync(file, `${main.join("\n")}\n`);
  return { file, lines: count * per + main.length };
}

const wanted = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [5000, 20000, 50000];
process.stdout.write("lines   load s  annotate s  rtype s  lines/minute (annotate+rtype)  peak MiB\n");
for (const size of wanted) {
  const { file, lines } = generate(size);
  const report = join("build", "bench", `scale-${size}.json`);
  execFileSync(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      "translator/translate.ts",
      "-q",
      "--stop-after=rtype",
      `--report=${report}`,
      file,
    ],
    { stdio: "inherit" },
  );
  const { phases } = JSON.parse(readFileSync(report, "utf8")) as { phases: Measured[] };
  const seconds = (name: string): number => phases.find((p) => p.phase === name)?.seconds ?? NaN;
  const both = seconds("annotate") + seconds("rtype");
  const peak = Math.max(...phases.map((p) => p.peakMemory)) / 2 ** 20;
  process.stdout.write(
    `${String(lines).padEnd(7)} ${seconds("load").toFixed(2).padStart(6)} ${seconds("annotate").toFixed(2).padStart(11)} ${seconds("rtype").toFixed(2).padStart(8)} ${String(Math.round((lines / both) * 60)).padStart(30)} ${peak.toFixed(0).padStart(9)}\n`,
  );
}
