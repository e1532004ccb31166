// The file named on the command line, looked at before anything else happens.

import { accessSync, constants, statSync } from "node:fs";
import { refusal } from "../support/diagnostics.ts";

/** Refuses a target that is no readable TypeScript source. */
export function requireTargetFile(target: string): void {
  const problem = problemOf(target);
  if (problem === undefined) return;
  throw refusal("RTS4001", undefined, {
    seen: problem,
    why: "Translation starts from one TypeScript file that exports entryPoint.",
    instead: "Name that file, relative to the working directory or absolute.",
  });
}

function problemOf(target: string): string | undefined {
  try {
    if (!statSync(target).isFile()) return `${target} is not a file.`;
    if (!/\.m?ts$/u.test(target) || /\.d\.m?ts$/u.test(target))
      return `${target} is not a TypeScript source.`;
    accessSync(target, constants.R_OK);
    return undefined;
  } catch (error) {
    const code = String((error as { code?: unknown }).code);
    if (code === "ENOENT" || code === "ENOTDIR") return `There is no file ${target}.`;
    return `${target} cannot be read: ${code === "EACCES" ? "permission denied" : code}.`;
  }
}
