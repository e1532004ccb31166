// Which dispatch loops get a JIT, and what is said of the others; which functions the tracer looks into.

import { expect, test } from "vitest";
import { choosePolicy } from "../../jitgen/codewriter/policy.ts";
import { findPortals } from "../../jitgen/codewriter/portals.ts";
import { checkReds } from "../../jitgen/codewriter/reds.ts";
import { Refusal } from "../../translator/support/diagnostics.ts";
import { parsed, written } from "./workshop.ts";

/** Codes and "seen" of what is refused. */
function refusals(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (problem) {
    if (problem instanceof Refusal) return problem.diagnostics.map((d) => `${d.code} ${d.seen}`);
    throw problem;
  }
}

const loop = (name: string, body: string, driver = "d"): string => `
graph ${name}(pc: int, sum: int) -> int
start(pc, sum):
  goto top(pc, sum)
top(p: int, s: int):
  jit_merge_point ${driver}, \`p;s\`, p, s
${body}
  jit_can_enter ${driver}, \`p;s\`, q, s2
  goto top(q, s2)
`;
const BODY = `  q: int = int_add p, 1
  s2: int = int_add s, q`;

test("a loop with one merge point and its entry", () => {
  const [portal, ...others] = findPortals(parsed(loop("run", BODY)));
  expect(others).toEqual([]);
  expect(portal).toMatchObject({ driver: "d", greens: ["p"], reds: ["s"] });
  expect(portal?.graph.key).toBe("run");
  expect(portal?.entries.length).toBe(1);
});

test("a second merge point of a driver is refused", () => {
  const program = parsed(loop("a", BODY) + loop("b", BODY));
  expect(refusals(() => findPortals(program))).toEqual([
    'RTS1403 a second jitMergePoint of the driver "d".',
    'RTS2403 canEnterJit of the driver "d" in another function than its jitMergePoint.',
  ]);
});

test("two drivers in one function are not yet possible", () => {
  const program = parsed(loop("a", `  jit_merge_point e, \`p;s\`, p, s\n${BODY}`));
  expect(refusals(() => findPortals(program))).toEqual([
    'RTS2403 the merge points of "d" and "e" in one function.',
  ]);
});

test("an entry without a loop is refused", () => {
  const program = parsed(`graph f(n: int) -> int
start(n):
  jit_can_enter d, \`n;\`, n
  return n
`);
  expect(refusals(() => findPortals(program))).toEqual([
    'RTS1403 canEnterJit of the driver "d", which has no jitMergePoint that is reached.',
  ]);
});

test("a live variable that is neither green nor red is refused, by name", () => {
  const text = (names: string, values: string): string => `graph run(pc: int, sum: int, step: int) -> int
start(pc, sum, step):
  goto top(pc, sum)
top(p: int, s: int):
  jit_merge_point d, \`${names}\`, ${values}
  q: int = int_add p, step
  goto top(q, s)
`;
  const missing = written(text("p;", "p")).data;
  expect(refusals(() => checkReds(missing, () => undefined))).toEqual([
    'RTS1403 `step`: alive at the merge point of "d", neither green nor red.',
  ]);
  const listed = written(text("p;step", "p, step")).data;
  expect(refusals(() => checkReds(listed, () => undefined))).toEqual([]);
  const auto = written(text("p;*", "p")).data;
  expect(refusals(() => checkReds(auto, () => undefined))).toEqual([]);
});

test("what the tracer looks into, and why not into the rest", () => {
  const program = parsed(`
struct Shape : Object { method area null }
struct Square : Shape { side: int, method area square }
struct Round : Shape { r: int, method area round }
struct Fn : Object { code: fn(*Fn, int) -> int immutable }
graph square(s: *Shape) -> int
start(s):
  t: *Square = cast s, Square
  n: int = get_field t, side
  return n
graph round(s: *Shape) -> int [hint dontLookInside]
start(s):
  return 3
graph adapter(f: *Fn, n: int) -> int
start(f, n):
  return n
graph unrelated(f: *Fn, n: int) -> int
start(f, n):
  return n
graph pure(n: int) -> int [hint elidable]
start(n):
  return n
graph push(n: int) -> int [known list_push]
start(n):
  return n
graph loops(n: int) -> int
start(n):
  goto top(n)
top(k: int):
  m: int = int_sub k, 1
  b: bool = int_gt m, 0
  if b goto top(m) else return(m)
graph unrolled(n: int) -> int [hint unrollSafe]
start(n):
  goto top(n)
top(k: int):
  m: int = int_sub k, 1
  b: bool = int_gt m, 0
  if b goto top(m) else return(m)
graph raw(n: int) -> int
start(n):
  t: bool = stack_is_low
  return n
graph again(n: int) -> int
start(n):
  m: int = call run, n, n
  return m
${loop(
  "run",
  `  shape: *Shape = new_struct Square
  type: type = get_type shape
  method: fn(*Shape) -> int = type_slot type, Shape, area
  a: int = call_indirect method, shape
  closure: *Fn = new_struct Fn
  set_field closure, code, &adapter
  code: fn(*Fn, int) -> int = get_field closure, code
  b: int = call_indirect code, closure, a
  c: int = call pure, b
  d: int = call push, c
  e: int = call loops, d
  f: int = call unrolled, e
  g: int = call raw, f
  h: int = call again, g
  q: int = int_add p, h
  s2: int = int_add s, q`,
)}`);
  const policy = choosePolicy(program, findPortals(program));
  expect(policy.visible.map((g) => g.key)).toEqual(["run", "square", "adapter", "unrolled", "again"]);
  expect(policy.residual.map((r) => `${r.graph.key}: ${r.reason}`)).toEqual([
    "round: @dontLookInside",
    "pure: @elidable",
    "push: known call list_push",
    "loops: a loop without @unrollSafe",
    "raw: stack_is_low: belongs to explicit exceptions, which come after the codewriter",
    "run: a portal: its loop is traced by itself",
  ]);
  expect(policy.refused.map((r) => `${r.graph.key} ${r.op}`)).toEqual(["raw stack_is_low"]);
});
