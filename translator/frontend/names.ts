// Stable keys of functions and classes: `module.outer.inner`, numbered where the source gives no name. Depends only
// on the text of the file, so that an edit elsewhere changes no C symbol.

import ts from "typescript";
import { isFunctionScope } from "./flow/scopes.ts";

/** Keys of every function-like node and class in one file. */
export function nameFunctions(file: ts.SourceFile, moduleName: string): Map<ts.Node, string> {
  const keys = new Map<ts.Node, string>();
  const used = new Map<string, number>();
  const walk = (node: ts.Node, prefix: string): void => {
    let inner = prefix;
    if (isFunctionScope(node) || ts.isClassLike(node)) {
      const wanted = `${prefix}.${ownName(node)}`;
      const n = (used.get(wanted) ?? 0) + 1;
      used.set(wanted, n);
      inner = n === 1 ? wanted : `${wanted}_${n}`;
      keys.set(node, inner);
    }
    ts.forEachChild(node, (c) => walk(c, inner));
  };
  walk(file, moduleName);
  return keys;
}

/** Name as the author would say it: the declared one, or that of the variable or property it is given to. */
export function ownName(node: ts.Node): string {
  if (ts.isConstructorDeclaration(node)) return "constructor";
  if (ts.isGetAccessorDeclaration(node)) return `get_${propertyText(node.name)}`;
  if (ts.isSetAccessorDeclaration(node)) return `set_${propertyText(node.name)}`;
  const name = (node as ts.NamedDeclaration).name;
  if (name !== undefined) return propertyText(name);
  const p = node.parent;
  if (
    (ts.isVariableDeclaration(p) || ts.isPropertyAssignment(p) || ts.isPropertyDeclaration(p)) &&
    p.initializer === node
  )
    return propertyText(p.name);
  return ts.isClassLike(node) ? "Anonymous" : "fn";
}

function propertyText(name: ts.Node): string {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  if (ts.isPrivateIdentifier(name)) return name.text;
  return "computed";
}
