// The tests of one engine: each program ends as Node says, or as its documented difference says.

import { describe, expect, test } from "vitest";
import type { Bundle } from "./bundle.ts";
import type { Engine, Run } from "./engines.ts";
import { withoutTraceback, type Result, type RunProgram } from "./programs.ts";

/** The tests of those programs of the bundles that are `chosen`; `node`: what Node says, by name. */
export function describeEngine(
  engine: Engine,
  bundles: readonly Bundle[],
  chosen: readonly RunProgram[],
  node: ReadonlyMap<string, Result>,
): void {
  const prepared = new Map<RunProgram, Promise<Run>>();
  for (const bundle of bundles) {
    let run: Promise<Run> | undefined;
    for (const p of bundle.programs)
      prepared.set(p, {
        then: (...then: Parameters<Promise<Run>["then"]>) =>
          (run ??= Promise.resolve(engine.prepare(bundle))).then(...then),
      } as Promise<Run>);
  }
  describe(engine.name, () => {
    test.each([...prepared.keys()].filter((p) => chosen.includes(p)))(
      "$name",
      async (p) => {
        const run = await prepared.get(p);
        const result = run?.(p);
        const { stdout, stderr, code } = wanted(p, engine, node);
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
}

/** What a translation of the program must do. */
function wanted(p: RunProgram, engine: Engine, node: ReadonlyMap<string, Result>): Result {
  const said = node.get(p.name) ?? { stdout: "", stderr: "", code: -1 };
  if (p.differs === null || (p.differs.typedOnly && !engine.typed)) return said;
  return { ...said, stdout: p.differs.stdout };
}
