// Ctrl-C in mid-run: while the target is loaded, while C is compiled, by one signal or another. No process and no
// file of the run remains, and the exit code is the one that shells expect.

import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { HELLO, outcomeOf, Workshop } from "./workshop.ts";

/** Waits until `is` holds; fails the test after ten seconds. */
async function until(is: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (is()) return;
    await wait(50);
  }
  throw new Error(`never happened: ${what}`);
}

/** Processes whose command line has the words. */
function processesWith(words: string): string[] {
  const all = execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" }).split("\n");
  return all.filter((line) => line.includes(words) && !line.includes("ps -eo"));
}

const LEFT = (folder: string): string[] => readdirSync(folder).filter((f) => f !== "node-compile-cache");

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s while C is compiled", async (signal, code) => {
  const w = new Workshop();
  mkdirSync(w.path("tmp"));
  // A compiler that has a child of its own, as gcc has cc1, and takes its time.
  w.write("slow-cc", `#!/bin/sh\ntouch ${w.path("begun")}\nsleep 987 & wait\n`);
  chmodSync(w.path("slow-cc"), 0o755);
  const child = w.start(["-q", `--cc=${w.path("slow-cc")}`, "hello.ts"], { TMPDIR: w.path("tmp") });
  const outcome = outcomeOf(child);
  await until(() => existsSync(w.path("begun")), "the compiler starts");
  child.kill(signal);
  expect(await outcome).toEqual({
    code,
    stdout: "",
    stderr: `vmsmith: stopped by ${signal}; no executable was written\n`,
  });
  await until(() => processesWith(w.path("slow-cc")).length === 0, "the compiler ends");
  expect(w.files()).toEqual(["begun", "hello.ts", "slow-cc", "tmp"]);
  expect(LEFT(w.path("tmp"))).toEqual([]);
});

test("SIGINT while the target is loaded", async () => {
  const w = new Workshop();
  w.write(
    "hello.ts",
    `import { writeFileSync } from "node:fs";\nwriteFileSync("${w.path("begun")}", "");\n${HELLO}\nsetInterval(() => 0, 100);\n`,
  );
  const child = w.start(["-q", "hello.ts"]);
  const outcome = outcomeOf(child);
  await until(() => existsSync(w.path("begun")), "loading starts");
  child.kill("SIGINT");
  expect(await outcome).toMatchObject({ code: 130, stdout: "" });
  await until(() => processesWith(w.path("hello.ts")).length === 0, "the loader's child ends");
  expect(w.has("hello")).toBe(false);
});
