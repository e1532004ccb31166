// Shapes: the classes of object literals. Literals that TypeScript knows to be of one interface or named object type
// share one class, with the fields of that type; any other literal is a class of its own. An interface that extends
// one other becomes its subclass. Purely by declaration, so it does not depend on what is reached first.

import ts from "typescript";
import { constant, nameConst } from "../model/constants.ts";
import { ClassEntity, FuncEntity } from "../model/entities.ts";
import { syntheticGraph } from "./flow/synthetic.ts";
import type { Universe } from "./universe.ts";

const UNDEFINED = constant({ kind: "undefined" });

export class Shapes {
  readonly #universe: Universe;
  readonly #checker: ts.TypeChecker;
  readonly #shapes = new Map<ts.Node, ClassEntity>();

  constructor(universe: Universe) {
    this.#universe = universe;
    this.#checker = universe.checker;
  }

  /** The class of the objects that a literal makes. */
  ofLiteral(node: ts.ObjectLiteralExpression): ClassEntity {
    const own = this.#checker.getTypeAtLocation(node);
    // Which properties are accessors, no declared type tells.
    if (node.properties.some(ts.isAccessor)) return this.ofNode(node, own);
    const names = node.properties.flatMap((p) => (p.name === undefined ? [] : [p.name.getText()]));
    const contextual = this.#checker.getContextualType(node);
    const wanted = contextual === undefined ? undefined : this.#checker.getNonNullableType(contextual);
    for (const t of wanted === undefined ? [] : wanted.isUnion() ? wanted.types : [wanted]) {
      if (!this.#checker.isTypeAssignableTo(own, t)) continue;
      const shape = this.ofType(t);
      if (shape !== null && names.every((n) => shape.findField(n) !== null)) return shape;
    }
    return this.ofNode(node, own);
  }

  /** The class of the objects that are made at a place of the program and belong to no declared type. */
  ofNode(node: ts.Node, type: ts.Type): ClassEntity {
    return this.#shapes.get(node) ?? this.#make(node, type);
  }

  /** The shape of an interface, object type or literal's type; null for every other type. */
  ofType(type: ts.Type): ClassEntity | null {
    if (!(type.flags & ts.TypeFlags.Object) || type.getCallSignatures().length > 0) return null;
    const d = type.getSymbol()?.declarations?.[0];
    if (d === undefined || d.getSourceFile().isDeclarationFile) return null;
    // Interfaces there describe machine layouts.
    if (this.#universe.isRawLibrary(d.getSourceFile().fileName) || this.#universe.isLowLibrary(d))
      return null;
    if (!ts.isInterfaceDeclaration(d) && !ts.isTypeLiteralNode(d) && !ts.isObjectLiteralExpression(d))
      return null;
    if (this.#checker.getIndexInfosOfType(type).length > 0) return null;
    // What is left of an object after a rest element bears the symbol of the whole.
    if ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.ObjectRestType) return null;
    return this.#shapes.get(d) ?? this.#make(d, type);
  }

  #make(d: ts.Node, type: ts.Type): ClassEntity {
    const base = ts.isInterfaceDeclaration(d) ? this.#baseOf(d) : null;
    const again = this.#shapes.get(d);
    if (again !== undefined) return again;
    const pos = this.#universe.position(d);
    const name = nameOf(d, type);
    const module = this.#universe.moduleNameOf(pos.file);
    const shape = new ClassEntity(
      `${module}.${name ?? `object${pos.offset}`}`,
      name ?? "object",
      base,
      pos,
      this.#universe.isCore(d) ? "core" : "target",
      true,
    );
    this.#shapes.set(d, shape);
    for (const p of this.#checker.getPropertiesOfType(type)) {
      const at = p.valueDeclaration ?? d;
      if (shape.findField(p.name) !== null) continue;
      if (this.#addAccessors(shape, p)) continue;
      const optional = (p.flags & ts.SymbolFlags.Optional) !== 0;
      shape.fields.set(p.name, {
        name: p.name,
        pos: this.#universe.position(at),
        readonly: false,
        maybeUnset: optional,
      });
    }
    return shape;
  }

  /** An accessor of a literal: a function in a field of the object, and a member of the class that calls it. */
  #addAccessors(shape: ClassEntity, p: ts.Symbol): boolean {
    const accessors = (p.declarations ?? []).filter(ts.isAccessor);
    if (!accessors.every((d) => ts.isObjectLiteralExpression(d.parent))) return false;
    for (const d of accessors) {
      const isGetter = ts.isGetAccessorDeclaration(d);
      const field = accessorField(isGetter ? "get" : "set", p.name);
      shape.fields.set(field, {
        name: field,
        pos: this.#universe.position(d),
        readonly: true,
        maybeUnset: false,
      });
      const f = new FuncEntity({
        key: `${shape.key}.${field.replace("@", "_")}`,
        name: `${shape.name}.${p.name}`,
        kind: isGetter ? "getter" : "setter",
        params: isGetter ? [] : [{ name: "value", optional: false, rest: false }],
        captures: [],
        hasThis: true,
        pos: this.#universe.position(d),
        owner: shape,
        unit: shape.unit,
        build: (self) =>
          syntheticGraph(self, (body) => {
            const closure = body.emit("get_state", [body.self ?? UNDEFINED, nameConst(field)], p.name);
            body.return(body.emit("call", [closure, ...body.params]));
          }),
      });
      (isGetter ? shape.getters : shape.setters).set(p.name, f);
    }
    return accessors.length > 0;
  }

  #baseOf(d: ts.InterfaceDeclaration): ClassEntity | null {
    const bases = d.heritageClauses?.flatMap((h) => [...h.types]) ?? [];
    const only = bases[0];
    if (only === undefined || bases.length > 1) return null;
    return this.ofType(this.#checker.getTypeAtLocation(only));
  }
}

/** The field of an object literal that holds its getter or setter of this name. */
export function accessorField(kind: "get" | "set", property: string): string {
  return `${kind}@${property}`;
}

/** Is it the type of objects with any keys? */
export function isRecordType(checker: ts.TypeChecker, type: ts.Type): boolean {
  const t = checker.getNonNullableType(type);
  if (!(t.flags & ts.TypeFlags.Object) || checker.isArrayType(t) || checker.isTupleType(t)) return false;
  const symbol = t.getSymbol();
  const d = symbol?.declarations?.[0];
  // Typed arrays, process.env, the groups of a match: known by their names. `Record` itself is an alias.
  if (d?.getSourceFile().isDeclarationFile === true && !ts.isMappedTypeNode(d) && !isOfFromEntries(d))
    return false;
  return (
    t.getCallSignatures().length === 0 &&
    (checker.getIndexInfoOfType(t, ts.IndexKind.String) !== undefined ||
      checker.getIndexInfoOfType(t, ts.IndexKind.Number) !== undefined)
  );
}

/** The result of `Object.fromEntries` as the language's own declarations write it. */
function isOfFromEntries(d: ts.Node): boolean {
  return (
    ts.isTypeLiteralNode(d) && ts.isMethodSignature(d.parent) && d.parent.name.getText() === "fromEntries"
  );
}

/** Is a record wanted where the literal stands? `satisfies` wants nothing, and `as const` is what it says. */
export function isRecordLiteral(checker: ts.TypeChecker, node: ts.ObjectLiteralExpression): boolean {
  let p: ts.Node = node.parent;
  while (ts.isParenthesizedExpression(p)) p = p.parent;
  if (ts.isSatisfiesExpression(p)) return false;
  if (ts.isAsExpression(p) && p.type.getText() === "const") return false;
  const wanted = checker.getContextualType(node);
  return wanted !== undefined && isRecordType(checker, wanted);
}

function nameOf(d: ts.Node, type: ts.Type): string | undefined {
  if (ts.isInterfaceDeclaration(d)) return d.name.text;
  return type.aliasSymbol?.name;
}
