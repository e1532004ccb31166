import { expect, test } from "vitest";
import { CATALOGUE, type CatalogueRow } from "../../translator/support/catalogue.ts";
import {
  type Diagnostic,
  diagnostic,
  Diagnostics,
  InternalError,
  Refusal,
  refusal,
  sortDiagnostics,
} from "../../translator/support/diagnostics.ts";
import { formatDiagnostics } from "../../translator/support/format-diagnostics.ts";
import { LineIndex } from "../../translator/support/positions.ts";
import { toSarif } from "../../translator/support/sarif.ts";

const TEXT = "first\n\tlet x = 1;\r\nthird\u2028fourth";
const index = new LineIndex("/w/src/calc.ts", TEXT);
const parts = { seen: "Saw it.", why: "Because.", instead: "Do that." };
const at = (start: number, end = start): Diagnostic => diagnostic("RTS1007", index.place(start, end), parts);

test("offsets become lines and columns from 1, and back", () => {
  const place = (offset: number): number[] => {
    const { line, col } = index.place(offset);
    return [line, col];
  };
  expect([0, 5, 6, 11, 18, 19, 24, 25, TEXT.length].map(place)).toEqual([
    [1, 1],
    [1, 6],
    [2, 1],
    [2, 6],
    [2, 13],
    [3, 1],
    [3, 6],
    [4, 1],
    [4, 7],
  ]);
  for (let offset = 0; offset <= TEXT.length; offset++) {
    const { line, col } = index.place(offset);
    expect(index.offset(line, col)).toBe(offset);
  }
  expect([1, 2, 3, 4, 5].map((line) => index.lineText(line))).toEqual([
    "first",
    "\tlet x = 1;",
    "third",
    "fourth",
    undefined,
  ]);
});

test("the sink keeps every error once, sorted by place, placeless ones last", () => {
  const sink = new Diagnostics();
  sink.throwIfAny();
  for (const each of [diagnostic("RTS1005", undefined, parts), at(11), at(0), at(11)]) sink.report(each);
  const value = sink.attempt((): number => {
    throw refusal("RTS1001", index.place(3), parts);
  });
  expect(value).toBeUndefined();
  expect(sink.attempt(() => 7)).toBe(7);
  expect(sink.sorted().map((each) => each.place?.start)).toEqual([0, 3, 11, undefined]);
  expect(sink.count).toBe(4);
  expect(() => {
    sink.throwIfAny();
  }).toThrow(Refusal);
  expect(() =>
    sink.attempt(() => {
      throw new InternalError("ours");
    }),
  ).toThrow("ours");
});

test("sorting copies, and orders files by code units", () => {
  const other = new LineIndex("/w/src/Z.ts", "x").place(0);
  const all = [at(1), diagnostic("RTS1007", other, parts)];
  expect(sortDiagnostics(all).map((each) => each.place?.file)).toEqual(["/w/src/Z.ts", "/w/src/calc.ts"]);
  expect(all[0]?.place?.file).toBe("/w/src/calc.ts");
});

test("a diagnostic shows place, frame, four parts and related places", () => {
  const related = [{ place: index.place(0, 5), message: "came from here" }, { message: "and\nmore" }];
  const found = diagnostic("RTS1007", index.place(7, 10), { ...parts, related });
  const options = { root: "/w", read: () => TEXT };
  expect(formatDiagnostics([found], { ...options, colour: false })).toBe(
    [
      "src/calc.ts:2:2 - error RTS1007: A value that cannot be frozen is reached",
      "  1 | first",
      "  2 |  let x = 1;",
      "    |  ^^^",
      "  seen:    Saw it.",
      "  why:     Because.",
      "  instead: Do that.",
      "  - src/calc.ts:1:1: came from here",
      "    1 | first",
      "      | ^^^^^",
      "  - and",
      "           more",
    ].join("\n"),
  );
  expect(formatDiagnostics([found], { ...options, colour: true })).toContain("\u001b[");
  const lost = { ...options, read: (): undefined => undefined, colour: false };
  expect(formatDiagnostics([at(7)], lost).split("\n")[1]).toBe("  seen:    Saw it.");
});

test("SARIF names rules, places and related places", () => {
  const typescript: Diagnostic = {
    ...parts,
    family: "typescript",
    code: "TS2322",
    place: index.place(7, 10),
    related: [{ message: "there", place: new LineIndex("/elsewhere/a.ts", "").place(0) }],
  };
  const log = JSON.parse(toSarif([typescript, diagnostic("RTS1005", undefined, parts)], "/w", "0.1.0")) as {
    runs: { tool: { driver: { rules: { id: string }[] } }; results: Record<string, unknown>[] }[];
  };
  const [run] = log.runs;
  expect(run?.tool.driver.rules.map((rule) => rule.id)).toEqual(["RTS1005", "TS2322"]);
  expect(run?.results[0]).toEqual({
    ruleId: "TS2322",
    ruleIndex: 1,
    level: "error",
    message: { text: "Saw it. Because. Do that." },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "src/calc.ts", uriBaseId: "ROOT" },
          region: { startLine: 2, startColumn: 2, charOffset: 7, charLength: 3 },
        },
      },
    ],
    relatedLocations: [
      {
        id: 0,
        message: { text: "there" },
        physicalLocation: {
          artifactLocation: { uri: "file:///elsewhere/a.ts" },
          region: { startLine: 1, startColumn: 1, charOffset: 0, charLength: 0 },
        },
      },
    ],
  });
  expect(run?.results[1]).not.toHaveProperty("locations");
});

test("slugs are unique, and each row sits in the block of its family", () => {
  const rows = Object.entries(CATALOGUE) as [string, CatalogueRow][];
  expect(new Set(rows.map(([, row]) => row.slug)).size).toBe(rows.length);
  const blocks = { refuse: "RTS1", notYet: "RTS2", bug: "RTS3", environment: "RTS4" };
  for (const [code, row] of rows) expect(code.slice(0, 4), row.slug).toBe(blocks[row.family]);
});
