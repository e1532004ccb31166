// Whole programs as jitcodes: every program of tests/run is written as jitcodes from its entry on and run by a plain
// interpreter of those. Output must be that of the graphs they were made of.

import { expect, test } from "vitest";
import { whyNotLowerable } from "../../jitgen/codewriter/lower.ts";
import { jitcodeProblems } from "../../jitgen/codewriter/verify-jitcode.ts";
import { rootOf, writeGraphs } from "../../jitgen/codewriter/write.ts";
import { runProgram } from "../../translator/interp/low-interpreter.ts";
import { verifyProgram } from "../../translator/model/verify.ts";
import { blocksOf } from "../../translator/model/graph.ts";
import { bundlePrograms, typed } from "../matrix/bundle.ts";
import { allPrograms, withoutTraceback } from "../matrix/programs.ts";
import { standInsOf } from "../matrix/stand-ins.ts";
import { JitcodeRunner } from "./run-jitcodes.ts";

/** They fill the stack, which has another size here; or take minutes here: all of Unicode, long backtracking. */
const ELSEWHERE: ReadonlySet<string> = new Set(["recursion", "letters", "regexps", "regexpliterals"]);

const programs = allPrograms();
const standIns = await standInsOf(programs.map((p) => p.file));
const { bundles } = await bundlePrograms(programs, "jitcodes");

for (const bundle of bundles) {
  const program = typed(bundle);
  const graphs = [...program.graphs.values()].filter((g) =>
    blocksOf(g).every((b) => b.ops.every((op) => whyNotLowerable(op) === null)),
  );
  const data = writeGraphs(program, graphs);

  test("jitcodes of all functions are sound", () => {
    expect(jitcodeProblems(data)).toEqual([]);
    program.roots.set("jit", rootOf(data));
    expect(verifyProgram(program, "typed")).toEqual([]);
  });

  test.each(bundle.programs.filter((p) => !ELSEWHERE.has(p.name)))("$name", (p) => {
    const options = { args: ["bundle", p.name, ...p.args], stdin: p.stdin, standIns };
    const wanted = runProgram(program, options);
    const runner = new JitcodeRunner(program, data, options);
    const got = runner.runJitcodes();
    expect(got.stdout).toBe(wanted.stdout);
    expect(withoutTraceback(got.stderr)).toBe(withoutTraceback(wanted.stderr));
    expect(got.code).toBe(wanted.code);
    expect(runner.executed).toBeGreaterThan(0);
  });
}
