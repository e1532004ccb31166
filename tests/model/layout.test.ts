// Layouts in bytes agree with C's rules; that they agree with the compiler itself, the compiled C asserts.

import { describe, expect, test } from "vitest";

import {
  fieldOffset,
  itemsOffset,
  itemSize,
  placedFields,
  storageSize,
  structSize,
} from "../../translator/model/layout.ts";
import { parseProgram } from "../../translator/model/parse.ts";
import type { StructType } from "../../translator/model/types.ts";
import { runIr, sourceOf } from "../c/run-ir.ts";

const LAYOUTS = `
struct Empty : Object { }
struct Mixed : Object { a: bool, b: int, c: i8, d: u16, e: f32, f: float, g: *Mixed, h: fn(int) -> int, i: type, j: bool }
struct Longer : Mixed { k: u8, l: i32, m: i16 }
struct Bytes : Object { length: u32, items u8 }
struct Words : Object { length: u32, hash: u32, flag: u8, items int }
struct Shorts : Object { length: u8, items i16 }
struct Flags : Object { length: int, items bool }
struct Singles : Object { length: u16, x: i8, items f32 }
struct More : Words { }
`;
const MAIN = `
object @mixed Mixed { c: -3, e: 0.5, j: true }
object @longer Longer { m: 7 }
graph main() -> int
start():
  empty: *Empty = new_struct Empty
  m: int = get_field @longer, m
  bytes: *Bytes = new_array Bytes, 3
  words: *More = new_array More, 3
  shorts: *Shorts = new_array Shorts, 3
  flags: *Flags = new_array Flags, 3
  singles: *Singles = new_array Singles, 3
  x: int = get_field @mixed, c
  r: int = int_add m, x
  return r
`;

function layout(name: string): StructType {
  const { structs } = parseProgram(`program p entry main\n${LAYOUTS}`);
  const found = structs.find((s) => s.name === name);
  if (found === undefined) throw new Error(`no layout ${name}`);
  return found;
}

describe("offsets", () => {
  test("fields follow each other, each at a multiple of its size", () => {
    expect(placedFields(layout("Mixed")).map((p) => p.offset)).toEqual([
      8, 16, 24, 26, 28, 32, 40, 48, 56, 64,
    ]);
    expect(structSize(layout("Mixed"))).toBe(72);
  });

  test("an extension's fields use the room that the base leaves", () => {
    expect(fieldOffset(layout("Longer"), "j")).toBe(64);
    expect(fieldOffset(layout("Longer"), "k")).toBe(65);
    expect(fieldOffset(layout("Longer"), "l")).toBe(68);
    expect(fieldOffset(layout("Longer"), "m")).toBe(72);
    expect(structSize(layout("Longer"))).toBe(80);
  });

  test("items follow the fields without a gap but their alignment", () => {
    expect(
      ["Bytes", "Words", "More", "Shorts", "Flags", "Singles"].map((n) => itemsOffset(layout(n))),
    ).toEqual([12, 24, 24, 10, 16, 12]);
    expect(["Bytes", "Words", "Shorts", "Flags", "Singles"].map((n) => itemSize(layout(n)))).toEqual([
      1, 8, 2, 1, 4,
    ]);
    expect(structSize(layout("Bytes"))).toBe(12);
  });

  test("an object without fields is its header", () => {
    expect(structSize(layout("Empty"))).toBe(8);
    expect(() => fieldOffset(layout("Empty"), "x")).toThrow(/no field 'x'/);
    expect(() => itemsOffset(layout("Empty"))).toThrow(/no items/);
  });

  test("sizes of what fields hold", () => {
    const sizes = layout("Mixed")
      .allFields()
      .map((f) => storageSize(f.type));
    expect(sizes).toEqual([1, 8, 1, 2, 4, 8, 8, 8, 8, 1]);
  });
});

describe("the C compiler", () => {
  test("lays out as the table says", async () => {
    const text = `${LAYOUTS}${MAIN}`;
    const types = sourceOf(text).files.get("types.c") ?? "";
    for (const name of ["Mixed", "Longer", "Bytes", "More", "Shorts", "Flags", "Singles"])
      expect(types).toMatch(new RegExp(`_Static_assert\\(offsetof\\(struct s_${name}, `, "u"));
    expect((await runIr(text)).code).toBe(4);
    expect(types).toContain(
      "_Static_assert(offsetof(struct s_Longer, m) == 72 && sizeof(struct s_Longer) == 80, ",
    );
  });
});
