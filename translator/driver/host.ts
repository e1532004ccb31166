// --host: runs the target untranslated under Node, as its author debugs it: `entryPoint` gets argv, its result is the
// exit code. Type stripping does the rest; the library resolves to its sources.

import { spawnSync } from "node:child_process";
import { constants } from "node:os";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";
import { siblingProgram } from "../support/package-root.ts";
import { requireTargetFile } from "./target-file.ts";

/** Runs in a process of its own, so that the target's exit code, signals and streams are its own. */
export function runOnHost(target: string, args: readonly string[]): number {
  requireTargetFile(target);
  const runner = siblingProgram(import.meta.url, "./host-child");
  const r = spawnSync(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      "--enable-source-maps",
      runner,
      pathToFileURL(resolve(target)).href,
      ...args,
    ],
    { stdio: "inherit" },
  );
  if (r.error !== undefined) {
    process.stderr.write(`vmsmith: cannot run Node: ${r.error.message}\n`);
    return 1;
  }
  // As a shell tells it: 128 and the signal's number.
  return r.status ?? 128 + (r.signal === null ? 0 : constants.signals[r.signal]);
}
