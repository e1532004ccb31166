import { expect, test } from "vitest";
import { join } from "node:path";
import { type LoadedProgram, load, type LoadOptions } from "../../translator/frontend/loader/load.ts";
import { type Diagnostic, Refusal } from "../../translator/support/diagnostics.ts";
import { formatDiagnostics } from "../../translator/support/format-diagnostics.ts";
import { type Files, inFolder } from "./heap-fixture.ts";

const ENTRY = "export function entryPoint(argv: string[]): number { return argv.length; }\n";

/** Loads main.ts of `files`: the program, or what was refused as text with file names relative to the folder. */
async function attempt(files: Files, options?: LoadOptions): Promise<LoadedProgram | string> {
  return inFolder(files, async (folder) => {
    try {
      return await load(join(folder, "main.ts"), options);
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      const shown = formatDiagnostics(problem.diagnostics, { colour: false, root: folder });
      return shown.replaceAll(folder, "FOLDER");
    }
  });
}

async function refused(files: Files, options?: LoadOptions): Promise<string> {
  const result = await attempt(files, options);
  if (typeof result !== "string") throw new Error("the program was loaded, but should be refused");
  return result;
}

async function loaded(files: Files): Promise<LoadedProgram> {
  const result = await attempt(files);
  if (typeof result === "string") throw new Error(result);
  return result;
}

test("a target anywhere, without tsconfig or node_modules, has Node's types and vmsmith's library", async () => {
  const program = await loaded({
    "main.ts": `import { readFileSync } from "node:fs";
      import { promote } from "vmsmith/jit";
      import type { int } from "vmsmith/ints";
      const limit: int = promote(4);
      await Promise.resolve();
      export function entryPoint(argv: string[]): number {
        console.log(readFileSync(argv[1] ?? "", "utf8").length, process.argv.length, import.meta.url);
        return limit;
      }\n`,
  });
  const { image, checker } = program;
  expect(image.modules.map((module) => module.file === program.target)).toEqual([true, false]);
  const source = program.program.getSourceFile(program.target);
  const statement = source?.statements[3];
  expect(statement && checker.getTypeAtLocation(statement)).toBeDefined();
  expect(program.tsconfig).toBeUndefined();
});

test("TypeScript's errors come as TypeScript has them, all of them", async () => {
  const shown = await refused({
    "tsconfig.json": '{ "compilerOptions": { "strict": true, "module": "nodenext", "types": [] } }',
    "package.json": '{ "type": "module" }',
    "main.ts": `${ENTRY}const a: string = 1;\n`,
    "other.ts": "wrong, but not part of the program",
  });
  expect(shown).toBe(
    [
      "main.ts:2:7 - error TS2322: Type 'number' is not assignable to type 'string'.",
      "  1 | export function entryPoint(argv: string[]): number { return argv.length; }",
      "  2 | const a: string = 1;",
      "    |       ^",
    ].join("\n"),
  );
  const two = await refused({ "main.ts": "let a: string = 1;\nlet b: number = '';\n" });
  expect(two.match(/TS2322/gu)).toHaveLength(2);
});

test("a tsconfig that is not strict is refused, at the option", async () => {
  const shown = await refused({
    "tsconfig.json": '{\n  "compilerOptions": { "strict": true, "strictNullChecks": false }\n}',
    "main.ts": ENTRY,
  });
  expect(shown).toContain("tsconfig.json:2:40 - error RTS1006: The target's tsconfig is not strict");
  expect(shown).toContain("seen:    strictNullChecks is off in FOLDER/tsconfig.json.");
});

test("a throw while loading is shown in the source, with its callers", async () => {
  const shown = await refused({
    "main.ts": `${ENTRY}function fill(): never {\n  throw new Error("no grammar");\n}\nexport const table = [1].map(() => fill());\n`,
  });
  expect(shown).toBe(
    [
      "main.ts:3:9 - error RTS1001: The target threw while it was being loaded",
      "  2 | function fill(): never {",
      '  3 |   throw new Error("no grammar");',
      "    |         ^",
      "  seen:    Error: no grammar.",
      "  why:     Translation starts by running the target's modules under Node, and this ended that run.",
      "  instead: Make the modules run to their end first: node FOLDER/main.ts",
      "  - main.ts:5:36: called from here",
      "    5 | export const table = [1].map(() => fill());",
      "      |                                    ^",
      "  - main.ts:5:26: called from here",
      "    5 | export const table = [1].map(() => fill());",
      "      |                          ^",
    ].join("\n"),
  );
});

test("each other way not to load is one clear error", async () => {
  const codes = async (files: Files, options?: LoadOptions): Promise<string> =>
    /RTS\d+: [^\n]*\n(?:.*\n)*? +seen: +(.*)/u
      .exec(await refused(files, options))?.[0]
      .replace(/\n(?:.*\n)* +seen: +/u, " | ") ?? "";
  expect(await codes({ "main.ts": `${ENTRY}process.exit(2);\n` })).toBe(
    "RTS1002: The target called process.exit while it was being loaded | " +
      "The target called process.exit while its modules were running.",
  );
  expect(await codes({ "main.ts": `${ENTRY}setInterval(() => 0, 50);\n` }, { timeout: 1 })).toBe(
    "RTS1003: The target did not finish loading | " +
      "After 1 s the target's modules had not run to their end; still active: Timeout.",
  );
  expect(await codes({ "main.ts": `${ENTRY}await new Promise(() => 0);\n` })).toBe(
    "RTS1004: A top-level await never finished | A module waits at top level for a promise that nothing is going to settle.",
  );
  expect(await codes({ "main.ts": "export const a = 1;\n" })).toBe(
    "RTS1005: The target exports no function entryPoint | The target exports nothing called entryPoint.",
  );
  expect(await codes({ "main.ts": "export const entryPoint = Math.max;\n" })).toBe(
    "RTS1005: The target exports no function entryPoint | The export entryPoint is not a function written in the program.",
  );
  expect(await codes({ "main.ts": `${ENTRY}process.kill(process.pid, "SIGKILL");\n` })).toBe(
    "RTS1008: The process that loads the target was ended from outside | " +
      "The process that runs the target's modules was ended by SIGKILL.",
  );
  expect(await codes({ "nothing.ts": "" })).toBe(
    "RTS4001: A file cannot be read | There is no file FOLDER/main.ts.",
  );
});

test("environment and working directory are the user's; what the target prints is not the translator's output", async () => {
  const { image } = await loaded({
    "main.ts": `${ENTRY}console.error(""); export const seen = [process.cwd(), process.argv.length, process.argv[1] === import.meta.filename];\n`,
  });
  const seen = image.objects.find((each) => each.kind === "array");
  expect(seen?.kind === "array" && seen.items).toEqual([
    { k: "str", v: process.cwd() },
    { k: "num", v: 2 },
    { k: "bool", v: true },
  ]);
});

test("related places are kept", async () => {
  const problem = await inFolder({ "main.ts": "let a: number = 1;\nlet a: string = '';\n" }, (folder) =>
    load(join(folder, "main.ts")).then(
      () => undefined,
      (error: unknown) => error,
    ),
  );
  const found: readonly Diagnostic[] = problem instanceof Refusal ? problem.diagnostics : [];
  expect(found.map((each) => each.code)).toEqual(["TS2451", "TS2451"]);
  expect(found[0]?.family).toBe("typescript");
});
