// Loops. Each has a header tested before (or after) the body, one block that `continue` goes to, one for `break`.

import ts from "typescript";
import type { Block, Value } from "../../model/graph.ts";
import { numberConst } from "../../model/constants.ts";
import { type FlowBuilder, name } from "./builder.ts";
import { condition } from "./operators.ts";
import { declare } from "./statements.ts";
import { asItems } from "./matches.ts";
import { collectionView, type View } from "./collections.ts";
import { skipParens } from "./scopes.ts";

interface LoopBlocks {
  readonly header: Block;
  readonly body: Block;
  readonly next: Block;
  readonly after: Block;
}

function enterLoop(b: FlowBuilder): LoopBlocks {
  const blocks = {
    header: b.ssa.newBlock("loop"),
    body: b.ssa.newBlock("body"),
    next: b.ssa.newBlock("continue"),
    after: b.ssa.newBlock("endloop"),
  };
  b.jumps.push({ kind: "loop", labels: b.takeLabels(), breakTo: blocks.after, continueTo: blocks.next });
  b.ssa.jump(blocks.header);
  b.ssa.enter(blocks.header);
  return blocks;
}

/** Body, then `step` where `continue` arrives, then back to the header. */
function finishLoop(b: FlowBuilder, loop: LoopBlocks, body: () => void, step: () => void): void {
  b.ssa.start(loop.body);
  if (b.ssa.alive) body();
  b.ssa.jump(loop.next);
  b.ssa.start(loop.next);
  if (b.ssa.alive) step();
  b.ssa.jump(loop.header);
  b.ssa.seal(loop.header);
  b.jumps.pop();
  b.ssa.start(loop.after);
}

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
  const source = skipParens(node.expression);
  const view = collectionView(b, source);
  if (view !== undefined) {
    if (view.kind === "array") overIndex(b, node, view.collection, view.what);
    else overEntries(b, node, view.collection, view.what);
    return;
  }
  switch (b.types.iterable(source)) {
    case "array": {
      overIndex(b, node, source, "values");
      return;
    }
    case "string": {
      overString(b, node, source);
      return;
    }
    case "map": {
      overEntries(b, node, source, "entries");
      return;
    }
    case "set": {
      overEntries(b, node, source, "keys");
      return;
    }
    default:
      throw b.notYet(source, "iteration over something other than an array, string, Map or Set");
  }
}

function assignLoopVariable(b: FlowBuilder, node: ts.ForOfStatement, value: Value): void {
  const init = node.initializer;
  if (!ts.isVariableDeclarationList(init)) throw b.notYet(init, "an iteration into an existing variable");
  const d = init.declarations[0];
  if (d !== undefined) b.bind(d.name, value);
}

function overIndex(b: FlowBuilder, node: ts.ForOfStatement, source: ts.Expression, what: View): void {
  const list = asItems(b, source, b.expr(source));
  const index = `@index${node.pos}`;
  b.ssa.write(index, numberConst(0));
  const loop = enterLoop(b);
  const length = b.emitAt(source, "list_len", [list], "length");
  b.ssa.branch(b.emitAt(source, "lt", [b.ssa.read(index, "i"), length]), loop.body, loop.after);
  finishLoop(
    b,
    loop,
    () => {
      const i = b.ssa.read(index, "i");
      const item = (): Value => b.emitAt(source, "get_item", [list, i], "item");
      if (what === "entries") bindPair(b, node, () => i, item);
      else assignLoopVariable(b, node, what === "keys" ? i : item());
      b.statement(node.statement);
    },
    () => b.ssa.write(index, b.emitAt(source, "add", [b.ssa.read(index, "i"), numberConst(1)], "i")),
  );
}

function overString(b: FlowBuilder, node: ts.ForOfStatement, source: ts.Expression): void {
  const text = b.expr(source);
  const index = `@index${node.pos}`;
  b.ssa.write(index, numberConst(0));
  const loop = enterLoop(b);
  const length = b.emitAt(source, "list_len", [text], "length");
  b.ssa.branch(b.emitAt(source, "lt", [b.ssa.read(index, "i"), length]), loop.body, loop.after);
  const part = `@part${node.pos}`;
  finishLoop(
    b,
    loop,
    () => {
      const piece = b.emitAt(
        source,
        "call_method",
        [text, name("@characterAt"), b.ssa.read(index, "i")],
        "char",
      );
      const after = b.emitAt(
        source,
        "add",
        [b.ssa.read(index, "i"), b.emitAt(source, "list_len", [piece])],
        "i",
      );
      b.ssa.write(part, after);
      assignLoopVariable(b, node, piece);
      b.statement(node.statement);
    },
    () => b.ssa.write(index, b.ssa.read(part, "i")),
  );
}

function overEntries(b: FlowBuilder, node: ts.ForOfStatement, source: ts.Expression, what: View): void {
  const iterator = b.emitAt(source, "iter_start", [b.expr(source)], "iterator");
  const loop = enterLoop(b);
  b.ssa.branch(b.emitAt(source, "iter_next", [iterator]), loop.body, loop.after);
  finishLoop(
    b,
    loop,
    () => {
      if (what !== "entries")
        assignLoopVariable(b, node, b.emit(what === "keys" ? "iter_key" : "iter_value", [iterator], "item"));
      else bindEntry(b, node, iterator);
      b.statement(node.statement);
    },
    () => undefined,
  );
}

function bindEntry(b: FlowBuilder, node: ts.ForOfStatement, iterator: Value): void {
  bindPair(
    b,
    node,
    () => b.emit("iter_key", [iterator], "key"),
    () => b.emit("iter_value", [iterator], "value"),
  );
}

/** `const [k, v] of entries`: the pair is never made. */
function bindPair(b: FlowBuilder, node: ts.ForOfStatement, key: () => Value, value: () => Value): void {
  const init = node.initializer;
  const pattern = ts.isVariableDeclarationList(init) ? init.declarations[0]?.name : undefined;
  if (pattern === undefined || !ts.isArrayBindingPattern(pattern))
    throw b.notYet(init, "an entry that is not taken apart as [key, value]");
  pattern.elements.forEach((e, i) => {
    if (ts.isOmittedExpression(e)) return;
    if (i > 1 || e.initializer !== undefined || e.dotDotDotToken !== undefined)
      throw b.notYet(e, "this element of an entry");
    b.bind(e.name, i === 0 ? key() : value());
  });
}
