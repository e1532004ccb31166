// State of building one flow graph, and what all its parts share: variables, narrowing, jumps. The parts
// (expressions, statements, …) are tables of handlers by syntax kind that are given to the builder, so that no part
// imports another.

import ts from "typescript";
import type { Variable } from "../../model/graph.ts";
import { type Block, type Graph, type Value } from "../../model/graph.ts";
import { type Constant, constant, nameConst, numberConst } from "../../model/constants.ts";
import { type ClassEntity, entityConst, entityOf, type FuncEntity } from "../../model/entities.ts";
import type { FlowOp } from "../../model/flow-ops.ts";
import { broken, type Diagnostic, Refusal, refusal } from "../../support/diagnostics.ts";
import { NO_TYPES, type TypeEnv } from "../type-env.ts";
import { REFUSED_SYNTAX, refusedSyntax, type RefusedSyntax } from "../refused-syntax.ts";
import type { Universe } from "../universe.ts";
import { capturedField, enclosingFunction, type FileScopes, isFunctionScope } from "./scopes.ts";
import type { GeneratorBody } from "./generators.ts";
import { SsaBuilder } from "./ssa.ts";
import { TypeFacts } from "./type-facts.ts";

export const UNDEFINED: Constant = constant({ kind: "undefined" });
export const NULL: Constant = constant({ kind: "null" });

export type ExpressionHandler = (b: FlowBuilder, node: never) => Value;
export type StatementHandler = (b: FlowBuilder, node: never) => void;
export interface Handlers {
  readonly expressions: ReadonlyMap<ts.SyntaxKind, ExpressionHandler>;
  readonly statements: ReadonlyMap<ts.SyntaxKind, StatementHandler>;
  /** Leaves to one of two blocks by the truth of an expression. */
  readonly condition: (b: FlowBuilder, node: ts.Expression, yes: Block, no: Block) => void;
  /** `++x` and its kin; the value is the new one if `prefix`, else the old one. */
  readonly update: (b: FlowBuilder, target: ts.Expression, by: 1 | -1, prefix: boolean) => Value;
  /** What is stored and passed on for a class or builtin. */
  readonly asValue: (b: FlowBuilder, node: ts.Expression, v: Value) => Value;
  /** Gives a declared name or pattern its value. */
  readonly bind: (b: FlowBuilder, target: ts.BindingName, value: Value) => void;
}

/** What `break`, `continue` and `return` pass on their way out, innermost last. */
export type JumpScope =
  | {
      readonly kind: "loop";
      readonly labels: readonly string[];
      readonly breakTo: Block;
      readonly continueTo: Block;
    }
  | {
      readonly kind: "breakable";
      readonly labels: readonly string[];
      readonly breakTo: Block;
      readonly unlabelled: boolean;
    }
  | { readonly kind: "finally"; readonly run: () => void; readonly handlerDepth: number };

export class FlowBuilder {
  readonly universe: Universe;
  readonly entity: FuncEntity;
  /** The function-like node, or the class for a constructor that is not written down. */
  readonly node: ts.Node;
  /** What the type parameters in scope stand for. */
  readonly env: TypeEnv;
  readonly ssa: SsaBuilder;
  readonly scopes: FileScopes;
  readonly types: TypeFacts;
  readonly jumps: JumpScope[] = [];
  /** Labels standing right before the statement being built. */
  pendingLabels: string[] = [];
  /** Functions called by name: if this one is refused, what is wrong in them is told as well. */
  readonly callees = new Set<FuncEntity>();
  /** What was refused so far; the graph is of no use if there is anything. */
  readonly refusals: Diagnostic[] = [];
  /** Where `?.` of the optional chain being built goes when its object is absent. */
  chainExit: Block | null = null;
  /** Of the body of a generator function. */
  generator: GeneratorBody | null = null;
  readonly #handlers: Handlers;
  readonly #captures: readonly ts.Symbol[];
  readonly #closure: Variable | null;
  readonly #hoisted = new Set<ts.Symbol>();

  constructor(universe: Universe, entity: FuncEntity, node: ts.Node, graph: Graph, handlers: Handlers) {
    this.universe = universe;
    this.entity = entity;
    this.node = node;
    const env = (entity.env as TypeEnv | null) ?? NO_TYPES;
    // A copy made for a call site has its own closures, too.
    this.env = entity.origins.length === 0 ? env : { ...env, key: `${env.key}@${entity.key}` };
    this.ssa = new SsaBuilder(graph);
    this.scopes = universe.scopesOf(node);
    this.types = new TypeFacts(universe);
    this.#handlers = handlers;
    // Field initialisers run in the constructor.
    this.#captures = this.scopes.capturesOf(entity.kind === "constructor" ? classOfMember(node) : node);
    this.#closure = entity.captures.length > 0 ? (graph.start.inputs[0] ?? null) : null;
  }

  // ---- syntax ----

  expr(node: ts.Expression): Value {
    const v = this.reference(node);
    return v.tag === "const" ? this.#handlers.asValue(this, node, v) : v;
  }

  /** The same where a class or builtin is called, constructed or asked for a member: then its name stands for it. */
  reference(node: ts.Expression): Value {
    const handler = this.#handlers.expressions.get(node.kind);
    if (handler === undefined) throw this.unsupported(node);
    const saved = this.ssa.pos;
    const chain = this.chainExit;
    this.chainExit = null;
    this.ssa.pos = this.universe.position(node);
    const value = handler(this, node as never);
    this.ssa.pos = saved;
    this.chainExit = chain;
    return value;
  }

  /** The object part of an optional chain: its own `?.` leaves to the same exit. */
  exprInChain(node: ts.Expression): Value {
    const handler = this.#handlers.expressions.get(node.kind);
    if (handler === undefined) throw this.unsupported(node);
    return handler(this, node as never);
  }

  /** Builds a statement. If it is refused, the refusal is kept and building goes on, to find the next one. */
  statement(node: ts.Statement): void {
    const handler = this.#handlers.statements.get(node.kind);
    const saved = { pos: this.ssa.pos, jumps: this.jumps.length, handlers: this.ssa.handlers.length };
    this.ssa.pos = this.universe.position(node);
    try {
      if (handler === undefined) throw this.unsupported(node);
      handler(this, node as never);
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      this.refusals.push(...problem.diagnostics);
      this.jumps.length = saved.jumps;
      this.ssa.handlers.length = saved.handlers;
      this.pendingLabels = [];
      this.chainExit = null;
      this.ssa.abandon();
    }
    this.ssa.pos = saved.pos;
  }

  condition(node: ts.Expression, yes: Block, no: Block): void {
    this.#handlers.condition(this, node, yes, no);
  }

  update(target: ts.Expression, by: 1 | -1, prefix: boolean): Value {
    return this.#handlers.update(this, target, by, prefix);
  }

  bind(target: ts.BindingName, value: Value): void {
    this.#handlers.bind(this, target, value);
  }

  emit(name: FlowOp, args: Value[], hint?: string): Variable {
    if (name === "call_func") this.#noteCallee(args[0]);
    return this.ssa.emit(name, args, hint);
  }

  /** Emits with the position of another node than the expression's own start. */
  emitAt(node: ts.Node, name: FlowOp, args: Value[], hint?: string): Variable {
    const saved = this.ssa.pos;
    this.ssa.pos = this.universe.position(node);
    const v = this.emit(name, args, hint);
    this.ssa.pos = saved;
    return v;
  }

  #noteCallee(callee: Value | undefined): void {
    const entity = callee?.tag === "const" ? entityOf(callee) : undefined;
    if (entity?.tag === "func") this.callees.add(entity);
  }

  // ---- refusals ----

  unsupported(node: ts.Node): Refusal {
    const what = kindText(node);
    const row = refusedSyntax(KIND_NAMES.get(node.kind) ?? "");
    if (row !== undefined) return this.refuseSyntax(node, row);
    return this.notYet(node, what);
  }

  refuseAsync(node: ts.Node, what: string): Refusal {
    return this.refuseSyntax(node, { ...REFUSED_SYNTAX.async, what });
  }

  private refuseSyntax(node: ts.Node, { what, why, instead }: RefusedSyntax): Refusal {
    return this.universe.refuse(node, { seen: `${what}.`, why, instead });
  }

  notYet(node: ts.Node, what: string): Refusal {
    return refusal("RTS2101", this.universe.place(node), {
      seen: `${what}.`,
      why: "vmsmith does not translate this yet.",
      instead:
        "Write it with the constructs of docs/language.md, or run this code at module level, where everything is allowed.",
    });
  }

  // ---- variables ----

  readLocal(symbol: ts.Symbol): Value {
    const d = symbol.valueDeclaration;
    if (d !== undefined && this.scopes.isConstant(symbol))
      return entityConst(
        ts.isClassLike(d)
          ? this.universe.classOf(d)
          : this.universe.funcOf(d as ts.FunctionDeclaration, this.env),
      );
    const held = this.#holder(symbol);
    return this.scopes.needsCell(symbol) ? this.emit("get_cell", [held], symbol.name) : held;
  }

  writeLocal(symbol: ts.Symbol, value: Value): void {
    if (this.scopes.needsCell(symbol)) this.emit("set_cell", [this.#holder(symbol), value]);
    else this.ssa.write(symbol, value);
  }

  /** Gives a variable of this function its first value; makes its cell if it needs one. */
  declareLocal(symbol: ts.Symbol, value: Value | null): void {
    if (!this.scopes.needsCell(symbol)) this.ssa.write(symbol, value ?? UNDEFINED);
    else if (!this.#hoisted.has(symbol))
      this.ssa.write(symbol, this.emit("new_cell", value === null ? [] : [value], symbol.name));
    else if (value !== null) this.emit("set_cell", [this.#holder(symbol), value]);
  }

  /** Makes the cell of a variable at the start of its block: closures made before its declaration share it. */
  hoistCell(symbol: ts.Symbol): void {
    this.#hoisted.add(symbol);
    this.ssa.write(symbol, this.emit("new_cell", [], symbol.name));
  }

  /** The cell or value of a variable as a closure captures it. */
  captureOf(symbol: ts.Symbol): Value {
    return this.#holder(symbol);
  }

  #holder(symbol: ts.Symbol): Value {
    return this.ssa.read(symbol, symbol.name);
  }

  /** Is it a variable of this function or one it captures (and not of the module)? */
  isLocal(symbol: ts.Symbol): boolean {
    const d = symbol.valueDeclaration;
    if (d === undefined) return false;
    return (
      enclosingFunction(d) === this.node || this.#captures.includes(symbol) || this.scopes.isConstant(symbol)
    );
  }

  /** Loads captured values and cells at the start of the function; a member of a local class has them in `self`. */
  loadCaptures(self: Value | null): void {
    if (this.#closure === null) {
      if (self !== null)
        for (const s of this.#captures)
          this.ssa.write(s, this.emit("get_state", [self, name(capturedField(s))], s.name));
      return;
    }
    this.entity.captures.forEach((c, i) => {
      const v = this.emit("get_capture", [this.#closure as Variable, numberConst(i)], c.name);
      this.ssa.write(this.#captures[i] ?? "this", v);
    });
  }

  readThis(): Value {
    return this.ssa.read("this", "this");
  }

  /** The class that `super` begins above: that of the method, also inside its arrow functions. */
  superClass(): ClassEntity | null {
    let n: ts.Node = this.node;
    while (ts.isArrowFunction(n)) {
      n = n.parent;
      while (!isFunctionScope(n) && !ts.isClassLike(n) && !ts.isSourceFile(n)) n = n.parent;
    }
    if (n === this.node) return (this.generator?.maker ?? this.entity).owner?.base ?? null;
    const cls = ts.isClassLike(n) ? n : n.parent;
    return ts.isClassLike(cls) && cls.typeParameters === undefined ? this.universe.classOf(cls).base : null;
  }

  /** Renames a local variable after a test that proved something about it. */
  narrow(symbol: ts.Symbol, name: FlowOp, ...extra: Value[]): void {
    if (this.scopes.needsCell(symbol)) return;
    const old = this.ssa.read(symbol, symbol.name);
    if (old.tag === "var") this.ssa.write(symbol, this.emit(name, [old, ...extra], symbol.name));
  }

  // ---- jumps ----

  /** A jump that passes on the value of an expression: messages point there. */
  jumpFrom(e: ts.Expression, target: Block): void {
    const saved = this.ssa.pos;
    this.ssa.pos = this.universe.position(e);
    this.ssa.jump(target);
    this.ssa.pos = saved;
  }

  /** Runs the finally blocks between here and `depth`, innermost first, each outside its own try. */
  leaveTo(depth: number): void {
    const saved = [...this.jumps];
    const savedHandlers = [...this.ssa.handlers];
    for (let i = saved.length - 1; i >= depth; i--) {
      const scope = saved[i] ?? broken("jump scope lost");
      if (scope.kind !== "finally") continue;
      this.jumps.length = i;
      this.ssa.handlers.length = scope.handlerDepth;
      scope.run();
    }
    this.jumps.splice(0, this.jumps.length, ...saved);
    this.ssa.handlers.splice(0, this.ssa.handlers.length, ...savedHandlers);
  }

  takeLabels(): string[] {
    const labels = this.pendingLabels;
    this.pendingLabels = [];
    return labels;
  }
}

export const name = nameConst;

/** The class whose constructor this is, also of one that is not written down. */
export function classOfMember(node: ts.Node): ts.ClassLikeDeclaration {
  return (ts.isClassLike(node) ? node : node.parent) as ts.ClassLikeDeclaration;
}

/** Names of syntax kinds, without the aliases that mark ranges (FirstStatement, LastStatement …). */
const KIND_NAMES = new Map(
  Object.entries(ts.SyntaxKind)
    .filter(([name, kind]) => typeof kind === "number" && !/^(First|Last)[A-Z]/u.test(name))
    .map(([name, kind]) => [kind as ts.SyntaxKind, name]),
);

function kindText(node: ts.Node): string {
  const words = (KIND_NAMES.get(node.kind) ?? "construct").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return /^[aeiou]/.test(words) ? `an ${words}` : `a ${words}`;
}
