// The graphs that the JIT runtime calls: stubs, evaluators and tests of checks mean what the operations mean.

import { describe, expect, test } from "vitest";
import { PoolObjects } from "../../jitgen/codewriter/pool-objects.ts";
import { SupportGraphs } from "../../jitgen/codewriter/support-graphs.ts";
import { OP_NAMES, OP_SHAPES, SHAPE } from "../../jitgen/tables/operations.ts";
import { EVALUATE, tryEvaluate, type EvaluatedOp } from "../../translator/interp/evaluate.ts";
import { LowInterpreter } from "../../translator/interp/low-interpreter.ts";
import { describe as inWords, type MachineValue } from "../../translator/interp/values.ts";
import { LOW_OPS, type LowOp, type OpFacts } from "../../translator/model/ops.ts";
import type { Program } from "../../translator/model/program.ts";
import { BOOL, FLOAT, funcType, INT, OBJECT } from "../../translator/model/types.ts";
import { verifyProgram } from "../../translator/model/verify.ts";
import { parsed } from "./workshop.ts";

function workshop(text = ""): { program: Program; support: SupportGraphs; objects: PoolObjects } {
  const program = parsed(text);
  const objects = new PoolObjects(program);
  const { words, refs, floats } = objects.buffers;
  words.items = Array.from({ length: 8 }, () => ({ kind: "number", value: 0 }));
  floats.items = [...words.items];
  refs.items = Array.from({ length: 8 }, () => ({ kind: "nullref" }));
  return { program, objects, support: new SupportGraphs(program, objects.buffers) };
}

/** Operands to try, by kind. */
const SAMPLES: Readonly<Record<string, readonly MachineValue[]>> = {
  int: [0, 1, -1, 7, 63, 2 ** 31, -(2 ** 53) + 1, 9223372036854775807n],
  float: [0, -0, 1.5, -2.25, 1e300, NaN, Infinity],
  bool: [false, true],
  ref: [null],
};

/** Every pair of samples, or every one. */
function operands(kinds: readonly string[]): MachineValue[][] {
  const [first, second] = kinds.map((k) => SAMPLES[k] ?? []);
  if (first === undefined) return [[]];
  return first.flatMap((a) => (second === undefined ? [[a]] : second.map((b) => [a, b])));
}

const shaped = OP_NAMES.filter((_, n) => OP_SHAPES[n] !== SHAPE.none) as EvaluatedOp[];

test.each(shaped)("%s is evaluated as it means", (name) => {
  const { program, support } = workshop();
  const key = support.evaluator(name);
  expect(verifyProgram(program, "typed")).toEqual([]);
  const facts: OpFacts = LOW_OPS[name as LowOp];
  const isCheck = facts.effect === "check";
  const machine = new LowInterpreter(program);
  for (const args of operands(facts.args)) {
    const wanted = tryEvaluate(name, args);
    if (wanted === "undefined") continue;
    const got = machine.callGraph(key, args);
    const value = wanted === "raises" ? 0 : isCheck ? 1 : wanted.value;
    // A word of a bool is 0 or 1, or the bool itself: what the interpreter holds in words.
    expect(
      typeof got === "boolean" && typeof value === "number" ? Number(got) : got,
      args.map(inWords).join(),
    ).toEqual(value);
  }
});

test("every evaluated operation has a meaning", () => {
  for (const name of shaped) expect(EVALUATE[name]).toBeDefined();
});

describe("stubs", () => {
  const TEXT = `
graph mix(a: int, o: *Object, x: float, b: bool, p: *Object) -> *Object
start(a, o, x, b, p):
  y: float = int_to_float a
  t: bool = float_eq x, y
  if t goto yes() else no()
yes():
  if b goto return(o) else return(p)
no():
  e: *Error = new_struct Error
  set_field e, code, 7
  raise e
graph half(x: float) -> float
start(x):
  y: float = float_mul x, 0.5
  return y
`;
  const mix = funcType([INT, OBJECT.ref, FLOAT, BOOL, OBJECT.ref], OBJECT.ref);

  function machine(): {
    run: (stub: string, words: MachineValue[], refs: MachineValue[], floats: MachineValue[]) => MachineValue;
    result: (of: "words" | "refs" | "floats") => MachineValue;
    object: () => MachineValue;
    stub: string;
    halfStub: string;
  } {
    const { program, objects, support } = workshop(TEXT);
    const stub = support.stub(mix);
    const halfStub = support.stub(funcType([FLOAT], FLOAT));
    expect(verifyProgram(program, "typed")).toEqual([]);
    const low = new LowInterpreter(program);
    const buffer = (of: "words" | "refs" | "floats"): MachineValue[] =>
      low.heap.objectFor(objects.buffers[of]).items as MachineValue[];
    return {
      stub,
      halfStub,
      run: (key, words, refs, floats) => {
        for (const [of, values] of Object.entries({ words, refs, floats }))
          values.forEach((v, i) => (buffer(of as "words")[i] = v));
        return low.callGraph(key, []);
      },
      result: (of) => buffer(of)[0],
      object: () => low.heap.allocate(program.wellKnown?.error ?? OBJECT),
    };
  }

  test("pass arguments of every class in their order, and the result", () => {
    const m = machine();
    const [o, p] = [m.object(), m.object()];
    expect(m.run(m.stub, ["mix", 3, true], [o, p], [3])).toBe(0);
    expect(m.result("refs")).toBe(o);
    expect(m.run(m.stub, ["mix", 3, false], [o, p], [3])).toBe(0);
    expect(m.result("refs")).toBe(p);
    expect(m.run(m.halfStub, ["half"], [], [5])).toBe(0);
    expect(m.result("floats")).toBe(2.5);
  });

  test("catch what is raised", () => {
    const m = machine();
    expect(m.run(m.stub, ["mix", 3, true], [null, null], [4])).toBe(1);
    expect(m.result("refs")).toMatchObject({ fields: [7] });
  });

  test("one stub for each signature", () => {
    const { support, program } = workshop();
    const before = program.graphs.size;
    expect(support.stub(funcType([OBJECT.ref], INT))).toBe(support.stub(funcType([OBJECT.ref], INT)));
    expect(support.stub(funcType([OBJECT.ref], BOOL))).not.toBe(support.stub(funcType([OBJECT.ref], INT)));
    expect(program.graphs.size).toBe(before + 2);
  });
});
