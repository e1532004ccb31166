// The differential matrix: every program of tests/run, on every engine, must end as Node says — or as its documented
// difference says. VMSMITH_MATRIX=small|full|stress tells how many engines; sanitized: only those that look for errors of
// memory (`make stress-gc`), with every collector whose runtime is ours.

import { describe, expect, test } from "vitest";
import { bundlePrograms } from "./bundle.ts";
import { describeEngine } from "./describe-engine.ts";
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
} from "./engines.ts";
import { askNode } from "./oracle.ts";
import { allPrograms } from "./programs.ts";

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

describe("Node", () => {
  test.each(programs.filter((p) => p.exit !== null))("$name ends with its exit code", (p) => {
    expect(node.get(p.name)?.code).toBe(p.exit);
  });
});

test.each(programs)("the front half takes $name", (p) => {
  expect(failures.get(p.name)).toBeUndefined();
});

for (const engine of ENGINES) {
  const chosen =
    IS_LONG || !WATCHED.includes(engine) ? programs : programs.filter((p) => SOME.includes(p.name));
  describeEngine(engine, bundles, chosen, node);
}
