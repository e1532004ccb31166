// What precise roots cost: instructions retired by richards with incminimark and a nursery so large that there is no
// collection, with the traffic of the root stack and without it.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { COLLECTORS } from "../../gc-transformers/collectors.ts";
import { applyCollector } from "../../gc-transformers/transform.ts";
import { compileC } from "../../translator/c/compile.ts";
import { emitC } from "../../translator/c/source.ts";
import { defaultOptions } from "../../translator/driver/options.ts";
import { PHASES } from "../../translator/driver/phases.ts";
import { SILENT } from "../../translator/driver/progress.ts";
import { Translation } from "../../translator/driver/translation.ts";
import { broken } from "../../translator/support/diagnostics.ts";

const TARGET = "targets/richards/target.ts";
const ROUNDS = "20";

async function build(folder: string, roots: boolean): Promise<string> {
  const t = new Translation({ ...defaultOptions(TARGET), opt: "2", gc: "incminimark" }, SILENT);
  try {
    for (const phase of PHASES) {
      if (phase.name === "gc") break;
      if (phase.when?.(t) !== false) await phase.run(t);
    }
    const program = t.program ?? broken("the phases before gc make a program");
    applyCollector(program, COLLECTORS.incminimark, { roots });
    const source = emitC(program, { collector: COLLECTORS.incminimark });
    const name = join(folder, roots ? "with-roots" : "without-roots");
    const { output } = await compileC(source, `${name}-c`, { output: name, opt: "2", debug: false });
    return output;
  } finally {
    t.cleanUp();
  }
}

function instructions(binary: string): number {
  const tool = ["--tool=callgrind", "--callgrind-out-file=/dev/null", binary, ROUNDS];
  const env = { ...process.env, VMSMITH_GC: "nursery=512M" };
  const { stderr } = spawnSync("valgrind", tool, { encoding: "utf8", env });
  const count = /Collected : (\d+)/u.exec(stderr)?.[1];
  if (count === undefined) throw new Error(`valgrind says: ${stderr.slice(-400)}`);
  return Number(count);
}

/** Instructions more with roots, in percent; builds in the folder. */
export async function instructionsOfRoots(folder: string): Promise<number> {
  const [withRoots, without] = [await build(folder, true), await build(folder, false)].map(instructions);
  return ((withRoots ?? NaN) / (without ?? NaN) - 1) * 100;
}
