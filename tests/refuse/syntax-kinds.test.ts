// Every kind of syntax that TypeScript's parser makes is translated by a program of tests/run, or refused by a fixture
// here, or cannot stand in a target. The kinds come from the parser, so a new version of TypeScript that has more of
// them fails this test.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

import { Refusal } from "../../translator/support/diagnostics.ts";
import { refusalsOf } from "../tools/front.ts";
import { ROOT } from "../tools/repository.ts";

/** Kinds that no fixture of a folder can hold, because a file with one is refused as a whole. */
const REFUSED_FILES: Readonly<Record<string, readonly [text: string, code: string]>> = {
  EnumDeclaration: ["enum Color { red }", "TS1294"],
  EnumMember: ["enum Color { red = 1 }", "TS1294"],
  ModuleDeclaration: ["namespace N { export const x = 1; }", "TS1294"],
  ModuleBlock: ["namespace N { export const x = 1; }", "TS1294"],
  TypeAssertionExpression: ["const x = <number>1;", "TS1294"],
  ImportEqualsDeclaration: ['import fs = require("node:fs");', "TS1294"],
  ExternalModuleReference: ['import fs = require("node:fs");', "TS1294"],
  ExportAssignment: ["const x = 1; export = x;", "TS"],
  WithStatement: ["with ({ x: 1 }) { }", "TS"],
  Decorator: ["function d(_c: unknown, _x: unknown): void {}\n@d class A {}", "RTS1001"],
  NamespaceExportDeclaration: ["export as namespace N;", "TS"],
  ImportAttributes: ['import data from "./data.json" with { type: "json" };', "TS"],
  ImportAttribute: ['import data from "./data.json" with { type: "json" };', "TS"],
  AwaitExpression: ["async function f(): Promise<number> { return await Promise.resolve(1); }", "RTS1101"],
};

/** Kinds that cannot stand in a module of a target. */
const IMPOSSIBLE: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^Jsx/u, "targets are .ts files, which have no JSX"],
  [/^JSDoc|^SyntaxList$/u, "comments; hints have fixtures of their own (hints.ts, hints-classes.ts)"],
  [
    /^Synthetic|^NotEmitted|^PartiallyEmitted|^CommaList|^MissingDeclaration$/u,
    "made by TypeScript's transformations",
  ],
  [/^(?:Bundle|Count|ImportTypeAssertionContainer)$/u, "no syntax"],
  [/^Assert(?:Clause|Entry)$/u, "gone from the language: import attributes took its place"],
];

function kindsIn(text: string, isWanted: (line: number) => boolean, into: Set<ts.SyntaxKind>): void {
  const file = ts.createSourceFile("x.ts", text, ts.ScriptTarget.ESNext, true);
  const visit = (node: ts.Node): void => {
    if (isWanted(file.getLineAndCharacterOfPosition(node.getStart(file)).line)) into.add(node.kind);
    node.forEachChild(visit);
  };
  visit(file);
}

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((f) => f.endsWith(".ts") && !f.endsWith(".test.ts"))
    .map((f) => readFileSync(join(ROOT, folder, f), "utf8"));
}

/** Kinds that begin on a line of a fixture that is refused. */
function refusedKinds(): Set<ts.SyntaxKind> {
  const kinds = new Set<ts.SyntaxKind>();
  for (const text of filesOf("tests/refuse")) {
    const lines = text.split("\n");
    kindsIn(text, (line) => /\/\/.*RTS\d{4}/u.test(lines[line] ?? ""), kinds);
  }
  return kinds;
}

function translatedKinds(): Set<ts.SyntaxKind> {
  const kinds = new Set<ts.SyntaxKind>();
  for (const folder of ["tests/run", "targets/calc", "targets/brainfuck"])
    for (const text of filesOf(folder)) kindsIn(text, () => true, kinds);
  return kinds;
}

/** Kinds of nodes with their names; names that mark ranges (FirstStatement …) are aliases. */
const KINDS = Object.entries(ts.SyntaxKind).filter(
  (entry): entry is [string, ts.SyntaxKind] =>
    typeof entry[1] === "number" &&
    entry[1] >= ts.SyntaxKind.FirstNode &&
    !/^(?:First|Last)[A-Z]/u.test(entry[0]),
);

test("every kind of syntax is translated, refused, or cannot stand in a target", () => {
  const translated = translatedKinds();
  const refused = refusedKinds();
  const open = KINDS.filter(
    ([name, kind]) =>
      !translated.has(kind) &&
      !refused.has(kind) &&
      !Object.hasOwn(REFUSED_FILES, name) &&
      !IMPOSSIBLE.some(([pattern]) => pattern.test(name)),
  ).map(([name]) => name);
  expect(open).toEqual([]);
});

test("what is said to be impossible does not occur", () => {
  const seen = new Set([...translatedKinds(), ...refusedKinds()]);
  const wrong = KINDS.filter(
    ([name, kind]) => seen.has(kind) && IMPOSSIBLE.some(([pattern]) => pattern.test(name)),
  );
  expect(wrong.map(([name]) => name)).toEqual([]);
});

test.each(Object.entries(REFUSED_FILES))("a file with %s is refused", async (_kind, [text, code]) => {
  const folder = mkdtempSync(join(tmpdir(), "vmsmith-kind-"));
  try {
    const file = join(folder, "target.ts");
    const use = /function\*? f\(/u.test(text) ? "void f();" : "";
    writeFileSync(
      file,
      `${text}\nexport function entryPoint(_argv: string[]): number {\n  ${use}\n  return 0;\n}\n`,
    );
    const codes = await refusalsOf(file).then(
      (diagnostics) => diagnostics.map((d) => d.code),
      (problem: unknown) => {
        if (problem instanceof Refusal) return problem.diagnostics.map((d) => d.code);
        throw problem;
      },
    );
    expect(codes.some((c) => c.startsWith(code))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
