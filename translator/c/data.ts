// Static data: type descriptions of the layouts and the prebuilt objects, as C definitions.

import { referenceMap } from "../../gc-transformers/layouts.ts";
import type { ConstantValue, PrebuiltObject } from "../model/constants.ts";
import { itemsOffset, placedFields, structSize } from "../model/layout.ts";
import { kindOf, registerType, WORD, type StorageType, type StructType } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { addressWord, castTo, cString, declaration, plainConstant, primary, unary } from "./expressions.ts";
import type { FileNeeds } from "./function.ts";
import type { CNames } from "./names.ts";

/** The C definition of a layout, or null if C knows it already (any object). */
export function structDefinition(s: StructType, names: CNames): string | null {
  if (
    s.base === null &&
    s.depth === 0 &&
    s.allFields().length === 0 &&
    s.itemType() === null &&
    names.structType(s) === "vs_object"
  )
    return null;
  const members = s.allFields().map((f) => `  ${declaration(f.type, names.field(s, f.name), names)};`);
  const items = s.itemType();
  if (items !== null) members.push(`  ${declaration(items, "items[]", names)};`);
  return [`${names.structType(s)} {`, "  uint64_t header;", ...members, "};"].join("\n");
}

/** The compiler lays the struct out as model/layout.ts says; null where there is nothing to say. */
function layoutAssertion(s: StructType, names: CNames): string | null {
  const struct = names.structType(s);
  const last = placedFields(s).at(-1);
  if (last === undefined) return null;
  const place =
    s.itemType() === null
      ? `offsetof(${struct}, ${names.field(s, last.field.name)}) == ${last.offset} && sizeof(${struct}) == ${structSize(s)}`
      : `offsetof(${struct}, items) == ${itemsOffset(s)}`;
  return `_Static_assert(${place}, "layout");`;
}

/** Bytes of a type description in runtime/vs.h; types.c asserts them. */
const TYPE_SIZE = 56;
const WORD_SIZE = 8;

/** Where each type's description and its ancestors begin among all of a library; the C compiler checks the numbers. */
export function typePlaces(types: readonly StructType[]): Map<StructType, number> {
  const places = new Map<StructType, number>();
  let at = 0;
  for (const s of types) {
    places.set(s, at);
    at += (s.depth + 1) * WORD_SIZE + TYPE_SIZE + s.vtable.length * WORD_SIZE;
  }
  return places;
}

/** `VS_TYPE(type_Point, 2, 1);`; in a library, whose types lie together, `place` is where. */
export function typeDeclaration(s: StructType, names: CNames, place?: number): string {
  const id = `type_${names.struct(s)}`;
  if (place !== undefined)
    return [
      `VS_TYPE_AT(${id}, ${s.depth + 1}, ${s.vtable.length}, ${place + (s.depth + 1) * WORD_SIZE});`,
      `#define ${id} (*(const struct ${id}_of *)(vs_types + ${place}))`,
    ].join("\n");
  return `VS_TYPE(type_${names.struct(s)}, ${s.depth + 1}, ${s.vtable.length});`;
}

/** The C of a type description: definitions, and in a library what goes into the struct of all. */
export interface TypeText {
  readonly before: string;
  readonly member: string;
  readonly value: string;
}

/** All type descriptions of a library as one object, so that distances between them are constants. */
export function placedTypes(texts: readonly TypeText[], types: readonly StructType[], names: CNames): string {
  const asserts = types.map(
    (s) =>
      `_Static_assert(offsetof(struct vs_all_types, type_${names.struct(s)}_in.t) == type_${names.struct(s)}_at, "place");`,
  );
  return [
    `struct vs_all_types {\n  ${texts.map((t) => t.member).join("\n  ")}\n};`,
    ...asserts,
    'extern const struct vs_all_types vs_all_types __asm__("vs_types");',
    `const struct vs_all_types vs_all_types = {\n${texts.map((t) => t.value).join(",\n")},\n};`,
  ].join("\n");
}

/** The type description of a layout. `isReached` tells which methods are part of the program. */
export function typeDefinition(
  s: StructType,
  file: FileNeeds,
  isReached: (key: string) => boolean,
  nameObject: PrebuiltObject | undefined,
  isPlaced: boolean,
): TypeText {
  const { names } = file;
  const struct = names.structType(s);
  const id = `type_${names.struct(s)}`;
  const map = referenceMap(s);
  const items = s.itemType();
  file.struct(s);
  const offset = (field: string): string => `offsetof(${struct}, ${names.field(s, field)})`;
  const ancestors: string[] = [];
  for (let a: StructType | null = s; a !== null; a = a.base) {
    file.type(a);
    ancestors.unshift(`&type_${names.struct(a)}.t`);
  }
  const assertion = layoutAssertion(s, names);
  const lines = assertion === null ? [] : [assertion];
  if (s.special !== null)
    lines.push(`_Static_assert(sizeof(${struct}) == sizeof(vs_${s.special}), "as the runtime has it");`);
  if (map.fields.length > 0)
    lines.push(
      `static const uint32_t references_${names.struct(s)}[] = {${map.fields.map((f) => offset(f.name)).join(", ")}};`,
    );
  const parts = [items === null ? `.size = sizeof(${struct})` : `.size = offsetof(${struct}, items)`];
  if (items !== null) {
    parts.push(`.item_size = sizeof(((${struct} *)0)->items[0])`, `.length_at = ${offset("length")}`);
    parts.push(`.length_size = sizeof(((${struct} *)0)->${names.field(s, "length")})`);
    if (map.items) parts.push(".items_are_references = true");
  }
  if (items === null && s.special === null) parts.push(`.words = VS_WORDS(sizeof(${struct}))`);
  if (s.depth > 0) parts.push(`.depth = ${s.depth}`);
  if (map.fields.length > 0)
    parts.push(`.reference_count = ${map.fields.length}`, `.references = references_${names.struct(s)}`);
  if (s.special !== null) parts.push(`.special = &vs_${s.special}_special`);
  parts.push(`.name = ${cString(s.displayName)}`);
  if (nameObject !== undefined) {
    file.object(nameObject);
    parts.push(`.name_object = (vs_object *)&${names.object(nameObject)}`);
  }
  // Nearest first, so the one at depth 0 comes right before the description.
  const body = [`  .ancestors = {${ancestors.reverse().join(", ")}},`, `  .t = {${parts.join(", ")}},`];
  const methods = methodTable(s, file, isReached);
  if (methods !== null) body.push(`  .methods = {${methods}},`);
  if (isPlaced)
    return {
      before: lines.join("\n"),
      member: `struct ${id}_of ${id}_in;`,
      value: `.${id}_in = {\n${body.join("\n")}\n}`,
    };
  return {
    before: [...lines, `const struct ${id} ${id} = {`, ...body, "};"].join("\n"),
    member: "",
    value: "",
  };
}

function methodTable(s: StructType, file: FileNeeds, isReached: (key: string) => boolean): string | null {
  const slots = s.vtable.map((slot) => {
    if (slot?.graph == null || !isReached(slot.graph)) return "NULL";
    return `(vs_func)${file.names.graph(file.graph(slot.graph).key)}`;
  });
  return slots.every((slot) => slot === "NULL") ? null : slots.join(", ");
}

/** `extern struct s_Latin1 o_hello;` */
export function objectDeclaration(o: PrebuiltObject, names: CNames): string {
  return `extern ${names.structType(o.struct)} ${names.object(o)};`;
}

/** The definition of a prebuilt object. */
export function objectDefinition(o: PrebuiltObject, file: FileNeeds): string {
  const { names } = file;
  file.struct(o.struct);
  file.type(o.struct);
  const flags = o.isInterned ? " + VS_INTERNED" : "";
  const parts = [`VS_STATIC_HEADER(type_${names.struct(o.struct)})${flags}`];
  for (const f of o.struct.allFields()) {
    const isLength = f.name === "length" && o.items !== null;
    const value: ConstantValue | undefined = isLength
      ? { kind: "number", value: o.items?.length ?? 0 }
      : o.fields.get(f.name);
    if (value !== undefined && !isZero(value))
      parts.push(`.${names.field(o.struct, f.name)} = ${storedValue(value, f.type, file)}`);
  }
  const items = o.struct.itemType();
  if (o.items !== null && o.items.length > 0 && items !== null)
    parts.push(`.items = ${itemsText(o.items, items, file)}`);
  const body = parts.join(", ");
  const head = `${names.structType(o.struct)} ${names.object(o)} =`;
  return head.length + body.length < 100 ? `${head} {${body}};` : `${head} {\n  ${parts.join(",\n  ")},\n};`;
}

function isZero(value: ConstantValue): boolean {
  return (
    value.kind === "nullref" ||
    (value.kind === "number" && Object.is(value.value, 0)) ||
    (value.kind === "bool" && !value.value)
  );
}

function storedValue(value: ConstantValue, type: StorageType, file: FileNeeds): string {
  const { names } = file;
  if (value.kind === "graph") {
    const code = primary(names.graph(file.graph(value.key).key));
    return type === WORD ? addressWord(code).text : castTo("vs_func", code).text;
  }
  if (value.kind === "struct") {
    file.type(value.struct);
    return addressWord(unary(`&type_${names.struct(value.struct)}.t`)).text;
  }
  if (value.kind !== "prebuilt") return plainConstant(value, type).text;
  if (type.tag !== "ref")
    return broken(`a prebuilt object stands where a ${kindOf(registerType(type))} is wanted`);
  file.object(value.object);
  const address = `&${names.object(value.object)}`;
  return value.object.struct === type.to ? address : `(${names.structType(type.to)} *)${address}`;
}

function itemsText(items: readonly ConstantValue[], type: StorageType, file: FileNeeds): string {
  const isBytes = type.tag === "narrow" && type.name === "u8";
  const bytes = items.map((v) => (v.kind === "number" ? v.value : -1));
  if (isBytes && bytes.length > 0 && bytes.every((b) => b >= 0 && b <= 0xff)) return byteString(bytes);
  const texts = items.map((v) => storedValue(v, type, file));
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last === undefined || last.length + text.length > 110) lines.push(text);
    else lines[lines.length - 1] = `${last}, ${text}`;
  }
  return lines.length <= 1 ? `{${lines.join("")}}` : `{\n    ${lines.join(",\n    ")}}`;
}

/** Bytes as C string literals, several lines if they are many. */
function byteString(bytes: readonly number[]): string {
  const lines: string[] = [];
  for (let i = 0; i < bytes.length; i += 80) {
    const chars = bytes.slice(i, i + 80).map((b) => {
      if (b === 0x22 || b === 0x5c) return `\\${String.fromCharCode(b)}`;
      if (b === 0x0a) return "\\n";
      return b >= 0x20 && b < 0x7f && b !== 0x3f
        ? String.fromCharCode(b)
        : `\\${b.toString(8).padStart(3, "0")}`;
    });
    lines.push(`"${chars.join("")}"`);
  }
  return lines.join("\n    ");
}
