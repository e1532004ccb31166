// The ESLint plugin: each rule on what it shows and on what it leaves alone, and its codes against the translator's own
// refusals of the same lines.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Linter, RuleTester } from "eslint";
import tseslint from "typescript-eslint";
import { afterAll, describe, expect, it, test } from "vitest";

import vmsmith from "../../translator/frontend/lint/plugin.ts";
import { RULES } from "../../translator/frontend/lint/rules.ts";
import { REFUSED_SYNTAX } from "../../translator/frontend/refused-syntax.ts";
import { CATALOGUE } from "../../translator/support/catalogue.ts";
import { ROOT } from "../tools/repository.ts";

Object.assign(RuleTester, { afterAll, describe, it, itOnly: it.only });

const tester = new RuleTester({ languageOptions: { parser: tseslint.parser } });
type EslintRule = Parameters<RuleTester["run"]>[1];
const rule = (name: keyof typeof RULES): EslintRule => RULES[name] as unknown as EslintRule;
const error = (message: RegExp): { message: RegExp } => ({ message });

tester.run("syntax", rule("syntax"), {
  valid: [
    "delete globalThis.cache; debugger;",
    "function f(a: number): number { return a; }",
    "const later = function () { return 1; };",
  ],
  invalid: [
    { code: "async function f() { return 1; }", errors: [error(/^RTS1101: An async function\./u)] },
    {
      code: "const f = async () => { await g(); };",
      errors: [error(/An async function/u), error(/An await expression/u)],
    },
    { code: "function f() { debugger; }", output: "function f() {  }", errors: [error(/gdb/u)] },
    { code: "function f() { return import.meta.url; }", errors: [error(/A meta property/u)] },
    { code: "function F() { return new.target; }", errors: [error(/A meta property/u)] },
  ],
});

tester.run("hints", rule("hints"), {
  valid: [
    "/** @elidable */ function f() {}",
    "class A { /** @unrollSafe */ run() {} /** @quasiImmutable */ x = 1; }",
    "/** @param x @returns nothing */ function f(x) {}",
    "/* @elidabel is no JSDoc */ function f() {}",
    "/** @elidabel */ const table = [1];",
    "/** @dontLookInside */ const f = () => 1;",
  ],
  invalid: [
    {
      code: "/** @elidabel */ function f() {}",
      output: "/** @elidable */ function f() {}",
      errors: [{ message: /^RTS1401: .*`@elidabel`/u, line: 1, column: 6 }],
    },
    {
      code: "class A { /** text\n * @unrolSafe */ run() {} }",
      output: "class A { /** text\n * @unrollSafe */ run() {} }",
      errors: [{ message: /`@unrollSafe`/u, line: 2 }],
    },
    { code: "class A { /** @virtualizable */ run() {} }", errors: [error(/Move it to the class or field/u)] },
    { code: "/** @elidable */ class A {}", errors: [error(/Move it to the function or method/u)] },
  ],
});

tester.run("merge-point", rule("merge-point"), {
  valid: [
    "driver.jitMergePoint({ pc, code });",
    "driver.canEnterJit({ pc: pc + 1, 'code': code } as Greens);",
    "driver.other(state);",
  ],
  invalid: [
    { code: "driver.jitMergePoint(state);", errors: [error(/^RTS1402/u)] },
    { code: "driver.canEnterJit({ ...state, pc });", errors: [error(/^RTS1402/u)] },
    { code: "driver.jitMergePoint();", errors: [error(/^RTS1402/u)] },
  ],
});

tester.run("throw-error", rule("throw-error"), {
  valid: ["throw 'at module level';", "function f() { throw new Error('x'); }", "function f(e) { throw e; }"],
  invalid: [
    {
      code: "function f() { throw 'bad'; }",
      errors: [
        {
          message: /^RTS1205/u,
          suggestions: [
            { desc: "Throw an Error with this message.", output: "function f() { throw new Error('bad'); }" },
          ],
        },
      ],
    },
    { code: "function f() { throw { code: 1 }; }", errors: [error(/^RTS1205/u)] },
  ],
});

tester.run("no-raw", rule("no-raw"), {
  valid: ["import { JitDriver } from 'vmsmith/jit';"],
  invalid: [{ code: "import { loadWord } from 'vmsmith/raw';", errors: [error(/internal to vmsmith/u)] }],
});

/** What the recommended configuration says about a text. */
function messagesOf(text: string): Linter.LintMessage[] {
  const config = {
    files: ["**/*.ts"],
    languageOptions: { parser: tseslint.parser },
    ...vmsmith.configs.recommended,
  };
  return new Linter().verify(text, [config as unknown as Linter.Config], "target.ts");
}

test("the recommended configuration has every rule", () => {
  expect(Object.keys(vmsmith.configs.recommended.rules)).toEqual(
    Object.keys(RULES).map((n) => `vmsmith/${n}`),
  );
});

test("every selector of the table is one that ESLint understands", () => {
  const without = Object.entries(REFUSED_SYNTAX).filter(([, { selectors }]) => selectors.length === 0);
  expect(without.map(([name]) => name)).toEqual(["delete"]);
  expect(messagesOf("function f(): number { return 1; }")).toEqual([]);
});

test("programs that translate have nothing to complain about", () => {
  const folders = ["targets/brainfuck", "targets/calc", "targets/richards", "targets/nbody", "tests/run"];
  for (const folder of folders)
    for (const file of readdirSync(join(ROOT, folder)).filter((f) => f.endsWith(".ts"))) {
      const path = join(folder, file);
      expect(messagesOf(readFileSync(join(ROOT, path), "utf8")), path).toEqual([]);
    }
});

test("where the translator's fixtures show a refusal, the plugin has the same code or is silent", () => {
  const folder = join(ROOT, "tests/refuse");
  let shown = 0;
  for (const file of readdirSync(folder).filter((f) => f.endsWith(".ts") && !f.endsWith(".test.ts"))) {
    const text = readFileSync(join(folder, file), "utf8");
    const expected = new Map<number, string>();
    text.split("\n").forEach((line, i) => {
      const code = /\/\/ (RTS\d{4})/u.exec(line)?.[1];
      if (code !== undefined) expected.set(i + 1, code);
    });
    for (const { line, message } of messagesOf(text)) {
      const code = /^RTS\d{4}/u.exec(message)?.[0] ?? "";
      expect(Object.keys(CATALOGUE), message).toContain(code);
      const there = expected.get(line);
      if (there !== undefined) {
        expect(code, `${file}:${line}`).toBe(there);
        shown++;
      }
    }
  }
  expect(shown).toBeGreaterThan(3);
});
