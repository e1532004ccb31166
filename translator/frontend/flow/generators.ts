// Generator functions. Calling one makes an object (frontend/generators.ts) that holds its parameters and captured
// values; the body is that object's method `@resume`, which runs to the next `yield`, to its end or out by an exception,
// and tells by the fields `done`, `value` (of a yield) and `result` (of the return) how it went.

import ts from "typescript";
import type { Graph, Value, Variable } from "../../model/graph.ts";
import { boolConst, numberConst } from "../../model/constants.ts";
import { entityConst, type FuncEntity } from "../../model/entities.ts";
import {
  addField,
  type GeneratorClass,
  isGeneratorType,
  MODE_NEXT,
  MODE_RETURN,
  MODE_THROW,
} from "../generators.ts";
import { type FlowBuilder, name, NULL, UNDEFINED } from "./builder.ts";
import { ofKindOf } from "./expressions.ts";
import { walk } from "./iteration.ts";
import { FINISHED, NOT_STARTED, splitAtSuspensions, type Suspension } from "./suspend.ts";

/** What a body under construction knows of its generator. */
export interface GeneratorBody {
  readonly self: Value;
  readonly maker: FuncEntity;
  readonly suspensions: Suspension[];
}

/** Variables of the maker that the body uses: those it captures, and its parameters. */
function sharedVariables(b: FlowBuilder): ts.Symbol[] {
  const names: ts.Symbol[] = [];
  const add = (target: ts.BindingName): void => {
    if (ts.isIdentifier(target)) {
      const s = b.universe.checker.getSymbolAtLocation(target);
      if (s !== undefined) names.push(s);
    } else for (const e of target.elements) if (!ts.isOmittedExpression(e)) add(e.name);
  };
  for (const p of (b.node as ts.FunctionLikeDeclaration).parameters)
    if (!(ts.isIdentifier(p.name) && p.name.text === "this")) add(p.name);
  return [...b.scopes.capturesOf(b.node), ...names];
}

function hasThis(b: FlowBuilder, maker: FuncEntity): boolean {
  return maker.hasThis || b.scopes.capturesThis(b.node);
}

/** The rest of the generator function itself, behind its parameters. */
export function makeGenerator(b: FlowBuilder, { cls }: GeneratorClass): void {
  const object = b.emit("alloc", [entityConst(cls)], "generator");
  const init = (field: string, v: Value): void => void b.emit("init_prop", [object, name(field), v]);
  init("state", numberConst(NOT_STARTED));
  init("mode", numberConst(MODE_NEXT));
  init("done", boolConst(false));
  init("sent", UNDEFINED);
  init("error", NULL);
  init("result", UNDEFINED);
  sharedVariables(b).forEach((s, i) => {
    addField(cls, `${s.name}@p${i}`);
    init(`${s.name}@p${i}`, b.captureOf(s));
  });
  if (hasThis(b, b.entity)) {
    addField(cls, "this");
    init("this", b.readThis());
  }
  b.ssa.return(object);
}

/** The body: `statements` builds what stands in it. */
export function resumeGenerator(b: FlowBuilder, body: GeneratorBody, statements: () => void): void {
  b.generator = body;
  const load = (field: string, hint: string): Value => b.emit("get_state", [body.self, name(field)], hint);
  sharedVariables(b).forEach((s, i) => {
    b.ssa.write(s, load(`${s.name}@p${i}`, s.name));
  });
  if (hasThis(b, body.maker)) b.ssa.write("this", load("this", "this"));
  const failed = b.ssa.newBlock("failed");
  const error = b.ssa.newInput(failed, "error");
  b.ssa.handlers.push(failed);
  statements();
  finish(b, UNDEFINED);
  b.ssa.handlers.pop();
  b.ssa.start(failed);
  if (!b.ssa.alive) return;
  set(b, "state", numberConst(FINISHED));
  set(b, "done", boolConst(true));
  b.ssa.raise(error);
}

/** After the graph is built: splits it where the body stops. */
export function splitGenerator(graph: Graph, body: GeneratorBody): void {
  const cls = body.maker.generator?.cls;
  for (const slot of splitAtSuspensions(graph, body.self, body.suspensions))
    if (cls !== undefined) addField(cls, slot);
}

function bodyOf(b: FlowBuilder, node: ts.Node): GeneratorBody {
  if (b.generator === null) throw b.notYet(node, "`yield` here");
  return b.generator;
}

function set(b: FlowBuilder, field: string, v: Value): void {
  if (b.generator !== null) b.emit("set_state", [b.generator.self, name(field), v]);
}

function get(b: FlowBuilder, field: string): Variable | Value {
  return b.generator === null ? UNDEFINED : b.emit("get_state", [b.generator.self, name(field)], field);
}

/** The end of the body, with the value of its `return`. */
export function finish(b: FlowBuilder, value: Value): void {
  set(b, "result", value);
  set(b, "done", boolConst(true));
  set(b, "state", numberConst(FINISHED));
  b.ssa.return(UNDEFINED);
}

/** Hands a value out and stops; what follows is built where the body goes on. */
function suspend(b: FlowBuilder, body: GeneratorBody, value: Value): void {
  set(b, "value", value);
  set(b, "done", boolConst(false));
  const resume = b.ssa.newBlock("resume");
  body.suspensions.push({ block: b.ssa.block, resume });
  b.ssa.jump(resume);
  b.ssa.start(resume);
}

/** `next`, `throw` or `return` has resumed the body: only after `next` it goes on here. */
function answer(b: FlowBuilder, mode: Value): void {
  const [leave, stay, raise, go] = ["return", "stay", "throw", "go"].map((hint) => b.ssa.newBlock(hint));
  if (leave === undefined || stay === undefined || raise === undefined || go === undefined) return;
  b.ssa.branch(b.emit("eq", [mode, numberConst(MODE_RETURN)]), leave, stay);
  b.ssa.start(leave);
  returnFromGenerator(b, get(b, "result"));
  b.ssa.start(stay);
  b.ssa.branch(b.emit("eq", [mode, numberConst(MODE_THROW)]), raise, go);
  b.ssa.start(raise);
  b.ssa.raise(b.emit("throwable", [get(b, "error")], "error"));
  b.ssa.start(go);
}

/** `return value`: finally blocks run first, and may stop too. */
export function returnFromGenerator(b: FlowBuilder, value: Value): void {
  b.leaveTo(0);
  finish(b, value);
}

export function yieldExpression(b: FlowBuilder, node: ts.YieldExpression): Value {
  const body = bodyOf(b, node);
  if (node.asteriskToken !== undefined && node.expression !== undefined)
    return delegate(b, body, node, node.expression);
  suspend(b, body, node.expression === undefined ? UNDEFINED : b.expr(node.expression));
  answer(b, get(b, "mode"));
  const sent = get(b, "sent");
  const isUsed = !ts.isExpressionStatement(node.parent);
  return isUsed && !b.types.mayBeUndefined(b.types.of(node)) ? b.emit("assert_value", [sent]) : sent;
}

function makesGenerators(b: FlowBuilder, e: ts.Expression): boolean {
  const { checker } = b.universe;
  const type = b.types.of(e);
  if (isGeneratorType(checker, type)) return true;
  const iterator = type.getProperties().find((p) => p.name.startsWith("__@iterator"));
  if (iterator === undefined) return false;
  const signatures = checker.getTypeOfSymbolAtLocation(iterator, e).getCallSignatures();
  return signatures.some((s) => isGeneratorType(checker, s.getReturnType()));
}

/** `yield* e`: a generator gets what this one is resumed with; anything else is walked. */
function delegate(b: FlowBuilder, body: GeneratorBody, node: ts.YieldExpression, e: ts.Expression): Value {
  if (!makesGenerators(b, e)) {
    walk(b, e, e, (item) => {
      suspend(b, body, item.value());
      answer(b, get(b, "mode"));
    });
    return UNDEFINED;
  }
  const inner = b.emitAt(e, "call_method", [b.expr(e), name("[Symbol.iterator]")], "inner");
  const keys = ["mode", "sent", "error", "result"].map((field) => ({ field, key: `@${field}${e.pos}` }));
  const starts = [numberConst(MODE_NEXT), UNDEFINED, NULL, UNDEFINED];
  keys.forEach(({ key }, i) => {
    b.ssa.write(key, starts[i] ?? UNDEFINED);
  });
  const [header, more, finished] = ["delegate", "more", "finished"].map((hint) => b.ssa.newBlock(hint));
  if (header === undefined || more === undefined || finished === undefined) return UNDEFINED;
  b.ssa.jump(header);
  b.ssa.enter(header);
  const given = keys.map(({ field, key }) => b.ssa.read(key, field));
  const mode = given[0] ?? UNDEFINED;
  const step = b.emitAt(e, "call_method", [inner, name("@delegate"), ...given], "step");
  const done = b.emit("truth", [b.emitAt(e, "get_prop", [step, name("done")], "done")]);
  b.ssa.branch(done, finished, more);
  b.ssa.start(more);
  suspend(b, body, b.emitAt(e, "get_prop", [step, name("value")], "item"));
  for (const { field, key } of keys) b.ssa.write(key, get(b, field));
  b.ssa.jump(header);
  b.ssa.seal(header);
  b.ssa.start(finished);
  const result = b.emitAt(e, "get_prop", [step, name("result")], "result");
  afterDelegate(b, result, mode);
  // What `return(v)` of this generator was given has passed through the inner one, but does not arrive here.
  return ofKindOf(b, result, b.types.of(node));
}

/** The inner one has finished: if because this one is to return, it does. */
function afterDelegate(b: FlowBuilder, result: Value, mode: Value): void {
  const [leave, stay] = [b.ssa.newBlock("return"), b.ssa.newBlock("stay")];
  b.ssa.branch(b.emit("eq", [mode, numberConst(MODE_RETURN)]), leave, stay);
  b.ssa.start(leave);
  returnFromGenerator(b, result);
  b.ssa.start(stay);
}
