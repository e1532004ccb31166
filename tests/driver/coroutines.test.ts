// Coroutines in executables: thousands alive, abandoned ones, limits, endless recursion, the JIT, and what Node says.

import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { COLLECTORS } from "../../gc-transformers/collectors.ts";
import { Workshop } from "./workshop.ts";

const TARGET = `
import { Coroutine } from "vmsmith/coroutine";
import { collectGarbage } from "vmsmith/gc";

function adder(self: Coroutine<number, number>, first: number): number {
  const list = [first, first + 1];
  for (;;) {
    const n = self.suspend(list[0]! + list[1]!);
    if (n < 0) return n;
    list[1] = n;
  }
}
function live(n: number): number {
  const all: Coroutine<number, number>[] = [];
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const co = new Coroutine<number, number>(adder);
    sum += co.resume(i);
    all.push(co);
  }
  collectGarbage();
  for (const co of all) sum += co.resume(1);
  for (const co of all) sum += co.resume(-1);
  return sum;
}
function abandoned(n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += new Coroutine<number, number>(adder).resume(i % 100);
  return sum;
}
function nested(n: number): number {
  return n === 0 ? 0 : new Coroutine<number, number>((_self, k) => 1 + nested(k)).resume(n - 1);
}
function endless(n: number): number {
  return 1 + endless(n + 1);
}
function overflow(n: number): number {
  let caught = 0;
  for (let i = 0; i < n; i++)
    try {
      new Coroutine<number, number>((_self, k) => endless(k)).resume(i);
    } catch (e) {
      if (e instanceof RangeError) caught++;
    }
  return caught;
}
function thrown(n: number): number {
  const co = new Coroutine<number, number>((self, k) => {
    if (self.suspend(k) === n) throw new Error("from inside");
    return 0;
  });
  co.resume(1);
  return co.resume(n);
}
export function entryPoint(argv: string[]): number {
  const n = parseInt(argv[2]!, 10) | 0;
  try {
    switch (argv[1]) {
      case "live": console.log(live(n)); break;
      case "abandoned": console.log(abandoned(n)); break;
      case "nested": console.log(nested(n)); break;
      case "overflow": console.log(overflow(n)); break;
      default: console.log(thrown(n));
    }
  } catch (e) {
    if (!(e instanceof RangeError)) throw e;
    console.log("RangeError:", e.message);
  }
  return 0;
}
`;

/** Output and the most memory that it had, in KiB. */
function measured(
  file: string,
  args: readonly (string | number)[],
  env: Record<string, string> = {},
): { stdout: string; memory: number } {
  const script =
    "import resource, subprocess, sys\nr = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, check=True)\n" +
    "print(r.stdout.decode().strip())\nprint(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
  const out = execFileSync("python3", ["-c", script, file, ...args.map(String)], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  }).split("\n");
  return { stdout: out[0] ?? "", memory: Number(out[1]) };
}

const LIVE = 199_990_000;

test.each(Object.values(COLLECTORS).filter((c) => c.name !== "none"))(
  "stacks under $name",
  async (collector) => {
    const w = new Workshop({ "p.ts": TARGET });
    expect(await w.run(["-q", `--gc=${collector.name}`, "p.ts"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    const p = w.path("p");
    const many = measured(p, ["live", 10_000]);
    expect(many.stdout).toBe(String(LIVE - 10_000 * 9_999 + 10_000 * 4_999.5));
    // Two pages each, and what else there is.
    expect(many.memory).toBeLessThan(10_000 * 16);
    const gone = measured(p, ["abandoned", 1_000_000]);
    expect(gone.stdout).toBe("100000000");
    expect(gone.memory).toBeLessThan(96 * 1024);
    expect(measured(p, ["nested", 3000]).stdout).toBe("3000");
    expect(measured(p, ["overflow", 50]).stdout).toBe("50");
    const stress = { VMSMITH_GC: "stress=3,nursery=64K,verify=1" };
    expect(measured(p, ["live", 200], stress).stdout).toBe(String(200 * 200 + (200 * 199) / 2));
    expect(measured(p, ["nested", 50], stress).stdout).toBe("50");
  },
);

test("limits of the running program", async () => {
  const w = new Workshop({ "p.ts": TARGET });
  expect(await w.run(["-q", "p.ts"])).toEqual({ code: 0, stdout: "", stderr: "" });
  const limited = { VMSMITH_COROUTINES: "max=100" };
  expect(measured(w.path("p"), ["live", 101], limited).stdout).toMatch(/^RangeError: too many coroutines/u);
  // Those that nobody can reach do not count.
  expect(measured(w.path("p"), ["abandoned", 5000], limited).stdout).toBe("500000");
  const small = { VMSMITH_COROUTINES: "stack=64K" };
  expect(measured(w.path("p"), ["overflow", 5], small).stdout).toBe("5");
  expect(() => measured(w.path("p"), ["live", 1], { VMSMITH_COROUTINES: "stack=1K" })).toThrow();
  // The traceback of an exception that nobody takes names the functions of both stacks.
  const { code, stderr } = w.execute("p", "throw", "5");
  expect(code).toBe(1);
  expect(stderr).toMatch(/Error: from inside\n(?: {4}at .*\n)* {4}at thrown [^]* {4}at entryPoint/u);
});

test("Node says that it has one stack", async () => {
  const w = new Workshop({ "p.ts": TARGET });
  const { code, stderr } = await w.run(["--host", "p.ts", "--", "live", "1"]);
  expect(code).toBe(1);
  expect(stderr).toContain("vmsmith/coroutine: Node has one stack and cannot switch it.");
});

const GUEST = `
import { Coroutine } from "vmsmith/coroutine";
import type { int } from "vmsmith/ints";
import { JitDriver } from "vmsmith/jit";

const driver = new JitDriver<{
  greens: { pc: int; code: string };
  reds: { self: Coroutine<int, int>; left: int; sum: int };
}>({ name: "guest", greens: ["pc", "code"], reds: ["self", "left", "sum"] });

/** +: adds; y: suspends every hundredth time, with the sum; -: counts down; l: again until 0. */
function run(self: Coroutine<int, int>, code: string, count: int): int {
  let [pc, left, sum] = [0, count, 0];
  for (;;) {
    driver.jitMergePoint({ pc, code, self, left, sum });
    const op = code.charCodeAt(pc);
    pc = pc + 1;
    if (op === 43) sum = (sum + left) & 0xffffff;
    else if (op === 45) left = left - 1;
    else if (op === 121) {
      if (left % 100 === 0) sum = sum + self.suspend(sum);
    } else {
      if (left === 0) return sum;
      pc = 0;
      driver.canEnterJit({ pc, code, self, left, sum });
    }
  }
}

export function entryPoint(argv: string[]): number {
  const code = argv[1]!;
  const guests = [5000, 3000, 7000].map(
    (count) => new Coroutine<int, int>((self, first) => run(self, code, count + first)),
  );
  let total = 0;
  for (let round = 0; guests.some((g) => !g.done); round++)
    for (const g of guests) if (!g.done) total = (total * 31 + g.resume(round % 2)) & 0xffffff;
  console.log(total);
  return 0;
}
`;

test("guests of a JIT suspend in the midst of their loops", async () => {
  const w = new Workshop({ "g.ts": GUEST });
  expect(await w.run(["-q", "g.ts", "-o", "plain"])).toEqual({ code: 0, stdout: "", stderr: "" });
  expect((await w.run(["-q", "--opt=jit", "g.ts", "-o", "jit"])).code).toBe(0);
  const wanted = w.execute("plain", "+y-l");
  expect(wanted.code).toBe(0);
  expect(w.execute("jit", "+y-l")).toEqual(wanted);
});
