// What Node says: the expected outcome of every program.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Result, RunProgram } from "./programs.ts";

const CHILD = join(import.meta.dirname, "oracle-child.ts");

/** Outcomes by program name. Most share one process; those that read input or exit have their own. */
export function askNode(programs: readonly RunProgram[]): Map<string, Result> {
  const results = new Map<string, Result>();
  const together = programs.filter((p) => !p.alone);
  for (const line of child(together, "").reports) {
    const { name, ...result } = JSON.parse(line) as Result & { name: string };
    results.set(name, result);
  }
  for (const p of programs) if (p.alone) results.set(p.name, child([p], p.stdin).result);
  const missing = programs.filter((p) => !results.has(p.name)).map((p) => p.name);
  if (missing.length > 0) throw new Error(`Node gives no result for ${missing.join(", ")}`);
  return results;
}

function child(programs: readonly RunProgram[], input: string): { reports: string[]; result: Result } {
  const r = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "--conditions=vmsmith-source", CHILD, JSON.stringify(programs)],
    { input, encoding: "utf8", stdio: ["pipe", "pipe", "pipe", "pipe"] },
  );
  const [, stdout, stderr, reports] = r.output as unknown as string[];
  if (programs.every((p) => !p.alone) && r.status !== 0)
    throw new Error(`the oracle failed:\n${stderr ?? ""}`);
  return {
    reports: (reports ?? "").split("\n").filter((l) => l !== ""),
    result: { stdout: stdout ?? "", stderr: stderr ?? "", code: r.status ?? -1 },
  };
}
