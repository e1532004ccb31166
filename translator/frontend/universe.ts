// From syntax, symbols and the heap image to entities (model/entities.ts): one entity per function, class, module
// variable and frozen object, made when first asked for. Knows the library files that stand for JavaScript's
// builtins. Needs: a type-checked program and its heap image. Throws refusals for what is outside the subset.

import ts from "typescript";
import {
  BuiltinEntity,
  type Capture,
  type CapturedField,
  ClassEntity,
  entityConst,
  FuncEntity,
  type FuncInit,
  type FuncKind,
  GlobalEntity,
  type Param,
} from "../model/entities.ts";
import { type Constant, constant, nameConst, numberConst } from "../model/constants.ts";
import type { Graph, Position } from "../model/graph.ts";
import { broken, type Diagnostic, type Parts, Refusal, refusal } from "../support/diagnostics.ts";
import { LineIndex, type Place } from "../support/positions.ts";
import { constructorFacts } from "./class-facts.ts";
import { capturedField, FileScopes, hasOwnThis, isFunctionScope } from "./flow/scopes.ts";
import { syntheticGraph } from "./flow/synthetic.ts";
import { FrozenHeap } from "./frozen-heap.ts";
import type { HeapImage } from "./heap-image.ts";
import { parseClassHints, parseHints } from "./hints.ts";
import { nameFunctions, ownName } from "./names.ts";
import { RegExpConstants } from "./regexp/constants.ts";
import { Shapes } from "./shapes.ts";
import { instantiate, MAX_NESTING, nesting, NO_TYPES, type TypeEnv } from "./type-env.ts";

export interface UniverseInput {
  readonly program: ts.Program;
  readonly image: HeapImage;
  /** Module names by file: short, unique, used in keys. */
  readonly moduleName: (file: string) => string;
  /** The library's files that implement builtins; not part of the heap image. */
  readonly isCoreFile: (file: string) => boolean;
}

export type GraphBuilder = (universe: Universe, f: FuncEntity, node: ts.Node) => Graph;

/** Modules whose meaning under Node is another one than in the binary (rlib/core). */
const BINARY_ONLY: ReadonlySet<string> = new Set(["vmsmith/gc", "vmsmith/coroutine"]);

export class Universe {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly heap: FrozenHeap;
  readonly shapes: Shapes;
  readonly regexps: RegExpConstants;
  readonly #input: UniverseInput;
  readonly #build: GraphBuilder;
  readonly #functions = new Map<string, FuncEntity>();
  readonly #classes = new Map<string, ClassEntity>();
  readonly #globals = new Map<string, GlobalEntity>();
  readonly #builtins = new Map<string, BuiltinEntity>();
  readonly #scopes = new Map<ts.SourceFile, FileScopes>();
  readonly #keys = new Map<ts.SourceFile, Map<ts.Node, string>>();
  readonly #lines = new Map<string, LineIndex>();
  readonly #coreExports = new Map<string, ts.Symbol>();

  constructor(input: UniverseInput, build: GraphBuilder) {
    this.#input = input;
    this.#build = build;
    this.program = input.program;
    this.checker = input.program.getTypeChecker();
    for (const file of this.program.getSourceFiles())
      if (input.isCoreFile(file.fileName)) {
        const symbol = this.checker.getSymbolAtLocation(file);
        symbol?.exports?.forEach((s, name) => this.#coreExports.set(String(name), s));
      }
    this.shapes = new Shapes(this);
    this.regexps = new RegExpConstants(this);
    this.heap = new FrozenHeap(input.image, this);
  }

  moduleNameOf(file: string): string {
    return this.#input.moduleName(file);
  }

  /** Is this the library's file of JIT hints, whose functions and classes are known by name? */
  isJitLibrary(file: string): boolean {
    return this.#input.moduleName(file) === "vmsmith/jit";
  }

  /** The library's file of references to memory of another unit, whose functions are known by name. */
  isRawLibrary(file: string): boolean {
    return this.#input.moduleName(file) === "vmsmith/raw";
  }

  /** The library of C functions, some of whose functions only make sense while modules load. */
  isForeignLibrary(file: string): boolean {
    return /^vmsmith\/ffi(?:-types|-library)?$/u.test(this.#input.moduleName(file));
  }

  /** What stands around calls of C functions. */
  isBorderLibrary(file: string): boolean {
    return this.#input.moduleName(file) === "vmsmith/ffi-border";
  }

  /** The library's file of number types. */
  isIntsLibrary(file: string): boolean {
    return this.#input.moduleName(file) === "vmsmith/ints";
  }

  /** What a function or class of vmsmith/gc or vmsmith/coroutine is in the binary: the library's of that name. */
  binaryOnlyLibrary(node: ts.Node, name: string): Constant | undefined {
    if (!BINARY_ONLY.has(this.#input.moduleName(node.getSourceFile().fileName))) return undefined;
    const entity = this.coreFunction(name) ?? this.coreClass(name);
    return entity && entityConst(entity);
  }

  /** The declaration of a class of the core library. */
  coreClassNode(name: string): ts.ClassDeclaration | undefined {
    const d = this.#coreExports.get(name)?.valueDeclaration;
    return d !== undefined && ts.isClassDeclaration(d) ? d : undefined;
  }

  /** The intrinsics of the low-level dialect. */
  isIntrinsicsLibrary(file: string): boolean {
    return this.#input.moduleName(file) === "vmsmith/core/low/intrinsics";
  }

  /** Is the node in the part of the library that is written in the low-level dialect? */
  isLowLibrary(node: ts.Node): boolean {
    return this.#input.moduleName(node.getSourceFile().fileName).startsWith("vmsmith/core/low/");
  }

  /** Refuses an entry point whose type is not (argv: string[]) => number. */
  requireEntryType(target: string): void {
    const file = this.program.getSourceFile(target) ?? broken(`no source ${target}`);
    const symbol = this.checker
      .getSymbolAtLocation(file)
      ?.exports?.get(ts.escapeLeadingUnderscores("entryPoint"));
    const node = symbol?.declarations?.[0] ?? file;
    const signature =
      symbol === undefined ? undefined : this.checker.getTypeOfSymbol(symbol).getCallSignatures()[0];
    const result = signature?.getReturnType();
    const good = (t: ts.Type): boolean => (t.flags & ts.TypeFlags.NumberLike) !== 0;
    if (result !== undefined && (result.isUnion() ? result.types.every(good) : good(result))) return;
    throw refusal("RTS1005", this.place(node), {
      seen: `entryPoint gives ${result === undefined ? "nothing that can be called" : this.checker.typeToString(result)}.`,
      why: "Its result is the exit code of the program, a number.",
      instead: "Write: export function entryPoint(argv: string[]): number { … }",
    });
  }

  /** What is refused in a function that will not be annotated, because its caller is refused already. */
  refusalsIn(f: FuncEntity): readonly Diagnostic[] {
    if (this.#explored.has(f)) return [];
    this.#explored.add(f);
    try {
      f.graph();
      return [];
    } catch (problem) {
      if (problem instanceof Refusal) return problem.diagnostics;
      throw problem;
    }
  }

  /** A static field that is never assigned after loading: its frozen value stands for it. */
  isReadonlyStatic(g: GlobalEntity): boolean {
    return this.#readonlyStatics.has(g);
  }

  /** A refusal of syntax outside the subset. */
  refuse(node: ts.Node, parts: Parts): Refusal {
    return refusal("RTS1101", this.place(node), parts);
  }

  place(node: ts.Node): Place {
    const file = node.getSourceFile();
    return this.placeAt({ file: file.fileName, offset: node.getStart(file) }, node.end);
  }

  placeAt(pos: Position, end = pos.offset): Place {
    let lines = this.#lines.get(pos.file);
    if (lines === undefined) {
      lines = new LineIndex(pos.file, this.program.getSourceFile(pos.file)?.text ?? "");
      this.#lines.set(pos.file, lines);
    }
    return lines.place(pos.offset, end);
  }

  scopesOf(node: ts.Node): FileScopes {
    const file = node.getSourceFile();
    let s = this.#scopes.get(file);
    if (s === undefined) this.#scopes.set(file, (s = new FileScopes(this.checker, file)));
    return s;
  }

  keyOf(node: ts.Node): string {
    const file = node.getSourceFile();
    let keys = this.#keys.get(file);
    if (keys === undefined)
      this.#keys.set(file, (keys = nameFunctions(file, this.#input.moduleName(file.fileName))));
    return keys.get(node) ?? broken(`no key for ${node.getText().slice(0, 40)}`);
  }

  isCore(node: ts.Node): boolean {
    return this.#input.isCoreFile(node.getSourceFile().fileName);
  }

  /** A symbol with import aliases followed. */
  resolve(node: ts.Node): ts.Symbol | undefined {
    const s = ts.isShorthandPropertyAssignment(node.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.checker.getSymbolAtLocation(node);
    return s !== undefined && s.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(s) : s;
  }

  /** The exported function or class of the core library with this name, if there is one. */
  coreFunction(name: string): FuncEntity | undefined {
    const d = this.#coreExports.get(name)?.valueDeclaration;
    return d !== undefined && ts.isFunctionDeclaration(d) ? this.funcOf(d) : undefined;
  }

  coreClass(name: string): ClassEntity | undefined {
    const d = this.#coreExports.get(name)?.valueDeclaration;
    return d !== undefined && ts.isClassDeclaration(d) ? this.classOf(d) : undefined;
  }

  builtin(path: string): BuiltinEntity {
    let b = this.#builtins.get(path);
    if (b === undefined) this.#builtins.set(path, (b = new BuiltinEntity(path)));
    return b;
  }

  builtinConst(path: string): Constant {
    return entityConst(this.builtin(path));
  }

  /** The function entity of a function-like node, for the type arguments in whose scope it is used. */
  funcOf(node: ts.FunctionLikeDeclaration, env: TypeEnv = NO_TYPES): FuncEntity {
    const key = this.keyOf(node) + env.key;
    let f = this.#functions.get(key);
    if (f === undefined) this.#functions.set(key, (f = this.#makeFunction(node, key, env)));
    return f;
  }

  /** Each list of type arguments has an instance of its own: there must be an end of them. */
  #requireEnd(node: ts.Node, env: TypeEnv): void {
    if (nesting(env) <= MAX_NESTING) return;
    throw refusal("RTS1104", this.place(node), {
      seen: `instances of \`${ownName(node)}\` for type arguments that are nested ${MAX_NESTING} deep and more.`,
      why: "It uses itself with larger type arguments each time, and each of them would need an instance of its own.",
      instead:
        "Use itself with the same type arguments, or hold the nested values behind a class that is not generic.",
    });
  }

  #makeFunction(node: ts.FunctionLikeDeclaration, key: string, env: TypeEnv): FuncEntity {
    this.#requireEnd(node, env);
    const scopes = this.scopesOf(node);
    const owner = ts.isClassLike(node.parent) ? this.classOf(node.parent, env) : null;
    const isStatic = isStaticMember(node);
    // Members of a local class find captured variables in their instance.
    const isMember = owner !== null && !isStatic;
    const captures: Capture[] = isMember
      ? []
      : this.#capturesOf(node).map(({ name, cell }) => ({ name, cell }));
    if (scopes.capturesThis(node)) captures.push({ name: "this", cell: false });
    const hints = parseHints(this, node);
    const kind = kindOfFunction(node);
    return new FuncEntity({
      key,
      env,
      name:
        owner !== null && !ts.isConstructorDeclaration(node)
          ? `${owner.name}.${ownName(node)}`
          : ownName(node),
      kind,
      params: this.paramsOf(node.parameters),
      captures,
      hasThis: owner !== null && !isStatic,
      pos: this.position(node),
      hints,
      owner,
      // Generic methods have no instances by type arguments, so each call gets a copy.
      holdsReceiver: scopes.capturesThis(node) && hasOwnThis(node),
      perCallSite: hints.has("perCallSite") || (owner !== null && node.typeParameters !== undefined),
      generic: node.typeParameters !== undefined,
      unit: this.isCore(node) ? "core" : "target",
      build: (f) => this.#build(this, f, node),
    });
  }

  /** What a function or class captures; in a class each has a field of its own, also in derived classes. */
  #capturesOf(node: ts.Node): CapturedField[] {
    const scopes = this.scopesOf(node);
    return scopes
      .capturesOf(node)
      .map((s) => ({ name: s.name, cell: scopes.needsCell(s), field: capturedField(s) }));
  }

  /**
   * The function that stands for a class where the class is a value: `new C(…)` of a value calls it. It captures what
   * the class captures.
   */
  makerOf(c: ClassEntity): FuncEntity {
    const key = `${c.key}.new`;
    let f = this.#functions.get(key);
    if (f === undefined) {
      f = new FuncEntity({
        key,
        name: c.name,
        kind: "function",
        params: c.ctor.params,
        captures: c.captured,
        hasThis: false,
        pos: c.pos,
        unit: c.unit,
        build: (self) =>
          syntheticGraph(self, (body) => {
            const object = body.emit("alloc", [entityConst(c)], "object");
            c.captured.forEach(({ field }, i) => {
              body.emit("init_prop", [object, nameConst(field), body.captures[i] ?? object]);
            });
            body.forward(c.ctor, object);
            body.return(object);
          }),
      });
      this.#functions.set(key, f);
    }
    return f;
  }

  paramsOf(params: ts.NodeArray<ts.ParameterDeclaration>): Param[] {
    return params
      .filter((p) => !(ts.isIdentifier(p.name) && p.name.text === "this"))
      .map((p) => ({
        name: ts.isIdentifier(p.name) ? p.name.text : "pattern",
        optional: p.questionToken !== undefined || p.initializer !== undefined,
        rest: p.dotDotDotToken !== undefined,
      }));
  }

  position(node: ts.Node): Position {
    const file = node.getSourceFile();
    return { file: file.fileName, offset: node.getStart(file) };
  }

  /** The class entity of a class, or of its instance for type arguments. */
  classOf(node: ts.ClassLikeDeclaration, env: TypeEnv = NO_TYPES): ClassEntity {
    const own = node.typeParameters === undefined ? NO_TYPES : env;
    const key = this.keyOf(node) + own.key;
    const known = this.#classes.get(key);
    if (known !== undefined) return known;
    this.#requireEnd(node, own);
    const base = this.#baseOf(node, own);
    const template = own.key === "" ? null : this.classOf(node);
    const again = this.#classes.get(key);
    if (again !== undefined) return again;
    const unit = this.isCore(node) ? "core" : "target";
    const c = new ClassEntity(key, ownName(node), base, this.position(node), unit, false, template);
    this.#classes.set(key, c);
    try {
      this.#fillClass(c, node, own);
    } catch (problem) {
      // Refused: half a class must not be found again.
      this.#classes.delete(key);
      throw problem;
    }
    return c;
  }

  /** The environment in which a generic class is used with these type arguments. */
  classEnv(node: ts.ClassLikeDeclaration, type: ts.Type, outer: TypeEnv): TypeEnv {
    if (node.typeParameters === undefined) return NO_TYPES;
    const types = this.checker.getTypeArguments(type as ts.TypeReference);
    return instantiate(this.checker, node.typeParameters, types, outer);
  }

  #baseOf(node: ts.ClassLikeDeclaration, env: TypeEnv): ClassEntity | null {
    const clause = node.heritageClauses?.find((h) => h.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
    if (clause === undefined) return null;
    const symbol = ts.isIdentifier(clause.expression) ? this.resolve(clause.expression) : undefined;
    const d = symbol?.valueDeclaration;
    if (d !== undefined && ts.isClassLike(d) && !d.getSourceFile().isDeclarationFile)
      return this.classOf(d, this.classEnv(d, this.checker.getTypeAtLocation(clause), env));
    const core = symbol === undefined ? undefined : this.coreClass(symbol.name);
    if (core !== undefined) return core;
    throw refusal("RTS1103", this.place(clause), {
      seen: `a class that extends \`${clause.expression.getText()}\`.`,
      why: "A class can extend a class of the program or one of the builtin error classes.",
      instead: "Extend such a class, or hold the builtin in a field and forward to it.",
    });
  }

  #fillClass(c: ClassEntity, node: ts.ClassLikeDeclaration, env: TypeEnv): void {
    const properties = node.members.filter(ts.isPropertyDeclaration);
    c.hints = parseClassHints(this, node);
    for (const p of properties) parseClassHints(this, p);
    const ctor = node.members.find(
      (m): m is ts.ConstructorDeclaration => ts.isConstructorDeclaration(m) && m.body !== undefined,
    );
    const instance = properties.filter((p) => !isStaticMember(p));
    c.captured = this.#capturesOf(node);
    for (const { field } of c.captured)
      if (c.findField(field) === null)
        c.fields.set(field, { name: field, pos: c.pos, readonly: true, maybeUnset: false });
    const facts = constructorFacts(
      ctor,
      instance.flatMap((p) => (p.initializer === undefined ? [] : [p.initializer])),
    );
    const baseEscapes = c.base !== null && this.#escapes.get(c.base) === true;
    this.#escapes.set(c, facts.escapes || baseEscapes);
    const addField = (name: ts.PropertyName | ts.BindingName, unset: boolean, readonly: boolean): void => {
      const text = memberName(name);
      // A field declared again below only narrows the type: the base's field stays the one.
      if (c.findField(text) === null)
        c.fields.set(text, { name: text, pos: this.position(name), readonly, maybeUnset: unset });
    };
    for (const p of ctor?.parameters ?? [])
      if (ts.isParameterPropertyDeclaration(p, p.parent))
        addField(p.name, baseEscapes, hasModifier(p, ts.SyntaxKind.ReadonlyKeyword));
    for (const p of instance) {
      if (hasModifier(p, ts.SyntaxKind.DeclareKeyword)) continue;
      const safe = p.initializer !== undefined || facts.assigned.has(memberName(p.name));
      addField(p.name, baseEscapes || !safe, hasModifier(p, ts.SyntaxKind.ReadonlyKeyword));
    }
    if (c.template === null)
      for (const p of properties.filter(isStaticMember))
        c.statics.set(memberName(p.name), this.#staticOf(c, node, p));
    for (const m of node.members) this.#addMember(c, m, env);
    c.ctor = ctor === undefined ? this.#defaultConstructor(c, node, env) : this.funcOf(ctor, env);
  }

  readonly #nodes = new Map<string, ts.Node>();
  readonly #explored = new Set<FuncEntity>();
  readonly #readonlyStatics = new Set<GlobalEntity>();
  readonly #escapes = new Map<ClassEntity, boolean>();

  #addMember(c: ClassEntity, m: ts.ClassElement, env: TypeEnv): void {
    if (m.name === undefined) return;
    const name = memberName(m.name);
    if (ts.isMethodDeclaration(m)) {
      // Abstract methods and overload signatures have no body.
      if (m.body !== undefined) {
        (isStaticMember(m) ? c.staticMethods : c.methods).set(name, this.funcOf(m, env));
        if (!isStaticMember(m)) c.getters.set(name, this.#methodValue(c, name, m));
      } else if (hasModifier(m, ts.SyntaxKind.AbstractKeyword)) c.abstractMethods.add(name);
    } else if (ts.isAccessor(m) && !isStaticMember(m) && c.base !== null && c.base.findField(name) !== null)
      throw this.refuse(m.name, {
        seen: `the accessor \`${name}\` in a class whose base class has a field of this name.`,
        why: "Each object of the base class has the field itself, which is read directly.",
        instead: `Assign \`this.${name}\` in the constructor.`,
      });
    else if (ts.isGetAccessorDeclaration(m) && m.body !== undefined) c.getters.set(name, this.funcOf(m, env));
    else if (ts.isSetAccessorDeclaration(m) && m.body !== undefined) c.setters.set(name, this.funcOf(m, env));
  }

  /** What reading a method as a property gives: a function, of a method that does not need its object. */
  #methodValue(c: ClassEntity, name: string, m: ts.MethodDeclaration): FuncEntity {
    const synthetic = (
      suffix: string,
      init: Partial<FuncInit> & Pick<FuncInit, "kind" | "build">,
    ): FuncEntity =>
      new FuncEntity({
        key: `${c.key}.${name.replace(/\W/g, "")}${suffix}`,
        name: `${c.name}.${name}`,
        params: [],
        captures: [],
        hasThis: false,
        pos: this.position(m),
        unit: c.unit,
        ...init,
      });
    return synthetic(".read", {
      kind: "getter",
      hasThis: true,
      owner: c,
      build: (getter) => {
        const method = c.methods.get(name) ?? broken(`no method ${name}`);
        const scopes = this.scopesOf(m);
        if (scopes.usesInstance(m) || scopes.capturesOf(m).length > 0 || m.asteriskToken !== undefined)
          throw this.refuse(m.name, unboundMethod(`${c.name}.${name}`));
        const value = synthetic(".unbound", {
          kind: "function",
          params: method.params,
          build: (f) =>
            syntheticGraph(f, (body) => {
              body.return(body.forward(method, constant({ kind: "undefined" })));
            }),
        });
        return syntheticGraph(getter, (body) => {
          body.return(entityConst(value));
        });
      },
    });
  }

  #staticOf(c: ClassEntity, node: ts.ClassLikeDeclaration, p: ts.PropertyDeclaration): GlobalEntity {
    const name = memberName(p.name);
    const g = new GlobalEntity(`${c.key}.${name}`, `${c.name}.${name}`, this.position(p), () =>
      this.isCore(node) ? this.#literal(p.initializer, p) : this.heap.staticOf(node, name, this.place(p)),
    );
    if (hasModifier(p, ts.SyntaxKind.ReadonlyKeyword)) this.#readonlyStatics.add(g);
    return g;
  }

  /** The constructor of a class that declares none: passes its arguments to the base's. */
  #defaultConstructor(c: ClassEntity, node: ts.ClassLikeDeclaration, env: TypeEnv): FuncEntity {
    return new FuncEntity({
      key: `${c.key}.constructor`,
      env,
      name: `${c.name}.constructor`,
      kind: "constructor",
      params: c.base === null ? [] : c.base.ctor.params,
      captures: [],
      hasThis: true,
      pos: this.position(node),
      owner: c,
      unit: c.unit,
      build: (f) => this.#build(this, f, node),
    });
  }

  /** The value of a module-level variable: a constant, or the global variable itself. */
  topLevel(symbol: ts.Symbol, declaration: ts.VariableDeclaration | ts.BindingElement): Constant {
    const file = declaration.getSourceFile();
    if (file.isDeclarationFile) return entityConst(this.builtin(this.builtinPath(symbol)));
    const read = (): Constant =>
      this.isCore(declaration)
        ? this.#literal((declaration as ts.VariableDeclaration).initializer, declaration)
        : this.heap.bindingOf(file.fileName, symbol.name, this.place(declaration));
    if (!this.scopesOf(declaration).isAssignedGlobal(symbol)) return read();
    const key = `${this.#input.moduleName(file.fileName)}.${symbol.name}`;
    let g = this.#globals.get(key);
    if (g === undefined)
      this.#globals.set(key, (g = new GlobalEntity(key, symbol.name, this.position(declaration), read)));
    return entityConst(g);
  }

  #literal(init: ts.Expression | undefined, at: ts.Node): Constant {
    if (init === undefined) return constant({ kind: "undefined" });
    if (ts.isAsExpression(init)) return this.#literal(init.expression, at);
    if (ts.isNumericLiteral(init)) return numberConst(Number(init.text));
    if (ts.isPrefixUnaryExpression(init) && ts.isNumericLiteral(init.operand))
      return numberConst(-Number(init.operand.text));
    if (ts.isStringLiteralLike(init)) return constant({ kind: "string", value: init.text });
    if (init.kind === ts.SyntaxKind.TrueKeyword || init.kind === ts.SyntaxKind.FalseKeyword)
      return constant({ kind: "bool", value: init.kind === ts.SyntaxKind.TrueKeyword });
    if (init.kind === ts.SyntaxKind.NullKeyword) return constant({ kind: "null" });
    return broken(`core library variable ${at.getText()} is not a literal`);
  }

  /** `Math`, `console`, `node:fs.readFileSync` … of a symbol declared in a .d.ts file. */
  builtinPath(symbol: ts.Symbol): string {
    for (let d: ts.Node | undefined = symbol.declarations?.[0]; d !== undefined; d = d.parent)
      if (ts.isModuleDeclaration(d) && ts.isStringLiteral(d.name)) {
        const module = d.name.text.startsWith("node:") ? d.name.text : `node:${d.name.text}`;
        // `export = path` in node:path: the variable is the module.
        const isModule = d === symbol.declarations?.[0] || module === `node:${symbol.name}`;
        const path = isModule ? module : `${module}.${symbol.name}`;
        return path.replace(GLOBAL_MODULES, "");
      }
    return symbol.name;
  }

  /** The function-like node or class at a site of the heap image. */
  nodeAt(file: string, offset: number): ts.Node {
    const key = `${file}:${offset}`;
    let node = this.#nodes.get(key);
    if (node === undefined) this.#nodes.set(key, (node = this.#findNode(file, offset)));
    return node;
  }

  #findNode(file: string, offset: number): ts.Node {
    const source = this.program.getSourceFile(file) ?? broken(`heap image names the unknown file ${file}`);
    let found: ts.Node | undefined;
    const visit = (n: ts.Node): void => {
      if (offset < n.pos || offset >= n.end || found !== undefined) return;
      if (
        (isFunctionScope(n) || ts.isClassLike(n) || ts.isObjectLiteralExpression(n)) &&
        n.getStart(source) === offset
      )
        found = n;
      else ts.forEachChild(n, visit);
    };
    visit(source);
    return found ?? broken(`no function at offset ${offset} of ${file}`);
  }
}

/** Modules whose exports are global names as well: `node:process.exit` is `process.exit`. */
const GLOBAL_MODULES = /^node:(?:(?=process(?:\.|$))|perf_hooks\.(?=performance(?:\.|$)))/u;

function kindOfFunction(node: ts.FunctionLikeDeclaration): FuncKind {
  if (ts.isConstructorDeclaration(node)) return "constructor";
  if (ts.isGetAccessorDeclaration(node)) return "getter";
  if (ts.isSetAccessorDeclaration(node)) return "setter";
  return ts.isMethodDeclaration(node) ? "method" : "function";
}

/** Why a method that uses `this` is no value. */
export function unboundMethod(method: string): Parts {
  return {
    seen: `the method ${method} is used as a value.`,
    why: "It uses `this`, which a call of the value would not have.",
    instead: "Write an arrow function that calls the method, or bind it: `object.method.bind(object)`.",
  };
}

export function memberName(name: ts.PropertyName | ts.BindingName): string {
  if (
    ts.isIdentifier(name) ||
    ts.isStringLiteralLike(name) ||
    ts.isNumericLiteral(name) ||
    ts.isPrivateIdentifier(name)
  )
    return name.text;
  return name.getText();
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && node.modifiers?.some((m) => m.kind === kind) === true;
}

function isStaticMember(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.StaticKeyword);
}
