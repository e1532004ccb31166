// Runs every check of the repository and ends with the line "N passed, N failed", exit status 1 if any failed.
// Each vitest test counts; types, lint and format count one each, and so does a vitest that could not start.
// All checks run even when an early one fails: one run should show everything that is wrong.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

type Tally = { passed: number; failed: number };

const root = join(import.meta.dirname, "../..");
const report = join(root, "build/test-report.json");

function run(args: readonly string[]): boolean {
  const [tool = "", ...rest] = args;
  const command = join(root, "node_modules/.bin", tool);
  return spawnSync(command, rest, { cwd: root, stdio: "inherit" }).status === 0;
}

function runTests(): Tally {
  mkdirSync(join(root, "build"), { recursive: true });
  rmSync(report, { force: true });
  const good = run(["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile=${report}`]);
  let counted: { numPassedTests: number; numFailedTests: number };
  try {
    counted = JSON.parse(readFileSync(report, "utf8")) as typeof counted;
  } catch {
    return { passed: 0, failed: 1 };
  }
  // A file that fails to load has no tests to count, and still is a failure.
  const failed = good ? 0 : Math.max(1, counted.numFailedTests);
  return { passed: counted.numPassedTests, failed };
}

const steps: readonly (readonly [name: string, work: () => Tally])[] = [
  ["types", () => once(["tsc", "-p", "tsconfig.json"])],
  ["lint", () => once(["eslint", "--max-warnings=0", "."])],
  ["format", () => once(["prettier", "--check", "--log-level=warn", "."])],
  ["tests", runTests],
];

function once(args: readonly string[]): Tally {
  return run(args) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

const total: Tally = { passed: 0, failed: 0 };
for (const [name, work] of steps) {
  const started = performance.now();
  const { passed, failed } = work();
  total.passed += passed;
  total.failed += failed;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name}: ${failed === 0 ? "good" : `${failed} failed`} (${seconds} s)`);
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
