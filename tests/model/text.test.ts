// The text form: what is printed reads back as the same program, for fixtures and for generated programs.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  boolConst,
  constant,
  graphConst,
  nameConst,
  numberConst,
  nullRef,
  PrebuiltObject,
  structConst,
} from "../../translator/model/constants.ts";
import { Block, Graph, link, RAISES, Variable, type Op, type Value } from "../../translator/model/graph.ts";
import { parseProgram } from "../../translator/model/parse.ts";
import type { Program } from "../../translator/model/program.ts";
import { printGraph, printProgram } from "../../translator/model/text.ts";
import {
  BOOL,
  F32,
  FLOAT,
  funcType,
  INT,
  OBJECT,
  StructType,
  U16,
  U8,
  VOID,
  type LowType,
} from "../../translator/model/types.ts";
import { verifyProgram } from "../../translator/model/verify.ts";

const everything = readFileSync(new URL("everything.ir", import.meta.url), "utf8");

describe("the text form", () => {
  test("a fixture with every construct prints as it is written", () => {
    const program = parseProgram(everything);
    expect(verifyProgram(program, "typed")).toEqual([]);
    expect(printProgram(program, { positions: true })).toBe(everything);
  });

  test("reading changes nothing: the structures are equal, and so is their text", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 400, maxLength: 400 }), (choices) => {
        const program = generate(choices);
        const text = printProgram(program, { positions: true });
        const again = parseProgram(text);
        expect(printProgram(again, { positions: true })).toBe(text);
        expect(shape(again)).toEqual(shape(program));
      }),
      { numRuns: 150 },
    );
  });

  test("graphs before the rtyper print without types", () => {
    const [a, b] = [new Variable("a"), new Variable("b")];
    const graph = new Graph("m.ts#f", "f", [a], null);
    const entity = constant({ kind: "entity", entity: {}, text: "Point" });
    graph.start.ops.push({
      name: "construct",
      args: [entity, a, constant({ kind: "string", value: "x\n" }), constant({ kind: "undefined" })],
      result: b,
      pos: null,
    });
    graph.start.exitSwitch = b;
    graph.start.exits = [
      link(graph.returnBlock, [a], "text"),
      link(graph.returnBlock, [numberConst(-0)], "default"),
    ];
    expect(printGraph(graph)).toBe(
      'graph `m.ts#f`(a) [name "f"]\nstart(a):\n  b = construct Point, a, "x\\n", undefined\n  switch b { "text" -> return(a), default -> return(-0.0) }\n',
    );
  });

  test.each([
    ["graph f() -> int\nstart():\n  return x\n", "'x' is never defined"],
    ["graph f() -> int\nstart():\n  goto a()\n", "no block is called 'a'"],
    [
      "graph f() -> int\nstart():\n  x: int = int_sum 1, 2\n  return x\n",
      "line 3: model/ops.ts has no operation 'int_sum'",
    ],
    [
      "graph f(x: int) -> int\nstart(x):\n  x: int = int_add 1, 2\n  return x\n",
      "line 3: 'x' is defined twice",
    ],
    ["graph f(x: *P) -> int\nstart(x):\n  return 1\n", "line 1: no layout is called 'P'"],
    ["graph f(x: u8) -> int\nstart(x):\n  return 1\n", "'u8' exists only in memory"],
    ["struct A : B { }\nstruct B : A { }\n", "layout 'A' extends itself"],
    ["graph f() -> int\nstart():\n  return null\n", "'null' needs a type"],
    [
      "object @a Object { }\ngraph f() -> int\nstart():\n  x: bool = ref_is_null @b\n  return 1\n",
      "no object is called '@b'",
    ],
    ["struct A : Object { x % int }", "cannot read"],
  ])("what is wrong is told with its line: %#", (text, message) => {
    expect(() => parseProgram(text)).toThrow(message);
  });
});

/** Everything structural about a program, by position instead of identity and name. */
function shape(program: Program): unknown {
  const structs = program.structs.map((s) => ({
    name: s.name,
    display: s.displayName,
    base: s.base?.name,
    fields: s.ownFields.map((f) => ({ ...f, type: typeShape(f.type) })),
    items: s.items === null ? null : typeShape(s.items),
    immutableItems: s.immutableItems,
    vtable: s.vtable,
  }));
  return {
    name: program.name,
    entry: program.entry,
    structs,
    graphs: [...program.graphs.values()].map(graphShape),
  };
}

function typeShape(t: unknown): string {
  return JSON.stringify(t, (key, v: unknown) => (key === "to" ? (v as StructType).name : v));
}

function graphShape(g: Graph): unknown {
  const numbers = new Map<object, number>();
  const number = (x: object): number => {
    const known = numbers.get(x) ?? numbers.size;
    numbers.set(x, known);
    return known;
  };
  const value = (v: Value): unknown =>
    v.tag === "var"
      ? { v: number(v), type: typeShape(v.type) }
      : {
          c:
            v.value.kind === "prebuilt"
              ? v.value.object.name
              : v.value.kind === "struct"
                ? v.value.struct.name
                : v.value,
          type: typeShape(v.type),
        };
  const seen: Block[] = [g.start];
  const blocks: unknown[] = [];
  for (const b of seen) {
    for (const e of b.exits) if (!seen.includes(e.target)) seen.push(e.target);
    const final = b === g.returnBlock ? "return" : b === g.raiseBlock ? "raise" : "";
    blocks.push({
      final,
      inputs: b.inputs.map(value),
      ops: b.ops.map((op) => ({
        name: op.name,
        note: op.note,
        pos: op.pos,
        args: op.args.map(value),
        result: value(op.result),
      })),
      on: b.exitSwitch === null || b.exitSwitch === RAISES ? b.exitSwitch : value(b.exitSwitch),
      exits: b.exits.map((e) => ({
        case: e.case,
        exception: e.exception && value(e.exception),
        args: e.args.map(value),
        to: seen.indexOf(e.target),
      })),
    });
  }
  return {
    key: g.key,
    name: g.name,
    pos: g.pos,
    unit: g.unit,
    known: g.known,
    hints: [...g.hints],
    result: typeShape(g.resultType),
    blocks,
  };
}

const HINTS = ["x", "t", "goto", "x_2", "weird name", "at", "#private", "ünï", "null"];

/** A program decided by numbers: typed, though not a sensible one. */
function generate(choices: readonly number[]): Program {
  let at = 0;
  const pick = <T>(all: readonly T[]): T => all[(choices[at++ % choices.length] ?? 0) % all.length] as T;
  const program: Program = {
    name: "gen",
    graphs: new Map(),
    structs: [],
    entry: "g0",
    foreign: new Map(),
    wellKnown: undefined,
    roots: new Map(),
    sources: new Map(),
  };
  for (let i = 0; i < 3; i++) {
    const s = new StructType(
      pick(["A", "B<int>", "C c", "struct"]) + String(i),
      pick([OBJECT, ...program.structs]),
    );
    s.displayName = pick([s.name, 'Display "name"']);
    s.ownFields.push(
      { name: `f${i}`, type: pick([INT, FLOAT, BOOL, U8, F32, s.ref]) },
      { name: `odd ${i}`, type: INT, immutable: true },
    );
    if (s.base === OBJECT && pick([true, false])) {
      s.ownFields.push({ name: "length", type: U16 });
      s.items = pick([U8, U16, INT, OBJECT.ref]);
      s.immutableItems = pick([true, false]);
    }
    s.vtable = [
      ...(s.base?.vtable ?? []),
      pick([null, { selector: `m${i}`, graph: "g0" }, { selector: "a b", graph: null }]),
    ];
    program.structs.push(s);
  }
  const [struct] = program.structs as [StructType];
  const object = new PrebuiltObject(struct, "o 1");
  object.fields.set("odd 0", { kind: "int64", value: -(2n ** 63n) });
  for (const key of ["g0", "g 1"]) {
    const args = [new Variable(pick(HINTS), INT), new Variable(pick(HINTS), struct.ref)];
    const g = new Graph(
      key,
      pick([key, "Name.of"]),
      args,
      pick([null, { file: "a.ts", offset: 7 }]),
      new Map([["inline", pick(["", "x y"])]]),
    );
    g.unit = pick(["core", "target"]);
    if (pick([true, false])) g.known = "map_get";
    g.resultType = pick<LowType>([INT, VOID]);
    g.returnBlock.inputs = [new Variable("result", g.resultType)];
    g.raiseBlock.inputs = [new Variable("exception", struct.ref)];
    const ints: Value[] = [
      args[0] as Variable,
      numberConst(5, INT),
      numberConst(-1, INT),
      constant({ kind: "int64", value: 2n ** 62n }, INT),
      constant({ kind: "undefined" }, INT),
    ];
    const refs: Value[] = [
      args[1] as Variable,
      nullRef(struct.ref),
      constant({ kind: "prebuilt", object }, struct.ref),
      constant({ kind: "prebuilt", object }, OBJECT.ref),
    ];
    const floats: Value[] = [0, -0, NaN, Infinity, -Infinity, 1e300, 0.1].map((v) => numberConst(v, FLOAT));
    const result = (): Value => (g.resultType === VOID ? constant({ kind: "undefined" }, VOID) : pick(ints));
    const ops = (): Op[] =>
      Array.from({ length: pick([0, 1, 3]) }, () => {
        const pos = pick([null, { file: "b c.ts", offset: 12 }]);
        const variable = (type: LowType): Variable => new Variable(pick(HINTS), type);
        const op = pick<() => Op>([
          () => ({ name: "int_add", args: [pick(ints), pick(ints)], result: variable(INT), pos }),
          () => ({ name: "float_mul", args: [pick(floats), pick(floats)], result: variable(FLOAT), pos }),
          () => ({
            name: "set_field",
            args: [pick(refs), nameConst("odd 0"), pick(ints)],
            result: variable(VOID),
            pos,
          }),
          () => ({
            name: "instance_of",
            args: [pick(refs), structConst(struct)],
            result: variable(BOOL),
            pos,
          }),
          () => ({
            name: "call",
            args: [graphConst("g 1"), pick(ints), pick(refs)],
            result: variable(INT),
            pos,
            note: "known call",
          }),
          () => ({
            name: "call_indirect",
            args: [graphConst("g0", funcType([INT, struct.ref], INT)), pick(ints), pick(refs)],
            result: variable(INT),
            pos,
          }),
          () => ({
            name: "jit_merge_point",
            args: [nameConst("driver"), nameConst("n;b"), pick(ints), boolConst(true, BOOL)],
            result: variable(VOID),
            pos,
          }),
          () => ({ name: "traceback_reset", args: [], result: variable(VOID), pos }),
        ])();
        return op;
      });
    const blocks = Array.from(
      { length: 4 },
      () => new Block([new Variable(pick(HINTS), INT)], pick(["body", "return", "loop", "x y"])),
    );
    const some = (): Block => pick(blocks);
    for (const block of [g.start, ...blocks]) {
      block.ops = ops();
      const kind = pick(["jump", "if", "unless", "switch", "raises", "return", "raise"]);
      if (kind === "jump") block.exits = [link(some(), [pick(ints)])];
      else if (kind === "return") block.exits = [link(g.returnBlock, [result()])];
      else if (kind === "raise") block.exits = [link(g.raiseBlock, [pick(refs)])];
      else if (kind === "raises") {
        const exception = new Variable("e", struct.ref);
        block.exitSwitch = RAISES;
        block.exits = [link(some(), [pick(ints)]), { ...link(g.raiseBlock, [exception]), exception }];
      } else if (kind === "switch") {
        block.exitSwitch = pick(ints);
        block.exits = [
          link(some(), [pick(ints)], -3),
          link(g.returnBlock, [result()], 2 ** 40),
          link(some(), [pick(ints)], "default"),
        ];
      } else {
        block.exitSwitch = boolConst(false, BOOL);
        block.exits = [
          link(some(), [pick(ints)], kind === "if"),
          link(g.returnBlock, [result()], kind !== "if"),
        ];
      }
    }
    program.graphs.set(key, g);
  }
  return program;
}
