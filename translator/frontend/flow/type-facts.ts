// The few questions the flow builder asks TypeScript's checker about types. Answers are hints: they choose between
// ways of building a graph or insert checks; representation is the annotator's own inference.

import ts from "typescript";
import type { ClassEntity } from "../../model/entities.ts";
import type { Universe } from "../universe.ts";
import { type Kinds, kindsOf, narrowedKinds } from "./kinds.ts";

export type IterableKind = "array" | "string" | "map" | "set" | "other";

const ABSENT = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void;

export class TypeFacts {
  readonly #universe: Universe;
  readonly #checker: ts.TypeChecker;

  constructor(universe: Universe) {
    this.#universe = universe;
    this.#checker = universe.checker;
  }

  of(node: ts.Expression): ts.Type {
    return this.#checker.getTypeAtLocation(node);
  }

  /** May the type hold undefined or null? */
  mayBeAbsent(type: ts.Type): boolean {
    if (type.isUnion()) return type.types.some((t) => (t.flags & ABSENT) !== 0);
    return (type.flags & (ABSENT | ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
  }

  mayBeUndefined(type: ts.Type): boolean {
    const has = (t: ts.Type): boolean => (t.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) !== 0;
    return type.isUnion() ? type.types.some(has) : has(type);
  }

  /** The type a variable or property was declared with, before narrowing at this place. */
  declared(node: ts.Node): ts.Type | undefined {
    const s = this.#checker.getSymbolAtLocation(node);
    return s === undefined ? undefined : this.#checker.getTypeOfSymbol(s);
  }

  /** Where the name was declared that the expression is. */
  declarationOf(node: ts.Node): ts.Declaration | undefined {
    if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return undefined;
    return this.#universe.resolve(ts.isIdentifier(node) ? node : node.name)?.valueDeclaration;
  }

  /** What `assert_kind` has to check where a value of the type `declared` is held to be of the type `here`. */
  narrowedKinds(declared: ts.Type, here: ts.Type): Kinds {
    return declared === here ? null : narrowedKinds(this.#checker, declared, here);
  }

  kinds(type: ts.Type): Kinds {
    return kindsOf(this.#checker, type);
  }

  /** The type of an array's elements, whichever they are. */
  elementOf(array: ts.Type): ts.Type | undefined {
    return this.#checker.getIndexTypeOfType(this.#checker.getNonNullableType(array), ts.IndexKind.Number);
  }

  /** The type of a record's values. */
  recordItem(record: ts.Type): ts.Type | undefined {
    return this.#checker.getIndexTypeOfType(record, ts.IndexKind.String);
  }

  /** Properties that an object literal, rest or spread has of an object of this type: no methods of classes. */
  ownProperties(type: ts.Type): ts.Symbol[] {
    const member = ts.SymbolFlags.Method | ts.SymbolFlags.Accessor;
    const inherited = (p: ts.Symbol): boolean =>
      (p.flags & member) !== 0 && p.declarations?.some((d) => ts.isClassLike(d.parent)) === true;
    return this.#checker.getPropertiesOfType(type).filter((p) => !inherited(p));
  }

  iterable(node: ts.Expression): IterableKind {
    return this.iterableType(this.of(node));
  }

  iterableType(type: ts.Type): IterableKind {
    const t = this.#checker.getNonNullableType(type);
    if (t.isUnion()) {
      const [first, ...rest] = new Set(t.types.map((p) => this.iterableType(p)));
      return first === undefined || rest.length > 0 ? "other" : first;
    }
    if (t.flags & ts.TypeFlags.StringLike) return "string";
    if (this.#checker.isArrayType(t) || this.#checker.isTupleType(t)) return "array";
    const name = t.getSymbol()?.name ?? "";
    if (
      /^(Int8|Uint8|Uint8Clamped|Int16|Uint16|Int32|Uint32|Float32|Float64|BigInt64|BigUint64)Array$|^Buffer$/.test(
        name,
      )
    )
      return "array";
    if (/^RegExp(?:Match|Exec)Array$/.test(name)) return "array";
    if (name === "Map" || name === "ReadonlyMap") return "map";
    if (name === "Set" || name === "ReadonlySet") return "set";
    return "other";
  }

  isString(node: ts.Expression): boolean {
    return this.iterable(node) === "string";
  }

  /** Is it an ArrayBuffer and nothing else? */
  isBuffer(node: ts.Expression): boolean {
    const t = this.#checker.getNonNullableType(this.of(node));
    return (t.isUnion() ? t.types : [t]).every((p) =>
      /^(?:Shared)?ArrayBuffer$/.test(p.getSymbol()?.name ?? ""),
    );
  }

  isBigInt(node: ts.Expression): boolean {
    return (this.of(node).flags & ts.TypeFlags.BigIntLike) !== 0;
  }

  /** The classes and shapes that the type is made of (without null and undefined); null if it holds anything else. */
  classesOf(type: ts.Type): ClassEntity[] | null {
    const t = this.#checker.getNonNullableType(type);
    const classes: ClassEntity[] = [];
    for (const part of t.isUnion() ? t.types : [t]) {
      const c = this.#classOf(part);
      if (c === null) return null;
      if (!classes.includes(c)) classes.push(c);
    }
    return classes;
  }

  #classOf(t: ts.Type): ClassEntity | null {
    const symbol = t.getSymbol();
    const d = symbol?.valueDeclaration;
    if (symbol !== undefined && d !== undefined && ts.isClassLike(d) && !d.getSourceFile().isDeclarationFile)
      return this.#universe.classOf(d);
    if (symbol !== undefined && d?.getSourceFile().isDeclarationFile === true)
      return this.#universe.coreClass(symbol.name) ?? null;
    return this.#universe.shapes.ofType(t);
  }

  /** Is the expression of the library class with this name (such as JitDriver)? */
  isLibraryClass(node: ts.Expression, name: string): boolean {
    const s = this.of(node).getSymbol();
    return s?.name === name && /[/\\]rlib[/\\]/.test(s.valueDeclaration?.getSourceFile().fileName ?? "");
  }

  same(a: ts.Type, b: ts.Type): boolean {
    return a === b || this.#checker.getNonNullableType(a) === this.#checker.getNonNullableType(b);
  }
}
