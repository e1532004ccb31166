// What the tests about the repository itself need: its files and their imports.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import ts from "typescript";

/** The repository's root folder. */
export const ROOT = join(import.meta.dirname, "../..");

/** Every file that is or would be committed, relative to the root, sorted. */
export function repositoryFiles(): string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const listed = execFileSync("git", args, { cwd: ROOT, encoding: "utf8" });
  const gone = execFileSync("git", ["ls-files", "-z", "--deleted"], { cwd: ROOT, encoding: "utf8" }).split(
    "\0",
  );
  return listed
    .split("\0")
    .filter((file) => file !== "" && !gone.includes(file))
    .sort();
}

/** The text of a repository file. */
export function readRepositoryFile(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** One import or re-export: where it points (a repository file or a bare specifier) and how. */
export type Import = { readonly to: string; readonly line: number; readonly kind: "value" | "type" | "lazy" };

/** The imports of a TypeScript file of the repository, with relative ones resolved. */
export function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readRepositoryFile(file), ts.ScriptTarget.ES2023);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, kind: Import["kind"]): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const { line } = source.getLineAndCharacterOfPosition(specifier.getStart(source));
    const to = specifier.text.startsWith(".") ? posix.join(dirname(file), specifier.text) : specifier.text;
    found.push({ to, line: line + 1, kind });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      add(node.moduleSpecifier, typeOnly ? "type" : "value");
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly ? "type" : "value");
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, "type");
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], "lazy");
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
