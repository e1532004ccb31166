// Bad input of every kind: one clear error with a place and a way forward, exit code 1, nothing under the final name.

import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Outcome, Workshop } from "./workshop.ts";

const ENTRY = "export function entryPoint(argv: string[]): number {\n  return argv.length;\n}\n";

/** A refusal: code 1, nothing on stdout, and every part of the message. */
function expectRefusal(r: Outcome, code: string, ...fragments: string[]): void {
  expect(
    r.stderr
      .split("\n")
      .filter((l) => /\b(?:error|not yet|bug in vmsmith) (?:RTS|TS)/u.test(l))
      .join("\n"),
  ).toContain(code);
  expect(r).toMatchObject({ code: 1, stdout: "" });
  for (const f of fragments) expect(r.stderr).toContain(f);
  if (code.startsWith("RTS"))
    for (const part of ["seen:", "why:", "instead:"]) expect(r.stderr).toContain(part);
  expect(r.stderr).not.toMatch(/our bug|node:internal|\.ts:\d+:\d+\)/u);
}

async function refuse(source: string, code: string, ...fragments: string[]): Promise<void> {
  const w = new Workshop({ "bad.ts": source });
  expectRefusal(await w.run(["-q", "bad.ts"]), code, ...fragments);
  expect(w.files()).toEqual(["bad.ts"]);
}

test("a target that TypeScript rejects: its own errors, all of them", async () => {
  const source = `${ENTRY}export const a: string = 1;\nexport const b = nowhere;\n`;
  await refuse(
    source,
    "TS2322",
    "bad.ts:4:14",
    "Type 'number' is not assignable to type 'string'.",
    "TS2304",
    "bad.ts:5:18",
  );
  await refuse("export function entryPoint( {\n", "TS1005", "bad.ts:");
});

test("a target that is not there, no file, no TypeScript, or unreadable", async () => {
  const w = new Workshop({ "notes.txt": "x", "types.d.ts": "export {};" });
  for (const [name, words] of [
    ["gone.ts", "There is no file gone.ts"],
    [".", "not a file"],
    ["notes.txt", "not a TypeScript source"],
    ["types.d.ts", "not a TypeScript source"],
    ["notes.txt/x.ts", "x.ts"],
  ] as const)
    expectRefusal(await w.run(["-q", name]), "RTS4001", words);
  symlinkSync(w.path("loop.ts"), w.path("loop.ts"));
  expectRefusal(await w.run(["-q", "loop.ts"]), "RTS4001", "loop.ts");
  const host = await w.run(["--host", "gone.ts"]);
  expect(host).toMatchObject({ code: 1, stdout: "" });
  expectRefusal(host, "RTS4001", "There is no file gone.ts");
});

test("an import that is not there", async () => {
  await refuse(`import { x } from "./nowhere.ts";\n${ENTRY}export const y = x;\n`, "TS2307", "bad.ts:1:19");
});

test("no entry point, or one that is no function", async () => {
  await refuse(
    "export const x = 1;\n",
    "RTS1005",
    "bad.ts:1:1",
    "exports nothing called entryPoint",
    "export function entryPoint(argv: string[])",
  );
  await refuse("export const entryPoint = 5;\n", "RTS1005", "not a function");
});

test("a target that throws, exits or hangs while it is loaded", async () => {
  await refuse(
    `${ENTRY}function f(): void {\n  throw new Error("no table");\n}\nf();\n`,
    "RTS1001",
    "bad.ts:5:9",
    "no table",
    "bad.ts:7:1",
    "called from here",
  );
  await refuse(`${ENTRY}process.exit(0);\n`, "RTS1002", "bad.ts:4:", "process.exit");
  await refuse(`${ENTRY}await new Promise(() => undefined);\n`, "RTS1004", "await");
});

test("what cannot be frozen is refused with the path to it, but only if it is reached", async () => {
  const socket = `const holder = { deep: [new WeakMap<object, number>()] };\n`;
  await refuse(
    `${socket}export function entryPoint(): number {\n  return holder.deep.length;\n}\n`,
    "RTS1007",
    "bad.ts:",
    "holder",
    "a WeakMap",
  );
  const w = new Workshop({ "ok.ts": `${socket}${ENTRY}export const kept = holder;\n` });
  expect(await w.run(["-q", "ok.ts"])).toMatchObject({ code: 0, stderr: "" });
});

test("code outside the subset: every offence of a run, sorted by place", async () => {
  const source = `export function entryPoint(argv: string[]): number {
  if (argv.length > 1) return pattern();
  return other();
}
function pattern(): number {
  debugger; return 1;
}
function other(): number {
  return import.meta.url.length;
}
`;
  const w = new Workshop({ "bad.ts": source });
  const r = await w.run(["-q", "--sarif=s.sarif", "--report=r.json", "bad.ts"]);
  expectRefusal(r, "RTS", "bad.ts:6:3", "bad.ts:9:10");
  const report = w.json("r.json") as { succeeded: boolean; diagnostics: { line: number; instead: string }[] };
  expect(report.succeeded).toBe(false);
  expect(report.diagnostics.length).toBeGreaterThanOrEqual(2);
  const lines = report.diagnostics.map((d) => d.line);
  expect(lines).toEqual([...lines].sort((a, b) => a - b));
  const sarif = w.json("s.sarif") as { runs: [{ results: { ruleId: string; locations: object[] }[] }] };
  expect(sarif.runs[0].results.length).toBe(report.diagnostics.length);
  expect(w.has("bad")).toBe(false);
});

test("a compiler that is not there, fails, refuses the code, or dies", async () => {
  const w = new Workshop();
  const script = (name: string, text: string): string => {
    w.write(name, `#!/bin/sh\n${text}\n`);
    chmodSync(w.path(name), 0o755);
    return w.path(name);
  };
  const run = (cc: string): Promise<Outcome> => w.run(["-q", `--cc=${cc}`, "hello.ts"]);
  expectRefusal(await run("no-such-cc"), "RTS4101", "no-such-cc", "no such command", "--cc");
  expectRefusal(await run(script("fails", "exit 4")), "RTS4102", "exit code 4");
  expectRefusal(await run(script("dies", "kill -9 $$")), "RTS4102", "SIGKILL");
  expectRefusal(
    await run(script("refuses", "echo 'x.c:1:2: error: no' >&2; exit 1")),
    "RTS3002",
    "x.c:1:2: error: no",
    "--keep-c",
  );
  expectRefusal(
    await run(
      script("full", "echo 'fatal error: error writing to a.s: No space left on device' >&2; exit 1"),
    ),
    "RTS4104",
    "disk is full",
  );
  expect(w.has("hello")).toBe(false);
});

test("an output that cannot be written; the old one stays as it was", async () => {
  const w = new Workshop();
  mkdirSync(w.path("folder"));
  w.write("file", "old");
  for (const [output, words] of [
    ["folder", "there is a folder of that name"],
    ["none/x", "folder does not exist"],
    ["file/x", "file/x"],
  ] as const)
    expectRefusal(await w.run(["-q", "-o", output, "hello.ts"]), "RTS4104", words);
  expectRefusal(await w.run(["-q", "--keep-c=file/c", "hello.ts"]), "RTS4104", "file/c");
  w.write("hello", "the program of yesterday");
  expectRefusal(await w.run(["-q", "--cc=false", "hello.ts"]), "RTS4102");
  expect(w.read("hello")).toBe("the program of yesterday");
  const report = await w.run(["-q", "--stop-after=load", "--report=none/r.json", "hello.ts"]);
  expect(report.code).toBe(1);
  expect(report.stderr).toContain("cannot write none/r.json");
  const full = await w.run(["-q", "--stop-after=load", "--report=r.json", "--sarif=/dev/full", "hello.ts"]);
  expect(full.code).toBe(1);
  expect(full.stderr).toMatch(/cannot write \/dev\/full.*ENOSPC/u);
  expect(w.has("r.json")).toBe(true);
});

/** A file system of a few pages, if this user may mount one. */
function tinyDisk(folder: string, size: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    // Mounting needs rights that a build machine may not give.
    return false;
  }
  onTestFinished(() => void execFileSync("umount", ["-l", folder]));
  return true;
}

test("a full disk, under the C files and under the output", async (context) => {
  const w = new Workshop();
  const disk = mkdtempSync(join(w.folder, "disk-"));
  if (!tinyDisk(disk, "32k")) return context.skip("this user may not mount a small file system");
  expectRefusal(await w.run(["-q", "-o", join(disk, "hello"), "hello.ts"]), "RTS4104", "disk is full");
  expectRefusal(await w.run(["-q", `--keep-c=${disk}`, "hello.ts"]), "RTS4104", "disk is full");
  expect(w.files().filter((f) => f.startsWith("hello"))).toEqual(["hello.ts"]);
});

test("nothing is left in the temporary folder, come what may", async () => {
  const w = new Workshop();
  mkdirSync(w.path("tmp"));
  const env = { TMPDIR: w.path("tmp") };
  await w.run(["-q", "hello.ts"], env);
  await w.run(["-q", "--cc=false", "hello.ts"], env);
  w.write("hello.ts", "nonsense(");
  await w.run(["-q", "hello.ts"], env);
  // Node keeps compiled code of its own there.
  expect(readdirSync(w.path("tmp")).filter((f) => f !== "node-compile-cache")).toEqual([]);
  rmSync(w.path("tmp"), { recursive: true });
});
