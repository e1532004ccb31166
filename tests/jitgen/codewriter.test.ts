// Jitcodes of every operation, as text; and what must hold of all jitcodes, on the targets too. With BLESS=1 the golden
// file is rewritten; a blessed difference is reviewed like code.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { disassemble } from "../../jitgen/codewriter/disassemble.ts";
import { livenessOf } from "../../jitgen/codewriter/liveness.ts";
import { LOWER } from "../../jitgen/codewriter/lower.ts";
import { allocateRegisters, allocationProblems } from "../../jitgen/codewriter/registers.ts";
import { jitcodeProblems } from "../../jitgen/codewriter/verify-jitcode.ts";
import { type JitData, rootOf } from "../../jitgen/codewriter/write.ts";
import { shapeOf, SHAPE } from "../../jitgen/tables/operations.ts";
import { DESCR_COLUMNS, JITCODE_COLUMNS, POOL } from "../../jitgen/tables/pools.ts";
import { CallGraph } from "../../translator/model/call-graph.ts";
import { blocksOf } from "../../translator/model/graph.ts";
import { LOW_OPS } from "../../translator/model/ops.ts";
import { verifyProgram } from "../../translator/model/verify.ts";
import { jitted, written } from "./workshop.ts";

const SOURCE = readFileSync(join(import.meta.dirname, "operations.ir"), "utf8");
const GOLDEN = join(import.meta.dirname, "operations.golden");

test("every operation is lowered, as the golden file says", () => {
  const { data, program } = written(SOURCE);
  expect(data.policy.refused).toEqual([]);
  const text = data.jitcodes.map((j) => disassemble(data, j)).join("\n");
  if (process.env["BLESS"] === "1") writeFileSync(GOLDEN, text);
  else expect(text).toBe(readFileSync(GOLDEN, "utf8"));
  expect(verifyProgram(program, "typed")).toEqual([]);
  const shown = new Set(
    data.jitcodes.flatMap((j) => blocksOf(j.graph).flatMap((b) => b.ops.map((op) => op.name))),
  );
  const missing = Object.entries(LOWER).filter(([name, row]) => !("never" in row) && !shown.has(name));
  // These only occur in the JIT runtime's own unit.
  expect(missing.map(([name]) => name)).toEqual(["word_eq", "word_of", "of_word", "word_hash"]);
});

test("what is evaluated by its shape has one", () => {
  const without = Object.keys(LOW_OPS).filter(
    (name) => !Object.hasOwn(LOWER, name) && shapeOf(name) === SHAPE.none,
  );
  expect(without).toEqual([]);
});

/** Everything that must hold of any jitcodes. */
function expectSound(data: JitData): void {
  expect(jitcodeProblems(data)).toEqual([]);
  for (const { lowered, graph } of data.jitcodes) {
    const live = livenessOf(lowered.order);
    const registers = allocateRegisters(lowered.order, live);
    expect(allocationProblems(lowered.order, live, registers), graph.key).toEqual([]);
  }
}

test("jitcodes of all operations are sound", () => {
  expectSound(written(SOURCE).data);
});

test("a wrong jitcode is noticed", () => {
  const { data } = written(SOURCE);
  const [jitcode] = data.jitcodes;
  if (jitcode === undefined) throw new Error("no jitcode");
  const broken = (at: number, unit: number): string[] => {
    const units = [...jitcode.code.units];
    units[at] = unit;
    const changed = { ...jitcode, code: { ...jitcode.code, units } };
    return jitcodeProblems({ ...data, jitcodes: [changed, ...data.jitcodes.slice(1)] });
  };
  expect(broken(0, 999)).toEqual(["jitcode run: there is no instruction 999 (at 0)"]);
  const last = jitcode.code.units.length - 1;
  expect(broken(last, last)).toEqual([`jitcode run: control reaches ${last}, where no instruction begins`]);
});

describe.each(["targets/brainfuck/target.ts", "targets/calc/target.ts"])("%s", (target) => {
  test("everything the portal reaches is lowered or listed with a reason", async () => {
    const { data, program } = await jitted(target);
    expectSound(data);
    expect(data.policy.refused).toEqual([]);
    const told = new Set([
      ...data.policy.visible.map((g) => g.key),
      ...data.policy.residual.map((r) => r.graph.key),
    ]);
    const calls = new CallGraph(program);
    const forgotten = data.policy.visible
      .filter((g) => !data.portals.some((p) => p.graph === g))
      .flatMap((g) => [...calls.calls(g.key)].filter((set) => !set.id.startsWith("fn(")))
      .flatMap((set) => set.keys)
      .filter((key) => !told.has(key));
    expect(forgotten).toEqual([]);
    for (const { reason } of data.policy.residual) expect(reason).not.toBe("");
  });

  test("is written alike twice", async () => {
    const texts = await Promise.all(
      [1, 2].map(async () => {
        const { data } = await jitted(target);
        return JSON.stringify(rootOf(data).items?.map((_, i) => pool(data, i)));
      }),
    );
    expect(texts[0]).toBe(texts[1]);
  });

  test("pools have whole rows", async () => {
    const { data } = await jitted(target);
    expect(pool(data, POOL.jitcodes).length).toBe(data.jitcodes.length * JITCODE_COLUMNS);
    expect(pool(data, POOL.descriptors).length % DESCR_COLUMNS).toBe(0);
    expect(pool(data, POOL.names).length).toBe(data.jitcodes.length + data.portals.length);
  });
});

/** The values of one pool, in a comparable form. */
function pool(data: JitData, i: number): unknown[] {
  const value = rootOf(data).items?.[i];
  if (value?.kind !== "prebuilt") throw new Error(`no pool ${i}`);
  return (value.object.items ?? []).map((item) => {
    if (item.kind === "prebuilt") return item.object.name;
    if (item.kind === "struct") return item.struct.name;
    if (item.kind === "graph") return item.key;
    return "value" in item ? String(item.value) : item.kind;
  });
}
