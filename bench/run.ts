// The benchmarks against their peers, in one run: each program translated by vmsmith, the same program in C++ written
// the same way (bench/peers), and the target under Node. Rounds are interleaved, so that a slow moment of the machine
// hits all alike; printed are medians and ratios. Needs g++ for the C++ column (left out without it).
// Usage: node bench/run.ts [ROUNDS]; results also as JSON in build/bench/results.json.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Benchmark {
  readonly name: string;
  readonly target: string;
  readonly args: readonly string[];
  /** C++ source, or null where there is no peer. */
  readonly peer: string | null;
}

const BENCHMARKS: readonly Benchmark[] = [
  {
    name: "richards",
    target: "targets/richards/target.ts",
    args: ["2000"],
    peer: "bench/peers/richards.cpp",
  },
  { name: "nbody", target: "targets/nbody/target.ts", args: ["3000000"], peer: "bench/peers/nbody.cpp" },
];

const OUT = join("build", "bench");
const NODE = [process.execPath, "--disable-warning=ExperimentalWarning"] as const;

interface Contestant {
  readonly column: string;
  readonly command: readonly string[];
  readonly seconds: number[];
}

function prepare(b: Benchmark): Contestant[] {
  const binary = join(OUT, b.name);
  execFileSync(NODE[0], [NODE[1], "translator/translate.ts", "-q", "--opt=2", "-o", binary, b.target], {
    stdio: "inherit",
  });
  const contestants: Contestant[] = [{ column: "vmsmith", command: [binary, ...b.args], seconds: [] }];
  if (b.peer !== null && hasCompiler()) {
    const peer = `${binary}-cpp`;
    execFileSync("g++", ["-O2", "-o", peer, b.peer]);
    contestants.push({ column: "g++ -O2", command: [peer, ...b.args], seconds: [] });
  }
  contestants.push({
    column: "node",
    command: [...NODE, "translator/translate.ts", "--host", b.target, "--", ...b.args],
    seconds: [],
  });
  return contestants;
}

function hasCompiler(): boolean {
  return spawnSync("g++", ["--version"]).status === 0;
}

function time(command: readonly string[]): number {
  const [file = "", ...args] = command;
  const start = performance.now();
  const r = spawnSync(file, args, { stdio: ["ignore", "pipe", "inherit"] });
  if (r.status !== 0) throw new Error(`${command.join(" ")} ended with ${r.status ?? r.signal ?? "?"}`);
  return (performance.now() - start) / 1000;
}

function median(all: readonly number[]): number {
  return [...all].sort((a, b) => a - b)[all.length >> 1] ?? NaN;
}

const rounds = Number(process.argv[2] ?? 5);
mkdirSync(OUT, { recursive: true });
const results: Record<string, Record<string, number>> = {};
for (const b of BENCHMARKS) {
  const contestants = prepare(b);
  for (let round = 0; round < rounds; round++) for (const c of contestants) c.seconds.push(time(c.command));
  const own = median(contestants[0]?.seconds ?? []);
  results[b.name] = Object.fromEntries(contestants.map((c) => [c.column, median(c.seconds)]));
  process.stdout.write(`${b.name} ${b.args.join(" ")}\n`);
  for (const c of contestants) {
    const m = median(c.seconds);
    process.stdout.write(
      `  ${c.column.padEnd(10)} ${m.toFixed(3).padStart(8)} s   vmsmith takes ${(own / m).toFixed(2)} of it   (${Math.min(...c.seconds).toFixed(3)} to ${Math.max(...c.seconds).toFixed(3)})\n`,
    );
  }
}
writeFileSync(join(OUT, "results.json"), `${JSON.stringify({ rounds, medians: results }, null, 2)}\n`);
