// The repository's targets translate with every fact checked and print what they print under Node.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../tools/repository.ts";
import { Workshop } from "./workshop.ts";

/** Arguments that make each a short run. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  brainfuck: [join(ROOT, "targets/brainfuck/programs/mandelbrot.bf")],
  calc: [join(ROOT, "targets/calc/programs/demo.calc")],
  nbody: ["1000"],
  richards: ["1"],
};

const targets = readdirSync(join(ROOT, "targets"), { withFileTypes: true }).filter(
  (e) => e.isDirectory() && existsSync(join(ROOT, "targets", e.name, "target.ts")),
);

test.each(targets.map((t) => t.name))(
  "%s",
  async (name) => {
    const w = new Workshop({});
    const file = join(ROOT, "targets", name, "target.ts");
    const args = ARGUMENTS[name] ?? [];
    expect(await w.run(["-q", "--check", file])).toEqual({ code: 0, stdout: "", stderr: "" });
    const native = w.execute(name, ...args);
    expect(native).toMatchObject({ code: 0, stderr: "" });
    expect(native.stdout).not.toBe("");
    const host = await w.run(["--host", file, "--", ...args]);
    // Times differ from run to run.
    const steady = (s: string): string => s.replaceAll(/\d+(?:\.\d+)? m?s\b/gu, "TIME");
    expect(steady(native.stdout)).toBe(steady(host.stdout));
  },
  120_000,
);
