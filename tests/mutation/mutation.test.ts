// Would the tests notice a wrong row? Each row of the evaluator and of the C emitter is damaged in several ways, one at
// a time, and the probes must end otherwise than they should. VMSMITH_MATRIX=small takes a part of the C mutants,
// because each costs a compiler run; full and stress take all.

import { afterAll, describe, expect, test, vi } from "vitest";
import { applyCollector } from "../../gc-transformers/transform.ts";
import { COLLECTORS } from "../../gc-transformers/collectors.ts";
import type * as Operations from "../../translator/c/operations.ts";
import { EMIT, type Emit } from "../../translator/c/operations.ts";
import type { CSource } from "../../translator/c/source.ts";
import type { Evaluate } from "../../translator/interp/evaluate.ts";
import { runProgram } from "../../translator/interp/low-interpreter.ts";
import { LOW_OPS, type LowOp } from "../../translator/model/ops.ts";
import { parseProgram } from "../../translator/model/parse.ts";
import type { Program } from "../../translator/model/program.ts";
import { makeExceptionsExplicit } from "../../translator/transform/exceptions.ts";
import { insertStackChecks } from "../../translator/transform/stack-checks.ts";
import { Builder, sourceOf, type Ending } from "./build.ts";
import { emitterMutants, evaluatorMutants, type Mutant } from "./mutants.ts";
import { allProbes, otherUnit, type Probe } from "./probes.ts";

const damaged = vi.hoisted((): { op: string; row: Emit | undefined } => ({ op: "", row: undefined }));

// The emitter asks the table for its rows; one of them is the mutant's while one is set.
vi.mock("../../translator/c/operations.ts", async (original) => {
  const module = await original<typeof Operations>();
  const table = new Proxy(module.EMIT, {
    get: (rows, op) => (op === damaged.op ? damaged.row : Reflect.get(rows, op)) as Emit,
  });
  return { ...module, EMIT: table };
});

const SIZE = process.env["VMSMITH_MATRIX"] ?? "small";
/** One C mutant out of this many. */
const EVERY = SIZE === "small" ? 8 : 1;

const probes = allProbes();
const builder = new Builder();
afterAll(() => builder.cleanUp());

/** Operations that phases put in, which the programs with exceptions and recursion then hold. */
const BY_PHASES: readonly LowOp[] = [
  "stack_check",
  "stack_is_low",
  "exc_occurred",
  "exc_set",
  "exc_take",
  "traceback_add",
  "traceback_reset",
];

function probesOf(op: LowOp): Probe[] {
  return probes.filter((p) => p.ops.includes(op) || (p.name === "objects" && BY_PHASES.includes(op)));
}

function lowered(probe: Probe): Program {
  const program = parseProgram(probe.text);
  insertStackChecks(program);
  makeExceptionsExplicit(program);
  applyCollector(program, probe.name === "collected" ? COLLECTORS.incminimark : COLLECTORS.none);
  return program;
}

function interpret(program: Program, mutant?: Mutant<Evaluate>): Ending | string {
  try {
    const { stdout, stderr, code } = runProgram(program, {
      maxDepth: 1000,
      maxSteps: 1e7,
      units: otherUnit(),
      standIns: { get: () => (n) => Math.abs(Number(n)), errno: () => 0 },
      ...(mutant === undefined ? {} : { evaluate: { [mutant.op]: mutant.row } }),
    });
    return { stdout, stderr, code };
  } catch (problem) {
    return problem instanceof Error ? problem.message : "thrown";
  }
}

test("every operation is in a probe", () => {
  const missing = (Object.keys(LOW_OPS) as LowOp[]).filter((op) => probesOf(op).length === 0);
  expect(missing).toEqual([]);
});

describe("the probes end alike on both engines", () => {
  test.each(probes.filter((p, i) => EVERY === 1 || i % EVERY === 0 || p.name === "objects"))(
    "$name",
    async (probe) => {
      const first = interpret(parseProgram(probe.text)) as Ending;
      const explicit = interpret(lowered(probe)) as Ending;
      const native = await builder.run(sourceOf(lowered(probe)));
      expect({ stdout: explicit.stdout, code: explicit.code }).toEqual({
        stdout: first.stdout,
        code: first.code,
      });
      expect({ stdout: native.stdout, code: native.code }).toEqual({
        stdout: first.stdout,
        code: first.code,
      });
    },
  );
});

describe("evaluator", () => {
  const all = evaluatorMutants();
  test(`all of ${all.length} mutants are noticed`, () => {
    const survivors = all.filter((m) =>
      probesOf(m.op).every((probe) => {
        const program = parseProgram(probe.text);
        return JSON.stringify(interpret(program, m)) === JSON.stringify(interpret(program));
      }),
    );
    expect(survivors.map((m) => `${m.op}: ${m.damage}`)).toEqual([]);
  }, 300_000);
});

describe("C emitter", () => {
  const every = emitterMutants({ ...EMIT });
  const all = every.filter((_, i) => i % EVERY === 0);
  test(`all of ${all.length} mutants are noticed (of ${every.length})`, async () => {
    const survivors: string[] = [];
    for (const m of all) if (!(await isNoticed(m))) survivors.push(`${m.op}: ${m.damage}`);
    expect(survivors).toEqual([]);
  }, 1_200_000);
});

const endings = new Map<string, Promise<Ending>>();

async function isNoticed(mutant: Mutant<Emit>): Promise<boolean> {
  for (const probe of probesOf(mutant.op)) {
    const program = lowered(probe);
    const good = sourceOf(program);
    const bad = withRow(mutant, () => sourceOf(program));
    if (bad === null) return true;
    // The same text: the row is not used here, or the damage is none.
    if (JSON.stringify([...good.files]) === JSON.stringify([...bad.files])) continue;
    let ending = endings.get(probe.name);
    if (ending === undefined) endings.set(probe.name, (ending = builder.run(good)));
    if (JSON.stringify(await ending) !== JSON.stringify(await builder.run(bad))) return true;
  }
  return false;
}

/** Null if the emitter refuses the row. */
function withRow(mutant: Mutant<Emit>, work: () => CSource): CSource | null {
  damaged.op = mutant.op;
  damaged.row = mutant.row;
  try {
    return work();
  } catch {
    return null;
  } finally {
    damaged.op = "";
  }
}
