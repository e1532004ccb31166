// Runs the front half of a translation in this process: for tests that look at what is refused.

import { defaultOptions } from "../../translator/driver/options.ts";
import { SILENT } from "../../translator/driver/progress.ts";
import { runPhases } from "../../translator/driver/runner.ts";
import { Translation } from "../../translator/driver/translation.ts";
import { type Diagnostic, Refusal } from "../../translator/support/diagnostics.ts";

/** All errors of a run up to the typed program, verified; none if it would be translated. Throws our own bugs. */
export async function refusalsOf(file: string): Promise<readonly Diagnostic[]> {
  const t = new Translation({ ...defaultOptions(file), stopAfter: "rtype", check: true }, SILENT);
  try {
    await runPhases(t, []);
    return [];
  } catch (problem) {
    if (problem instanceof Refusal) return problem.diagnostics;
    throw problem;
  } finally {
    t.cleanUp();
  }
}
