// No root, reload or barrier can be left out: each one that the gc phase puts into a program about lists, arrays and
// errors is taken away alone, and the graph interpreter, which collects at every allocation, must notice.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { COLLECTORS } from "../../gc-transformers/collectors.ts";
import { applyCollector } from "../../gc-transformers/transform.ts";
import type { Collector } from "../../gc-transformers/capabilities.ts";
import { runProgram } from "../../translator/interp/low-interpreter.ts";
import { blocksOf, type Block, type Op, type Value } from "../../translator/model/graph.ts";
import { parseProgram } from "../../translator/model/parse.ts";
import type { Program } from "../../translator/model/program.ts";
import { verifyProgram } from "../../translator/model/verify.ts";
import { makeExceptionsExplicit } from "../../translator/transform/exceptions.ts";
import { insertStackChecks } from "../../translator/transform/stack-checks.ts";

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
// Interpreting takes time: less garbage.
const TEXT = (read("../c/prelude.ir") + read("../mutation/collected.ir")).replaceAll(
  /garbage, \d+/gu,
  "garbage, 4",
);

function fitted(collector: Collector): Program {
  const program = parseProgram(TEXT);
  insertStackChecks(program);
  makeExceptionsExplicit(program);
  applyCollector(program, collector);
  return program;
}

/** Every collection is a full one every other time: young and old objects are both looked at. */
const PLANS = [
  { every: 1, fullEvery: 1 },
  { every: 1, fullEvery: 2 },
  { every: 1, fullEvery: 1_000_000 },
  { every: 2, fullEvery: 3 },
];

function ending(program: Program): string {
  return PLANS.map((collections) => {
    try {
      const { stdout, code } = runProgram(program, { collections, maxSteps: 1e6 });
      return `${stdout}${code}`;
    } catch (problem) {
      return problem instanceof Error ? problem.message : "thrown";
    }
  }).join("\n");
}

interface Found {
  readonly block: Block;
  readonly op: Op;
}

/** Operations of these names, with where they stand. */
function opsNamed(program: Program, names: readonly string[]): Found[] {
  return [...program.graphs.values()].flatMap((graph) =>
    blocksOf(graph).flatMap((block) =>
      block.ops.filter((op) => names.includes(op.name) && !isClearing(op)).map((op) => ({ block, op })),
    ),
  );
}

describe.each(["incminimark", "refcount"] as const)("%s", (name) => {
  const collector = COLLECTORS[name];
  const good = ending(fitted(collector));

  test("the program is well formed and runs", () => {
    expect(verifyProgram(fitted(collector), "exceptionsExplicit")).toEqual([]);
    expect(good).not.toMatch(/freed|never|without/u);
  });

  // Where objects stay in place, many can also be reached in other ways.
  const names = ["gc_barrier", "gc_barrier_items", "roots_leave", ...(collector.moving ? ["root_save"] : [])];

  test(`none of ${names.join(", ")} can be left out`, () => {
    const count = opsNamed(fitted(collector), names).length;
    expect(count).toBeGreaterThan(5);
    const unnoticed: string[] = [];
    for (let i = 0; i < count; i++) {
      const program = fitted(collector);
      const { block, op } = opsNamed(program, names)[i] as Found;
      block.ops = block.ops.filter((o) => o !== op);
      if (ending(program) === good) unnoticed.push(`${i}: ${op.name}`);
    }
    expect(unnoticed).toEqual([]);
  });

  if (!collector.moving) return;
  test("no reload can be left out", () => {
    const count = readReloads(fitted(collector)).length;
    expect(count).toBeGreaterThan(5);
    const unnoticed: string[] = [];
    for (let i = 0; i < count; i++) {
      const program = fitted(collector);
      const { op, before } = readReloads(program)[i] as Found & { before: Value };
      op.name = "same_as";
      op.args = [before];
      if (ending(program) === good) unnoticed.push(`${i}: ${op.result.hint}`);
    }
    expect(unnoticed).toEqual([]);
  });
});

/** Reloads whose result an operation reads, with a reference that was saved at their place. */
function readReloads(program: Program): (Found & { before: Value })[] {
  return [...program.graphs.values()].flatMap((graph) => {
    const all = blocksOf(graph).flatMap((block) => block.ops.map((op) => ({ block, op })));
    return all.flatMap(({ block, op }, at) => {
      if (op.name !== "root_load") return [];
      const save = all.findLast(
        ({ op: o }, i) =>
          i < at && o.name === "root_save" && placeOf(o) === placeOf(op) && o.args[0] === op.args[0],
      );
      const before = save?.op.args[2];
      const isRead = all.some(({ op: o }) => o.name !== "root_save" && o.args.includes(op.result));
      return before !== undefined && isRead ? [{ block, op, before }] : [];
    });
  });
}

/** A place that is cleared keeps nothing alive; what it held before does no harm. */
function isClearing(op: Op): boolean {
  return op.name === "root_save" && op.args[2]?.tag === "const";
}

function placeOf(op: Op): unknown {
  const place = op.args[1];
  return place?.tag === "const" && place.value.kind === "number" ? place.value.value : undefined;
}
