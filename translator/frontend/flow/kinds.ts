// Which kinds of value a TypeScript type admits, in the words of the operation `assert_kind`: what narrowing has left of
// a union. A hint as all types are: it inserts checks. Structural types admit every kind that has all their members.

import ts from "typescript";
import { isRecordType } from "../shapes.ts";

/** Null: values of any kind. Absent values are not counted. */
export type Kinds = ReadonlySet<string> | null;

const F = ts.TypeFlags;
const ABSENT = F.Undefined | F.Null | F.Void;

const PROTOTYPES: readonly (readonly [kind: string, prototype: object])[] = [
  ["array", Array.prototype],
  ["map", Map.prototype],
  ["set", Set.prototype],
  ["typed", Uint8Array.prototype],
  ["buffer", ArrayBuffer.prototype],
  ["dataview", DataView.prototype],
  ["function", Function.prototype],
  ["string", String.prototype],
  ["number", Number.prototype],
  ["bigint", BigInt.prototype],
  ["boolean", Boolean.prototype],
];

const BUILTIN_KINDS: Readonly<Record<string, string>> = {
  Array: "array",
  ReadonlyArray: "array",
  Map: "map",
  ReadonlyMap: "map",
  Set: "set",
  ReadonlySet: "set",
  Function: "function",
  ArrayBuffer: "buffer",
  DataView: "dataview",
};

export function kindsOf(checker: ts.TypeChecker, type: ts.Type): Kinds {
  const kinds = new Set<string>();
  return addKinds(checker, type, kinds) ? kinds : null;
}

/** False if it may be anything. */
function addKinds(checker: ts.TypeChecker, t: ts.Type, kinds: Set<string>): boolean {
  if (t.isUnion()) return t.types.every((p) => addKinds(checker, p, kinds));
  const { flags } = t;
  if (flags & (ABSENT | F.Never)) return true;
  if (flags & F.NumberLike) kinds.add("number");
  else if (flags & F.BigIntLike) kinds.add("bigint");
  else if (flags & F.StringLike) kinds.add("string");
  else if (flags & F.BooleanLike) kinds.add("boolean");
  else if (t.isIntersection()) return addIntersection(checker, t, kinds);
  else if (flags & F.Object) addObject(checker, t, kinds);
  else return false;
  return true;
}

/** A branded primitive is that primitive; other intersections are of the kinds that all parts admit. */
function addIntersection(checker: ts.TypeChecker, t: ts.IntersectionType, kinds: Set<string>): boolean {
  const parts = t.types.map((p) => kindsOf(checker, p)).filter((k) => k !== null);
  const [first, ...rest] = parts;
  if (first === undefined) return false;
  const primitive = parts.find(
    (k) => k.size === 1 && ["number", "bigint", "string", "boolean"].some((p) => k.has(p)),
  );
  for (const k of primitive ?? first)
    if (primitive !== undefined || rest.every((r) => r.has(k))) kinds.add(k);
  return true;
}

function addObject(checker: ts.TypeChecker, t: ts.Type, kinds: Set<string>): void {
  const symbol = t.getSymbol();
  const name = symbol?.name ?? "";
  const d = symbol?.declarations?.[0];
  const fromLibrary = d?.getSourceFile().isDeclarationFile === true;
  const builtin = fromLibrary && Object.hasOwn(BUILTIN_KINDS, name) ? BUILTIN_KINDS[name] : undefined;
  if (builtin !== undefined || checker.isTupleType(t)) kinds.add(builtin ?? "array");
  else if (fromLibrary && /^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$|^Buffer$/.test(name))
    kinds.add("typed");
  else if (t.getCallSignatures().length > 0) kinds.add("function");
  else if (d !== undefined && ts.isClassLike(d)) kinds.add("instance");
  // TypeScript takes object literals of other types for records as well.
  else if (isRecordType(checker, t)) kinds.add("map").add("instance");
  else addStructural(checker, t, kinds);
}

function addStructural(checker: ts.TypeChecker, t: ts.Type, kinds: Set<string>): void {
  kinds.add("instance");
  const members = checker.getPropertiesOfType(t).map((p) => p.name);
  for (const [kind, prototype] of PROTOTYPES)
    if (members.every((m) => (m.startsWith("__@iterator") ? Symbol.iterator : m) in prototype))
      kinds.add(kind);
}

/** Has narrowing to `here` excluded a kind that `declared` admits? Then what is left. */
export function narrowedKinds(checker: ts.TypeChecker, declared: ts.Type, here: ts.Type): Kinds {
  if (here.flags & (F.Never | F.TypeParameter)) return null;
  const left = kindsOf(checker, here);
  if (left === null || left.size === 0) return null;
  const before = kindsOf(checker, declared);
  return before === null || [...before].some((k) => !left.has(k)) ? left : null;
}
