// The documentation is true where a test can tell: generated pages are current, links lead somewhere, every difference
// names a test that exists, the examples translate.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { generatedPages } from "./tools/documentation.ts";
import { readRepositoryFile, repositoryFiles, ROOT } from "./tools/repository.ts";
import { walkthrough, WALKTHROUGH_PAGE } from "./jitgen/walkthrough.ts";
import { Workshop } from "./driver/workshop.ts";

const pages = repositoryFiles().filter((f) => f.endsWith(".md"));

test.each([...generatedPages()])("%s is what `make docs` writes", (page, text) => {
  expect(readRepositoryFile(page)).toBe(text);
});

test(`${WALKTHROUGH_PAGE} is what \`make docs\` writes`, async () => {
  expect(readRepositoryFile(WALKTHROUGH_PAGE)).toBe(await walkthrough());
});

test("links between files lead somewhere", () => {
  const broken = pages.flatMap((page) =>
    [...readRepositoryFile(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/gu)]
      .map((m) => m[1] ?? "")
      .filter((to) => !existsSync(join(ROOT, dirname(page), to)))
      .map((to) => `${page} links to ${to}, which is not there`),
  );
  expect(broken).toEqual([]);
});

test("every difference from Node names a test that exists", () => {
  const rows = readRepositoryFile("docs/differences.md")
    .split("\n")
    .filter((l) => l.startsWith("|"))
    .slice(2);
  expect(rows.length).toBeGreaterThan(4);
  const missing = rows.flatMap((row) => {
    const tests = [...row.matchAll(/`(tests\/[^`]+)`/gu)].map((m) => m[1] ?? "");
    if (tests.length === 0) return [`no test is named in: ${row}`];
    return tests.filter((t) => !existsSync(join(ROOT, t))).map((t) => `${t} is not there`);
  });
  expect(missing).toEqual([]);
});

test("every program that differs from Node has a row", () => {
  const page = readRepositoryFile("docs/differences.md");
  const differing = repositoryFiles().filter(
    (f) => /^tests\/run\/[^/]+\.ts$/u.test(f) && /^\/\/ differs/mu.test(readRepositoryFile(f)),
  );
  expect(differing.filter((f) => !page.includes(`\`${f}\``))).toEqual([]);
});

test("every rule of the language names programs that show it and programs that break it", () => {
  const page = readRepositoryFile("docs/language.md");
  const rules = page
    .slice(page.indexOf("## The program"), page.indexOf("## Not yet"))
    .split(/\n(?=- )/u)
    .slice(1);
  expect(rules.length).toBeGreaterThan(30);
  const unproven = rules.filter((r) => !r.includes("[✓](../tests/") || !r.includes("[✗](../tests/"));
  expect(unproven).toEqual([]);
});

/** The first TypeScript block of a page. */
function example(page: string): string {
  return /```ts\n([^]*?)```/u.exec(readRepositoryFile(page))?.[1] ?? "";
}

test("the README's example does what the README says, translated and under Node", async () => {
  const w = new Workshop({ "stack.ts": example("README.md") });
  expect(await w.run(["-q", "--check", "stack.ts"])).toEqual({ code: 0, stdout: "", stderr: "" });
  const native = w.execute("stack", "2 3 4 * + .");
  expect(native).toEqual({ code: 0, stdout: "14\n", stderr: "" });
  expect(await w.run(["--host", "stack.ts", "--", "2 3 4 * + ."])).toEqual(native);
});
