// Borders between units: what crosses is listed, and the hash changes with it and only with it.

import { expect, test } from "vitest";
import { parseProgram } from "../../translator/model/parse.ts";
import { bordersOf, unitSizes } from "../../translator/model/units.ts";

const HEAD = `
program p entry main
struct Error : Object { code: int }
struct Str : Object { length: u32, items u8 }
struct List : Object { length: int }
wellknown string Str
wellknown latin1 Str
wellknown utf16 Str
wellknown rope Str
wellknown error Error
`;
const PUSH =
  "graph push(l: *List, x: int) -> int [unit core]\nstart(l, x):\n  n: int = get_field l, length\n  return n\n";
const MAIN =
  "graph main() -> int\nstart():\n  l: *List = new_struct List\n  n: int = call push, l, 1\n  return n\n";

test("an import is listed with its signature and layouts", () => {
  const [border, ...others] = bordersOf(parseProgram(HEAD + PUSH + MAIN));
  expect(others).toEqual([]);
  expect(border).toMatchObject({
    importer: "target",
    exporter: "core",
    functions: [{ key: "push", signature: "(*List, int) -> int" }],
  });
  expect(border?.layouts).toContainEqual({ name: "List", fields: "Object{length: int}" });
});

test("the hash changes with a signature or a layout, not with a body", () => {
  const abi = (text: string): string | undefined => bordersOf(parseProgram(text))[0]?.abi;
  const before = abi(HEAD + PUSH + MAIN);
  expect(abi(HEAD + PUSH.replace("return n", "return x") + MAIN)).toBe(before);
  expect(
    abi(HEAD.replace("List : Object { length", "List : Object { size: int, length") + PUSH + MAIN),
  ).not.toBe(before);
  expect(
    abi(HEAD + PUSH.replace("x: int) -> int", "x: float) -> int") + MAIN.replace("l, 1", "l, 1.0")),
  ).not.toBe(before);
});

test("sizes by unit", () => {
  expect(unitSizes(parseProgram(HEAD + PUSH + MAIN))).toEqual({
    core: { graphs: 1, operations: 1 },
    target: { graphs: 1, operations: 2 },
  });
});
