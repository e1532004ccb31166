// The published package, packed and installed into a project far from the repository: the library imports under plain
// Node, which strips no types below node_modules, under --host, and in a translated program; `npx vmsmith` works.

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readRepositoryFile, ROOT } from "../tools/repository.ts";
import { Workshop } from "./workshop.ts";

const TARGET = `
import { JitDriver } from "vmsmith/jit";
import type { int } from "vmsmith/ints";

const driver = new JitDriver<{ greens: { pc: int }; reds: { sum: int } }>({ name: "sum", greens: ["pc"], reds: ["sum"] });

export function entryPoint(argv: string[]): number {
  let sum: int = 0;
  for (let pc: int = 0; pc < argv.length; pc++) {
    driver.jitMergePoint({ pc, sum });
    sum += argv[pc]!.length * (pc === 0 ? 0 : 1);
  }
  console.log("sum", sum);
  return sum;
}
`;

/** Goes around the package's exports, as the command does not offer --opt=jit yet. */
const JIT = `
import { provideJitUnit } from "./node_modules/vmsmith/dist/translator/driver/jit-unit.js";
const options = { gc: "none", opt: "0", debug: false, cacheFolder: "cache" };
for (const folder of ["one", "two"]) {
  const unit = await provideJitUnit(folder, options);
  console.log(unit.reused ? "reused" : "built", unit.key);
}
`;

const store = mkdtempSync(join(tmpdir(), "vmsmith-package-"));
const bin = join(ROOT, "node_modules/.bin");
const env = {
  ...process.env,
  PATH: `${bin}:${process.env["PATH"] ?? ""}`,
  NODE_OPTIONS: "",
  npm_config_loglevel: "error",
};

function npm(folder: string, ...args: string[]): string {
  const flags = ["--loglevel=error", "--no-audit", "--no-fund", "--no-update-notifier"];
  return execFileSync("npm", [...args, ...flags], { cwd: folder, env, encoding: "utf8" });
}

/** A project with the package installed: from npm's cache if it holds the dependencies, else they are linked. */
function install(folder: string, tarball: string): void {
  try {
    npm(folder, "install", "--offline", "--ignore-scripts", tarball);
  } catch {
    // The cache does not hold all of them: unpack by hand, as npm does.
    const home = join(folder, "node_modules/vmsmith");
    rmSync(join(folder, "node_modules"), { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    execFileSync("tar", ["xzf", tarball, "--strip-components=1", "-C", home]);
    for (const name of readdirSync(join(ROOT, "node_modules")))
      if (!existsSync(join(folder, "node_modules", name)))
        symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
    rmSync(join(folder, "node_modules/.bin"), { force: true });
    mkdirSync(join(folder, "node_modules/.bin"));
    symlinkSync("../vmsmith/dist/translator/translate.js", join(folder, "node_modules/.bin/vmsmith"));
  }
}

let tarball = "";

beforeAll(() => {
  // Packed from a copy, so that two runs at once do not share a dist.
  const copy = join(store, "source");
  mkdirSync(copy);
  for (const part of [
    "translator",
    "gc-transformers",
    "jitgen",
    "rlib",
    "package.json",
    "README.md",
    "LICENSE",
    "tsconfig.json",
    "tsconfig.build.json",
  ])
    if (existsSync(join(ROOT, part))) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  tarball = join(copy, npm(copy, "pack", "--silent").trim().split("\n").at(-1) ?? "");
}, 180_000);

afterAll(() => rmSync(store, { recursive: true, force: true }));

test("an installed package imports, runs on the host and translates", () => {
  const w = new Workshop({
    "package.json": '{ "name": "app", "private": true, "type": "module" }\n',
    "src/target.ts": TARGET,
    "plain.mjs":
      'import { JitDriver, promote } from "vmsmith/jit";\nimport "vmsmith/ints";\nconsole.log(typeof JitDriver, promote(3));\n',
  });
  install(w.folder, tarball);
  const run = (command: string, ...args: string[]): string => {
    try {
      return execFileSync(command, args, { cwd: w.folder, env, encoding: "utf8", stdio: "pipe" });
    } catch (problem) {
      const { status, stdout, stderr } = problem as { status: number; stdout: string; stderr: string };
      return `${stdout}${stderr}exit ${status}\n`;
    }
  };
  expect(run("node", "plain.mjs")).toBe("function 3\n");
  expect(run("npx", "--offline", "vmsmith", "--host", "src/target.ts", "--", "ab", "c")).toBe(
    "sum 3\nexit 3\n",
  );
  const told = run("npx", "--offline", "vmsmith", "--check", "--report=r.json", "src/target.ts", "-o", "app");
  expect(told).toMatch(/^total /mu);
  expect(run("./app", "ab", "c")).toBe("sum 3\nexit 3\n");
  // The JIT runtime is built from what is shipped, whatever the project's settings are.
  w.write(
    "tsconfig.json",
    '{ "compilerOptions": { "strict": true, "noUnusedLocals": true, "lib": ["es5"] } }\n',
  );
  w.write("jit.mjs", JIT);
  expect(run("node", "jit.mjs")).toMatch(/^built [0-9a-f]{64}\nreused [0-9a-f]{64}\n$/u);
  rmSync(join(w.folder, "tsconfig.json"));
  // The ESLint plugin is part of it.
  w.write("lint.mjs", 'import v from "vmsmith/eslint";\nconsole.log(Object.keys(v.rules).length > 3);\n');
  expect(run("node", "lint.mjs")).toBe("true\n");
  // Errors name the project's files, and the library is not looked for beside them.
  w.write("src/bad.ts", TARGET.replace("sum += argv", "sum += import.meta.url.length * argv"));
  expect(run("npx", "--offline", "vmsmith", "src/bad.ts")).toMatch(
    /src\/bad\.ts:\d+:\d+ - error RTS1101[^]*exit 1\n$/u,
  );
}, 180_000);

test("an old Node is told in a sentence", (context) => {
  // The system's node, not the one that comes with the dependencies.
  const old = ["/usr/bin/node", "/usr/local/bin/node"].find(
    (f) =>
      existsSync(f) &&
      Number(execFileSync(f, ["-p", "parseInt(process.versions.node)"], { encoding: "utf8" })) < 22,
  );
  if (old === undefined) return context.skip("there is no old Node here");
  const command = join(dirname(tarball), "dist/translator/translate.js");
  const r = spawnSync(old, [command, "x.ts"], { encoding: "utf8" });
  expect(r).toMatchObject({
    status: 1,
    stdout: "",
    stderr: expect.stringMatching(/^vmsmith needs Node 22\.18 or newer; this is 2\d\./u) as string,
  });
});

test("the package holds what is needed and nothing else", () => {
  const names = execFileSync("tar", ["tzf", tarball], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((f) => f.replace(/^package\//u, ""));
  const shipped = new Set(names);
  for (const file of [
    "LICENSE",
    "README.md",
    "dist/translator/translate.js",
    "rlib/jit.ts",
    "rlib/core/main.ts",
    "rlib/core/low/strings.ts",
    "translator/c/runtime/vs.h",
    "gc-transformers/gc.h",
    "gc-transformers/boehm/boehm.c",
    "dist/rlib/jit.d.ts",
  ])
    expect(shipped, file).toContain(file);
  const odd = names.filter((f) => /^(?:tests|targets|bench|build|docs)\/|\.tsbuildinfo$/u.test(f));
  expect(odd).toEqual([]);
  expect(readRepositoryFile("package.json")).toContain('"bin"');
});
