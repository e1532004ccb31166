// The JIT runtime as a unit: nothing in it calls itself, so it needs no stack checks, wherever in a deep recursion of
// the target it is entered.

import { expect, test } from "vitest";

import { CallGraph } from "../../translator/model/call-graph.ts";
import { unitProgram } from "../raw/unit-program.ts";

test("no function of the JIT runtime calls itself", async () => {
  const program = await unitProgram("jitgen/runtime/main.ts");
  const recursive = [...new CallGraph(program).recursive()];
  expect(recursive.filter((key) => program.graphs.get(key)?.unit === "jit")).toEqual([]);
}, 60_000);
