// Finds where in the target's sources an error came from.

import type { Spot } from "../protocol.ts";
import type { Registry } from "./registry.ts";

/** The target's frames in a stack trace, innermost first; empty for values that carry no stack. */
export function spotsOf(registry: Registry, problem: unknown): Spot[] {
  const stack: unknown = problem instanceof Error ? problem.stack : undefined;
  if (typeof stack !== "string") return [];
  const spots: Spot[] = [];
  for (const line of stack.split("\n")) {
    const [, url = "", row = "0", column = "1"] = /(file:.*?):(\d+)(?::(\d+))?\)?$/u.exec(line) ?? [];
    const module = registry.modules.get(url);
    if (module === undefined) continue;
    // The arrow under a line without column (a SyntaxError) says no more than the line.
    spots.push({ file: module.file, start: module.positions(Number(row), Number(column)) });
  }
  return spots;
}

/** The message as Node would head its report with. */
export function messageOf(problem: unknown): string {
  if (problem instanceof Error)
    return problem.message === "" ? problem.name : `${problem.name}: ${problem.message}`;
  return `${typeof problem} ${String(problem)}`;
}
