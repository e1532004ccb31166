// Which fields of a class may be read before their constructor has set them. Purely syntactic and conservative:
// a field is safe if it has an initialiser or is assigned at the top of the constructor's body before `this` can
// have been seen by anybody else, and no base constructor lets `this` escape.

import ts from "typescript";

export interface ConstructorFacts {
  /** Fields assigned before `this` escapes. */
  readonly assigned: ReadonlySet<string>;
  /** Does any statement let `this` be seen by other code? */
  readonly escapes: boolean;
}

export function constructorFacts(
  ctor: ts.ConstructorDeclaration | undefined,
  initialisers: readonly ts.Expression[],
): ConstructorFacts {
  const assigned = new Set<string>();
  let escapes = initialisers.some(letsThisEscape);
  for (const p of ctor?.parameters ?? [])
    if (ts.isParameterPropertyDeclaration(p, p.parent) && ts.isIdentifier(p.name)) assigned.add(p.name.text);
  for (const s of ctor?.body?.statements ?? []) {
    const name = escapes ? undefined : assignedField(s);
    if (letsThisEscape(s)) escapes = true;
    else if (name !== undefined) assigned.add(name);
  }
  return { assigned, escapes };
}

/** `this.name = value;` as a statement of its own. */
function assignedField(s: ts.Statement): string | undefined {
  if (!ts.isExpressionStatement(s) || !ts.isBinaryExpression(s.expression)) return undefined;
  const { left, operatorToken } = s.expression;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left))
    return undefined;
  return left.expression.kind === ts.SyntaxKind.ThisKeyword ? left.name.text : undefined;
}

/** `this` anywhere but in `this.field` (read or written): passed on, captured, or the receiver of a call. */
function letsThisEscape(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) {
    const p = node.parent;
    if (!ts.isPropertyAccessExpression(p) && !ts.isElementAccessExpression(p)) return true;
    if (p.expression !== node) return true;
    return ts.isCallExpression(p.parent) && p.parent.expression === p;
  }
  if (ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node) || ts.isClassLike(node)) return false;
  if (ts.isArrowFunction(node)) return mentionsThis(node);
  return ts.forEachChild(node, (c) => (letsThisEscape(c) ? true : undefined)) === true;
}

function mentionsThis(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node) || ts.isClassLike(node)) return false;
  return ts.forEachChild(node, (c) => (mentionsThis(c) ? true : undefined)) === true;
}
