// What the portal does with each answer of `jit_enter`, and that the variables cross in the order of liveness sets.

import { expect, test } from "vitest";
import { classOf } from "../../jitgen/codewriter/code.ts";
import { installJit } from "../../jitgen/codewriter/rewrite.ts";
import { markerOf } from "../../jitgen/codewriter/write.ts";
import { ENTER } from "../../jitgen/tables/pools.ts";
import { LowInterpreter } from "../../translator/interp/low-interpreter.ts";
import type { MachineValue } from "../../translator/interp/values.ts";
import type { HeapObject } from "../../translator/interp/heap.ts";
import type { Op } from "../../translator/model/graph.ts";
import { OBJECT } from "../../translator/model/types.ts";
import { verifyProgram } from "../../translator/model/verify.ts";
import { written } from "./workshop.ts";

// Two entries, variables of every class, a cast that lives across the merge point, and one seen only by a handler.
const PROGRAM = `
struct Base : Object { n: int }
struct Derived : Base { m: int }
graph work(n: int) -> int [hint dontLookInside]
start(n):
  k: int = check_index n, 1000
  return k
graph run(limit: int, o: *Base, x: float) -> float
start(limit, o, x):
  d: *Derived = cast o, Derived
  goto top(0, true, x)
top(p: int, flag: bool, y: float):
  jit_merge_point d, \`p;*\`, p
  done: bool = int_ge p, limit
  if done goto out() else more()
more():
  m: int = get_field d, m
  q: int = call work, m
  goto next(q) raises e: *Error -> failed(e)
failed(f: *Error):
  r: int = get_field o, n
  goto next(r)
next(s: int):
  t: int = int_add p, s
  z: float = float_add y, 0.5
  if flag goto first() else second()
first():
  jit_can_enter d, \`p;*\`, t
  goto top(t, false, z)
second():
  jit_can_enter d, \`p;*\`, t
  goto top(t, true, z)
out():
  return y
`;

/** What `enter` sees: the entry, and the merge point's variables by name, as they are to be. */
interface Entering {
  readonly entry: number;
  readonly set: (name: string, value: MachineValue) => void;
  /** Place 0 of the buffers: a result or an exception. */
  readonly answer: (of: "refs" | "floats", value: MachineValue) => void;
  readonly error: () => MachineValue;
}

/** Runs the portal. At each entry the merge point's variables are what the graph would go on with, unless set. */
function run(enter: (x: Entering) => number): { result: MachineValue; exception: HeapObject | null } {
  const { program, data } = written(PROGRAM);
  const [jitcode] = data.jitcodes;
  const [portal] = data.portals;
  if (jitcode === undefined || portal === undefined) throw new Error("no portal");
  /** Places in the buffers, by name: at a loop header or the merge point. */
  const placesOf = (op: Op): Map<string, { of: "words" | "refs" | "floats"; i: number }> => {
    const live = jitcode.code.liveSets.get(markerOf(data, 0, op))?.variables ?? [];
    const next = { words: 0, refs: 0, floats: 0 };
    return new Map(
      live.map((v) => {
        const c = classOf(v.type);
        const of = c === "w" ? "words" : c === "r" ? "refs" : "floats";
        return [v.hint, { of, i: next[of]++ }] as const;
      }),
    );
  };
  const merge = placesOf(portal.mergePoint.op);
  const headers = portal.entries.map(({ op }) => placesOf(op));
  installJit(program, data);
  expect(verifyProgram(program, "typed")).toEqual([]);
  const machine: LowInterpreter = new LowInterpreter(program, {
    units: { jit_enter: ([entry]) => answer(Number(entry)) },
  });
  const buffer = (of: "words" | "refs" | "floats"): MachineValue[] =>
    machine.heap.objectFor(data.objects.buffers[of]).items as MachineValue[];
  const answer = (entry: number): number => {
    const at = headers[entry] ?? new Map<string, never>();
    const read = (name: string): MachineValue => {
      const place = at.get(name);
      return place === undefined ? undefined : buffer(place.of)[place.i];
    };
    // What the links to the merge point pass: t, not flag, z.
    const now = new Map<string, MachineValue>([
      ["limit", read("limit")],
      ["o", read("o")],
      ["p", read("t")],
      ["flag", entry === 1],
      ["y", read("z")],
    ]);
    const result = enter({
      entry,
      set: (name, value) => now.set(name, value),
      answer: (of, value) => (buffer(of)[0] = value),
      error: () => machine.heap.allocate(program.wellKnown?.error ?? OBJECT),
    });
    if (result === ENTER.mergePoint)
      for (const [name, { of, i }] of merge) {
        expect(now.get(name), name).toBeDefined();
        buffer(of)[i] = now.get(name);
      }
    return result;
  };
  const struct = program.structs.find((s) => s.name === "Derived") ?? OBJECT;
  const object = machine.heap.allocate(struct);
  object.storeAt(8, 3);
  object.storeAt(16, 2);
  const result = machine.callGraph("run", [10, object, 1]);
  return { result, exception: machine.exception };
}

test("goes on at the merge point", () => {
  const entries: number[] = [];
  const { result } = run(({ entry }) => {
    entries.push(entry);
    return ENTER.mergePoint;
  });
  // Five rounds of 2, half a unit each.
  expect(result).toBe(3.5);
  expect(entries).toEqual([0, 1, 0, 1, 0]);
});

test("goes on there with other variables", () => {
  const { result } = run(({ set }) => {
    set("p", 10);
    set("y", 100);
    return ENTER.mergePoint;
  });
  expect(result).toBe(100);
});

test("returns what it is told", () => {
  const { result } = run(({ answer }) => {
    answer("floats", -7.5);
    return ENTER.returned;
  });
  expect(result).toBe(-7.5);
});

test("raises what it is told", () => {
  const { exception } = run(({ answer, error }) => {
    answer("refs", error());
    return ENTER.raised;
  });
  expect(exception?.struct.name).toBe("Error");
});
