// The phases prejit and jit: what they leave for the report, dumps and the checker of their fact.

import { expect, test } from "vitest";
import { jitVisibleProblems, prejitProgram } from "../../translator/driver/jit-phases.ts";
import { findPortals } from "../../jitgen/codewriter/portals.ts";
import { makeReport, reportHtml, reportTable } from "../../translator/driver/report.ts";
import { Changes } from "../../translator/model/changes.ts";
import { blocksOf } from "../../translator/model/graph.ts";
import { printGraph } from "../../translator/model/text.ts";
import { verifyProgram } from "../../translator/model/verify.ts";
import { jitted, parsed } from "./workshop.ts";

test("the report tells what was looked into, and why not into the rest", async () => {
  const { t } = await jitted("targets/brainfuck/target.ts");
  const report = makeReport(t, [], true, []);
  expect(report.jit).toMatchObject({
    drivers: [{ name: "brainfuck", portal: "run", greens: ["pc", "program"], reds: ["machine"] }],
    refused: [],
  });
  expect(report.jit?.lookedInto).toBeGreaterThan(4);
  expect(report.jit?.residual.find((r) => r.graph === "Program.op")?.reason).toBe("@elidable");
  expect(report.jit?.residual.find((r) => r.graph === "Machine.grow")?.position).toMatch(/machine\.ts:\d+$/u);
  expect(reportTable(report)).toMatch(
    /^jit: brainfuck in run; \d+ functions looked into: \d+ instructions/mu,
  );
  expect(reportHtml(report)).toContain("<td>Machine.grow<td>a loop without @unrollSafe<td>");
});

const PROGRAM = `
graph small(n: int) -> int
start(n):
  m: int = int_xor n, 5
  return m
graph raising(n: int) -> int
start(n):
  m: int = check_index n, 5
  return m
graph pure(n: int) -> int [hint elidable]
start(n):
  return n
graph push(n: int) -> int [known list_push]
start(n):
  return n
graph run(pc: int, sum: int) -> int
start(pc, sum):
  goto top(pc, sum)
top(p: int, s: int):
  jit_merge_point d, \`p;s\`, p, s
  a: int = call small, p
  b: int = call raising, a
  c: int = call pure, b
  d: int = call push, c
  e: int = int_add d, s
  f: bool = int_lt d, 7
  goto top(d, e)
`;

test("before jitcodes, small functions that cannot raise stand in the place of their calls", () => {
  const program = parsed(PROGRAM);
  prejitProgram(program, findPortals(program), new Changes());
  expect(verifyProgram(program, "typed")).toEqual([]);
  const run = program.graphs.get("run");
  expect(run === undefined ? "" : printGraph(run, {}, program)).toBe(`graph run(pc: int, sum: int) -> int
start(pc, sum):
  goto top(pc, sum)
top(p: int, s: int):
  jit_merge_point d, \`p;s\`, p, s
  m: int = int_xor p, 5
  b: int = call raising, m
  c: int = call pure, b
  d: int = call push, c
  e: int = int_add d, s
  goto top(d, e)
`);
});

test("a lost merge point, a lost tag and an expanded check are noticed", async () => {
  const { t, data } = await jitted("targets/calc/target.ts");
  expect(jitVisibleProblems(t)).toEqual([]);
  const portal = data.portals[0]?.graph;
  const known = [...t.typed.graphs.values()].find((g) => g.known === "string_concat");
  if (portal === undefined || known === undefined) throw new Error("calc has changed");
  delete known.known;
  expect(jitVisibleProblems(t)).toContain("'string_concat' is no longer the known call string_concat");
  known.known = "string_concat";
  const op = blocksOf(portal)
    .flatMap((b) => b.ops)
    .find((o) => o.name !== "jit_merge_point");
  if (op === undefined) throw new Error("an empty portal");
  const { name } = op;
  op.name = "exc_occurred";
  expect(jitVisibleProblems(t)).toContain(`'${portal.key}' holds exc_occurred: a check has been expanded`);
  op.name = name;
  const { mergePoint } = data.portals[0] ?? { mergePoint: undefined };
  if (mergePoint !== undefined) mergePoint.op.name = "same_as";
  expect(jitVisibleProblems(t)).toEqual(["there were 1 merge points, now 0"]);
});
