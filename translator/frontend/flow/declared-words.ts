// Places declared with a type of vmsmith/ints, and arrays, sets and maps of them. The types are aliases of number and
// bigint, so the syntax of the declaration tells. `float` makes numbers floats and `int`, `i32` … make them ints, which is
// checked; the annotator is asked to make sure that only bigints of their size flow into `i64` and `u64`.

import ts from "typescript";
import type { Value } from "../../model/graph.ts";
import type { Universe } from "../universe.ts";
import { type FlowBuilder, name } from "./builder.ts";

/** What a declaration says of one place: the value itself, or the elements, keys or values of a collection. */
export interface DeclaredWord {
  readonly of: "value" | "elements" | "keys" | "values";
  readonly word: "i64" | "u64" | "int" | "float";
}

/** The value, on its way into a place with this declared type; `what` names the place in messages. */
export function asDeclared(
  b: FlowBuilder,
  at: ts.Node,
  type: ts.TypeNode | undefined,
  what: string,
  value: Value,
): Value {
  // The library's ints and floats are machine types already, or whatever its callers have.
  if (b.universe.isCore(b.node)) return value;
  let v = value;
  for (const d of type === undefined ? [] : declaredWords(b.universe, type))
    v = b.emitAt(at, "declared_word", [v, name(`${d.of} ${d.word}`), name(what)], what.replace(/\W+/gu, "_"));
  return v;
}

/** The type that a variable, parameter, property or accessor is declared with. */
export function declaredType(symbol: ts.Symbol | undefined): ts.TypeNode | undefined {
  for (const d of symbol?.declarations ?? []) {
    if (ts.isSetAccessor(d)) return d.parameters[0]?.type;
    if (ts.isVariableDeclaration(d) || ts.isParameter(d)) return d.type;
    if (ts.isPropertyDeclaration(d) || ts.isPropertySignature(d)) return d.type;
  }
  return undefined;
}

/** `new Map<string, float>()`, `new Set<i64>()`: what the type arguments say of keys and values. */
export function asConstructed(b: FlowBuilder, node: ts.NewExpression, value: Value): Value {
  let v = value;
  for (const d of b.universe.isCore(b.node)
    ? []
    : collection(b.universe, node.expression.getText(), node.typeArguments))
    v = b.emitAt(
      node,
      "declared_word",
      [v, name(`${d.of} ${d.word}`), name("this collection")],
      "collection",
    );
  return v;
}

/** A constant that is declared float is one, also if its value is whole. */
export function asDeclaredConstant(b: FlowBuilder, at: ts.Node, d: ts.Declaration, c: Value): Value {
  const type = ts.isVariableDeclaration(d) ? d.type : undefined;
  return c.tag === "const" && c.value.kind === "number" ? asDeclared(b, at, type, "this constant", c) : c;
}

/** What a function that is declared to give words returns. */
export function asResult(b: FlowBuilder, at: ts.Node, value: Value): Value {
  if (!ts.isFunctionLike(b.node) || b.generator !== null) return value;
  const type = b.node.type;
  return type === undefined ? value : asDeclared(b, at, type, `the result of ${b.entity.name}`, value);
}

function declaredWords(universe: Universe, type: ts.TypeNode): DeclaredWord[] {
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type))
    return declaredWords(universe, type.type);
  if (ts.isUnionTypeNode(type)) return type.types.flatMap((t) => declaredWords(universe, t));
  if (ts.isArrayTypeNode(type)) return inside(universe, "elements", type.elementType);
  if (!ts.isTypeReferenceNode(type)) return [];
  const alias = aliasOf(universe, type);
  if (alias === undefined) return collection(universe, type.typeName.getText(), type.typeArguments);
  if (universe.isIntsLibrary(alias.getSourceFile().fileName)) return inside(universe, "value", type);
  // An alias cannot lead back to itself but through elements, which are not followed any further.
  return alias.typeParameters === undefined ? declaredWords(universe, alias.type) : [];
}

/** The words that values of the type can be, whatever else they can be. */
function valueWords(universe: Universe, type: ts.TypeNode): DeclaredWord["word"][] {
  if (ts.isParenthesizedTypeNode(type)) return valueWords(universe, type.type);
  if (ts.isUnionTypeNode(type)) return type.types.flatMap((t) => valueWords(universe, t));
  const alias = ts.isTypeReferenceNode(type) ? aliasOf(universe, type) : undefined;
  if (alias === undefined) return [];
  const word = alias.name.text;
  if (!universe.isIntsLibrary(alias.getSourceFile().fileName)) return valueWords(universe, alias.type);
  return [word === "i64" || word === "u64" || word === "float" ? word : "int"];
}

function aliasOf(universe: Universe, type: ts.TypeReferenceNode): ts.TypeAliasDeclaration | undefined {
  const d = universe.resolve(type.typeName)?.declarations?.[0];
  return d !== undefined && ts.isTypeAliasDeclaration(d) && !d.getSourceFile().isDeclarationFile
    ? d
    : undefined;
}

function collection(
  universe: Universe,
  named: string,
  types: readonly ts.TypeNode[] | undefined,
): DeclaredWord[] {
  const [first, second] = types ?? [];
  if (first === undefined) return [];
  switch (named) {
    case "Array":
    case "ReadonlyArray":
      return inside(universe, "elements", first);
    case "Set":
    case "ReadonlySet":
      return inside(universe, "keys", first);
    case "Map":
    case "ReadonlyMap":
      return [
        ...inside(universe, "keys", first),
        ...(second === undefined ? [] : inside(universe, "values", second)),
      ];
    default:
      return [];
  }
}

/** One level: of arrays of arrays the outer one's declaration says nothing. */
function inside(universe: Universe, of: DeclaredWord["of"], type: ts.TypeNode): DeclaredWord[] {
  return valueWords(universe, type).map((word) => ({ of, word }));
}
