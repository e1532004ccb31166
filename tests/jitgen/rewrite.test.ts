// Portals after rewriting mean what they meant: the JIT that is entered here goes on at the merge point at once.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ENTER } from "../../jitgen/tables/pools.ts";
import { runProgram, type RunOptions } from "../../translator/interp/low-interpreter.ts";
import { verifyProgram } from "../../translator/model/verify.ts";
import { ROOT } from "../tools/repository.ts";
import { jitted, programOf } from "./workshop.ts";

const HELLO = "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.";

const cases = [
  {
    target: "targets/brainfuck/target.ts",
    options: { args: ["bf", "hello.bf"], files: { "hello.bf": HELLO } } satisfies RunOptions,
  },
  {
    target: "targets/calc/target.ts",
    options: {
      args: ["calc", "demo.calc"],
      files: { "demo.calc": readFileSync(join(ROOT, "targets/calc/programs/demo.calc")) },
    } satisfies RunOptions,
  },
];

describe.each(cases)("$target", ({ target, options }) => {
  test("runs as before, through the JIT's ways in and out", async () => {
    const before = runProgram(await programOf(target), options);
    expect(before.code).toBe(0);
    const { program } = await jitted(target);
    expect(verifyProgram(program, "typed")).toEqual([]);
    const calls: string[] = [];
    const after = runProgram(program, {
      ...options,
      units: {
        jit_start: () => void calls.push("start"),
        jit_enter: () => {
          calls.push("enter");
          return ENTER.mergePoint;
        },
        jit_finish: () => void calls.push("finish"),
      },
    });
    expect({ ...after, steps: 0 }).toEqual({ ...before, steps: 0 });
    expect(calls[0]).toBe("start");
    expect(calls.at(-1)).toBe("finish");
    expect(calls.filter((c) => c === "enter").length).toBeGreaterThanOrEqual(10);
  });
});
