// The verifier's part about layouts and prebuilt objects (invariants: verify.ts).

import type { ConstantValue, PrebuiltObject } from "./constants.ts";
import type { Program } from "./program.ts";
import { reachableObjects } from "./text.ts";
import {
  fits,
  funcType,
  kindOf,
  OBJECT,
  registerType,
  sameType,
  typeText,
  type LowType,
  type StorageType,
  type StructType,
} from "./types.ts";

/** Violations among layouts, their method tables, and the values of prebuilt objects. */
export function structProblems(program: Program): string[] {
  const problems: string[] = [];
  const seen = new Set<StructType>([OBJECT]);
  const names = new Set<string>();
  for (const s of program.structs) {
    if (names.has(s.name)) problems.push(`two layouts are called '${s.name}'`);
    if (s.base !== null && !seen.has(s.base))
      problems.push(`layout '${s.name}' stands before its base '${s.base.name}'`);
    seen.add(s);
    names.add(s.name);
    for (const p of [...fieldProblems(s), ...methodProblems(s, program)])
      problems.push(`layout '${s.name}': ${p}`);
  }
  for (const object of reachableObjects(program))
    for (const p of objectProblems(object, program)) problems.push(`prebuilt @${object.name}: ${p}`);
  return problems;
}

function fieldProblems(s: StructType): string[] {
  const problems: string[] = [];
  const names = new Set(s.base?.allFields().map((f) => f.name));
  for (const f of s.ownFields) {
    if (names.has(f.name)) problems.push(`field '${f.name}' occurs twice`);
    names.add(f.name);
    if (kindOf(registerType(f.type)) === "void") problems.push(`field '${f.name}' is void`);
  }
  const inherited = s.base?.itemType() ?? null;
  if (s.items !== null && inherited !== null) problems.push("the base has items already");
  if (inherited !== null && s.ownFields.length > 0)
    problems.push("a layout cannot add fields behind its base's items");
  const length = s.itemType() === null ? undefined : s.field("length")?.type;
  if (s.itemType() !== null && (length === undefined || kindOf(registerType(length)) !== "int"))
    problems.push("has items but no integer field 'length'");
  return problems;
}

function methodProblems(s: StructType, program: Program): string[] {
  const problems: string[] = [];
  (s.base?.vtable ?? []).forEach((slot, i) => {
    const own = s.vtable[i];
    if (slot !== null && own !== undefined && own?.selector !== slot.selector)
      problems.push(`method ${i} is '${own?.selector ?? "null"}', the base's is '${slot.selector}'`);
    if (own === undefined) problems.push(`lacks the base's method ${i}`);
  });
  for (const slot of s.vtable)
    if (slot?.graph != null && !program.graphs.has(slot.graph))
      problems.push(`method '${slot.selector}' is '${slot.graph}', which is no graph`);
  return problems;
}

function objectProblems(object: PrebuiltObject, program: Program): string[] {
  const problems: string[] = [];
  const { struct } = object;
  for (const [name, value] of object.fields) {
    const field = struct.field(name);
    if (field === undefined) problems.push(`layout '${struct.name}' has no field '${name}'`);
    else if (!stores(value, field.type, program))
      problems.push(`field '${name}' cannot hold a ${value.kind} value`);
  }
  const items = struct.itemType();
  if (object.items !== null && items === null) problems.push(`layout '${struct.name}' has no items`);
  if (object.items !== null && items !== null)
    object.items.forEach((value, i) => {
      if (!stores(value, items, program)) problems.push(`item ${i} cannot hold a ${value.kind} value`);
    });
  return problems;
}

/** May static data of this storage type hold the value? */
function stores(value: ConstantValue, type: StorageType, program: Program): boolean {
  const kind = kindOf(registerType(type));
  if (value.kind === "prebuilt") return type.tag === "ref" && value.object.struct.extends(type.to);
  if (value.kind === "tagged") return type.tag === "ref" && type.to === OBJECT;
  if (value.kind === "graph")
    return kind === "word"
      ? program.graphs.has(value.key)
      : signatureFits(program, value.key, registerType(type));
  if (value.kind === "number" && kind !== "float" && !Number.isInteger(value.value)) return false;
  return KINDS_HELD[value.kind]?.includes(kind) ?? false;
}

/** Kinds of storage that may hold a plain constant. */
const KINDS_HELD: Readonly<Partial<Record<ConstantValue["kind"], readonly string[]>>> = {
  number: ["int", "float", "word"],
  int64: ["int", "word"],
  bool: ["bool", "word"],
  struct: ["word"],
  undefined: ["int", "float"],
  null: ["int", "float"],
  nullref: ["ref", "func"],
};

/** Can the graph be called through a code pointer of this type? Arguments may be wider in the graph, the result narrower. */
export function signatureFits(program: Program, key: string, type: LowType): boolean {
  const graph = program.graphs.get(key);
  if (graph?.resultType === undefined || type.tag !== "func" || graph.args.length !== type.args.length)
    return false;
  const own = funcType(
    graph.args.map((a) => a.type ?? type),
    graph.resultType,
  );
  return fits(own.result, type.result) && own.args.every((a, i) => callable(type.args[i], a));
}

// The receiver of a method is wider in the pointer's type than in the graph: dispatch has proven that it fits.
function callable(passed: LowType | undefined, wanted: LowType): boolean {
  if (passed === undefined) return false;
  return passed.tag === "ref" && wanted.tag === "ref"
    ? fits(passed, wanted) || fits(wanted, passed)
    : sameType(passed, wanted);
}

/** `*A` for messages, or "no type". */
export function textOf(t: LowType | undefined): string {
  return t === undefined ? "no type" : typeText(t);
}
