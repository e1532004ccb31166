// The collectors against each other and against their peers, in one run: the programs of bench/gc/target.ts translated
// with each collector, under Node, and in C++ with new and delete (bench/peers/memory.cpp). Rounds take turns; the median
// counts. Needs g++, /usr/bin/time and, for the cost of roots, valgrind. Then says which of the figures that were asked
// for are met.
// Usage: node bench/gc.ts [ROUNDS] [--write]; --write puts the section into docs/performance.md.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { instructionsOfRoots } from "./gc/roots.ts";

const TARGET = "bench/gc/target.ts";
const OUT = join("build", "bench", "gc");
const PAGE = "docs/performance.md";
const MIB = 2 ** 20;
const CELLS = 100_000_000;

const COLLECTORS = ["incminimark", "refcount", "boehm"] as const;
type Contestant = (typeof COLLECTORS)[number] | "Node" | "C++";

interface Program {
  readonly name: string;
  readonly argument: number;
  /** Who takes part besides the collectors. */
  readonly peers: readonly Contestant[];
}

const PROGRAMS: readonly Program[] = [
  { name: "gcbench", argument: 0, peers: ["Node", "C++"] },
  { name: "binarytrees", argument: 18, peers: ["Node", "C++"] },
  { name: "cells", argument: CELLS, peers: ["Node", "C++"] },
  { name: "largeheap", argument: 1000, peers: ["Node"] },
  { name: "deepstack", argument: 100_000, peers: ["Node"] },
  { name: "hello", argument: 0, peers: [] },
];

/** Seconds of processor and of the clock, and the most memory that was resident, in MiB. */
interface Cost {
  readonly cpu: number;
  readonly wall: number;
  readonly peak: number;
}

const NODE_SCRIPT = join(OUT, "node.mjs");
/** Frames of Node are larger than the stack it allows by itself. */
const NODE = ["--disable-warning=ExperimentalWarning", "--conditions=vmsmith-source", "--stack-size=60000"];

function commandOf(who: Contestant, { name, argument }: Program): string[] {
  const args = [name, String(argument)];
  if (who === "Node") return [process.execPath, ...NODE, NODE_SCRIPT, ...args];
  return [join(OUT, who === "C++" ? "cpp" : who), ...args];
}

function prepare(): void {
  mkdirSync(OUT, { recursive: true });
  for (const gc of COLLECTORS) {
    const options = ["-q", "--opt=2", `--gc=${gc}`, "-o", join(OUT, gc), TARGET];
    const node = ["--disable-warning=ExperimentalWarning", "translator/translate.ts"];
    execFileSync(process.execPath, [...node, ...options], { stdio: "inherit" });
  }
  execFileSync("g++", ["-O2", "-o", join(OUT, "cpp"), "bench/peers/memory.cpp"]);
  writeFileSync(
    NODE_SCRIPT,
    `import { entryPoint } from "${join(process.cwd(), TARGET)}";\n` +
      `process.exitCode = entryPoint(["target", ...process.argv.slice(2)]);\n`,
  );
}

function measure(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { cost: Cost; stdout: string } {
  const times = join(OUT, "times");
  const timed = ["/usr/bin/time", "-o", times, "-f", "%e %U %S %M", ...command];
  const more = command[0] === process.execPath ? "ulimit -s 100000;" : "";
  const r = spawnSync("/bin/sh", ["-c", `${more} exec "$@"`, "sh", ...timed], {
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  if (r.status !== 0) throw new Error(`${command.join(" ")}: ${r.status ?? r.signal ?? ""} ${r.stderr}`);
  const line = readFileSync(times, "utf8").trim().split(" ").map(Number);
  const [wall = NaN, user = NaN, system = NaN, kib = NaN] = line;
  return { cost: { cpu: user + system, wall, peak: kib / 1024 }, stdout: r.stdout };
}

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[all.length >> 1] ?? NaN;

function medianCost(all: readonly Cost[]): Cost {
  const of = (key: keyof Cost): number => median(all.map((c) => c[key]));
  return { cpu: of("cpu"), wall: of("wall"), peak: of("peak") };
}

type Results = ReadonlyMap<string, ReadonlyMap<Contestant, Cost>>;

function race(rounds: number): Results {
  const results = new Map<string, Map<Contestant, Cost>>();
  for (const program of PROGRAMS) {
    const who: Contestant[] = [...COLLECTORS, ...program.peers];
    const costs = new Map(who.map((c) => [c, [] as Cost[]]));
    for (let round = 0; round < rounds; round++)
      for (const [c, list] of costs) list.push(measure(commandOf(c, program)).cost);
    results.set(program.name, new Map([...costs].map(([c, list]) => [c, medianCost(list)])));
    process.stderr.write(`${program.name}\n`);
  }
  return results;
}

interface Pauses {
  readonly count: number;
  /** Milliseconds. */
  readonly longest: number;
  readonly most: number;
}

function pausesOf(all: readonly number[]): Pauses {
  const sorted = [...all].sort((a, b) => a - b);
  const most = sorted[Math.ceil(sorted.length * 0.999) - 1] ?? 0;
  return { count: sorted.length, longest: sorted.at(-1) ?? 0, most };
}

/** From the log: a pause is a minor collection and the steps that follow it. */
function ownPauses(program: Program): Pauses {
  const file = join(OUT, "gc.log");
  measure(commandOf("incminimark", program), { VMSMITH_LOG: `gc:${file}` });
  const pauses: number[] = [];
  for (const [, kind = "", time = ""] of readFileSync(file, "utf8").matchAll(
    /^gc (minor|step) (?:\w+ )?time=([\d.]+)/gmu,
  )) {
    const ms = Number(time) / 1000;
    if (kind === "minor") pauses.push(ms);
    else pauses.push((pauses.pop() ?? 0) + ms);
  }
  return pausesOf(pauses);
}

/** What Node's own log calls the time of each collection on the main thread. */
function nodePauses(program: Program): Pauses {
  const [node = "", ...args] = commandOf("Node", program);
  const { stdout } = measure([node, "--trace-gc", ...args]);
  return pausesOf([...stdout.matchAll(/ MB, ([\d.]+) \/ [\d.]+ {1,2}ms/gu)].map(([, ms]) => Number(ms)));
}

interface Live {
  readonly used: number;
  readonly peak: number;
}

function live(): Live {
  const program = { name: "live", argument: 1000, peers: [] };
  const [used = NaN, peak = NaN] = measure(commandOf("incminimark", program)).stdout.split(" ").map(Number);
  return { used: used / MIB, peak: peak / MIB };
}

// ---- The section of the page.

function costRows(results: Results): string[] {
  const rows: string[] = [];
  for (const [program, costs] of results) {
    const own = costs.get("incminimark")?.cpu ?? NaN;
    for (const [who, { cpu, wall, peak }] of costs) {
      const ratio = who === "incminimark" || cpu < 0.01 ? "" : (own / cpu).toFixed(2);
      rows.push(
        `| ${program} | ${who} | ${cpu.toFixed(2)} | ${wall.toFixed(2)} | ${peak.toFixed(1)} | ${ratio} |`,
      );
    }
  }
  return rows;
}

type PauseTable = ReadonlyMap<string, { readonly own: Pauses; readonly node: Pauses }>;

function pauseRows(table: PauseTable): string[] {
  const cells = (p: Pauses): string => `${p.count} | ${p.longest.toFixed(2)} | ${p.most.toFixed(2)}`;
  return [...table].map(([name, { own, node }]) => `| ${name} | ${cells(own)} | ${cells(node)} |`);
}

interface Goal {
  readonly what: string;
  readonly is: number;
  readonly atMost: number;
}

function goals(results: Results, pauses: PauseTable, alive: Live, roots: number): Goal[] {
  const cost = (program: string, who: Contestant): Cost =>
    results.get(program)?.get(who) ?? { cpu: NaN, wall: NaN, peak: NaN };
  const ratio = (program: string, a: Contestant, b: Contestant): number =>
    cost(program, a).cpu / cost(program, b).cpu;
  const pause = (program: string): Pauses =>
    pauses.get(program)?.own ?? { count: 0, longest: NaN, most: NaN };
  return [
    { what: "GCBench, × Node's time", is: ratio("gcbench", "incminimark", "Node"), atMost: 0.35 },
    { what: "GCBench, × Boehm's time", is: ratio("gcbench", "incminimark", "boehm"), atMost: 0.33 },
    { what: "GCBench, × C++'s time", is: ratio("gcbench", "incminimark", "C++"), atMost: 0.33 },
    { what: "GCBench, peak in MiB", is: cost("gcbench", "incminimark").peak, atMost: 50 },
    { what: "binary-trees 18, × Node's time", is: ratio("binarytrees", "incminimark", "Node"), atMost: 0.35 },
    { what: "binary-trees 18, longest pause in ms", is: pause("binarytrees").longest, atMost: 10 },
    { what: "a 32-byte object, ns", is: (cost("cells", "incminimark").cpu * 1e9) / CELLS, atMost: 3 },
    ...["largeheap", "deepstack"].flatMap((name) => [
      { what: `${name}, longest pause in ms`, is: pause(name).longest, atMost: 10 },
      { what: `${name}, 99.9 % of pauses, ms`, is: pause(name).most, atMost: 3 },
    ]),
    { what: "1 GB live, peak × live data", is: alive.peak / alive.used, atMost: 2.2 },
    { what: "hello, resident MiB", is: cost("hello", "incminimark").peak, atMost: 4 },
    { what: "richards, instructions for roots in %", is: roots, atMost: 8 },
    {
      what: "binary-trees, refcount × incminimark's time",
      is: ratio("binarytrees", "refcount", "incminimark"),
      atMost: 2.5,
    },
  ];
}

function section(results: Results, pauses: PauseTable, asked: readonly Goal[]): string {
  const verdict = (g: Goal): string => (g.is <= g.atMost ? "met" : "**missed**");
  return [
    "| program | who | processor, s | clock, s | resident, MiB | incminimark takes |",
    "|---|---|---|---|---|---|",
    ...costRows(results),
    "",
    "| pauses, ms of processor time | incminimark | longest | 99.9 % | Node | longest | 99.9 % |",
    "|---|---|---|---|---|---|---|",
    ...pauseRows(pauses),
    "",
    "| figure asked for | is | at most | |",
    "|---|---|---|---|",
    ...asked.map((g) => `| ${g.what} | ${g.is.toFixed(2)} | ${g.atMost} | ${verdict(g)} |`),
  ].join("\n");
}

async function main(): Promise<void> {
  const rounds = Number(process.argv.find((a) => /^\d+$/u.test(a)) ?? 3);
  prepare();
  const results = race(rounds);
  const watched = PROGRAMS.filter((p) =>
    ["gcbench", "binarytrees", "largeheap", "deepstack"].includes(p.name),
  );
  const pauses = new Map(watched.map((p) => [p.name, { own: ownPauses(p), node: nodePauses(p) }]));
  const roots = await instructionsOfRoots(OUT);
  const text = section(results, pauses, goals(results, pauses, live(), roots));
  process.stdout.write(`${text}\n`);
  if (!process.argv.includes("--write")) return;
  const page = readFileSync(PAGE, "utf8");
  writeFileSync(
    PAGE,
    page.replace(/(<!-- bench\/gc\.ts -->\n)[^]*?(?=<!-- end -->)/u, (_, mark: string) => `${mark}${text}\n`),
  );
}

await main();
