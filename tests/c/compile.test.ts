// What goes wrong around the C compiler is one clear error, and nothing half-written stays.

import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { compileC, type CompileOptions } from "../../translator/c/compile.ts";
import { Refusal } from "../../translator/support/diagnostics.ts";
import { freshFolder, sourceOf } from "./run-ir.ts";

const source = sourceOf("graph main() -> int\nstart():\n  call printInt, 42\n  return 0\n");
const boehm = sourceOf("graph main() -> int\nstart():\n  return 0\n", { gc: "boehm" });

const fresh = (): string => freshFolder("compile-");
const options = (dir: string, more: Partial<CompileOptions> = {}): CompileOptions => ({
  output: join(dir, "out"),
  opt: "0",
  debug: false,
  ...more,
});

/** An executable shell script in the folder. */
function script(dir: string, body: string): string {
  const path = join(dir, "cc.sh");
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** The diagnostics that compiling ends with; the output must not exist afterwards. */
async function failure(work: Promise<unknown>, dir: string): Promise<{ code: string; seen: string }> {
  const problem: unknown = await work.then(
    () => undefined,
    (p: unknown) => p,
  );
  expect(problem).toBeInstanceOf(Refusal);
  expect(readdirSync(dir).filter((name) => name.startsWith("out") || name.endsWith(".tmp"))).toEqual([]);
  const [first] = (problem as Refusal).diagnostics;
  return { code: String(first?.code), seen: String(first?.seen) };
}

describe("compiling", () => {
  test("gives a program, and the folder can be rebuilt with make", async () => {
    const dir = fresh();
    const result = await compileC(source, join(dir, "c"), options(dir));
    expect(result.bytes).toBe(statSync(result.output).size);
    expect((await execa(result.output)).stdout).toBe("42");
    await execa("make", ["-s", "-C", join(dir, "c")]);
    expect((await execa(join(dir, "c", "out"))).stdout).toBe("42");
  });

  test("reports each file, and takes a compiler with arguments", async () => {
    const dir = fresh();
    const units: string[] = [];
    await compileC(
      source,
      join(dir, "c"),
      options(dir, {
        cc: "env LANG=C gcc",
        onProgress: (done, total, unit) => units.push(`${done}/${total} ${unit}`),
      }),
    );
    expect(units).toHaveLength(source.units.length);
    expect(units.at(-1)).toMatch(new RegExp(`^${source.units.length}/${source.units.length} `));
  });

  test("leaves unchanged files alone", async () => {
    const dir = fresh();
    await compileC(source, join(dir, "c"), options(dir));
    const before = statSync(join(dir, "c", "data.c")).mtimeMs;
    await compileC(source, join(dir, "c"), options(dir));
    expect(statSync(join(dir, "c", "data.c")).mtimeMs).toBe(before);
  });
});

describe("what goes wrong", () => {
  test("no such compiler", async () => {
    const dir = fresh();
    const found = await failure(compileC(source, join(dir, "c"), options(dir, { cc: "no-such-cc" })), dir);
    expect(found).toEqual({ code: "RTS4101", seen: "'no-such-cc' cannot be run: no such command." });
  });

  test("a compiler that refuses the C", async () => {
    const dir = fresh();
    const files = new Map([...source.files, ["data.c", "int x = ;\n"]]);
    const found = await failure(compileC({ ...source, files }, join(dir, "c"), options(dir)), dir);
    expect(found.code).toBe("RTS3002");
    expect(found.seen).toContain("data.c:1:9: error");
  });

  test("a compiler that dies", async () => {
    const dir = fresh();
    const found = await failure(
      compileC(source, join(dir, "c"), options(dir, { cc: script(dir, "kill -9 $$") })),
      dir,
    );
    expect(found.code).toBe("RTS4102");
    expect(found.seen).toContain("signal SIGKILL");
  });

  test("a missing collector", async () => {
    const dir = fresh();
    const cc = script(
      dir,
      `echo "vs_boehm.c:5:10: fatal error: gc/gc.h: No such file or directory" >&2; exit 1`,
    );
    const found = await failure(compileC(boehm, join(dir, "c"), options(dir, { cc })), dir);
    expect(found.code).toBe("RTS4103");
  });

  test("a full disk, as the compiler tells it", async () => {
    const dir = fresh();
    const cc = script(
      dir,
      `echo "Fatal error: can't write 12 bytes to section: No space left on device" >&2; exit 1`,
    );
    const found = await failure(compileC(source, join(dir, "c"), options(dir, { cc })), dir);
    expect(found.code).toBe("RTS4104");
    expect(found.seen).toContain("the disk is full");
  });

  test("an output that is a folder, or in one that does not exist", async () => {
    const dir = fresh();
    const missing = await failure(
      compileC(source, join(dir, "c"), options(dir, { output: join(dir, "no", "out") })),
      dir,
    );
    expect(missing.code).toBe("RTS4104");
    expect(missing.seen).toContain("its folder does not exist");
    mkdirSync(join(dir, "taken"));
    const taken = await failure(
      compileC(source, join(dir, "c"), options(dir, { output: join(dir, "taken") })),
      dir,
    );
    expect(taken.code).toBe("RTS4104");
    expect(taken.seen).toContain("a folder of that name");
  });

  test("a folder for C that is a file", async () => {
    const dir = fresh();
    writeFileSync(join(dir, "c"), "");
    const found = await failure(compileC(source, join(dir, "c"), options(dir)), dir);
    expect(found.code).toBe("RTS4104");
  });

  test("stopped while compiling", async () => {
    const dir = fresh();
    const stop = new AbortController();
    const work = compileC(
      source,
      join(dir, "c"),
      options(dir, { cc: script(dir, "sleep 20"), signal: stop.signal }),
    );
    setTimeout(() => {
      stop.abort();
    }, 200);
    await expect(work).rejects.toThrow();
    expect(existsSync(join(dir, "out"))).toBe(false);
  });
});
