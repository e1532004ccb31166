// Finds, for each function and class of one module, which variables of enclosing functions and blocks it uses, and
// which variables some assignment changes after their declaration. Only syntax is looked at: the child process has
// no type checker, and needs none.
// Needs: a source file parsed with parents. Holds afterwards: every name that occurs where JavaScript would evaluate
// it is resolved, types are not looked into. Surprise: `var` always counts as reassigned, because a declaration in
// a loop runs many times for one variable.

import ts from "typescript";

/** A variable, parameter, function or class name of the module. */
export type Variable = { readonly name: string; reassigned: boolean; used: boolean };

/** What the instrumenter asks about a module. */
export type ScopeFacts = {
  /** Captured variables of a function-like node or class, in order of first use; "this" is among them for arrows. */
  readonly capturesOf: (node: ts.Node) => readonly Variable[];
  /** Object and array literals that stand on the left of an assignment. */
  readonly patterns: ReadonlySet<ts.Node>;
  /** Names declared at the top level, imports not counted: `var`s first, the others in source order. */
  readonly topLevel: readonly string[];
  /** Imported names that occur only in types. */
  readonly unusedImports: ReadonlySet<string>;
};

/** Analyses one module. */
export function analyseScopes(source: ts.SourceFile): ScopeFacts {
  const analysis = new Analysis();
  return analysis.run(source);
}

/** A function or class, seen from the variables that cross its border. */
type Border = { readonly captures: Set<Variable>; readonly arrow: boolean };

class Scope {
  readonly parent: Scope | null;
  readonly names = new Map<string, Variable>();
  /** Set on the outermost scope of a function or class. */
  readonly border: Border | null;
  /** Whether `this` inside is not the `this` outside. */
  readonly ownThis: boolean;

  constructor(parent: Scope | null, border: Border | null = null, ownThis = false) {
    this.parent = parent;
    this.border = border;
    this.ownThis = ownThis;
  }

  declare(name: string, reassigned = false): void {
    const known = this.names.get(name);
    if (known === undefined) this.names.set(name, { name, reassigned, used: false });
    else known.reassigned ||= reassigned;
  }
}

class Analysis {
  private readonly borders = new Map<ts.Node, Border>();
  private readonly patterns = new Set<ts.Node>();
  private readonly thisVariable: Variable = { name: "this", reassigned: false, used: false };

  run(source: ts.SourceFile): ScopeFacts {
    const scope = new Scope(null, null, true);
    const imports = new Scope(null);
    for (const statement of source.statements) declareImports(statement, imports);
    declareVars(source, scope);
    declareLexical(source.statements, scope);
    const topLevel = [...scope.names.keys()];
    for (const [name, variable] of imports.names) scope.names.set(name, variable);
    for (const statement of source.statements) this.visit(statement, scope);
    const unused = [...imports.names.values()].filter((variable) => !variable.used);
    return {
      capturesOf: (node) => [...(this.borders.get(node)?.captures ?? [])],
      patterns: this.patterns,
      topLevel,
      unusedImports: new Set(unused.map((variable) => variable.name)),
    };
  }

  private readonly visit = (node: ts.Node, scope: Scope): void => {
    if (isErased(node)) return;
    if (ts.isIdentifier(node)) this.reference(node.text, scope);
    else if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) {
      this.referenceThis(scope);
    } else if (isFunctionWithBody(node)) this.visitFunction(node, scope);
    else if (ts.isClassLike(node)) this.visitClass(node, scope);
    else if (!this.visitScoped(node, scope) && !this.visitNamed(node, scope)) {
      this.noteTargets(node);
      this.assignments(node, scope);
      ts.forEachChild(node, (child) => this.visit(child, scope));
    }
  };

  /** Nodes that open a scope of their own. */
  private visitScoped(node: ts.Node, outer: Scope): boolean {
    const scope = new Scope(outer);
    if (ts.isBlock(node)) declareLexical(node.statements, scope);
    else if (ts.isCaseBlock(node)) {
      for (const clause of node.clauses) declareLexical(clause.statements, scope);
    } else if (ts.isForStatement(node) || ts.isForInStatement(node) || ts.isForOfStatement(node)) {
      if (node.initializer && ts.isVariableDeclarationList(node.initializer))
        declareList(node.initializer, scope);
      this.noteTargets(node);
      this.assignments(node, scope);
    } else if (ts.isCatchClause(node)) {
      if (node.variableDeclaration) declareName(node.variableDeclaration.name, scope);
    } else return false;
    ts.forEachChild(node, (child) => this.visit(child, scope));
    return true;
  }

  /** Nodes with identifiers that are names rather than uses. */
  private visitNamed(node: ts.Node, scope: Scope): boolean {
    if (ts.isPropertyAccessExpression(node)) this.visit(node.expression, scope);
    else if (ts.isPropertyAssignment(node)) {
      this.visitKey(node.name, scope);
      this.visit(node.initializer, scope);
    } else if (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) {
      this.visitDeclared(node, scope);
    } else if (ts.isLabeledStatement(node)) this.visit(node.statement, scope);
    else if (ts.isEnumDeclaration(node)) {
      for (const { initializer } of node.members) if (initializer) this.visit(initializer, scope);
    } else if (ts.isExportDeclaration(node)) this.visitExports(node, scope);
    else return ts.isBreakOrContinueStatement(node) || ts.isMetaProperty(node);
    return true;
  }

  private visitExports(node: ts.ExportDeclaration, scope: Scope): void {
    if (node.moduleSpecifier !== undefined || node.exportClause === undefined) return;
    if (!ts.isNamedExports(node.exportClause)) return;
    for (const { isTypeOnly, propertyName, name } of node.exportClause.elements) {
      if (!isTypeOnly) this.reference((propertyName ?? name).text, scope);
    }
  }

  private visitKey(name: ts.PropertyName | ts.BindingName, scope: Scope): void {
    if (ts.isComputedPropertyName(name)) this.visit(name.expression, scope);
  }

  private visitDeclared(
    node: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
    scope: Scope,
  ): void {
    if (ts.isBindingElement(node) && node.propertyName) this.visitKey(node.propertyName, scope);
    if (!ts.isIdentifier(node.name)) for (const element of node.name.elements) this.visit(element, scope);
    if (node.initializer) this.visit(node.initializer, scope);
  }

  private visitFunction(node: FunctionWithBody, outer: Scope): void {
    const arrow = ts.isArrowFunction(node);
    const border: Border = { captures: new Set(), arrow };
    this.borders.set(node, border);
    // Keys are evaluated outside the function they name.
    if (node.name && !ts.isIdentifier(node.name)) this.visitKey(node.name, outer);
    const scope = new Scope(outer, border, !arrow);
    if (ts.isFunctionExpression(node) && node.name) scope.declare(node.name.text);
    for (const parameter of node.parameters) declareName(parameter.name, scope);
    for (const parameter of node.parameters) this.visitDeclared(parameter, scope);
    if (!ts.isBlock(node.body)) {
      this.visit(node.body, scope);
      return;
    }
    // Not the scope of the parameters: a default value cannot see the variables of the body.
    const inner = new Scope(scope);
    this.visitBody(node.body, inner);
  }

  private visitBody(body: ts.Block, scope: Scope): void {
    declareVars(body, scope);
    declareLexical(body.statements, scope);
    for (const statement of body.statements) this.visit(statement, scope);
  }

  private visitClass(node: ts.ClassLikeDeclaration, outer: Scope): void {
    const border: Border = { captures: new Set(), arrow: false };
    this.borders.set(node, border);
    const around = new Scope(outer);
    if (ts.isClassExpression(node) && node.name) around.declare(node.name.text);
    const scope = new Scope(around, border);
    for (const clause of node.heritageClauses ?? []) {
      if (clause.token !== ts.SyntaxKind.ExtendsKeyword) continue;
      for (const { expression } of clause.types) this.visit(expression, scope);
    }
    for (const member of node.members) {
      if (isErased(member)) continue;
      if (ts.isPropertyDeclaration(member)) {
        this.visitKey(member.name, scope);
        if (member.initializer) this.visit(member.initializer, new Scope(scope, null, true));
      } else if (ts.isClassStaticBlockDeclaration(member))
        this.visitBody(member.body, new Scope(scope, null, true));
      else this.visit(member, scope);
    }
  }

  private reference(name: string, from: Scope): void {
    const crossed: Border[] = [];
    for (let scope: Scope | null = from; scope !== null; scope = scope.parent) {
      const variable = scope.names.get(name);
      if (variable !== undefined) {
        variable.used = true;
        if (scope.parent !== null) for (const border of crossed) border.captures.add(variable);
        return;
      }
      if (scope.border !== null) crossed.push(scope.border);
    }
  }

  private referenceThis(from: Scope): void {
    const crossed: Border[] = [];
    for (let scope: Scope | null = from; scope !== null; scope = scope.parent) {
      if (scope.ownThis) {
        if (scope.parent !== null) for (const border of crossed) border.captures.add(this.thisVariable);
        return;
      }
      if (scope.border?.arrow === true) crossed.push(scope.border);
    }
  }

  /** Marks the variables that `node` itself assigns to. */
  private assignments(node: ts.Node, scope: Scope): void {
    const target = assignedBy(node);
    if (target !== undefined) this.assign(target, scope);
  }

  private assign(target: ts.Node, scope: Scope): void {
    if (ts.isIdentifier(target)) markReassigned(target.text, scope);
    else if (ts.isShorthandPropertyAssignment(target)) markReassigned(target.name.text, scope);
    else for (const part of targetParts(target)) this.assign(part, scope);
  }

  private noteTargets(node: ts.Node): void {
    const target = assignedBy(node);
    if (target !== undefined) this.notePattern(target);
  }

  private notePattern(target: ts.Node): void {
    if (ts.isObjectLiteralExpression(target) || ts.isArrayLiteralExpression(target))
      this.patterns.add(target);
    for (const part of targetParts(target)) this.notePattern(part);
  }
}

/** A function, method or accessor that JavaScript will see, rather than an overload or a declaration. */
export type FunctionWithBody = ts.FunctionLikeDeclaration & { readonly body: ts.Block | ts.Expression };

/** Whether `node` is a function, method, accessor or constructor with a body. */
export function isFunctionWithBody(node: ts.Node): node is FunctionWithBody {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

/** Whether nothing of `node` is left when types are stripped. Namespaces count: their bodies are left alone. */
export function isErased(node: ts.Node): boolean {
  // "extends f(x)" is a type node by name only.
  if (ts.isExpressionWithTypeArguments(node)) return false;
  if (ts.isTypeNode(node) || ts.isTypeParameterDeclaration(node)) return true;
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isModuleDeclaration(node))
    return true;
  if (ts.isImportDeclaration(node) || ts.isIndexSignatureDeclaration(node)) return true;
  if (ts.isFunctionLike(node) && !isFunctionWithBody(node)) return true;
  if (ts.isParameter(node) && node.name.kind === ts.SyntaxKind.Identifier && node.name.text === "this")
    return true;
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return (modifiers ?? []).some(
    ({ kind }) =>
      kind === ts.SyntaxKind.DeclareKeyword ||
      (kind === ts.SyntaxKind.AbstractKeyword && !ts.isClassLike(node)),
  );
}

/** The expression that `node` assigns to, if it is an assignment of any form. */
function assignedBy(node: ts.Node): ts.Node | undefined {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return assigns ? node.left : undefined;
  }
  if (ts.isPostfixUnaryExpression(node)) return node.operand;
  if (ts.isPrefixUnaryExpression(node)) {
    const steps =
      node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
    return steps ? node.operand : undefined;
  }
  if (ts.isForInStatement(node) || ts.isForOfStatement(node)) {
    return ts.isVariableDeclarationList(node.initializer) ? undefined : node.initializer;
  }
  return undefined;
}

/** What a pattern on the left of an assignment assigns to, one level down. */
function targetParts(target: ts.Node): readonly ts.Node[] {
  if (ts.isObjectLiteralExpression(target)) return target.properties;
  if (ts.isArrayLiteralExpression(target)) return target.elements;
  if (ts.isPropertyAssignment(target)) return [target.initializer];
  if (ts.isBinaryExpression(target)) return [target.left];
  const wrapped =
    ts.isSpreadElement(target) ||
    ts.isSpreadAssignment(target) ||
    ts.isParenthesizedExpression(target) ||
    ts.isAssertionExpression(target) ||
    ts.isNonNullExpression(target) ||
    ts.isSatisfiesExpression(target);
  return wrapped ? [target.expression] : [];
}

function markReassigned(name: string, from: Scope): void {
  for (let scope: Scope | null = from; scope !== null; scope = scope.parent) {
    const variable = scope.names.get(name);
    if (variable !== undefined) {
      variable.reassigned = true;
      return;
    }
  }
}

function declareName(name: ts.BindingName, scope: Scope, reassigned = false): void {
  if (ts.isIdentifier(name)) scope.declare(name.text, reassigned);
  else {
    for (const element of name.elements) {
      if (ts.isBindingElement(element)) declareName(element.name, scope, reassigned);
    }
  }
}

function declareList(list: ts.VariableDeclarationList, scope: Scope): void {
  if ((list.flags & ts.NodeFlags.BlockScoped) === 0) return;
  for (const { name } of list.declarations) declareName(name, scope);
}

function declareLexical(statements: readonly ts.Statement[], scope: Scope): void {
  for (const statement of statements) {
    if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name) && hasValue(statement)) {
      scope.declare(statement.name.text, true);
    }
    if (isErased(statement)) continue;
    if (ts.isVariableStatement(statement)) declareList(statement.declarationList, scope);
    else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name) scope.declare(statement.name.text);
    } else if (ts.isEnumDeclaration(statement)) scope.declare(statement.name.text);
  }
}

/** Whether a namespace exists at run time. */
function hasValue(node: ts.ModuleDeclaration): boolean {
  const declared = ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true;
  if (declared || node.body === undefined || !ts.isModuleBlock(node.body)) return false;
  return node.body.statements.some(
    (inner) => !isErased(inner) || (ts.isModuleDeclaration(inner) && hasValue(inner)),
  );
}

/** Declares every `var` below `node`, not looking into functions and classes. */
function declareVars(node: ts.Node, scope: Scope): void {
  ts.forEachChild(node, (child) => {
    if (isErased(child) || ts.isFunctionLike(child) || ts.isClassLike(child)) return;
    if (ts.isVariableDeclarationList(child) && (child.flags & ts.NodeFlags.BlockScoped) === 0) {
      for (const { name } of child.declarations) declareName(name, scope, true);
    }
    declareVars(child, scope);
  });
}

function declareImports(statement: ts.Statement, scope: Scope): void {
  if (!ts.isImportDeclaration(statement)) return;
  const clause = statement.importClause;
  if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return;
  if (clause.name) scope.declare(clause.name.text);
  const bindings = clause.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) scope.declare(bindings.name.text);
  else for (const { isTypeOnly, name } of bindings.elements) if (!isTypeOnly) scope.declare(name.text);
}
