import { expect, test } from "vitest";
import { failureOf } from "./heap-fixture.ts";

test("a throw is found in the source, through calls of other modules", async () => {
  const thrower =
    'export function thrower(x: unknown): never {\n  const f = () => { throw new RangeError("bad table"); };\n  return f();\n}\n';
  const failure = await failureOf({
    "main.ts":
      'import { thrower } from "./lib.ts";\nconst pad = (n: number) => n;\npad(1); export const t = thrower(pad);\n',
    "lib.ts": thrower,
  });
  if (failure.kind !== "threw") throw new Error(failure.kind);
  expect(failure.message).toBe("RangeError: bad table");
  const [first, second] = failure.spots;
  expect(thrower.slice(first?.start).slice(0, 9)).toBe("new Range");
  expect(thrower.slice(second?.start).slice(0, 3)).toBe("f()");
  expect(failure.spots.map((spot) => spot.file.replace(/.*\//u, ""))).toEqual([
    "lib.ts",
    "lib.ts",
    "main.ts",
  ]);
});

test("positions survive TypeScript that has to be transpiled", async () => {
  const source =
    "enum E { A }\nclass P { constructor(readonly x: E) {} }\nconst early = () => E.A;\nexport const p = new P(early()), q = null!.x;\n";
  const failure = await failureOf(source);
  if (failure.kind !== "threw") throw new Error(failure.kind);
  const at = failure.spots[0]?.start ?? 0;
  expect(source.slice(0, at).split("\n").length).toBe(4);
});

test("throws in callbacks and rejected promises count; a target with its own handler lives", async () => {
  const later = await failureOf('setTimeout(() => { throw new Error("later"); }, 1);');
  expect(later).toMatchObject({ kind: "threw", message: "Error: later" });
  const rejected = await failureOf('Promise.reject(new TypeError("nobody cares"));');
  expect(rejected).toMatchObject({ kind: "threw", message: "TypeError: nobody cares" });
  expect(await failureOf('throw "text";')).toMatchObject({ kind: "threw", message: "string text" });
});

test("ending the process is told apart from ending", async () => {
  const source = "function leave() { process.exit(3); }\nleave();\n";
  const failure = await failureOf(source);
  if (failure.kind !== "exit") throw new Error(failure.kind);
  expect(failure.call).toBe("process.exit");
  expect(source.slice(failure.spots[0]?.start).slice(0, 4)).toBe("exit");
  expect(await failureOf("process.kill(process.pid, 'SIGTERM'); setTimeout(() => 0, 5000);")).toEqual({
    kind: "killed",
    how: "SIGTERM",
  });
});

test("loading that does not end says what keeps it", async () => {
  expect(await failureOf("setInterval(() => 0, 100);", 1)).toEqual({
    kind: "endless",
    active: ["Timeout"],
    spots: [],
  });
  const source = "let n = 0;\nfunction spin() {\n  for (;;) n++;\n}\nspin();\n";
  const failure = await failureOf(source, 1);
  if (failure.kind !== "endless") throw new Error(failure.kind);
  const lines = failure.spots.map((spot) => source.slice(0, spot.start).split("\n").length);
  expect(lines).toEqual([3, 5]);
  expect(await failureOf("await new Promise(() => {});")).toEqual({ kind: "await" });
});

test("a module that is not there or does not parse", async () => {
  const missing = await failureOf('import { x } from "./nowhere.ts"; export const y = x;');
  expect(missing).toMatchObject({ kind: "threw" });
  expect(missing.kind === "threw" && missing.message).toMatch(/Cannot find module .*nowhere\.ts/u);
  const noExport = await failureOf({
    "main.ts": 'import { x } from "./a.ts";\nconsole.log(x);',
    "a.ts": "export {};",
  });
  expect(noExport.kind === "threw" && noExport.message).toMatch(/does not provide an export named 'x'/u);
});
