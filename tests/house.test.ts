// House rules that no linter knows. Each test collects every violation as a sentence.

import ts from "typescript";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Project, VariableDeclarationKind } from "ts-morph";
import { expect, test } from "vitest";
import { readRepositoryFile, repositoryFiles, ROOT } from "./tools/repository.ts";

const files = repositoryFiles();
const code = files.filter((file) => file.endsWith(".ts") && !/^tests\/(?:.*\/)?fixtures\//u.test(file));
const host = code.filter((file) => /^(?:translator|gc-transformers|jitgen\/codewriter)\//u.test(file));
const product = code.filter((file) => /^(?:rlib|jitgen\/runtime)\//u.test(file));

/** A room is a folder with a job of its own: these, and every folder right below the grouping ones. */
const GROUPS = ["translator", "jitgen", "targets"];
const SINGLE = ["gc-transformers", "rlib", "tests", "bench"];

test("every room has a README", () => {
  const rooms = new Set<string>();
  for (const file of code) {
    const [top = "", second] = file.split("/");
    if (SINGLE.includes(top)) rooms.add(top);
    else if (GROUPS.includes(top) && second !== undefined && !second.endsWith(".ts"))
      rooms.add(`${top}/${second}`);
  }
  const missing = [...rooms].filter((room) => !existsSync(join(ROOT, room, "README.md")));
  expect(
    missing.map((room) => `${room}/ has no README.md: what it does, its files, how to extend it.`),
  ).toEqual([]);
});

test("no module-level mutable bindings", () => {
  const project = new Project({ useInMemoryFileSystem: true });
  const found: string[] = [];
  for (const file of [...host, ...product])
    for (const statement of project.createSourceFile(file, readRepositoryFile(file)).getVariableStatements())
      if (statement.getDeclarationKind() !== VariableDeclarationKind.Const)
        found.push(
          `${file}:${statement.getStartLineNumber()}: state flows through arguments; no top-level let or var.`,
        );
  expect(found).toEqual([]);
});

test("every source file opens with its contract", () => {
  const bare = [...host, ...product].filter((file) => !/^(?:#!.*\n)?\/[/*]/u.test(readRepositoryFile(file)));
  expect(
    bare.map((file) => `${file} does not start with a comment that says what it does and needs.`),
  ).toEqual([]);
});

test("the clock and chance stay in support/, which hands them out", () => {
  // The loader's child watches the target's use of both, so it has to name them.
  const allowed = /^translator\/(?:support|frontend\/loader\/child)\//u;
  const found = host.filter((file) => !allowed.test(file)).flatMap(clockUses);
  expect(found.map((at) => `${at}: output may not depend on time or chance.`)).toEqual([]);
});

test("no unfinished marks", () => {
  const mark = new RegExp(["X" + "XX", "FIX" + "ME", "HA" + "CK"].join("|"), "u");
  expect(code.flatMap((file) => linesWith(file, mark))).toEqual([]);
});

test("no package registry is named anywhere", () => {
  // Written in pieces, because this file is searched too.
  const hosts = [
    ["registry", "npmjs"],
    ["registry", "yarnpkg"],
    ["npm", "pkg", "github"],
  ];
  const named = new RegExp(`${hosts.map((parts) => parts.join("\\.")).join("|")}|https?://registry[.]`, "u");
  expect(files.filter((file) => !isBinary(file)).flatMap((file) => linesWith(file, named))).toEqual([]);
});

function clockUses(file: string): string[] {
  const source = ts.createSourceFile(file, readRepositoryFile(file), ts.ScriptTarget.ES2023);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const named = ts.isPropertyAccessExpression(node) || ts.isNewExpression(node);
    if (named && /^(?:Math\.random|Date\.now|new Date\b)/u.test(node.getText(source))) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push(`${file}:${line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function linesWith(file: string, pattern: RegExp): string[] {
  const lines = readRepositoryFile(file).split("\n");
  return lines.flatMap((text, index) => (pattern.test(text) ? [`${file}:${index + 1}`] : []));
}

function isBinary(file: string): boolean {
  return readRepositoryFile(file).includes("\0");
}
