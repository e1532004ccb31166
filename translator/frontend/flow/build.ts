// Builds the flow graph of one function: the tables of handlers by syntax kind, parameters, and the body.
// Gives: wellFormed.

import ts from "typescript";
import { Graph, type Value, Variable } from "../../model/graph.ts";
import { entityConst, type FuncEntity } from "../../model/entities.ts";
import { mergeBlocks, simplifyParams } from "../../model/simplify.ts";
import { Refusal } from "../../support/diagnostics.ts";
import { type GeneratorClass, makeGeneratorClass } from "../generators.ts";
import { hasModifier, type Universe } from "../universe.ts";
import { assignment, isAssignment, postfixUnary, update } from "./assignments.ts";
import {
  type ExpressionHandler,
  FlowBuilder,
  type Handlers,
  type StatementHandler,
  UNDEFINED,
} from "./builder.ts";
import { call, construct } from "./calls.ts";
import * as e from "./expressions.ts";
import { asDeclared, asResult } from "./declared-words.ts";
import { initialiseFields, presetFields } from "./fields.ts";
import { buildMethod } from "./generator-methods.ts";
import { makeGenerator, resumeGenerator, splitGenerator, yieldExpression } from "./generators.ts";
import * as literals from "./literals.ts";
import * as loops from "./loops.ts";
import { regularExpression } from "./matches.ts";
import { binary, condition, conditional, prefixUnary } from "./operators.ts";
import { deleteExpression, forInStatement } from "./records.ts";
import * as s from "./statements.ts";
import { passedOn } from "./synthetic.ts";
import { asValue, localClass } from "./values.ts";
import { bind, withDefault } from "./patterns.ts";
import { tryStatement } from "./try.ts";

const K = ts.SyntaxKind;

const EXPRESSIONS = new Map<ts.SyntaxKind, ExpressionHandler>([
  [K.NumericLiteral, e.numericLiteral],
  [K.BigIntLiteral, e.bigIntLiteral],
  [K.RegularExpressionLiteral, regularExpression],
  [K.StringLiteral, e.stringLiteral],
  [K.NoSubstitutionTemplateLiteral, e.stringLiteral],
  [K.TrueKeyword, e.keywordLiteral],
  [K.FalseKeyword, e.keywordLiteral],
  [K.NullKeyword, e.keywordLiteral],
  [K.ThisKeyword, e.keywordLiteral],
  [K.Identifier, e.identifier],
  [K.ParenthesizedExpression, e.parenthesized],
  [K.PropertyAccessExpression, e.propertyAccess],
  [K.ElementAccessExpression, e.elementAccess],
  [K.ArrayLiteralExpression, literals.arrayLiteral],
  [K.ObjectLiteralExpression, literals.objectLiteral],
  [K.ArrowFunction, literals.closure],
  [K.FunctionExpression, literals.closure],
  [K.ClassExpression, localClass],
  [K.TemplateExpression, literals.template],
  [K.TaggedTemplateExpression, literals.taggedTemplate],
  [K.NonNullExpression, e.nonNull],
  [K.AsExpression, e.cast],
  [K.TypeAssertionExpression, e.cast],
  [K.SatisfiesExpression, e.cast],
  [K.VoidExpression, e.voidExpression],
  [K.TypeOfExpression, e.typeOf],
  [K.SuperKeyword, e.superOutsideCall],
  [
    K.BinaryExpression,
    (b, n: ts.BinaryExpression) => (isAssignment(n.operatorToken.kind) ? assignment(b, n) : binary(b, n)),
  ],
  [K.PrefixUnaryExpression, prefixUnary],
  [K.PostfixUnaryExpression, postfixUnary],
  [K.ConditionalExpression, conditional],
  [K.CallExpression, call],
  [K.NewExpression, construct],
  [K.YieldExpression, yieldExpression],
  [K.DeleteExpression, deleteExpression],
]);

const STATEMENTS = new Map<ts.SyntaxKind, StatementHandler>([
  [K.ExpressionStatement, s.expressionStatement],
  [K.VariableStatement, s.variableStatement],
  [K.Block, s.block],
  [K.IfStatement, s.ifStatement],
  [K.ReturnStatement, s.returnStatement],
  [K.ThrowStatement, s.throwStatement],
  [K.BreakStatement, s.breakStatement],
  [K.ContinueStatement, s.continueStatement],
  [K.LabeledStatement, s.labeledStatement],
  [K.SwitchStatement, s.switchStatement],
  [K.FunctionDeclaration, s.functionDeclaration],
  [K.ClassDeclaration, s.classDeclaration],
  [K.EmptyStatement, s.nothing],
  [K.InterfaceDeclaration, s.nothing],
  [K.TypeAliasDeclaration, s.nothing],
  [K.WhileStatement, loops.whileStatement],
  [K.DoStatement, loops.doStatement],
  [K.ForStatement, loops.forStatement],
  [K.ForOfStatement, loops.forOfStatement],
  [K.ForInStatement, forInStatement],
  [K.TryStatement, tryStatement],
]);

const HANDLERS: Handlers = {
  expressions: EXPRESSIONS,
  statements: STATEMENTS,
  condition,
  update,
  bind,
  asValue,
};

export function buildGraph(universe: Universe, entity: FuncEntity, node: ts.Node): Graph {
  const { graph, b } = buildFunction(universe, entity, node);
  if (b.refusals.length > 0)
    throw new Refusal([...b.refusals, ...[...b.callees].flatMap((f) => universe.refusalsIn(f))]);
  simplifyParams(graph);
  mergeBlocks(graph);
  return graph;
}

interface Built {
  readonly graph: Graph;
  readonly b: FlowBuilder;
}

function buildFunction(universe: Universe, entity: FuncEntity, node: ts.Node): Built {
  const args: Variable[] = [];
  if (entity.captures.length > 0) args.push(new Variable("closure"));
  if (entity.hasThis) args.push(new Variable("this"));
  for (const p of entity.params) args.push(new Variable(p.name));
  const graph = new Graph(entity.key, entity.name, args, entity.pos, entity.hints);
  graph.unit = entity.unit;
  const b = new FlowBuilder(universe, entity, node, graph, HANDLERS);
  b.ssa.pos = entity.pos;
  const first = entity.captures.length > 0 ? 1 : 0;
  const self = entity.hasThis ? (args[first] ?? null) : null;
  b.loadCaptures(self);
  if (self !== null) b.ssa.write("this", self);
  buildBody(b, args.slice(first + (entity.hasThis ? 1 : 0)));
  return { graph, b };
}

/** The methods of the generators that a function makes; its body is that of `@resume`. */
function generatorOf(
  universe: Universe,
  maker: FuncEntity,
  node: ts.FunctionLikeDeclaration,
): GeneratorClass {
  const generator = makeGeneratorClass(maker, (method, f) =>
    method === "@resume"
      ? resumeGraph(universe, maker, f, node)
      : buildMethod(universe, method, f, generator),
  );
  maker.generator = generator;
  return generator;
}

function resumeGraph(
  universe: Universe,
  maker: FuncEntity,
  f: FuncEntity,
  node: ts.FunctionLikeDeclaration,
): Graph {
  const self = new Variable("generator");
  const graph = new Graph(f.key, f.name, [self], f.pos, maker.hints);
  graph.unit = f.unit;
  const b = new FlowBuilder(universe, f, node, graph, HANDLERS);
  b.ssa.pos = f.pos;
  const body = { self, maker, suspensions: [] };
  resumeGenerator(b, body, () => {
    if (node.body !== undefined && ts.isBlock(node.body)) s.statementList(b, node.body.statements);
  });
  if (b.refusals.length > 0)
    throw new Refusal([...b.refusals, ...[...b.callees].flatMap((g) => universe.refusalsIn(g))]);
  simplifyParams(graph);
  splitGenerator(graph, body);
  mergeBlocks(graph);
  return graph;
}

function buildBody(b: FlowBuilder, params: readonly Variable[]): void {
  const node = b.node;
  if (ts.isClassLike(node)) {
    defaultConstructor(b, params);
    return;
  }
  const fn = node as ts.FunctionLikeDeclaration;
  if (hasModifier(fn, K.AsyncKeyword)) throw b.refuseAsync(fn, "an async function");
  declareParams(b, fn, params);
  if (fn.asteriskToken !== undefined) {
    makeGenerator(b, generatorOf(b.universe, b.entity, fn));
    return;
  }
  if (b.entity.kind === "constructor") {
    presetFields(b);
    if (b.entity.owner?.base === null) initialiseFields(b);
  }
  if (fn.body === undefined) throw b.notYet(fn, "a function without a body");
  if (ts.isBlock(fn.body)) {
    s.statementList(b, fn.body.statements);
    b.ssa.return(UNDEFINED);
  } else b.ssa.return(asResult(b, fn.body, b.expr(fn.body)));
}

function declareParams(b: FlowBuilder, fn: ts.FunctionLikeDeclaration, params: readonly Variable[]): void {
  const declared = fn.parameters.filter((p) => !(ts.isIdentifier(p.name) && p.name.text === "this"));
  declared.forEach((p, i) => {
    const arg = params[i] as Value;
    const given = p.initializer === undefined ? arg : withDefault(b, arg, p.initializer);
    const value = asDeclared(b, p, p.type, `the parameter \`${p.name.getText()}\``, given);
    if (ts.isParameterPropertyDeclaration(p, p.parent) && ts.isIdentifier(p.name)) {
      const symbol = b.universe.checker.getSymbolsOfParameterPropertyDeclaration(p, p.name.text)[0];
      if (symbol !== undefined) b.declareLocal(symbol, value);
    } else b.bind(p.name, value);
  });
}

/** `constructor(...args) { super(...args); }` with field initialisers. */
function defaultConstructor(b: FlowBuilder, params: readonly Variable[]): void {
  presetFields(b);
  const base = b.entity.owner?.base;
  if (base !== null && base !== undefined)
    b.emit("call_func", [entityConst(base.ctor), b.readThis(), ...passedOn(base.ctor.params, params)]);
  initialiseFields(b);
  b.ssa.return(UNDEFINED);
}
