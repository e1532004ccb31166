// Loops. Each has a header tested before (or after) the body, one block that `continue` goes to, one for `break`.

import ts from "typescript";
import type { FlowBuilder } from "./builder.ts";
import { condition } from "./operators.ts";
import { declare } from "./statements.ts";
import { assignTo } from "./assignments.ts";
import { enterLoop, finishLoop, type Item, walk } from "./iteration.ts";

export function whileStatement(b: FlowBuilder, node: ts.WhileStatement): void {
  const loop = enterLoop(b);
  condition(b, node.expression, loop.body, loop.after);
  finishLoop(
    b,
    loop,
    () => b.statement(node.statement),
    () => undefined,
  );
}

export function doStatement(b: FlowBuilder, node: ts.DoStatement): void {
  const loop = enterLoop(b);
  b.ssa.jump(loop.body);
  b.ssa.start(loop.body);
  b.statement(node.statement);
  b.ssa.jump(loop.next);
  b.ssa.start(loop.next);
  if (b.ssa.alive) condition(b, node.expression, loop.header, loop.after);
  b.ssa.seal(loop.header);
  b.jumps.pop();
  b.ssa.start(loop.after);
}

export function forStatement(b: FlowBuilder, node: ts.ForStatement): void {
  const init = node.initializer;
  if (init !== undefined) {
    if (ts.isVariableDeclarationList(init)) declare(b, init);
    else b.expr(init);
  }
  const loop = enterLoop(b);
  if (node.condition === undefined) b.ssa.jump(loop.body);
  else condition(b, node.condition, loop.body, loop.after);
  finishLoop(
    b,
    loop,
    () => b.statement(node.statement),
    () => {
      renewCells(b, init);
      if (node.incrementor !== undefined) b.expr(node.incrementor);
    },
  );
}

/** Each iteration has its own copy of the loop's variables: closures of earlier iterations keep theirs. */
function renewCells(b: FlowBuilder, init: ts.ForInitializer | undefined): void {
  if (init === undefined || !ts.isVariableDeclarationList(init)) return;
  for (const d of init.declarations) {
    const s = ts.isIdentifier(d.name) ? b.universe.checker.getSymbolAtLocation(d.name) : undefined;
    if (s !== undefined && b.scopes.needsCell(s))
      b.ssa.write(s, b.emit("new_cell", [b.readLocal(s)], s.name));
  }
}

export function forOfStatement(b: FlowBuilder, node: ts.ForOfStatement): void {
  if (node.awaitModifier !== undefined) throw b.refuseAsync(node, "a `for await` loop");
  walk(b, node, node.expression, (item) => {
    const init = node.initializer;
    if (!ts.isVariableDeclarationList(init)) {
      const type = b.types.of(init);
      assignTo(b, init, item.value(), type);
    } else {
      const d = init.declarations[0];
      if (d !== undefined && !bindPair(b, d.name, item)) b.bind(d.name, item.value());
    }
    b.statement(node.statement);
  });
}

/** `const [k, v] of entries`: the pair is never made. */
function bindPair(b: FlowBuilder, pattern: ts.BindingName, item: Item): boolean {
  const { pair } = item;
  if (pair === undefined || !ts.isArrayBindingPattern(pattern)) return false;
  const plain = (e: ts.ArrayBindingElement, i: number): boolean =>
    ts.isOmittedExpression(e) || (i < 2 && e.initializer === undefined && e.dotDotDotToken === undefined);
  if (!pattern.elements.every(plain)) return false;
  pattern.elements.forEach((e, i) => {
    if (!ts.isOmittedExpression(e)) b.bind(e.name, i === 0 ? pair.key() : pair.value());
  });
  return true;
}
