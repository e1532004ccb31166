// Regular expressions: literals, and what exec and match give. JavaScript's matches are arrays with further properties;
// here they are objects (rlib/core/regexp.ts) whose array is a field. Where TypeScript says that a match is used as an
// array, the field is read; its named groups are a Map.

import ts from "typescript";
import { type ClassEntity, entityConst, FrozenEntity } from "../../model/entities.ts";
import type { Value } from "../../model/graph.ts";
import { RegExp as LibraryRegExp } from "../../../rlib/core/regexp.ts";
import { broken } from "../../support/diagnostics.ts";
import type { Universe } from "../universe.ts";
import { missingInRegExp } from "../regexp/facts.ts";
import { type FlowBuilder, name } from "./builder.ts";
import { skipParens } from "./scopes.ts";

const OWN = new Set(["index", "input", "groups"]);

/** `/…/g`: one object of the library for the place, or a new one for each evaluation if it has a state. */
export function regularExpression(b: FlowBuilder, node: ts.RegularExpressionLiteral): Value {
  const at = node.text.lastIndexOf("/");
  const [source, flags] = [node.text.slice(1, at), node.text.slice(at + 1)];
  const missing = missingInRegExp(source, flags);
  if (missing !== undefined) throw b.notYet(node, missing);
  const sorted = "gimsuy".replace(/./gu, (f) => (flags.includes(f) ? f : ""));
  return madeBy(b, node, "RegExp_literal", source, sorted);
}

/** `new RegExp` of texts that are known: as a literal, but always a new object. */
export function constructedRegExp(
  b: FlowBuilder,
  node: ts.NewExpression,
  cls: ClassEntity,
  args: readonly Value[],
): Value | undefined {
  if (cls !== b.universe.coreClass("RegExp") || args.length === 0 || args.length > 2) return undefined;
  const [source, flags] = [textOf(args[0]), args.length === 1 ? "" : textOf(args[1])];
  if (source === undefined || flags === undefined || missingInRegExp(source, flags) !== undefined)
    return undefined;
  const known = checked(source, flags);
  // What has an error raises it when it is evaluated.
  return known && madeBy(b, node, "RegExp_new", known.source, known.flags);
}

function checked(source: string, flags: string): { source: string; flags: string } | undefined {
  try {
    return new LibraryRegExp(source, flags);
  } catch {
    return undefined;
  }
}

function textOf(v: Value | undefined): string | undefined {
  return v?.tag === "const" && v.value.kind === "string" ? v.value.value : undefined;
}

function madeBy(b: FlowBuilder, node: ts.Node, maker: string, source: string, flags: string): Value {
  const cls = b.universe.coreClass("RegExp") ?? broken("no RegExp in the library");
  const make = b.universe.coreFunction(maker) ?? broken(`no ${maker} in the library`);
  const first = new FrozenEntity(`regexp_${node.pos}`, () => ({
    kind: "instance",
    cls,
    fields: b.universe.regexps.fields(source, flags),
  }));
  return b.emitAt(node, "call_func", [entityConst(make), entityConst(first)], "regexp");
}

/** Is it the type of a match, absent or not? */
function isMatch(universe: Universe, type: ts.Type): boolean {
  const symbol = universe.checker.getNonNullableType(type).getSymbol();
  if (symbol?.name !== "RegExpMatchArray" && symbol?.name !== "RegExpExecArray") return false;
  return symbol.declarations?.[0]?.getSourceFile().isDeclarationFile === true;
}

/** The array of a match where an array is wanted; any other value as it is. */
export function asItems(b: FlowBuilder, source: ts.Node, value: Value): Value {
  return isMatch(b.universe, b.universe.checker.getTypeAtLocation(source))
    ? b.emit("get_prop", [value, name("items")], "items")
    : value;
}

/** The object of an access: of a match its array, unless one of its own properties is meant. */
export function accessed(
  b: FlowBuilder,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression,
  object: Value,
): Value {
  if (ts.isCallExpression(node) || (ts.isPropertyAccessExpression(node) && OWN.has(node.name.text)))
    return object;
  return asItems(b, node.expression, object);
}

/** `m.groups!.name`: the object is the Map of named groups. */
export function isGroups(b: FlowBuilder, e: ts.Expression): boolean {
  let object = skipParens(e);
  while (ts.isNonNullExpression(object)) object = skipParens(object.expression);
  return (
    ts.isPropertyAccessExpression(object) &&
    object.name.text === "groups" &&
    isMatch(b.universe, b.types.of(object.expression))
  );
}

export function groupOf(b: FlowBuilder, node: ts.Node, groups: Value, group: Value): Value {
  return b.emitAt(node, "call_method", [groups, name("get"), group], "group");
}
