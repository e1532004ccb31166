// Statements without loops and try: declarations, blocks, if, switch, jumps.

import ts from "typescript";
import type { Block, Value } from "../../model/graph.ts";
import { type FlowBuilder, UNDEFINED } from "./builder.ts";
import { asDeclared, asResult } from "./declared-words.ts";
import { returnFromGenerator } from "./generators.ts";
import { condition } from "./operators.ts";
import { localClass } from "./values.ts";
import { makeClosure } from "./literals.ts";

export function expressionStatement(b: FlowBuilder, node: ts.ExpressionStatement): void {
  b.expr(node.expression);
}

export function variableStatement(b: FlowBuilder, node: ts.VariableStatement): void {
  declare(b, node.declarationList);
}

export function declare(b: FlowBuilder, list: ts.VariableDeclarationList): void {
  if ((list.flags & ts.NodeFlags.BlockScoped) === 0) throw b.universe.refuse(list, VAR_REFUSAL);
  for (const d of list.declarations) {
    if (d.initializer !== undefined) {
      b.bind(d.name, asDeclared(b, d.initializer, d.type, `\`${d.name.getText()}\``, b.expr(d.initializer)));
      continue;
    }
    const s = b.universe.checker.getSymbolAtLocation(d.name);
    // `let x: T;` of a captured variable stays uninitialised unless T admits undefined: reading it too early raises.
    const starts =
      s === undefined || b.types.mayBeUndefined(b.universe.checker.getTypeOfSymbol(s)) ? UNDEFINED : null;
    if (s !== undefined) b.declareLocal(s, starts);
  }
}

const VAR_REFUSAL = {
  seen: "a `var` declaration.",
  why: "Its scope is the whole function, also before its declaration, which hides mistakes.",
  instead: "Write `let` or `const`.",
};

export function block(b: FlowBuilder, node: ts.Block): void {
  statementList(b, node.statements);
}

/** A list of statements with a scope of its own: cells and local functions are made first. */
export function statementList(b: FlowBuilder, list: readonly ts.Statement[]): void {
  hoist(b, list);
  for (const s of list) b.statement(s);
}

function hoist(b: FlowBuilder, list: readonly ts.Statement[]): void {
  const functions: ts.FunctionDeclaration[] = [];
  for (const s of list) {
    if (ts.isFunctionDeclaration(s)) functions.push(s);
    if (ts.isClassDeclaration(s) && s.name !== undefined) hoistNames(b, s.name);
    if (!ts.isVariableStatement(s)) continue;
    for (const d of s.declarationList.declarations) hoistNames(b, d.name);
  }
  for (const f of functions) {
    const s = f.name === undefined ? undefined : b.universe.checker.getSymbolAtLocation(f.name);
    if (s !== undefined && b.scopes.needsCell(s) && !b.scopes.isConstant(s)) b.hoistCell(s);
  }
  for (const f of functions) {
    const s = f.name === undefined ? undefined : b.universe.checker.getSymbolAtLocation(f.name);
    if (s !== undefined && !b.scopes.isConstant(s)) b.declareLocal(s, makeClosure(b, f));
  }
}

function hoistNames(b: FlowBuilder, target: ts.BindingName): void {
  if (ts.isIdentifier(target)) {
    const s = b.universe.checker.getSymbolAtLocation(target);
    if (s !== undefined && b.scopes.needsCell(s) && !b.scopes.isConstant(s)) b.hoistCell(s);
  } else for (const e of target.elements) if (!ts.isOmittedExpression(e)) hoistNames(b, e.name);
}

export function functionDeclaration(): void {
  // Made when its block was entered.
}

/** A class that captures nothing is known by its name. */
export function classDeclaration(b: FlowBuilder, node: ts.ClassDeclaration): void {
  const s = node.name === undefined ? undefined : b.universe.checker.getSymbolAtLocation(node.name);
  if (s !== undefined && !b.scopes.isConstant(s)) b.declareLocal(s, localClass(b, node));
}

export function nothing(): void {
  // Empty statements and declarations of types leave no trace.
}

export function ifStatement(b: FlowBuilder, node: ts.IfStatement): void {
  const yes = b.ssa.newBlock("then");
  const after = b.ssa.newBlock("endif");
  const no = node.elseStatement === undefined ? after : b.ssa.newBlock("else");
  condition(b, node.expression, yes, no);
  b.ssa.start(yes);
  if (b.ssa.alive) b.statement(node.thenStatement);
  b.ssa.jump(after);
  if (node.elseStatement !== undefined) {
    b.ssa.start(no);
    if (b.ssa.alive) b.statement(node.elseStatement);
    b.ssa.jump(after);
  }
  b.ssa.start(after);
}

export function returnStatement(b: FlowBuilder, node: ts.ReturnStatement): void {
  const value: Value =
    node.expression === undefined ? UNDEFINED : asResult(b, node.expression, b.expr(node.expression));
  if (b.generator !== null) {
    returnFromGenerator(b, value);
    return;
  }
  b.leaveTo(0);
  if (node.expression !== undefined) b.ssa.pos = b.universe.position(node.expression);
  b.ssa.return(b.entity.kind === "constructor" ? UNDEFINED : value);
}

export function throwStatement(b: FlowBuilder, node: ts.ThrowStatement): void {
  const value = b.expr(node.expression);
  b.ssa.raise(b.emit("throwable", [value], "error"));
}

export function breakStatement(b: FlowBuilder, node: ts.BreakStatement): void {
  jumpOut(b, node, (s) => {
    if (s.kind === "finally") return undefined;
    if (node.label !== undefined) return s.labels.includes(node.label.text) ? s.breakTo : undefined;
    return s.kind === "loop" || s.unlabelled ? s.breakTo : undefined;
  });
}

export function continueStatement(b: FlowBuilder, node: ts.ContinueStatement): void {
  jumpOut(b, node, (s) => {
    if (s.kind !== "loop") return undefined;
    return node.label === undefined || s.labels.includes(node.label.text) ? s.continueTo : undefined;
  });
}

type ScopeTarget = (s: FlowBuilder["jumps"][number]) => Block | undefined;

function jumpOut(b: FlowBuilder, node: ts.Statement, targetOf: ScopeTarget): void {
  for (let i = b.jumps.length - 1; i >= 0; i--) {
    const scope = b.jumps[i];
    const target = scope === undefined ? undefined : targetOf(scope);
    if (target === undefined) continue;
    b.leaveTo(i + 1);
    b.ssa.jump(target);
    return;
  }
  throw b.notYet(node, "a jump out of nothing");
}

export function labeledStatement(b: FlowBuilder, node: ts.LabeledStatement): void {
  b.pendingLabels.push(node.label.text);
  if (ts.isIterationStatement(node.statement, true)) {
    b.statement(node.statement);
    return;
  }
  const labels = b.takeLabels();
  const after = b.ssa.newBlock("after");
  b.jumps.push({ kind: "breakable", labels, breakTo: after, unlabelled: false });
  b.statement(node.statement);
  b.jumps.pop();
  b.ssa.jump(after);
  b.ssa.start(after);
}

/** A chain of comparisons into the bodies, which fall through; backendopt makes jump tables of it. */
export function switchStatement(b: FlowBuilder, node: ts.SwitchStatement): void {
  const labels = b.takeLabels();
  const clauses = node.caseBlock.clauses;
  const subject = b.expr(node.expression);
  const after = b.ssa.newBlock("endswitch");
  const bodies = clauses.map((c) => b.ssa.newBlock(ts.isDefaultClause(c) ? "default" : "case"));
  hoist(
    b,
    clauses.flatMap((c) => [...c.statements]),
  );
  clauses.forEach((c, i) => {
    if (ts.isDefaultClause(c)) return;
    const next = b.ssa.newBlock("test");
    const test = b.emitAt(c.expression, "eq", [subject, b.expr(c.expression)]);
    b.ssa.branch(test, bodies[i] as Block, next);
    b.ssa.start(next);
  });
  const fallback = clauses.findIndex((c) => ts.isDefaultClause(c));
  b.ssa.jump(bodies[fallback] ?? after);
  b.jumps.push({ kind: "breakable", labels, breakTo: after, unlabelled: true });
  clauses.forEach((c, i) => {
    b.ssa.start(bodies[i] as Block);
    for (const s of c.statements) if (b.ssa.alive) b.statement(s);
    b.ssa.jump(bodies[i + 1] ?? after);
  });
  b.jumps.pop();
  b.ssa.start(after);
}
