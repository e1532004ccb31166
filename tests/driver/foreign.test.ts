// C functions whose description is wrong: one error that says what to do (RTS4105), or Node's own while loading.

import { expect, test } from "vitest";
import { Workshop } from "./workshop.ts";

/** A program that calls one C function. */
function program(external: string, call: string): string {
  return `import * as c from "vmsmith/ffi";
const f = c.external(${external});
export function entryPoint(): number {
  console.log(${call});
  return 0;
}
`;
}

const refused: Readonly<Record<string, readonly [external: string, call: string, ...words: string[]]>> = {
  "a header that is not there": [
    `{ name: "f", from: { headers: ["no-such.h"] }, params: [c.int], result: c.int }, (n) => n`,
    "f(1)",
    "RTS4105",
    "finds no header no-such.h",
  ],
  "a library that is not there": [
    `{ name: "abs", from: { headers: ["stdlib.h"], libraries: ["nosuchthing"] }, params: [c.int], result: c.int }, (n) => n`,
    "f(1)",
    "RTS4105",
    "finds no library nosuchthing",
  ],
  "a package that is not there": [
    `{ name: "abs", from: { headers: ["stdlib.h"], packages: ["nosuchthing"] }, params: [c.int], result: c.int }, (n) => n`,
    "f(1)",
    "RTS4105",
    "pkg-config",
  ],
  "a source that is not there": [
    `{ name: "f", from: { headers: ["stdlib.h"], sources: ["gone.c"] }, params: [c.int], result: c.int }, (n) => n`,
    "f(1)",
    "RTS4105",
    "gone.c",
  ],
  "a function that no header declares": [
    `{ name: "surely_not", from: { headers: ["stdlib.h"] }, params: [c.int], result: c.int }, (n) => n`,
    "f(1)",
    "RTS4105",
    "surely_not",
  ],
  "a parameter that is too wide": [
    `{ name: "abs", from: { headers: ["stdlib.h"] }, params: [c.long], result: c.int }, (n) => n`,
    "f(1)",
    "RTS4105",
    "refuses a call of a C function as it is described",
  ],
  "a result that is too narrow": [
    `{ name: "strlen", from: { headers: ["string.h"] }, params: [c.text], result: c.int }, (s) => s.length`,
    `f("x")`,
    "RTS4105",
    "strlen",
  ],
  "text that C would write to": [
    `{ name: "strtok", from: { headers: ["string.h"] }, params: [c.text, c.text], result: c.text }, (s) => s`,
    `f("x", "y")`,
    "RTS4105",
    "strtok",
  ],
  "too many arguments": [
    `{ name: "abs", from: { headers: ["stdlib.h"] }, params: [c.int, c.int], result: c.int }, (n) => n`,
    "f(1, 2)",
    "RTS4105",
    "abs",
  ],
  "a callback that is never called": [
    `{ name: "f", from: { headers: ["stdlib.h"] }, params: [c.callback([c.int], c.int)], result: c.int, noCallback: true }, () => 1`,
    "f((n) => n)",
    "RTS1001",
    "noCallback",
  ],
  "no header": [
    `{ name: "abs", from: { headers: [] }, params: [c.int], result: c.int }, (n) => n`,
    "f(1)",
    "RTS1001",
    "name the header",
  ],
  "a type that is none": [
    `{ name: "f", from: { headers: ["stdlib.h"] }, params: [c.pointer("int; x")], result: c.int }, () => 1`,
    "f(null)",
    "RTS1001",
    "no pointer type of C",
  ],
  "a kept callback without user data": [
    `{ name: "f", from: { headers: ["stdlib.h"] }, params: [c.kept(c.callback([c.int], c.int))], result: c.int }, () => 1`,
    "f(null!)",
    "RTS1001",
    "user data",
  ],
};

test.each(Object.entries(refused))("%s", async (_, [external, call, code, ...words]) => {
  const w = new Workshop({ "target.ts": program(external, call) });
  const r = await w.run(["-q", "target.ts"]);
  expect({ code: r.code, stdout: r.stdout }, r.stderr).toEqual({ code: 1, stdout: "" });
  for (const part of [code, ...words, "seen:", "why:", "instead:"]) expect(r.stderr).toContain(part);
  expect(r.stderr.match(/RTS\d{4}/gu)).toEqual([code]);
  expect(w.files()).toEqual(["target.ts"]);
});

test("C functions are called from compiled loops as from interpreted ones, by both compilers", async () => {
  const source = `import { JitDriver } from "vmsmith/jit";
import { callback, external, int, userData } from "vmsmith/ffi";

const from = { headers: ["twice.h"], sources: ["twice.c"] };
const twice = external({ name: "twice", from, params: [callback([int, userData], int), userData, int], result: int }, (f, n) => f(f(n)));
const driver = new JitDriver<{ greens: { pc: number; code: string }; reds: { acc: number; rounds: number } }>({ name: "loop", greens: ["pc", "code"], reds: ["acc", "rounds"] });

function step(n: number): number {
  return (n + 3) % 1000;
}
function run(code: string): number {
  let pc = 0;
  let acc = 1;
  let rounds = 0;
  while (pc < code.length) {
    driver.jitMergePoint({ pc, code, acc, rounds });
    const c = code.charCodeAt(pc);
    if (c === 116) acc = twice(step, acc);
    else acc = (acc + 1) % 1000;
    pc++;
    if (pc === code.length && rounds < 5000) {
      rounds++;
      pc = 0;
      driver.canEnterJit({ pc, code, acc, rounds });
    }
  }
  return acc;
}
export function entryPoint(): number {
  console.log(run("t+tt"));
  return 0;
}
`;
  const w = new Workshop({
    "target.ts": source,
    "twice.h": "int twice(int (*f)(int n, void *data), void *data, int n);\n",
    "twice.c":
      '#include "twice.h"\nint twice(int (*f)(int n, void *data), void *data, int n) { return f(f(n, data), data); }\n',
  });
  const host = await w.run(["--host", "target.ts"]);
  for (const [name, ...options] of [
    ["jit", "--opt=jit"],
    ["clang", "--cc=clang", "--gc=none"],
    ["plain", "--check"],
  ]) {
    const r = await w.run(["-q", ...options, "target.ts", "-o", name ?? ""]);
    expect(r.code, r.stderr).toBe(0);
    expect(w.execute(name ?? "")).toMatchObject({ code: 0, stdout: host.stdout });
  }
});
