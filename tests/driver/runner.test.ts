// The runner and its table: order of phases, facts and their checkers, errors that name the phase.

import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { FACTS } from "../../translator/driver/facts.ts";
import { lineProgress, mandelbrotRow, terminalProgress } from "../../translator/driver/progress.ts";
import { defaultOptions } from "../../translator/driver/options.ts";
import { orderProblems, type Phase, PHASES } from "../../translator/driver/phases.ts";
import { SILENT } from "../../translator/driver/progress.ts";
import { type Measurement, runPhases } from "../../translator/driver/runner.ts";
import { Translation } from "../../translator/driver/translation.ts";
import { Workshop } from "./workshop.ts";
import { refusal } from "../../translator/support/diagnostics.ts";

const phase = (name: string, run: Phase["run"], more: Partial<Phase> = {}): Phase => ({
  name,
  doc: name,
  needs: [],
  gives: [],
  breaks: [],
  run,
  ...more,
});

function runTable(phases: readonly Phase[], options = {}): { into: Measurement[]; done: Promise<void> } {
  const into: Measurement[] = [];
  const t = new Translation({ ...defaultOptions("x.ts"), ...options }, SILENT);
  return { into, done: runPhases(t, into, phases) };
}

test("the table's phases have what they need, and each fact is given once", () => {
  expect(orderProblems(PHASES)).toEqual([]);
  const given = PHASES.flatMap((p) => p.gives).sort();
  expect(given).toEqual(Object.keys(FACTS).sort());
  expect(orderProblems(PHASES.filter((p) => p.name !== "exceptions"))).toEqual([
    "phase gc needs that no operation raises: exceptions are values and branches, which no earlier phase gives",
  ]);
});

test("whatever a phase throws is told with the phase; refusals pass through", async () => {
  const bad = phase("bad", () => {
    throw new TypeError("x is undefined");
  });
  await expect(runTable([bad]).done).rejects.toThrow("in phase bad: x is undefined");
  const refused = refusal("RTS1101", undefined, { seen: "a", why: "b", instead: "c" });
  const refusing = phase("refusing", () => {
    throw refused;
  });
  await expect(runTable([refusing]).done).rejects.toBe(refused);
});

test("a state that vmsmith cannot be in: RTS3001, code 70, and a line to report", async () => {
  const w = new Workshop();
  // Facts that a pass needs cannot be taken away by any option, so the command is run with a broken library.
  w.write(
    "broken.mjs",
    `import { registerHooks } from "node:module";
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith("transform/stack-checks.ts")) return loaded;
    return { ...loaded, source: "export const uncheckedRecursion = () => []; export function insertStackChecks() { throw new Error('lost my way'); }", format: "module" };
  },
});
`,
  );
  const r = await w.run(["-q", "--report=r.json", "hello.ts"], {
    NODE_OPTIONS: `--import=${w.path("broken.mjs")}`,
  });
  expect(r).toMatchObject({ code: 70, stdout: "" });
  expect(r.stderr).toContain("bug in vmsmith RTS3001");
  expect(r.stderr).toMatch(/in phase stackcheck: lost my way .*failed-stackcheck\.ir/u);
  expect(r.stderr).toContain("vmsmith --opt=2 --gc=incminimark hello.ts");
  expect(w.json("r.json")).toMatchObject({ succeeded: false, diagnostics: [{ code: "RTS3001" }] });
  expect(w.read("build/dump/failed-stackcheck.ir")).toContain("graph hello.sum");
});

test("a phase does not run when what it needs does not hold", async () => {
  const needs = phase("late", () => undefined, { needs: ["typed"] });
  await expect(runTable([needs]).done).rejects.toThrow(
    "phase late needs that every variable has a machine type",
  );
});

test("--check tells a phase that does not give what it promises", async () => {
  const liar = phase("liar", () => undefined, { gives: ["loaded"] });
  await expect(runTable([liar], { check: true }).done).rejects.toThrow(
    /in phase liar: .*nothing was loaded/su,
  );
  await expect(runTable([liar]).done).resolves.toBeUndefined();
});

test("measurements remain when a later phase fails", async () => {
  const good = phase("good", () => undefined);
  const bad = phase("bad", () => {
    throw new Error("no");
  });
  const { into, done } = runTable([good, bad]);
  await expect(done).rejects.toThrow();
  expect(into.map((m) => m.phase)).toEqual(["good"]);
});

test("progress: a live line for each phase on a terminal, whole lines in a log", () => {
  const written: string[] = [];
  const out = {
    clearLine: () => true,
    cursorTo: () => true,
    write: (text: string) => written.push(text) > 0,
  } as unknown as NodeJS.WriteStream;
  const live = terminalProgress(out);
  live.phaseStarts("load", "look at it");
  live.step(1, 2, "a.c");
  live.phaseEnds("load", 1.234);
  live.finish();
  expect(written.map((t) => stripVTControlCharacters(t).slice(49))).toEqual([
    "load look at it",
    "load 1/2 a.c",
    "load              1.23 s\n",
  ]);
  written.length = 0;
  const log = lineProgress(out);
  log.phaseStarts("load", "look at it");
  log.step(1, 2, "a.c");
  log.phaseEnds("load", 1.234);
  log.finish();
  expect(written).toEqual(["[load] 1.23 s\n"]);
});

test("the picture shown while it works is a Mandelbrot set", () => {
  const rows = Array.from({ length: 12 }, (_, y) => mandelbrotRow(y));
  expect(rows[6]).toContain("@@@@");
  expect(rows[0]?.trim().length).toBeLessThan(48);
  expect(rows.slice(1, 6).reverse().join("\n")).toBe(rows.slice(6, 11).join("\n"));
});
