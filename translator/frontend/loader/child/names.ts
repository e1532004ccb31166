// Names that JavaScript gives by the way: of anonymous functions, and of class and object members.

import ts from "typescript";

/**
 * The name an anonymous function or class expression takes from the place where it stands ("f" in `const f = () => 1`),
 * or undefined if it stays nameless there.
 */
export function inferredName(node: ts.Expression): string | undefined {
  let inner: ts.Node = node;
  while (isTransparent(inner.parent)) inner = inner.parent;
  const { parent } = inner;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) {
    return parent.initializer === inner && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
  }
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.initializer === inner ? staticKey(parent.name) : undefined;
  }
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name.text;
  if (ts.isExportAssignment(parent)) return "default";
  if (ts.isBinaryExpression(parent) && parent.right === inner && ts.isIdentifier(parent.left)) {
    return NAMING_OPERATORS.has(parent.operatorToken.kind) ? parent.left.text : undefined;
  }
  return undefined;
}

const NAMING_OPERATORS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

/** Syntax that is gone, or means nothing, when JavaScript looks for a name. */
function isTransparent(node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAssertionExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node)
  );
}

function staticKey(name: ts.PropertyName): string | undefined {
  if (ts.isNumericLiteral(name)) return String(Number(name.text));
  if (ts.isComputedPropertyName(name)) return undefined;
  return name.text;
}

/**
 * The key of a member as the freezer writes it: "@@iterator" for `[Symbol.iterator]`, undefined for `#names` and for
 * keys that only running the program would tell.
 */
export function memberKey(name: ts.PropertyName): string | undefined {
  if (ts.isPrivateIdentifier(name)) return undefined;
  if (!ts.isComputedPropertyName(name)) return staticKey(name);
  const key = name.expression;
  if (ts.isStringLiteralLike(key)) return key.text;
  const symbol =
    ts.isPropertyAccessExpression(key) && ts.isIdentifier(key.expression) && key.expression.text === "Symbol";
  return symbol ? `@@${key.name.text}` : undefined;
}
