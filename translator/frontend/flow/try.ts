// try, catch, finally. A finally block is built once for each way out of its try: normal end, exception, and every
// jump that crosses it (FlowBuilder.leaveTo), so that the graph has no hidden state.

import type ts from "typescript";
import { Variable } from "../../model/graph.ts";
import type { Block } from "../../model/graph.ts";
import type { FlowBuilder } from "./builder.ts";

export function tryStatement(b: FlowBuilder, node: ts.TryStatement): void {
  const after = b.ssa.newBlock("endtry");
  const fin = node.finallyBlock;
  if (fin === undefined) catching(b, node, after);
  else {
    const handler = exceptionBlock(b, "finally");
    b.jumps.push({ kind: "finally", run: () => b.statement(fin), handlerDepth: b.ssa.handlers.length });
    b.ssa.handlers.push(handler.block);
    const inner = b.ssa.newBlock("tried");
    catching(b, node, inner);
    b.ssa.start(inner);
    b.ssa.handlers.pop();
    b.jumps.pop();
    if (b.ssa.alive) b.statement(fin);
    b.ssa.jump(after);
    b.ssa.start(handler.block);
    if (b.ssa.alive) b.statement(fin);
    b.ssa.raise(handler.exception);
  }
  b.ssa.start(after);
}

/** The try block with its catch clause, if any; both end in `after`. */
function catching(b: FlowBuilder, node: ts.TryStatement, after: Block): void {
  const clause = node.catchClause;
  if (clause === undefined) {
    b.statement(node.tryBlock);
    b.ssa.jump(after);
    return;
  }
  const handler = exceptionBlock(b, "catch");
  b.ssa.handlers.push(handler.block);
  b.statement(node.tryBlock);
  b.ssa.jump(after);
  b.ssa.handlers.pop();
  b.ssa.start(handler.block);
  if (b.ssa.alive) {
    const declared = clause.variableDeclaration;
    if (declared !== undefined) b.bind(declared.name, handler.exception);
    b.statement(clause.block);
  }
  b.ssa.jump(after);
}

function exceptionBlock(b: FlowBuilder, hint: string): { block: Block; exception: Variable } {
  const block = b.ssa.newBlock(hint);
  const exception = new Variable("error");
  block.inputs.push(exception);
  return { block, exception };
}
