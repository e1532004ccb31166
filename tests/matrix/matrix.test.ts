// The differential matrix: every program of tests/run, on every engine, must end as Node says — or as its documented
// difference says. VMSMITH_MATRIX=small|full|stress tells how many engines; sanitized: only those that look for errors of
// memory (`make stress-gc`), with every collector whose runtime is ours.

import { describe, expect, test } from "vitest";
import { bundlePrograms } from "./bundle.ts";
import {
  collected,
  FLOW,
  graphPhases,
  graphs,
  INLINED,
  native,
  sanitized,
  valgrind,
  type Engine,
  type Run,
} from "./engines.ts";
import { askNode } from "./oracle.ts";
import { allPrograms, withoutTraceback, type Result, type RunProgram } from "./programs.ts";

const SIZE = process.env["VMSMITH_MATRIX"] ?? "small";

const SMALL: readonly Engine[] = [
  FLOW,
  graphs("0", "rtype"),
  collected("2", "moving"),
  native("1", "incminimark", "gcc", "stress=5,nursery=64K"),
];
const FULL: readonly Engine[] = [
  FLOW,
  graphs("0", "rtype"),
  INLINED,
  collected("0", "moving"),
  collected("2", "moving"),
  collected("2", "counting"),
  ...graphPhases("2").map((phase) => graphs("2", phase.name)),
  native("0", "none", "gcc"),
  native("2", "boehm", "gcc"),
  native("2", "none", "gcc"),
  native("2", "boehm", "clang"),
  native("2", "incminimark", "gcc"),
  native("0", "incminimark", "clang", "stress=61,nursery=64K,verify=1"),
  native("2", "refcount", "gcc"),
  native("0", "refcount", "clang", "stress=3"),
];
const SANITIZED: readonly Engine[] = [
  sanitized("incminimark", "stress=7,nursery=64K,verify=1"),
  sanitized("refcount", "stress=7"),
];
/** Too slow for all programs, but for `VMSMITH_STRESS=long`. */
const WATCHED: readonly Engine[] = [
  valgrind("incminimark", "stress=13,nursery=64K"),
  valgrind("refcount", "stress=13"),
];
const SOME = ["linkedlists", "maps", "strings", "weak", "closures", "ropes", "exceptions", "generators"];
const IS_LONG = process.env["VMSMITH_STRESS"] === "long";

const ENGINES = SIZE === "small" ? SMALL : SIZE === "sanitized" ? [...SANITIZED, ...WATCHED] : FULL;

const programs = allPrograms();
const node = askNode(programs);
const { bundles, failures } = await bundlePrograms(programs, "all");

/** What a translation of the program must do. */
function wanted(p: RunProgram, engine: Engine): Result {
  const said = node.get(p.name) ?? { stdout: "", stderr: "", code: -1 };
  if (p.differs === null || (p.differs.typedOnly && !engine.typed)) return said;
  return { ...said, stdout: p.differs.stdout };
}

describe("Node", () => {
  test.each(programs.filter((p) => p.exit !== null))("$name ends with its exit code", (p) => {
    expect(node.get(p.name)?.code).toBe(p.exit);
  });
});

test.each(programs)("the front half takes $name", (p) => {
  expect(failures.get(p.name)).toBeUndefined();
});

describe.each(ENGINES)("$name", (engine) => {
  const prepared = new Map<RunProgram, Promise<Run>>();
  for (const bundle of bundles) {
    let run: Promise<Run> | undefined;
    for (const p of bundle.programs)
      prepared.set(p, {
        then: (...then: Parameters<Promise<Run>["then"]>) =>
          (run ??= Promise.resolve(engine.prepare(bundle))).then(...then),
      } as Promise<Run>);
  }
  const runs = [...prepared.keys()].filter(
    (p) => IS_LONG || !WATCHED.includes(engine) || SOME.includes(p.name),
  );
  test.each(runs)(
    "$name",
    async (p) => {
      const run = await prepared.get(p);
      const result = run?.(p);
      const { stdout, stderr, code } = wanted(p, engine);
      expect({
        stdout: result?.stdout,
        stderr: withoutTraceback(result?.stderr ?? ""),
        code: result?.code,
      }).toEqual({
        stdout,
        stderr: withoutTraceback(stderr),
        code,
      });
      // The first program of a bundle waits for all of its C.
    },
    900_000,
  );
});
