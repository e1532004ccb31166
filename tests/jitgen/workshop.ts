// Programs for tests of the JIT generator: targets up to the phase before jitcodes are made, and small ones in text.

import { join } from "node:path";
import { defaultOptions } from "../../translator/driver/options.ts";
import { SILENT } from "../../translator/driver/progress.ts";
import { runPhases } from "../../translator/driver/runner.ts";
import { Translation } from "../../translator/driver/translation.ts";
import type { Program } from "../../translator/model/program.ts";
import { ROOT } from "../tools/repository.ts";

/** A target's program as it is when the phase has run; `file` is relative to the repository. */
export async function programOf(file: string, stopAfter = "deadCode"): Promise<Program> {
  const t = new Translation({ ...defaultOptions(join(ROOT, file)), opt: "2", stopAfter }, SILENT);
  try {
    await runPhases(t, []);
    return t.typed;
  } finally {
    t.cleanUp();
  }
}
