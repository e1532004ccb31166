// --shared: libraries for C, linked with C programs that use them. Memory that C is given is watched by the address
// sanitizer, whose leak check tells also what nobody freed.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../tools/repository.ts";
import { Workshop } from "./workshop.ts";

const FOLDER = join(ROOT, "tests/driver/library");

const WANTED = `before start: 2
1.5 1
1: RangeError: is_even: argument 1: 9007199254740992 is not between -9007199254740991 and 9007199254740991
1: RangeError: is_even: argument 1: -9007199254740992 is not between -9007199254740991 and 9007199254740991
null
sömebody
4 3 2 1 xyz 3
änne
1: RangeError: negative: -1
1: TypeError: open: argument 1 is NULL
hook 24
hook 8
5, handles 2
1: ReferenceError: bank_release_Account: no such handle, or it was released
1: ReferenceError: balance: argument 1: no such handle, or it was released
1: ReferenceError: balance: argument 1: no such handle, or it was released
1: ReferenceError: balance: argument 1: no such handle, or it was released
1: ReferenceError: balance: argument 1: no such handle, or it was released
1: RangeError: Maximum call stack size exceeded
1000
other thread: 4 4
2003 4005 100
second leaked 100
leaked 2
after stop: 3 3
`;

function link(
  w: Workshop,
  cc: string,
  source: string,
  libraries: readonly string[],
  ...flags: string[]
): void {
  const libs = libraries.map((l) => `-l${l}`);
  execFileSync(
    cc,
    [
      ...flags,
      "-Wall",
      "-Wextra",
      "-Werror",
      "-I.",
      source,
      "-o",
      "main",
      "-L.",
      ...libs,
      "-Wl,-rpath,$ORIGIN",
      "-pthread",
    ],
    { cwd: w.folder, stdio: "pipe" },
  );
}

test.each([
  ["gcc", "boehm", "2", ["-fsanitize=address"]],
  ["clang", "none", "0", []],
] as const)("two libraries in one process: %s, %s, --opt=%s", async (cc, gc, opt, flags) => {
  const w = new Workshop({});
  for (const name of ["bank", "second"])
    expect(
      await w.run([
        "-q",
        "--check",
        "--shared",
        `--cc=${cc}`,
        `--gc=${gc}`,
        `--opt=${opt}`,
        join(FOLDER, `${name}.ts`),
      ]),
    ).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(w.files()).toEqual(["bank.h", "libbank.so", "libsecond.so", "second.h"]);
  link(w, cc, join(FOLDER, "main.c"), ["bank", "second"], ...flags);
  expect(w.execute("main")).toEqual({ code: 0, stdout: WANTED, stderr: "" });
});

const GUESTS = `good 0
1 RangeError: nobody to be paused
0 paused
bad 0
0 paused
0 paused
good 1
in 0 paused paused
good 2
in 1 paused bad caught bad 1
caught both
left 0
0 paused
0 good has 6
1 Error: the coroutine is done and cannot be resumed
inside 1, handles 3, then 3
`;

test.each(["incminimark", "boehm"])(
  "coroutines that wait in functions of C end in any order: %s",
  async (gc) => {
    const w = new Workshop({});
    expect(await w.run(["-q", "--check", "--shared", `--gc=${gc}`, join(FOLDER, "guests.ts")])).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    link(w, "gcc", join(FOLDER, "guests.c"), ["guests"]);
    expect(w.execute("main")).toEqual({ code: 0, stdout: GUESTS, stderr: "" });
  },
);

test("nothing is seen from outside but the header's functions; the header is C++ too", async () => {
  const w = new Workshop({ "use.cc": '#include "second.h"\nint main() { return second_start(); }\n' });
  expect(await w.run(["-q", "--shared", "--gc=none", join(FOLDER, "second.ts")])).toMatchObject({ code: 0 });
  const symbols = execFileSync("nm", ["-D", "--defined-only", w.path("libsecond.so")], { encoding: "utf8" });
  const names = [...symbols.matchAll(/ [A-Z] (\S+)$/gmu)]
    .map((m) => m[1] ?? "")
    .filter((n) => !/^_(?:_bss_start|edata|end|init|fini)$/u.test(n));
  expect(names.filter((n) => !n.startsWith("second_"))).toEqual([]);
  expect(names.sort()).toEqual([
    "second_error",
    "second_free",
    "second_handles",
    "second_join",
    "second_make",
    "second_push",
    "second_release_Cell",
    "second_start",
    "second_stop",
    "second_traceback",
  ]);
  link(w, "g++", "use.cc", ["second"]);
  expect(w.execute("main").code).toBe(0);
});

test("the example of targets/embed", async () => {
  const w = new Workshop({});
  const folder = join(ROOT, "targets/embed");
  expect(await w.run(["-q", "--check", "--shared", join(folder, "library.ts")])).toMatchObject({
    code: 0,
    stderr: "",
  });
  link(w, "gcc", join(folder, "main.c"), ["calc"], `-I${folder}`);
  expect(w.execute("main")).toEqual({
    code: 0,
    stdout: `a> hello 42
b> 25
b> 84.5
run: CalcError: no variable nowhere
run: TypeError: twice takes a number
42
run: ReferenceError: run: argument 1: no such handle, or it was released
1 handle left
`,
    stderr: "",
  });
});

test("--shared without a library, with a JIT, or with entries that cannot be", async () => {
  const entry = (what: string): string =>
    `import * as c from "vmsmith/ffi";\nexport const library = c.defineLibrary({ name: "x", exports: { ${what} } });\n`;
  const cases: readonly (readonly [
    source: string,
    options: readonly string[],
    code: string,
    words: string,
  ])[] = [
    ["export function entryPoint(): number {\n  return 0;\n}\n", [], "RTS1502", "defineLibrary"],
    [entry("f: c.entry([c.int], c.int, (n) => n)"), ["--opt=jit"], "RTS2404", "--opt=jit"],
    [entry("start: c.entry([c.int], c.int, (n) => n)"), [], "RTS1001", "a function start of its own"],
    [
      entry('f: c.entry([c.buffer("Float64Array")], c.nothing, () => undefined)'),
      [],
      "RTS1001",
      "Uint8Arrays",
    ],
    [
      entry("f: c.entry([c.callback([], c.int)], c.nothing, () => undefined)"),
      [],
      "RTS1001",
      "cannot be a callback",
    ],
  ];
  for (const [source, options, code, words] of cases) {
    const w = new Workshop({ "target.ts": source });
    const r = await w.run(["-q", "--shared", ...options, "target.ts"]);
    expect(r.code, r.stderr).toBe(1);
    for (const part of [code, words, "seen:", "why:", "instead:"]) expect(r.stderr).toContain(part);
    expect(w.files()).toEqual(["target.ts"]);
  }
});
