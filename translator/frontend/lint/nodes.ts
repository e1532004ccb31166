// What the rules need of typescript-estree's trees and of ESLint, so that neither is imported for its types elsewhere.

import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/typescript-estree";

export { AST_NODE_TYPES };
export type Node = TSESTree.Node;

export interface Fixer {
  remove(node: Node): unknown;
  replaceTextRange(range: readonly [number, number], text: string): unknown;
}

export interface Report {
  readonly node?: Node;
  readonly loc?: { readonly start: Place; readonly end: Place };
  readonly message: string;
  readonly fix?: (fixer: Fixer) => unknown;
  readonly suggest?: readonly { readonly desc: string; readonly fix: (fixer: Fixer) => unknown }[];
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Comment {
  readonly type: string;
  readonly value: string;
  readonly range: readonly [number, number];
}

/** The part of ESLint's rule context that the rules use. */
export interface RuleContext {
  readonly sourceCode: {
    readonly text: string;
    getText(node: Node): string;
    getAllComments(): readonly Comment[];
    getTokenAfter(comment: Comment): { readonly range: readonly [number, number] } | null;
    getNodeByRangeIndex(index: number): Node | null;
    getLocFromIndex(index: number): Place;
  };
  report(report: Report): void;
}

export interface Rule {
  readonly meta: {
    readonly type: "problem";
    readonly docs: { readonly description: string; readonly url: string };
    readonly fixable?: "code";
    readonly hasSuggestions?: true;
    readonly schema: readonly [];
  };
  create(context: RuleContext): Readonly<Record<string, (node: never) => void>>;
}

/** `meta` of a rule; `description` is a sentence without its point. */
export function meta(description: string, kind?: "fixable" | "suggests"): Rule["meta"] {
  return {
    type: "problem",
    docs: { description, url: "docs/lint.md" },
    ...(kind === "fixable" ? { fixable: "code" as const } : {}),
    ...(kind === "suggests" ? { hasSuggestions: true as const } : {}),
    schema: [],
  };
}

/** A message as the translator words it: code, what was seen, why, what to write instead. */
export function message(code: string, seen: string, why: string, instead: string): string {
  const start = seen.charAt(0).toUpperCase() + seen.slice(1);
  return `${code}: ${start}${start.endsWith(".") ? "" : "."} ${why} ${instead}`;
}

const FUNCTIONS: ReadonlySet<string> = new Set([
  AST_NODE_TYPES.FunctionDeclaration,
  AST_NODE_TYPES.FunctionExpression,
  AST_NODE_TYPES.ArrowFunctionExpression,
]);

/** A node and what it stands in, inside out. ESLint gives the outermost node no parent, or null. */
export function* ancestors(node: Node | null): Generator<Node> {
  for (let n = node; n !== null; n = (n.parent as Node | null | undefined) ?? null) yield n;
}

/** Only what stands in functions can be reached by the entry point: module-level code runs before and may be anything. */
export function isInFunction(node: Node): boolean {
  return [...ancestors(node)].some((n) => FUNCTIONS.has(n.type));
}

/** Without parentheses, which the tree does not have, `as`, `satisfies` and `!`. */
export function uncast(node: Node): Node {
  let n = node;
  while (
    n.type === AST_NODE_TYPES.TSAsExpression ||
    n.type === AST_NODE_TYPES.TSSatisfiesExpression ||
    n.type === AST_NODE_TYPES.TSNonNullExpression
  )
    n = n.expression;
  return n;
}
