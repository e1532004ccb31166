// Every option of the translator does what its help says. One translation serves as many options as get along.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { OPTIONS } from "../../translator/driver/options.ts";
import { isInstalled } from "../tools/installed.ts";
import { Workshop } from "./workshop.ts";

test("a plain translation gives a program, a table and nothing else", async () => {
  const w = new Workshop();
  const r = await w.run(["hello.ts"]);
  expect(r).toMatchObject({ code: 0 });
  expect(w.files()).toEqual(["hello", "hello.ts"]);
  expect(w.execute("hello", "ab", "c")).toEqual({ code: 3, stdout: "hello 3 3\n", stderr: "" });
  // Every phase has a row with seconds, share, memory and sizes.
  for (const phase of ["load", "annotate", "rtype", "exceptions", "gc", "source", "compile", "total"])
    expect(r.stdout).toMatch(new RegExp(`^${phase} +\\d+\\.\\d\\d +\\d+% +\\d+`, "mu"));
  // In CI one line per phase, without control characters.
  expect(r.stderr).toMatch(/^(?:\[\w+\] \d+\.\d\d s\n)+$/u);
});

test("--quiet --check --output --report --dump --dump-html --sarif together", async () => {
  const w = new Workshop();
  const args = ["-q", "--check", "-o", "prog", "--report=r.json", "--report=r.html", "--dump=rtype:sum"];
  const r = await w.run([
    ...args,
    "--dump=all",
    "--dump-html=d.html",
    "--sarif=s.sarif",
    "--jobs=1",
    "--no-cache",
    "hello.ts",
  ]);
  expect(r).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(w.execute("prog").code).toBe(3);
  expect(w.json("r.json")).toMatchObject({
    version: 1,
    succeeded: true,
    target: "hello.ts",
    diagnostics: [],
  });
  expect(w.read("r.html")).toContain("<td>annotate<td>");
  expect(w.json("s.sarif")).toMatchObject({ version: "2.1.0", runs: [{ results: [] }] });
  const dumps = readdirSync(w.path("build/dump"));
  expect(dumps).toContain("03-rtype.ir");
  expect(w.read("build/dump/03-rtype-sum.ir")).toMatch(/^graph hello\.sum\(list: \*List.*, i: int\) -> int/u);
  checkPage(w.read("d.html"));
});

function checkPage(page: string): void {
  const story = /<details data-name="hello\.sum">.*?<\/details>/su.exec(page)?.[0] ?? "";
  const heads = [...story.matchAll(/<h3>(.*?)<small>/gu)].map((m) => m[1]);
  expect(heads[0]).toBe("TypeScript");
  expect(heads[1]).toBe("annotate");
  expect(heads.at(-1)).toBe("C");
  // Phases that changed nothing share a column.
  expect(heads.some((h) => h?.includes(", ") === true)).toBe(true);
  expect(story).toContain("<b>function</b> <b>sum</b>");
  expect(page).not.toMatch(/<(?:script|link|img)[^>]*(?:src|href)=/u);
}

test("two translations give the same C, also from another folder's temporary files", async () => {
  const w = new Workshop();
  for (const dir of ["one", "two"]) expect((await w.run(["-q", `--keep-c=${dir}`, "hello.ts"])).code).toBe(0);
  const sources = readdirSync(w.path("one")).filter((f) => !f.endsWith(".o"));
  expect(sources).toContain("hello.c");
  for (const f of sources) expect(w.read(`two/${f}`), f).toBe(w.read(`one/${f}`));
  // What was kept builds without vmsmith.
  execFileSync("make", ["-s", "clean", "hello"], { cwd: w.path("one"), stdio: "ignore" });
  expect(w.execute("one/hello", "x")).toMatchObject({ code: 3, stdout: "hello 1 1\n" });
});

test("--stop-after ends early and writes no executable", async () => {
  const w = new Workshop();
  const r = await w.run(["--stop-after=rtype", "--report=r.json", "hello.ts"]);
  expect(r.code).toBe(0);
  const report = w.json("r.json") as { phases: { phase: string }[] };
  expect(report.phases.map((p) => p.phase)).toEqual(["load", "annotate", "rtype"]);
  expect(w.has("hello")).toBe(false);
});

test("--fuel and --off hold back optional passes", async () => {
  const changes = async (...args: string[]): Promise<Record<string, number | undefined>> => {
    const w = new Workshop();
    const all = ["-q", "--check", "--stop-after=gc", "--report=r.json", ...args, "hello.ts"];
    expect(await w.run(all)).toEqual({ code: 0, stdout: "", stderr: "" });
    const { phases } = w.json("r.json") as { phases: { phase: string; changes?: number }[] };
    return Object.fromEntries(phases.map((p) => [p.phase, p.changes]));
  };
  const plain = await changes();
  expect(plain["deadCode"]).toBeGreaterThan(1);
  expect((await changes("--fuel=deadCode:1"))["deadCode"]).toBe(1);
  expect(await changes("--off=deadCode", "--off=switches")).not.toHaveProperty("deadCode");
  const unchecked = await changes("--unchecked-ints");
  expect(unchecked["unchecked"]).toBeGreaterThan(0);
  expect(plain["unchecked"]).toBe(0);
});

test("@unchecked drops the element checks of its function, and the report says how many remain", async () => {
  const remaining = async (hint: string): Promise<number> => {
    const w = new Workshop({
      "t.ts": `${hint}
function sum(a: number[]): number {
  let n = 0;
  for (let i = 0; i < 3; i++) n = (n + a[i]!) | 0;
  return n;
}
export function entryPoint(argv: string[]): number {
  return sum([1, 2, argv.length]);
}
`,
    });
    expect(await w.run(["-q", "--report=r.json", "-o", "t", "t.ts"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect(w.execute("t").code).toBe(4);
    const { checks } = w.json("r.json") as { checks: Record<string, number> };
    return checks["check_index"] ?? 0;
  };
  expect(await remaining("/** @unchecked */")).toBe((await remaining("")) - 1);
});

test("--unchecked-ints: leaving ±2^53 throws without it and goes on with it", async () => {
  const w = new Workshop({
    "big.ts": `export function entryPoint(argv: string[]): number {
  let n = argv.length;
  for (let i = 0; i < 60; i++) n = n * 2 + i;
  return n > 0 ? 4 : 5;
}`,
  });
  await w.run(["-q", "-o", "checked", "big.ts"]);
  await w.run(["-q", "-o", "unchecked", "--unchecked-ints", "big.ts"]);
  const checked = w.execute("checked");
  expect(checked.code).toBe(1);
  expect(checked.stderr).toMatch(/RangeError[^]*big\.ts:3/u);
  expect([4, 5]).toContain(w.execute("unchecked").code);
});

test("--max-memory bounds the program's heap", async () => {
  const w = new Workshop({
    "eat.ts": `export function entryPoint(argv: string[]): number {
  const kept: number[][] = [];
  for (let i = 0; i < 20000; i++) kept.push(new Array<number>(1000).fill(argv.length));
  return kept.length === 20000 ? 0 : 7;
}`,
  });
  for (const gc of ["boehm", "none"]) {
    expect(await w.run(["-q", `--gc=${gc}`, "--max-memory=16M", "-o", gc, "eat.ts"])).toMatchObject({
      code: 0,
      stderr: "",
    });
    const r = w.execute(gc);
    expect(r.code).not.toBe(0);
    expect(r.stderr).toMatch(/memory/iu);
  }
  await w.run(["-q", "--max-memory=2G", "-o", "big", "eat.ts"]);
  expect(w.execute("big").code).toBe(0);
}, 120_000);

test("--opt reaches the C compiler, and every level gives a working program", async () => {
  const w = new Workshop();
  for (const [opt, flag] of [
    ["0", "-O0"],
    ["1", "-O1"],
    ["3", "-O3"],
    ["size", "-Os"],
  ] as const) {
    expect((await w.run(["-q", `--opt=${opt}`, "-o", `p${opt}`, "--report=r.json", "hello.ts"])).code).toBe(
      0,
    );
    expect((w.json("r.json") as { executable: { command: string } }).executable.command).toContain(
      ` ${flag} `,
    );
    expect(w.execute(`p${opt}`, "x")).toMatchObject({ code: 3, stdout: "hello 1 1\n" });
  }
  const jit = await w.run(["--opt=jit", "hello.ts"]);
  expect(jit).toMatchObject({ code: 1, stdout: "" });
  expect(jit.stderr).toContain("RTS1404");
});

test("--cc and $CC choose the compiler, arguments and all", async () => {
  const w = new Workshop();
  for (const cc of ["clang", "ccache gcc"]) {
    if (!isInstalled(cc.split(" ")[0] ?? "")) continue;
    const env = { CCACHE_DIR: w.path("ccache") };
    const args = ["-q", "--report=r.json", "hello.ts"];
    expect(await w.run([...args, `--cc=${cc}`], env)).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(w.execute("hello", "x")).toMatchObject({ code: 3, stdout: "hello 1 1\n" });
    expect(await w.run(args, { ...env, CC: cc })).toMatchObject({ code: 0, stderr: "" });
    expect(w.json("r.json")).toMatchObject({
      executable: { command: expect.stringMatching(`^${cc} -std`) as string },
    });
  }
}, 120_000);

test.runIf(isInstalled("gdb"))("--debug: gdb stops at TypeScript lines and names functions", async () => {
  const w = new Workshop();
  await w.run(["-q", "--debug", "--opt=0", "hello.ts"]);
  const commands = ["break hello.ts:9", "run ab c", "bt", "next", "info locals"].flatMap((c) => ["-ex", c]);
  const said = execFileSync("gdb", ["-q", "-batch", "-nx", ...commands, w.path("hello")], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  expect(said).toMatch(/Breakpoint 1, f_sum \(.*i=0\) at .*hello\.ts:9/u);
  expect(said).toContain("return i === list.length ? 0 : list[i]! + sum(list, i + 1);");
  expect(said).toMatch(/#1 .*f_entryPoint \(.*\) at .*hello\.ts:1[0-9]/u);
});

test("symbols keep names for perf unless the program is to be small", async () => {
  const w = new Workshop();
  await w.run(["-q", "hello.ts"]);
  await w.run(["-q", "--opt=size", "-o", "small", "hello.ts"]);
  const symbols = (f: string): string => {
    try {
      return execFileSync("nm", [w.path(f)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    } catch {
      // nm ends with an error for a stripped file.
      return "";
    }
  };
  expect(symbols("hello")).toMatch(/ t f_sum$/imu);
  expect(symbols("small")).not.toContain("f_sum");
});

test("--host runs the target under Node: arguments, output, exit code, signals", async () => {
  const w = new Workshop();
  expect(await w.run(["--host", "hello.ts", "--", "ab", "-c"])).toEqual({
    code: 3,
    stdout: "hello 4 3\n",
    stderr: "",
  });
  w.write(
    "dies.ts",
    'export function entryPoint(): number { process.kill(process.pid, "SIGTERM"); for (;;); }\n',
  );
  expect((await w.run(["--host", "dies.ts"])).code).toBe(143);
  w.write("none.ts", "export const x = 1;\n");
  const none = await w.run(["--host", "none.ts"]);
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining("entryPoint") as string });
});

test("--explain, --help, --version", async () => {
  const w = new Workshop();
  expect((await w.run(["--explain", "RTS1201"])).stdout).toMatch(/^RTS1201 \(clash\): Two kinds/u);
  expect((await w.run(["--explain", "RTS0000"])).code).toBe(2);
  const help = await w.run(["--help"]);
  expect(help.code).toBe(0);
  for (const row of Object.values(OPTIONS)) expect(help.stdout).toContain(`--${row.flag}`);
  expect((await w.run(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
});

test.each([
  [[], "name the target"],
  [["--gc=marksweep", "hello.ts"], "marksweep"],
  [["--opt=9", "hello.ts"], "9"],
  [["--nonsense", "hello.ts"], "--nonsense"],
  [["--stop-after=lunch", "hello.ts"], "there is no phase 'lunch'"],
  [["--dump=lunch:f", "hello.ts"], "there is no phase 'lunch'"],
  [["--off=load", "hello.ts"], "there is no optional pass 'load'"],
  [["--fuel=deadCode", "hello.ts"], "PASS:N"],
  [["--jobs=0", "hello.ts"], "whole number"],
  [["--report=r.txt", "hello.ts"], ".json or .html"],
  [["--max-memory=lots", "hello.ts"], "512M"],
])("usage %j exits with 2 and says why", async (args, words) => {
  const w = new Workshop();
  const r = await w.run(args);
  expect(r.code).toBe(2);
  expect(r.stdout).toBe("");
  expect(r.stderr).toContain(words);
  expect(w.files()).toEqual(["hello.ts"]);
});

test("every option is named in this folder's tests", () => {
  const here = readdirSync(import.meta.dirname).filter((f) => f.endsWith(".test.ts"));
  const text = here.map((f) => readFileSync(join(import.meta.dirname, f), "utf8")).join("\n");
  const missing = Object.values(OPTIONS).filter((row) => !text.includes(`--${row.flag}`));
  expect(missing.map((row) => `--${row.flag} has no test`)).toEqual([]);
});
