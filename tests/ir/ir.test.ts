// Text-to-text fixtures of passes: tests/ir/PASS/NAME.ir holds a program, the line `; becomes`, and the graphs as the
// pass leaves them. With BLESS=1 the second half is rewritten; a blessed difference is reviewed like code.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { removeDeadCode } from "../../translator/backendopt/dead-code.ts";
import { inlineCalls } from "../../translator/backendopt/inline.ts";
import { inlineLeaves } from "../../translator/backendopt/leaves.ts";
import { dropProvedChecks } from "../../translator/backendopt/ranges.ts";
import { formSwitches } from "../../translator/backendopt/switches.ts";
import { dropChecks } from "../../translator/backendopt/unchecked.ts";
import { removeZeroStores } from "../../translator/backendopt/zeros.ts";
import { Changes } from "../../translator/model/changes.ts";
import { parseProgram } from "../../translator/model/parse.ts";
import type { Program } from "../../translator/model/program.ts";
import { simplifyGraph } from "../../translator/model/simplify.ts";
import { printGraph } from "../../translator/model/text.ts";
import { verifyProgram } from "../../translator/model/verify.ts";

const PASSES: Readonly<Record<string, (p: Program, c: Changes) => void>> = {
  switches: formSwitches,
  ranges: dropProvedChecks,
  deadCode: removeDeadCode,
  unchecked: (p, c) => {
    dropChecks(p, c, true);
  },
  inline: (p, c) =>
    inlineCalls(p, c, {
      into: p.graphs.values(),
      candidate: (g) => g.hints.has("inline"),
      largest: 10,
      budget: () => 40,
    }),
  leaves: inlineLeaves,
  zeros: removeZeroStores,
  simplify: (p) => {
    for (const g of p.graphs.values()) simplifyGraph(g);
  },
};

const HEAD = readFileSync(join(import.meta.dirname, "head.ir"), "utf8");
const SEPARATOR = "; becomes\n";

function transformed(pass: string, text: string, fuel?: number): string {
  const program = parseProgram(HEAD + text);
  expect(verifyProgram(program, "typed")).toEqual([]);
  PASSES[pass]?.(program, new Changes(fuel));
  expect(verifyProgram(program, "typed")).toEqual([]);
  return graphsOf(program);
}

function unchanged(text: string): string {
  return graphsOf(parseProgram(HEAD + text));
}

function graphsOf(program: Program): string {
  const known = new Set(parseProgram(HEAD).graphs.keys());
  return [...program.graphs.values()]
    .filter((g) => !known.has(g.key))
    .map((g) => printGraph(g, {}, program))
    .join("");
}

for (const pass of Object.keys(PASSES))
  describe(pass, () => {
    const folder = join(import.meta.dirname, pass);
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      const [before = "", after = ""] = readFileSync(file, "utf8").split(SEPARATOR);
      test(name, () => {
        const got = transformed(pass, before);
        if (process.env["BLESS"] === "1") writeFileSync(file, before + SEPARATOR + got);
        else expect(got).toBe(after);
        // Without fuel an optional pass changes nothing.
        if (pass !== "simplify") expect(transformed(pass, before, 0)).toBe(unchanged(before));
      });
    }
  });
