// Each program in this folder must be refused. A comment `// RTS1203: words` at the end of a line says that an error
// of that code is reported there whose "seen" part holds the words; no other error may be reported.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CATALOGUE, type CatalogueCode } from "../../translator/support/catalogue.ts";
import { type Diagnostic, Refusal } from "../../translator/support/diagnostics.ts";
import { refuseFailure } from "../../translator/frontend/loader/failures.ts";
import type { LoadFailure } from "../../translator/frontend/loader/protocol.ts";
import { refusalsOf } from "../tools/front.ts";
import { readRepositoryFile } from "../tools/repository.ts";

const here = import.meta.dirname;
const fixtures = readdirSync(here).filter((f) => f.endsWith(".ts") && !f.endsWith(".test.ts"));

interface Expected {
  readonly line: number;
  readonly code: string;
  readonly words: string;
}

function expectations(file: string): Expected[] {
  const lines = readFileSync(join(here, file), "utf8").split("\n");
  return lines.flatMap((text, i) => {
    const m = /\/\/ (RTS\d{4}): (.*)$/u.exec(text);
    return m === null ? [] : [{ line: i + 1, code: m[1] ?? "", words: m[2] ?? "" }];
  });
}

const matches = (d: Diagnostic, e: Expected): boolean =>
  d.code === e.code && d.place?.line === e.line && d.seen.includes(e.words);

const shown = (d: Diagnostic): string => `${d.place?.line ?? "?"}: ${d.code}: ${d.seen}`;

test.each(fixtures)("%s", async (file) => {
  const expected = expectations(file);
  expect(expected).not.toEqual([]);
  const found = await refusalsOf(join(here, file));
  const unexpected = found.filter((d) => !expected.some((e) => matches(d, e))).map(shown);
  const missing = expected.filter((e) => !found.some((d) => matches(d, e)));
  expect({ unexpected, missing }).toEqual({ unexpected: [], missing: [] });
  for (const d of found) checkParts(d);
});

/** A place, what was seen, why not, what instead: whole sentences. */
function checkParts(d: Diagnostic): void {
  expect(d.place?.file, shown(d)).toContain("tests/refuse");
  for (const part of [d.seen, d.why, d.instead]) expect(part, shown(d)).toMatch(/^\S.*[.…)`}]$/su);
  for (const r of d.related ?? []) expect(r.message, shown(d)).not.toBe("");
  // What meets comes from two places.
  if (d.code === "RTS1201") expect(d.related?.length, shown(d)).toBeGreaterThanOrEqual(2);
}

test("a near miss is named", async () => {
  const [field, method] = await refusalsOf(join(here, "members.ts"));
  expect(field?.instead).toBe("Write `total`.");
  expect(method?.instead).toBe("Write `getTotal`.");
  const [hint] = await refusalsOf(join(here, "hints.ts"));
  expect(hint?.instead).toContain("`@elidable`");
});

test("loading that does not end, or is ended", () => {
  const words = (failure: LoadFailure): string => {
    const refused = refuseFailure(failure, "x.ts", 60);
    if (!(refused instanceof Refusal)) throw refused;
    return refused.message;
  };
  expect(words({ kind: "endless", active: ["Timeout"], spots: [] })).toMatch(
    /^RTS1003: After 60 s .*Timeout/u,
  );
  expect(words({ kind: "killed", how: "SIGKILL" })).toMatch(/^RTS1008: .*SIGKILL/u);
});

/** Codes that no program in this folder can show, and the test that does. */
const ELSEWHERE: Partial<Record<CatalogueCode, string>> = {
  RTS1001: "tests/driver/bad-input.test.ts",
  RTS1002: "tests/driver/bad-input.test.ts",
  RTS1003: "tests/refuse/refuse.test.ts",
  RTS1004: "tests/driver/bad-input.test.ts",
  RTS1005: "tests/driver/bad-input.test.ts",
  RTS1006: "tests/loader/load.test.ts",
  RTS1008: "tests/refuse/refuse.test.ts",
  RTS1403: "tests/jitgen/portals.test.ts",
  RTS2403: "tests/jitgen/portals.test.ts",
  RTS1404: "tests/driver/options.test.ts",
  RTS3001: "tests/driver/runner.test.ts",
  RTS3002: "tests/driver/bad-input.test.ts",
  RTS4001: "tests/driver/bad-input.test.ts",
  RTS4105: "tests/driver/foreign.test.ts",
  RTS1502: "tests/driver/library.test.ts",
  RTS2404: "tests/driver/library.test.ts",
  RTS4101: "tests/driver/bad-input.test.ts",
  RTS4102: "tests/driver/bad-input.test.ts",
  RTS4103: "tests/c/compile.test.ts",
  RTS4104: "tests/driver/bad-input.test.ts",
};

describe("the catalogue", () => {
  const shownHere = new Set(fixtures.flatMap((f) => expectations(f).map((e) => e.code)));

  test.each(Object.keys(CATALOGUE) as CatalogueCode[])("%s has a program that shows it", (code) => {
    if (shownHere.has(code)) return;
    const other = ELSEWHERE[code];
    expect(other, `${code} needs a fixture in tests/refuse or a row in ELSEWHERE`).toBeDefined();
    expect(readRepositoryFile(other ?? "")).toContain(code);
  });

  test("slugs are unique, texts are sentences", () => {
    const rows = Object.values(CATALOGUE);
    expect(new Set(rows.map((r) => r.slug)).size).toBe(rows.length);
    for (const r of rows) expect(r.explanation).toMatch(/^\S.*\.$/su);
  });
});
