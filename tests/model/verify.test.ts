// Each invariant of the verifier is violated once, and the sentence names it.

import { describe, expect, test } from "vitest";
import { boolConst, constant, numberConst } from "../../translator/model/constants.ts";
import { type Block, link, RAISES, Variable, type Graph, type Value } from "../../translator/model/graph.ts";
import { parseProgram } from "../../translator/model/parse.ts";
import type { Program } from "../../translator/model/program.ts";
import { BOOL, FLOAT, INT, OBJECT, StructType, VOID, type Field } from "../../translator/model/types.ts";
import { verifyGraph, verifyProgram, type Level } from "../../translator/model/verify.ts";

const PROGRAM = `
program p entry main
struct Error : Object { code: int }
struct Str : Object { length: u32 }
struct Bytes : Str { items u8 }
struct Point : Object { x: float, next: *Point, method area area }
struct Point3 : Point { z: float, method area area }
wellknown string Str
wellknown latin1 Bytes
wellknown utf16 Bytes
wellknown rope Str
wellknown error Error
makeerror index makeIndex
object @p Point { x: 1.0 }
graph makeIndex() -> *Error
start():
  e: *Error = new_struct Error
  return e
graph area(p: *Point) -> float
start(p):
  x: float = get_field p, x
  return x
graph main() -> int
start():
  a: int = int_add 1, 2
  c: bool = int_lt a, 3
  if c goto yes(a) else no()
yes(b: int):
  k: int = check_index b, 5
  goto ok(k) raises e: *Error -> bad(e)
ok(r: int):
  return r
bad(f: *Error):
  raise f
no():
  x: float = call area, @p
  return 0
`;

const load = (): Program => parseProgram(PROGRAM);
const main = (p: Program): Graph => p.graphs.get("main") as Graph;
const at = <T>(all: readonly T[], i: number): T => all[i] as T;
const structOf = (p: Program, name: string): StructType =>
  p.structs.find((s) => s.name === name) as StructType;

/** Blocks of main by hint. */
function block(p: Program, hint: string): Block {
  const seen = new Set([main(p).start]);
  for (const b of seen) for (const e of b.exits) seen.add(e.target);
  return [...seen].find((b) => b.hint === hint) as Block;
}

type Violation = readonly [what: string, level: Level, spoil: (p: Program) => void, sentence: string];

// prettier-ignore
const VIOLATIONS: readonly Violation[] = [
  ["no exit", "flow", (p) => { block(p, "no").exits = []; }, "block no: has no exit"],
  ["too many arguments", "flow", (p) => { at(block(p, "start").exits, 1).args.push(numberConst(1, INT)); }, "passes 1 values, the block takes 0"],
  ["two definitions", "flow", (p) => { const b = block(p, "start"); b.ops.push(at(b.ops, 0)); }, "'a' is defined twice"],
  ["use before definition", "flow", (p) => { const b = block(p, "start"); b.ops.reverse(); }, "'a' is used where its definition does not reach"],
  ["use in a sibling", "flow", (p) => { at(block(p, "no").exits, 0).args = [at(block(p, "yes").inputs, 0)]; }, "'b' is used where its definition does not reach"],
  ["use without definition", "flow", (p) => { at(block(p, "no").exits, 0).args = [new Variable("ghost", INT)]; }, "'ghost' is used but never defined"],
  ["jump with a case", "flow", (p) => { at(block(p, "no").exits, 0).case = true; }, "one exit without a case"],
  ["boolean exits twice true", "flow", (p) => { at(block(p, "start").exits, 1).case = true; }, "needs exactly the exits false and true"],
  ["switch without default", "flow", (p) => { const b = block(p, "start"); b.exitSwitch = numberConst(1, INT); b.exits.forEach((e, i) => { e.case = i; }); }, 'must be "default"'],
  ["switch with a case twice", "flow", (p) => { const b = block(p, "start"); b.exitSwitch = numberConst(1, INT); b.exits = [link(block(p, "no"), [], 1), link(block(p, "no"), [], 1), link(block(p, "no"), [], "default")]; }, "repeats a case"],
  ["raising block without handler", "flow", (p) => { block(p, "yes").exits.pop(); }, "needs two exits"],
  ["raising block that cannot raise", "flow", (p) => { const b = block(p, "start"); b.exitSwitch = RAISES; b.exits = [link(block(p, "no")), { ...link(block(p, "bad"), [new Variable("q")]), exception: new Variable("q") }]; }, "its last operation cannot raise"],
  ["exception variable on a jump", "flow", (p) => { at(block(p, "no").exits, 0).exception = new Variable("q", INT); }, "an ordinary exit has an exception variable"],
  ["return block with operations", "flow", (p) => { main(p).returnBlock.ops.push({ name: "int_add", args: [], result: new Variable("q"), pos: null }); }, "must hold neither operations nor exits"],
  ["return block with two inputs", "flow", (p) => { main(p).returnBlock.inputs.push(new Variable("q", INT)); }, "must take one input, takes 2"],
  ["graph under another key", "flow", (p) => { p.graphs.set("alias", main(p)); }, "graph main is filed under alias"],
  ["variable without type", "typed", (p) => { at(block(p, "start").ops, 0).result.type = undefined; }, "'a' has no type"],
  ["link with the wrong type", "typed", (p) => { at(block(p, "start").exits, 0).args = [numberConst(1, FLOAT)]; }, "passes a float where int is wanted"],
  ["link with a base", "typed", (p) => { const b = block(p, "no"); at(b.exits, 0).args = [constant({ kind: "nullref" }, OBJECT.ref)]; }, "passes a *Object where int is wanted"],
  ["switch on a number by booleans", "typed", (p) => { block(p, "start").exitSwitch = numberConst(1, INT); }, "switches on a int by booleans"],
  ["exception of the wrong type", "typed", (p) => { const e = at(block(p, "yes").exits, 1).exception as Variable; e.type = structOf(p, "Point").ref; at(block(p, "bad").inputs, 0).type = e.type; main(p).raiseBlock.inputs = [new Variable("x", e.type)]; }, "the exception variable must be a *Error"],
  ["unknown operation", "typed", (p) => { at(block(p, "start").ops, 0).name = "int_sum"; }, "int_sum: model/ops.ts has no such operation"],
  ["operand missing", "typed", (p) => { at(block(p, "start").ops, 0).args.pop(); }, "int_add: takes 2 operands, has 1"],
  ["operand of the wrong kind", "typed", (p) => { at(block(p, "start").ops, 0).args[0] = boolConst(true, BOOL); }, "int_add: operand 0 must be int, is bool"],
  ["result of the wrong kind", "typed", (p) => { at(block(p, "no").ops, 0).result.type = INT; }, "call: gives float, its variable is int"],
  ["unknown field", "typed", (p) => { at(p.graphs.get("area")?.start.ops ?? [], 0).args[1] = constant({ kind: "name", value: "q" }); }, "*Point has no field 'q'"],
  ["unknown callee", "typed", (p) => { at(block(p, "no").ops, 0).args[0] = constant({ kind: "graph", key: "q" }); }, "call: 'q' is no graph"],
  ["argument of the wrong type", "typed", (p) => { at(block(p, "no").ops, 0).args[1] = numberConst(1, INT); }, "argument 0 must be *Point, is int"],
  ["argument missing", "typed", (p) => { at(block(p, "no").ops, 0).args.pop(); }, "passes 0 arguments, 1 are wanted"],
  ["unknown selector", "typed", (p) => { spoilOp(p, "type_slot", "t: type = type_const Point\n  m: fn(*Point) -> float = type_slot t, Point, area", (args) => { args[2] = constant({ kind: "name", value: "q" }); }); }, "layout 'Point' has no method 'q'"],
  ["unknown external", "typed", (p) => { spoilOp(p, "call_external", "h: int = call_external hash_seed", (args) => { args[0] = constant({ kind: "name", value: "q" }); }); }, "model/externals.ts has no 'q'"],
  ["external's arguments", "typed", (p) => { spoilOp(p, "call_external", "h: float = call_external float_sin, 1.0", (args) => { args[1] = numberConst(1, INT); }); }, "float_sin takes (float), is given (int)"],
  ["unknown message", "typed", (p) => { spoilOp(p, "check_true", "check_true true, count", (args) => { args[1] = constant({ kind: "name", value: "q" }); }); }, "model/messages.ts has no 'q'"],
  ["items of a layout without", "typed", (p) => { spoilOp(p, "get_item", "i: int = get_item null: *Bytes, 0", (args) => { args[0] = constant({ kind: "nullref" }, structOf(p, "Point").ref); }); }, "*Point has no items"],
  ["fixed object of a layout with items", "typed", (p) => { spoilOp(p, "new_struct", "i: *Point = new_struct Point", (args) => { args[0] = constant({ kind: "struct", struct: structOf(p, "Bytes") }); }); }, "layout 'Bytes' has items"],
  ["layouts of one name", "typed", (p) => { p.structs.push(new StructType("Point", OBJECT)); }, "two layouts are called 'Point'"],
  ["base after its extension", "typed", (p) => { p.structs.reverse(); }, "layout 'Point3' stands before its base 'Point'"],
  ["field twice", "typed", (p) => { structOf(p, "Point3").ownFields.push({ name: "x", type: INT }); }, "field 'x' occurs twice"],
  ["void field", "typed", (p) => { structOf(p, "Point").ownFields.push({ name: "v", type: VOID }); }, "field 'v' is void"],
  ["field behind items", "typed", (p) => { const s = new StructType("More", structOf(p, "Bytes")); s.ownFields.push({ name: "v", type: INT }); p.structs.push(s); }, "cannot add fields behind its base's items"],
  ["items without length", "typed", (p) => { structOf(p, "Point").items = INT; }, "has items but no integer field 'length'"],
  ["method of another selector", "typed", (p) => { structOf(p, "Point3").vtable = [{ selector: "q", graph: null }]; }, "method 0 is 'q', the base's is 'area'"],
  ["method missing", "typed", (p) => { structOf(p, "Point3").vtable = []; }, "lacks the base's method 0"],
  ["method that is no graph", "typed", (p) => { structOf(p, "Point3").vtable = [{ selector: "area", graph: "q" }]; }, "method 'area' is 'q', which is no graph"],
  ["prebuilt field of the wrong kind", "typed", (p) => { prebuilt(p).fields.set("x", { kind: "bool", value: true }); }, "prebuilt @p: field 'x' cannot hold a bool value"],
  ["prebuilt field that does not exist", "typed", (p) => { prebuilt(p).fields.set("q", { kind: "number", value: 1 }); }, "prebuilt @p: layout 'Point' has no field 'q'"],
  ["entry that takes something", "typed", (p) => { p.entry = "area"; }, "the entry 'area' must take nothing and return an int"],
  ["entry that is none", "typed", (p) => { p.entry = "q"; }, "the entry 'q' is no graph"],
  ["error maker of the wrong type", "typed", (p) => { (p.wellKnown?.makeError as Map<string, string>).set("index", "main"); }, "'main', which makes the error 'index', must take nothing"],
  ["exceptional exit left", "exceptionsExplicit", () => undefined, "block yes: an exceptional exit is left"],
  ["check left", "exceptionsExplicit", () => undefined, "the check check_index is left"],
  ["link to the raise block left", "exceptionsExplicit", () => undefined, "block bad: raises, although exceptions are explicit"],
];

/** Puts an operation into main's last block, well formed, then changes its operands. */
function spoilOp(p: Program, name: string, text: string, spoil: (args: Value[]) => void): void {
  const other = parseProgram(PROGRAM.replace("  x: float = call area, @p\n", `  ${text}\n`));
  expect(verifyProgram(other, "typed")).toEqual([]);
  const op = block(other, "no").ops.find((o) => o.name === name);
  if (op === undefined) throw new Error(`no ${name} in ${text}`);
  spoil(op.args);
  p.graphs.set("main", main(other));
}

function prebuilt(p: Program): { readonly fields: Map<string, Field | object> } {
  const v = at(at(block(p, "no").ops, 0).args, 1);
  if (v.tag !== "const" || v.value.kind !== "prebuilt") throw new Error("no prebuilt object");
  return v.value.object;
}

describe("the verifier", () => {
  test("says nothing of a well-formed program", () => {
    expect(verifyProgram(load(), "typed")).toEqual([]);
    for (const graph of load().graphs.values()) expect(verifyGraph(graph, "flow")).toEqual([]);
  });

  test.each(VIOLATIONS)("finds: %s", (_, level, spoil, sentence) => {
    const p = load();
    spoil(p);
    expect(verifyProgram(p, level).join("\n")).toContain(sentence);
  });
});
