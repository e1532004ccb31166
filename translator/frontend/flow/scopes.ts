// Which local variables functions share. For one source file: each function's captured variables, which variables
// are reassigned, and which must therefore live in cells. Needs: the type checker's symbols.
// Surprise: a local function or class that captures nothing is a constant and is itself never captured. A class inside
// a function captures what its members, field initialisers and base class use.

import ts from "typescript";

/** Facts about one local variable (or parameter) that some nested function uses, or that is assigned after its start. */
export interface LocalFacts {
  readonly symbol: ts.Symbol;
  reassigned: boolean;
  /** A closure may be made before the variable has its value, so it must share a cell. */
  early: boolean;
  captured: boolean;
}

export class FileScopes {
  readonly #checker: ts.TypeChecker;
  readonly #locals = new Map<ts.Symbol, LocalFacts>();
  readonly #uses = new Map<ts.Node, Set<ts.Symbol>>();
  readonly #usesThis = new Set<ts.Node>();
  readonly #membersUsingThis = new Set<ts.Node>();
  /** Local variables compared with null or undefined, or tested for truth, anywhere in their function. */
  readonly #tested = new Set<ts.Symbol>();

  /** Module-level variables that some function assigns. */
  readonly #assignedGlobals = new Set<ts.Symbol>();

  /** Local classes that extend a local class, with the functions and classes around them. */
  readonly #derived: { readonly base: ts.ClassLikeDeclaration; readonly scopes: readonly ts.Node[] }[] = [];

  constructor(checker: ts.TypeChecker, file: ts.SourceFile) {
    this.#checker = checker;
    this.#walk(file, []);
    this.#spreadBaseCaptures();
    this.#spreadFunctionCaptures();
  }

  /** Variables of enclosing functions or module-level blocks that the function or class uses, by first use. */
  capturesOf(fn: ts.Node): ts.Symbol[] {
    return [...(this.#uses.get(fn) ?? [])].filter((s) => !this.isConstant(s));
  }

  capturesThis(fn: ts.Node): boolean {
    return this.#usesThis.has(fn);
  }

  /** Does the member of a class use its instance? */
  usesInstance(member: ts.Node): boolean {
    return this.#membersUsingThis.has(member);
  }

  /** Must the variable live in a cell? */
  needsCell(symbol: ts.Symbol): boolean {
    const f = this.#locals.get(symbol);
    return f !== undefined && f.captured && (f.reassigned || f.early);
  }

  isReassigned(symbol: ts.Symbol): boolean {
    return this.#locals.get(symbol)?.reassigned === true;
  }

  /** Is the module-level variable assigned by a function (and not only while loading)? */
  isAssignedGlobal(symbol: ts.Symbol): boolean {
    return this.#assignedGlobals.has(symbol);
  }

  /** Is the variable tested for absence somewhere? Then reading an element into it must not raise. */
  isTested(symbol: ts.Symbol): boolean {
    return this.#tested.has(symbol);
  }

  /** A local declaration of a function or class that captures nothing. */
  isConstant(symbol: ts.Symbol): boolean {
    const d = symbol.valueDeclaration;
    return (
      d !== undefined &&
      (ts.isFunctionDeclaration(d) || ts.isClassDeclaration(d)) &&
      !ts.isSourceFile(d.parent) &&
      !d.getSourceFile().isDeclarationFile &&
      (this.#uses.get(d)?.size ?? 0) === 0 &&
      !this.#usesThis.has(d)
    );
  }

  #facts(symbol: ts.Symbol): LocalFacts {
    let f = this.#locals.get(symbol);
    if (f === undefined)
      this.#locals.set(symbol, (f = { symbol, reassigned: false, early: false, captured: false }));
    return f;
  }

  #walk(node: ts.Node, functions: ts.Node[]): void {
    const isScope = isFunctionScope(node) || (ts.isClassLike(node) && isLocal(node));
    const inside = isScope ? [...functions, node] : functions;
    if (ts.isIdentifier(node)) this.#identifier(node, functions);
    else if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword)
      this.#this(functions);
    ts.forEachChild(node, (c) => this.#walk(c, inside));
  }

  #identifier(node: ts.Identifier, functions: ts.Node[]): void {
    if (functions.length === 0 && !isInBlock(node)) return;
    if (isNameOnly(node)) return;
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? this.#checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.#checker.getSymbolAtLocation(node);
    const declaration = symbol?.valueDeclaration;
    if (symbol === undefined || declaration === undefined) return;
    if (!isLocalVariable(declaration)) {
      if (isAssignmentTarget(node)) this.#assignedGlobals.add(symbol);
      return;
    }
    if (isAssignmentTarget(node)) this.#facts(symbol).reassigned = true;
    if (isAbsenceTest(node)) this.#tested.add(symbol);
    if (ts.isClassLike(declaration) && isBaseClass(node))
      this.#derived.push({ base: declaration, scopes: functions });
    else this.#use(symbol, declaration, functions);
  }

  /** The variable is used inside these functions and classes, outermost first. */
  #use(symbol: ts.Symbol, declaration: ts.Declaration, functions: readonly ts.Node[]): void {
    const home = enclosingFunction(declaration);
    let captured = false;
    for (let i = functions.length - 1; i >= 0 && functions[i] !== home; i--) {
      const fn = functions[i] as ts.Node;
      let uses = this.#uses.get(fn);
      if (uses === undefined) this.#uses.set(fn, (uses = new Set()));
      uses.add(symbol);
      captured = true;
    }
    if (!captured) return;
    const facts = this.#facts(symbol);
    facts.captured = true;
    const outermost = functions[functions.indexOf(home as ts.Node) + 1] as ts.Node;
    const madeAt = ts.isFunctionDeclaration(outermost) ? hoistPoint(outermost) : outermost.getStart();
    if (madeAt < declaration.end && !ts.isParameter(declaration)) facts.early = true;
  }

  #this(functions: ts.Node[]): void {
    for (let i = functions.length - 1; i >= 0; i--) {
      const fn = functions[i] as ts.Node;
      if (ts.isArrowFunction(fn)) this.#usesThis.add(fn);
      else {
        (hasOwnThis(fn) ? this.#usesThis : this.#membersUsingThis).add(fn);
        return;
      }
    }
  }

  // An instance of a derived class has the captured variables of its base as well.
  #spreadBaseCaptures(): void {
    const count = (): number => [...this.#uses.values()].reduce((n, uses) => n + uses.size, 0);
    for (let before = -1; before !== count();) {
      before = count();
      for (const { base, scopes } of this.#derived)
        for (const s of [...(this.#uses.get(base) ?? [])])
          if (s.valueDeclaration !== undefined) this.#use(s, s.valueDeclaration, scopes);
    }
  }

  // Using a local function means using what it captures, until nothing changes.
  #spreadFunctionCaptures(): void {
    for (let changed = true; changed;) {
      changed = false;
      const constant = new Set([...this.#locals.keys()].filter((s) => this.#onlyConstants(s, new Set())));
      for (const uses of this.#uses.values())
        for (const s of [...uses])
          if (constant.has(s)) {
            uses.delete(s);
            changed = true;
          }
    }
  }

  #onlyConstants(symbol: ts.Symbol, visiting: Set<ts.Symbol>): boolean {
    const d = symbol.valueDeclaration;
    if (d === undefined || this.isReassigned(symbol)) return false;
    if (!ts.isFunctionDeclaration(d) && !ts.isClassDeclaration(d)) return false;
    if (visiting.has(symbol)) return true;
    visiting.add(symbol);
    return (
      !this.#usesThis.has(d) && [...(this.#uses.get(d) ?? [])].every((s) => this.#onlyConstants(s, visiting))
    );
  }
}

/** Function-like nodes with a body of their own; class static blocks and property initialisers count with `this`. */
export function isFunctionScope(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isGetAccessorDeclaration(node) ||
    ts.isSetAccessorDeclaration(node)
  );
}

export function enclosingFunction(node: ts.Node): ts.Node | undefined {
  let n = node.parent as ts.Node | undefined;
  // A parameter belongs to its function; everything else to the function around it.
  while (n !== undefined && !isFunctionScope(n)) n = n.parent;
  return n;
}

function isLocalVariable(d: ts.Declaration): boolean {
  if (ts.isParameter(d)) return true;
  if (ts.isVariableDeclaration(d) || ts.isBindingElement(d) || ts.isFunctionDeclaration(d)) return isLocal(d);
  return ts.isClassDeclaration(d) && isLocal(d);
}

/** Inside a function, or in a block of module level? */
function isLocal(node: ts.Node): boolean {
  return enclosingFunction(node) !== undefined || isInBlock(node);
}

/** Has the function a `this` that is neither an instance of its class nor that of the function around it? */
export function hasOwnThis(fn: ts.Node): boolean {
  if (ts.isMethodDeclaration(fn) || ts.isAccessor(fn)) return ts.isObjectLiteralExpression(fn.parent);
  return ts.isFunctionExpression(fn) && ts.isPropertyAssignment(fn.parent);
}

function isBaseClass(node: ts.Identifier): boolean {
  const p = node.parent;
  return (
    ts.isExpressionWithTypeArguments(p) && ts.isHeritageClause(p.parent) && ts.isClassLike(p.parent.parent)
  );
}

/** Inside a block of module level (not at its top)? */
function isInBlock(node: ts.Node): boolean {
  for (let n = node.parent; !ts.isSourceFile(n); n = n.parent)
    if (
      ts.isBlock(n) ||
      ts.isCaseBlock(n) ||
      ts.isForStatement(n) ||
      ts.isForOfStatement(n) ||
      ts.isCatchClause(n)
    )
      return true;
  return false;
}

function hoistPoint(fn: ts.FunctionDeclaration): number {
  return fn.parent.getStart();
}

function isNameOnly(node: ts.Identifier): boolean {
  const p = node.parent;
  return (
    (ts.isPropertyAccessExpression(p) && p.name === node) ||
    (ts.isPropertyAssignment(p) && p.name === node) ||
    (ts.isMethodDeclaration(p) && p.name === node) ||
    (ts.isPropertyDeclaration(p) && p.name === node) ||
    (ts.isClassLike(p) && p.name === node) ||
    (ts.isTypeNode(p) && !ts.isExpressionWithTypeArguments(p))
  );
}

/** Does the identifier stand where it is written to (other than by its own declaration)? */
export function isAssignmentTarget(node: ts.Node): boolean {
  const p = node.parent;
  if (ts.isParenthesizedExpression(p) || ts.isNonNullExpression(p)) return isAssignmentTarget(p);
  if (ts.isBinaryExpression(p))
    return (
      p.left === node &&
      p.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      p.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    );
  if (ts.isPrefixUnaryExpression(p) || ts.isPostfixUnaryExpression(p))
    return p.operator === ts.SyntaxKind.PlusPlusToken || p.operator === ts.SyntaxKind.MinusMinusToken;
  if (ts.isForOfStatement(p) || ts.isForInStatement(p)) return p.initializer === node;
  // Destructuring assignment: [a, b] = …, ({ a } = …).
  if (
    ts.isArrayLiteralExpression(p) ||
    ts.isShorthandPropertyAssignment(p) ||
    ts.isSpreadElement(p) ||
    ts.isSpreadAssignment(p)
  )
    return isAssignmentTarget(p);
  if (ts.isPropertyAssignment(p)) return p.initializer === node && isAssignmentTarget(p);
  if (ts.isObjectLiteralExpression(p)) return isAssignmentTarget(p);
  return false;
}

function isAbsenceTest(node: ts.Identifier): boolean {
  const p = node.parent;
  if (ts.isBinaryExpression(p)) {
    const k = p.operatorToken.kind;
    if (
      k === ts.SyntaxKind.QuestionQuestionToken ||
      k === ts.SyntaxKind.BarBarToken ||
      k === ts.SyntaxKind.AmpersandAmpersandToken
    )
      return p.left === node;
    const other = p.left === node ? p.right : p.left;
    return isAbsentLiteral(other);
  }
  if (ts.isPropertyAccessExpression(p) || ts.isElementAccessExpression(p) || ts.isCallExpression(p))
    return p.questionDotToken !== undefined;
  if (ts.isPrefixUnaryExpression(p)) return p.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isTypeOfExpression(p)) return true;
  return (
    ((ts.isIfStatement(p) || ts.isWhileStatement(p) || ts.isDoStatement(p)) && p.expression === node) ||
    (ts.isConditionalExpression(p) && p.condition === node)
  );
}

export function isAbsentLiteral(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined");
}

/** The field in which instances of a local class keep a captured variable. */
export function capturedField(symbol: ts.Symbol): string {
  return `${symbol.name}@${symbol.valueDeclaration?.pos ?? 0}`;
}

/** The expression inside any parentheses. */
export function skipParens(node: ts.Expression): ts.Expression {
  let e = node;
  while (ts.isParenthesizedExpression(e)) e = e.expression;
  return e;
}
