// Walking what for…of, spread, Array.from and destructuring walk: arrays and strings by index, Map and Set by their own
// iterators, everything else by the iterator protocol. An iterator that is left early is closed (`iter_close`).

import type ts from "typescript";
import { type Block, type Value, Variable } from "../../model/graph.ts";
import { numberConst } from "../../model/constants.ts";
import { type FlowBuilder, name } from "./builder.ts";
import { collectionView, type View } from "./collections.ts";
import { asItems } from "./matches.ts";
import { skipParens } from "./scopes.ts";

/** The present element. `pair`: it is an entry, and its array need not be made. */
export interface Item {
  value(): Value;
  readonly pair?: { key(): Value; value(): Value };
}

export interface LoopBlocks {
  readonly header: Block;
  readonly body: Block;
  readonly next: Block;
  readonly after: Block;
}

export function enterLoop(b: FlowBuilder, breakTo?: Block): LoopBlocks {
  const blocks = {
    header: b.ssa.newBlock("loop"),
    body: b.ssa.newBlock("body"),
    next: b.ssa.newBlock("continue"),
    after: b.ssa.newBlock("endloop"),
  };
  b.jumps.push({
    kind: "loop",
    labels: b.takeLabels(),
    breakTo: breakTo ?? blocks.after,
    continueTo: blocks.next,
  });
  b.ssa.jump(blocks.header);
  b.ssa.enter(blocks.header);
  return blocks;
}

/** Body, then `step` where `continue` arrives, then back to the header. */
export function finishLoop(b: FlowBuilder, loop: LoopBlocks, body: () => void, step: () => void): void {
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

/** Builds a loop over the elements of an expression. */
export function walk(b: FlowBuilder, at: ts.Node, e: ts.Expression, each: (item: Item) => void): void {
  const source = skipParens(e);
  const view = collectionView(b, source);
  if (view?.kind === "array")
    overIndex(b, at, source, asItems(b, view.collection, b.expr(view.collection)), view.what, each);
  else if (view !== undefined) overEntries(b, source, b.expr(view.collection), view.what, each);
  else walkValue(b, at, source, b.types.of(source), b.expr(source), each);
}

/** The same for a value of the type. */
export function walkValue(
  b: FlowBuilder,
  at: ts.Node,
  source: ts.Node,
  type: ts.Type,
  value: Value,
  each: (item: Item) => void,
): void {
  switch (b.types.iterableType(type)) {
    case "array":
      overIndex(b, at, source, asItems(b, source, value), "values", each);
      return;
    case "string":
      overString(b, at, source, value, each);
      return;
    case "map":
      overEntries(b, source, value, "entries", each);
      return;
    case "set":
      overEntries(b, source, value, "keys", each);
      return;
    default:
      overIterator(b, source, value, each);
  }
}

/** Over a list at hand. */
export function walkList(
  b: FlowBuilder,
  at: ts.Node,
  source: ts.Node,
  list: Value,
  each: (item: Item) => void,
): void {
  overIndex(b, at, source, list, "values", each);
}

/** Appends the first elements to a list; the iterator is closed after the last that is wanted. */
export function takeElements(
  b: FlowBuilder,
  at: ts.Node,
  list: Value,
  type: ts.Type,
  value: Value,
  count: number,
): void {
  if (count === 0) return;
  walkValue(b, at, at, type, value, (item) => {
    b.emitAt(at, "call_method", [list, name("push"), item.value()]);
    if (count === Infinity) return;
    const [enough, more] = [b.ssa.newBlock("enough"), b.ssa.newBlock("more")];
    const scope = b.jumps[b.jumps.length - 1];
    const length = b.emitAt(at, "list_len", [list], "length");
    b.ssa.branch(b.emit("lt", [length, numberConst(count)]), more, enough);
    b.ssa.start(enough);
    if (scope?.kind === "loop") b.ssa.jump(scope.breakTo);
    b.ssa.start(more);
  });
}

function overIndex(
  b: FlowBuilder,
  at: ts.Node,
  source: ts.Node,
  list: Value,
  what: View,
  each: (item: Item) => void,
): void {
  const index = `@index${at.pos}_${at.end}`;
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
      if (what === "entries") each(pairItem(b, source, () => i, item));
      else each({ value: what === "keys" ? () => i : item });
    },
    () => b.ssa.write(index, b.emitAt(source, "add", [b.ssa.read(index, "i"), numberConst(1)], "i")),
  );
}

function pairItem(b: FlowBuilder, source: ts.Node, key: () => Value, value: () => Value): Item {
  return {
    value: () => {
      const k = key();
      return b.emitAt(source, "new_list", [k, value()], "entry");
    },
    pair: { key, value },
  };
}

function overString(
  b: FlowBuilder,
  at: ts.Node,
  source: ts.Node,
  text: Value,
  each: (item: Item) => void,
): void {
  const index = `@index${at.pos}_${at.end}`;
  const part = `@part${at.pos}_${at.end}`;
  b.ssa.write(index, numberConst(0));
  const loop = enterLoop(b);
  const length = b.emitAt(source, "list_len", [text], "length");
  b.ssa.branch(b.emitAt(source, "lt", [b.ssa.read(index, "i"), length]), loop.body, loop.after);
  finishLoop(
    b,
    loop,
    () => {
      const i = b.ssa.read(index, "i");
      const piece = b.emitAt(source, "call_method", [text, name("@characterAt"), i], "char");
      const after = b.emitAt(source, "add", [i, b.emitAt(source, "list_len", [piece])], "i");
      b.ssa.write(part, after);
      each({ value: () => piece });
    },
    () => b.ssa.write(index, b.ssa.read(part, "i")),
  );
}

function overEntries(
  b: FlowBuilder,
  source: ts.Node,
  collection: Value,
  what: View,
  each: (item: Item) => void,
): void {
  const iterator = b.emitAt(source, "iter_start", [collection], "iterator");
  const loop = enterLoop(b);
  b.ssa.branch(b.emitAt(source, "iter_next", [iterator]), loop.body, loop.after);
  const key = (): Value => b.emit("iter_key", [iterator], "key");
  const value = (): Value => b.emit("iter_value", [iterator], "value");
  finishLoop(
    b,
    loop,
    () => {
      if (what === "entries") each(pairItem(b, source, key, value));
      else each({ value: what === "keys" ? key : value });
    },
    () => undefined,
  );
}

/**
 * The iterator protocol. Whoever leaves the loop early closes the iterator: `break` on its way to the end, `return` and
 * outer jumps as they pass, an exception of the body before it goes on.
 */
function overIterator(b: FlowBuilder, source: ts.Node, iterable: Value, each: (item: Item) => void): void {
  const iterator = b.emitAt(source, "call_method", [iterable, name("[Symbol.iterator]")], "iterator");
  const close = (): void => void b.emitAt(source, "iter_close", [iterator]);
  const [broken, failed] = [b.ssa.newBlock("leave"), b.ssa.newBlock("fail")];
  const error = new Variable("error");
  failed.inputs.push(error);
  b.jumps.push({ kind: "finally", run: close, handlerDepth: b.ssa.handlers.length });
  const loop = enterLoop(b, broken);
  const result = b.emitAt(source, "iter_result", [iterator], "step");
  const done = b.emit("truth", [b.emitAt(source, "get_prop", [result, name("done")], "done")]);
  b.ssa.branch(done, loop.after, loop.body);
  finishLoop(
    b,
    loop,
    () => {
      b.ssa.handlers.push(failed);
      each({ value: () => b.emitAt(source, "get_prop", [result, name("value")], "item") });
      b.ssa.handlers.pop();
    },
    () => undefined,
  );
  b.jumps.pop();
  leaveEarly(b, broken, failed, error, close);
}

function leaveEarly(b: FlowBuilder, broken: Block, failed: Block, error: Variable, close: () => void): void {
  const join = b.ssa.newBlock("walked");
  b.ssa.jump(join);
  b.ssa.start(broken);
  if (b.ssa.alive) close();
  b.ssa.jump(join);
  b.ssa.start(failed);
  if (b.ssa.alive) closeQuietly(b, error, close);
  b.ssa.start(join);
}

/** What closing raises is lost: the first exception goes on. */
function closeQuietly(b: FlowBuilder, error: Variable, close: () => void): void {
  const goOn = b.ssa.newBlock("raise");
  const second = new Variable("error");
  const ignored = b.ssa.newBlock("ignored");
  ignored.inputs.push(second);
  b.ssa.handlers.push(ignored);
  close();
  b.ssa.handlers.pop();
  b.ssa.jump(goOn);
  b.ssa.start(ignored);
  b.ssa.jump(goOn);
  b.ssa.start(goOn);
  b.ssa.raise(error);
}
