// The JIT runtime's object file and its cache: built once, used again only where it fits, and never harmed by killed or
// concurrent builds, damaged entries or a folder that cannot be written. With a small unit, because the real one takes
// seconds.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test, vi } from "vitest";

import { COLLECTORS } from "../../gc-transformers/collectors.ts";
import { compileC } from "../../translator/c/compile.ts";
import { emitC } from "../../translator/c/source.ts";
import { Cache, defaultCacheFolder } from "../../translator/driver/cache.ts";
import {
  borderHash,
  JIT_OBJECT,
  jitUnitKey,
  provideJitUnit,
  type JitUnit,
  type JitUnitOptions,
} from "../../translator/driver/jit-unit.ts";
import { defaultOptions, type Options } from "../../translator/driver/options.ts";
import { SILENT } from "../../translator/driver/progress.ts";
import { makeReport, reportTable, type Report } from "../../translator/driver/report.ts";
import { runPhases, type Measurement } from "../../translator/driver/runner.ts";
import { Translation } from "../../translator/driver/translation.ts";
import { loweredProgram } from "../c/run-ir.ts";

vi.setConfig({ testTimeout: 120_000 });

const ENTRY = join(import.meta.dirname, "../raw/fixtures/unit.ts");

/** A new folder, away after the test. */
function folder(): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), "vmsmith-unit-")));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const OPTIONS = { gc: "none", opt: "0", debug: false, entry: ENTRY, check: true } as const;

function provide(cacheFolder: string | undefined, more: Partial<JitUnitOptions> = {}): Promise<JitUnit> {
  return provideJitUnit(folder(), { ...OPTIONS, cacheFolder, ...more });
}

const entries = (cache: string): string[] => {
  const kind = join(cache, "jit-runtime");
  return existsSync(kind) ? readdirSync(kind).sort() : [];
};

const TARGET = `
graph main() -> int
start():
  call_unit jit_finish
  s: int = call_unit jit_enter, 0, 0
  t: int = int_add s, 8
  return t
`;

/** Links a small target with the object file in a folder; what the program returns. */
async function linked(dir: string): Promise<number | undefined> {
  const source = emitC(loweredProgram(TARGET), { collector: COLLECTORS.none });
  const output = join(dir, "program");
  await compileC(source, dir, { output, opt: "0", debug: false, objects: [JIT_OBJECT] });
  // What is kept builds without vmsmith.
  await execa("make", ["-s", "clean", "program"], { cwd: dir });
  return (await execa(output, { reject: false })).exitCode;
}

test("the second build takes the first one's result, which links", async () => {
  const cache = folder();
  const [first, second] = [folder(), folder()];
  const built = await provideJitUnit(first, { ...OPTIONS, cacheFolder: cache });
  const again = await provideJitUnit(second, { ...OPTIONS, cacheFolder: cache });
  expect(built).toMatchObject({ reused: false, abi: await borderHash() });
  expect(again).toEqual({ ...built, reused: true, seconds: again.seconds });
  expect(again.seconds).toBeLessThan(built.seconds);
  expect(built.cBytes).toBeGreaterThan(10_000);
  expect(readFileSync(join(second, JIT_OBJECT))).toEqual(readFileSync(join(first, JIT_OBJECT)));
  expect(readFileSync(join(first, JIT_OBJECT)).length).toBe(built.objectBytes);
  expect(entries(cache)).toEqual([built.key]);
  expect(await linked(second)).toBe(7);
});

test("everything that takes part is in the key", async () => {
  const entry = join(folder(), "unit.ts");
  const text = readFileSync(ENTRY, "utf8");
  const own = { ...OPTIONS, cacheFolder: undefined };
  writeFileSync(entry, text);
  const keys = [
    await jitUnitKey(own),
    await jitUnitKey({ ...own, debug: true }),
    await jitUnitKey({ ...own, opt: "1" }),
    await jitUnitKey({ ...own, gc: "boehm" }),
    await jitUnitKey({ ...own, cc: "clang" }),
    await jitUnitKey({ ...own, entry }),
  ];
  writeFileSync(entry, `${text}\n// changed\n`);
  keys.push(await jitUnitKey({ ...own, entry }));
  expect(new Set(keys).size).toBe(7);
  // What has no part in it is not.
  expect(await jitUnitKey({ ...own, jobs: 1, cacheFolder: "/x", check: false })).toBe(keys[0]);
});

test("without a cache nothing is read or written", async () => {
  const cache = folder();
  const dir = folder();
  expect((await provideJitUnit(dir, { ...OPTIONS, cacheFolder: undefined })).reused).toBe(false);
  expect(readdirSync(cache)).toEqual([]);
  expect(existsSync(join(dir, JIT_OBJECT))).toBe(true);
});

test("a damaged entry is made again", async () => {
  const cache = folder();
  const { key } = await provide(cache);
  writeFileSync(join(cache, "jit-runtime", key, JIT_OBJECT), "nothing of an object file");
  expect((await provide(cache)).reused).toBe(false);
  expect((await provide(cache)).reused).toBe(true);
});

test("every kind of damage is found", async () => {
  const [dir, into, place] = [folder(), folder(), folder()];
  const whole = Buffer.from("the whole content");
  writeFileSync(join(dir, "a"), whole);
  const at = (name: string): string => join(place, "kind", "key", name);
  const damages: readonly (() => void)[] = [
    () => rmSync(at("a")),
    () => writeFileSync(at("a"), whole.subarray(0, 5)),
    () => writeFileSync(at("a"), Buffer.alloc(whole.length)),
    () => rmSync(at("manifest.json")),
    () => writeFileSync(at("manifest.json"), '{ "key": '),
    () => writeFileSync(at("manifest.json"), "null"),
    () => writeFileSync(at("manifest.json"), JSON.stringify({ key: "another", files: {}, notes: {} })),
  ];
  const cache = new Cache(place, "kind");
  for (const damage of damages) {
    expect(await cache.store("key", dir, ["a"], { n: 1 })).toBe(null);
    expect(await cache.fetch("key", into)).toEqual({ n: 1 });
    damage();
    expect(await cache.fetch("key", into), String(damage)).toBe(undefined);
    expect(existsSync(join(place, "kind", "key")), String(damage)).toBe(false);
  }
});

test("a build that is stopped leaves no entry", async () => {
  const cache = folder();
  const abort = new AbortController();
  const stopped = provide(cache, { signal: abort.signal, onProgress: () => abort.abort(), jobs: 1 });
  await expect(stopped).rejects.toThrow();
  expect(entries(cache)).toEqual([]);
  expect((await provide(cache)).reused).toBe(false);
});

test("what a killed process left is not taken for an entry, and is removed in time", async () => {
  const cache = folder();
  const left = join(cache, "jit-runtime", ".unfinished-1-x");
  const young = join(cache, "jit-runtime", ".unfinished-2-y");
  for (const dir of [left, young]) mkdirSync(dir, { recursive: true });
  utimesSync(left, 1000, 1000);
  const { key, reused } = await provide(cache);
  expect(reused).toBe(false);
  expect(entries(cache)).toEqual([".unfinished-2-y", key].sort());
});

test("builds at the same time do not disturb each other", async () => {
  const cache = folder();
  const units = await Promise.all([provide(cache), provide(cache), provide(cache)]);
  expect(entries(cache)).toEqual([...new Set(units.map((u) => u.key))]);
  expect(new Set(units.map((u) => u.objectBytes)).size).toBe(1);
  expect((await provide(cache)).reused).toBe(true);
});

test("a cache that cannot be written costs a line", async () => {
  const dir = folder();
  const file = join(dir, "file");
  writeFileSync(file, "");
  const notes: string[] = [];
  const note = (text: string): void => void notes.push(text);
  // Below a file nobody can make a folder, root neither.
  expect((await provide(join(file, "cache"), { note })).reused).toBe(false);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(/^the JIT runtime is not kept for next time: ENOTDIR.*$/u);
});

test("a compiler that is not there is a refusal, and leaves nothing", async () => {
  const cache = folder();
  await expect(provide(cache, { cc: "no-such-cc" })).rejects.toThrow(/RTS4101/u);
  expect(entries(cache)).toEqual([]);
});

test("a unit that is refused is our bug", async () => {
  const entry = join(folder(), "unit.ts");
  writeFileSync(entry, "export function jit_start(): void {\n  return;\n}\n");
  await expect(provide(undefined, { entry })).rejects.toThrow(/must export the function jit_enter/u);
  writeFileSync(entry, "export const x: number = 'text';\n");
  await expect(provide(undefined, { entry })).rejects.toThrow(
    /the JIT runtime is refused:\n {2}.*unit\.ts:1: .*string/u,
  );
});

test("the entries used last are kept", async () => {
  const dir = folder();
  writeFileSync(join(dir, "a"), "content");
  const cache = new Cache(folder(), "kind", 3);
  const into = folder();
  for (const key of ["1", "2", "3"]) {
    expect(await cache.store(key, dir, ["a"], {})).toBe(null);
    await new Promise((go) => setTimeout(go, 20));
  }
  expect(await cache.fetch("1", into)).toEqual({});
  await new Promise((go) => setTimeout(go, 20));
  expect(await cache.store("4", dir, ["a"], { n: 1 })).toBe(null);
  expect(await cache.fetch("2", into)).toBe(undefined);
  expect(await cache.fetch("1", into)).toEqual({});
  expect(await cache.fetch("4", into)).toEqual({ n: 1 });
});

test("the default folder follows the XDG convention", () => {
  expect(defaultCacheFolder({ XDG_CACHE_HOME: "/x/y" })).toBe("/x/y/vmsmith");
  expect(defaultCacheFolder({ XDG_CACHE_HOME: "relative" })).toMatch(/^\/.*\/\.cache\/vmsmith$/u);
  expect(defaultCacheFolder({})).toMatch(/\.cache\/vmsmith$/u);
});

/** A translation with the real JIT runtime; the options are those of --cache-dir, --no-cache and --keep-c. */
async function translated(
  more: Partial<Options>,
): Promise<{ readonly program: string; readonly report: Report }> {
  const program = join(folder(), "bf");
  const target = join(import.meta.dirname, "../../targets/brainfuck/target.ts");
  const options = { ...defaultOptions(target), gc: "none", opt: "jit", output: program, ...more } as const;
  const t = new Translation(options, SILENT);
  const measured: Measurement[] = [];
  try {
    await runPhases(t, measured);
  } finally {
    t.cleanUp();
  }
  return { program, report: makeReport(t, measured, true, []) };
}

test("--opt=jit links the JIT runtime, and the second target does not build it again", async () => {
  const [cacheDir, keepC] = [folder(), folder()];
  const first = await translated({ cacheDir, check: true });
  const second = await translated({ cacheDir, keepC });
  const { jitUnit } = first.report;
  expect(jitUnit).toMatchObject({ reused: false, abi: await borderHash() });
  expect(second.report.jitUnit).toMatchObject({ reused: true, key: jitUnit?.key, cBytes: jitUnit?.cBytes });
  expect(reportTable(first.report)).toMatch(/^JIT runtime: built in \d+\.\d s, \d+ kB$/mu);
  expect(reportTable(second.report)).toMatch(/^JIT runtime: reused from cache, \d+ kB$/mu);
  expect(second.report.borders).toContainEqual({
    importer: "target",
    exporter: "jit",
    functions: 3,
    layouts: 0,
    abi: jitUnit?.abi,
  });
  const hello = join(folder(), "hello.bf");
  writeFileSync(hello, "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.");
  // What was kept builds without vmsmith.
  await execa("make", ["-s", "clean", "bf"], { cwd: keepC });
  for (const program of [first.program, second.program, join(keepC, "bf")])
    expect((await execa(program, [hello])).stdout).toBe("Hello ");
  const third = await translated({ cacheDir: folder(), cache: false });
  expect(third.report.jitUnit?.reused).toBe(false);
});
