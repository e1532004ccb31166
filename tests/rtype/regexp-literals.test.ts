// Regular expressions that are known at translation: functions made for random patterns, in a binary, against Node.
// VMSMITH_LITERALS of them.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { main } from "../../translator/driver/main.ts";
import { patternPlan } from "../../translator/frontend/regexp/plan.ts";
import { betweenHalves, pattern, Random, text } from "./random-regexps.ts";

const COUNT = Number(process.env["VMSMITH_LITERALS"] ?? 300);
const SEED = Number(process.env["VMSMITH_SEED"] ?? 0);
const TEXTS = 12;
const FOLDER = join(import.meta.dirname, "../../build/test/regexp-literals");

interface Case {
  readonly source: string;
  readonly flags: string;
  readonly texts: readonly string[];
}

/** Patterns that a function is made for: the library's matcher has a test of its own. */
function cases(): Case[] {
  const random = new Random();
  for (let i = 0; i < SEED; i++) random.below(2);
  const out: Case[] = [];
  while (out.length < COUNT) {
    const flags = ["g", "i", "m", "s", "y"].filter(() => random.below(4) === 0).join("");
    const unicode = random.below(3) === 0;
    const source = pattern(random, 2, unicode);
    const all = unicode ? `${flags}u` : flags;
    try {
      new RegExp(source, all);
    } catch {
      continue;
    }
    if (patternPlan(source, all) === null) continue;
    const texts = Array.from({ length: TEXTS }, () => text(random));
    out.push({ source, flags: all, texts });
  }
  return out;
}

/** What the program prints of a match: units as numbers, so that halves of pairs survive. */
function units(s: string | undefined): string {
  return s === undefined ? "-" : [...Array(s.length).keys()].map((i) => s.charCodeAt(i)).join(" ");
}

const PROGRAM = `
function units(s: string | undefined): string {
  if (s === undefined) return "-";
  const out: number[] = [];
  for (let i = 0; i < s.length; i++) out.push(s.charCodeAt(i));
  return out.join(" ");
}
export function entryPoint(): number {
  for (let i = 0; i < EXPRESSIONS.length; i++) {
    const r = EXPRESSIONS[i]!;
    for (const s of TEXTS[i]!) {
      const m = r.exec(s);
      const last = r.lastIndex;
      if (r.unicode) r.lastIndex = 0;
      if (m === null) console.log(\`null \${last}\`);
      else console.log(\`\${m.index} \${last}: \${m.map((x) => units(x)).join(",")}\`);
    }
  }
  return 0;
}
`;

function wanted(r: RegExp, s: string): string {
  const m = r.exec(s);
  const last = r.lastIndex;
  if (r.unicode) r.lastIndex = 0;
  if (m === null) return `null ${last}`;
  return `${m.index} ${last}: ${[...m].map((x: string | undefined) => units(x)).join(",")}`;
}

test("random patterns as functions", { timeout: 240_000 }, async () => {
  mkdirSync(FOLDER, { recursive: true });
  const all = cases();
  const file = join(FOLDER, "program.ts");
  const binary = join(FOLDER, "program");
  const quoted = (s: string): string => JSON.stringify(s);
  const expressions = all.map((c) => `  new RegExp(${quoted(c.source)}, ${quoted(c.flags)}),\n`);
  const texts = all.map((c) => `  [${c.texts.map(quoted).join(", ")}],\n`);
  writeFileSync(
    file,
    `const EXPRESSIONS = [\n${expressions.join("")}];\nconst TEXTS = [\n${texts.join("")}];\n${PROGRAM}`,
  );
  expect(await main(["-q", "--check", "--opt=0", "--gc=none", "-o", binary, file])).toBe(0);
  const { status, stdout } = spawnSync(binary, { encoding: "utf8" });
  expect(status).toBe(0);
  const lines = stdout.split("\n");
  const wrong: string[] = [];
  all.forEach(({ source, flags, texts: given }, i) => {
    const theirs = new RegExp(source, flags);
    given.forEach((s, k) => {
      const halves = flags.includes("u") && betweenHalves(s, theirs, source);
      const [line, right] = [lines[i * TEXTS + k], wanted(theirs, s)];
      if (line !== right && !halves)
        wrong.push(`/${source}/${flags} on ${quoted(s)}: ${String(line)} instead of ${right}`);
    });
  });
  expect(wrong.slice(0, 8)).toEqual([]);
});
