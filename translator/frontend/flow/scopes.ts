// Which local variables functions share. For one source file: each function's captured variables, which variables
// are reassigned, and which must therefore live in cells. Needs: the type checker's symbols.
// Surprise: a local function that captures nothing is a constant and is itself never captured.

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
  /** Local variables compared with null or undefined, or tested for truth, anywhere in their function. */
  readonly #tested = new Set<ts.Symbol>();

  /** Module-level variables that some function assigns. */
  readonly #assignedGlobals = new Set<ts.Symbol>();

  constructor(checker: ts.TypeChecker, file: ts.SourceFile) {
    this.#checker = checker;
    this.#walk(file, []);
    this.#spreadFunctionCaptures();
  }

  /** Variables of enclosing functions or module-level blocks that the function uses, in order of first use. */
  capturesOf(fn: ts.Node): ts.Symbol[] {
    return [...(this.#uses.get(fn) ?? [])].filter((s) => !this.isConstantFunction(s));
  }

  capturesThis(fn: ts.Node): boolean {
    return this.#usesThis.has(fn);
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

  /** A local function declaration that captures nothing. */
  isConstantFunction(symbol: ts.Symbol): boolean {
    const d = symbol.valueDeclaration;
    return (
      d !== undefined &&
      ts.isFunctionDeclaration(d) &&
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
    const inside = isFunctionScope(node) ? [...functions, node] : functions;
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
      if (!ts.isArrowFunction(fn)) return;
      this.#usesThis.add(fn);
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
    if (d === undefined || !ts.isFunctionDeclaration(d) || this.isReassigned(symbol)) return false;
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
  if (ts.isVariableDeclaration(d) || ts.isBindingElement(d) || ts.isFunctionDeclaration(d))
    return enclosingFunction(d) !== undefined || isInBlock(d);
  return false;
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
    ts.isTypeNode(p)
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

/** The expression inside any parentheses. */
export function skipParens(node: ts.Expression): ts.Expression {
  let e = node;
  while (ts.isParenthesizedExpression(e)) e = e.expression;
  return e;
}
