import ts from "typescript";
import { join } from "node:path";
import { expect, test } from "vitest";
import { NODE_SUBSET, NODE_SUBSET_FILE } from "../../translator/frontend/loader/node-subset.ts";
import { checkTypes } from "../../translator/frontend/loader/program.ts";
import { inFolder } from "./heap-fixture.ts";
import { ROOT } from "../tools/repository.ts";

const MODULES = [...NODE_SUBSET.matchAll(/^declare module "node:(\w+)"/gmu)].map(([, name]) => name ?? "");
const GLOBALS = [...NODE_SUBSET.matchAll(/^declare var (\w+)/gmu)].map(([, name]) => name ?? "");

/** The subset under other names, so that it can be held against the whole in one program. */
function renamed(): string {
  const types = [...NODE_SUBSET.matchAll(/^(?:interface|type|declare namespace) (\w+)/gmu)].map(
    ([, name]) => name,
  );
  const own = [...new Set(types), ...GLOBALS].join("|");
  const text = NODE_SUBSET.replaceAll('declare module "node:', 'declare module "my:');
  // Not the names of modules, nor what modules export under the name of a global.
  return text.replaceAll(new RegExp(`(?<![.\\w":]|const )(?:${own})\\b`, "gu"), "My_$&");
}

function typeErrors(files: Readonly<Record<string, string>>): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts"],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ["node"],
    typeRoots: [join(ROOT, "node_modules/@types")],
  };
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = (name) => name in files || fileExists(name);
  host.getSourceFile = (name, how, ...rest) => {
    const text = files[name];
    return text === undefined ? getSourceFile(name, how, ...rest) : ts.createSourceFile(name, text, how);
  };
  const program = ts.createProgram(Object.keys(files), options, host);
  const found = Object.keys(files).flatMap((name) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  });
  return found.map((each) => ts.flattenDiagnosticMessageText(each.messageText, "\n"));
}

test("all of Node is assignable to the subset: what is well-typed with it is well-typed with Node", () => {
  const imports = MODULES.map((name) => `import * as ${name} from "node:${name}";`);
  const checks = [
    ...MODULES.map((name) => `export const module_${name}: typeof import("my:${name}") = ${name};`),
    ...GLOBALS.map((name) => `export const global_${name}: typeof My_${name} = ${name};`),
    "export const meta: My_ImportMeta = import.meta;",
    'export const buffer: My_Buffer = Buffer.from("x");',
    "export const error: My_NodeJS.ErrnoException = {} as NodeJS.ErrnoException;",
    "export const encoding: BufferEncoding = {} as My_BufferEncoding;",
  ];
  const files = { "/check/subset.d.ts": renamed(), "/check/check.ts": [...imports, ...checks].join("\n") };
  expect(typeErrors(files)).toEqual([]);
  expect(MODULES.length + GLOBALS.length).toBeGreaterThan(6);
  // The check can fail: a result that Node does not promise is noticed.
  const wrong = { ...files, "/check/subset.d.ts": renamed().replace("uptime(): number", "uptime(): string") };
  expect(typeErrors(wrong).join("\n")).toContain("My_NodeJS.Process");
});

test("targets within the subset are checked against it, others against all of Node", async () => {
  const usesSubset = (text: string): Promise<boolean> =>
    inFolder({ "main.ts": text }, (folder) => {
      const input = { target: join(folder, "main.ts"), library: join(ROOT, "rlib"), extraFiles: [] };
      const { program } = checkTypes(input);
      return Promise.resolve(program.getSourceFile(NODE_SUBSET_FILE) !== undefined);
    });
  expect(
    await usesSubset('import fs from "node:fs"; console.log(fs.readFileSync("x").length, process.argv[1]);'),
  ).toBe(true);
  expect(await usesSubset('import { createServer } from "node:http"; export const s = createServer;')).toBe(
    false,
  );
});
