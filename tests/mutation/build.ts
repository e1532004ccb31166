// Compiles C fast and often: units that were compiled before are taken from memory, so that a mutant costs one unit and
// a link. The runtime's files are the same for all.

import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { COLLECTORS } from "../../gc-transformers/collectors.ts";
import { compileFlags, linkFlags, SYSTEM_LIBS } from "../../translator/c/flags.ts";
import { emitC, type CSource } from "../../translator/c/source.ts";
import type { Program } from "../../translator/model/program.ts";

export interface Ending {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Of the running program: what is lost shows soon. */
const SETTINGS = { VMSMITH_GC: "stress=1,nursery=32K" };
const OPTIONS = { opt: "0", debug: false } as const;

export class Builder {
  private readonly folder = mkdtempSync(join(tmpdir(), "vmsmith-mutants-"));
  private readonly objects = new Map<string, Promise<string>>();
  private count = 0;

  /** The C of a program, as one text, and what running it gives. Whatever goes wrong is an ending too. */
  async run(source: CSource): Promise<Ending> {
    try {
      const program = await this.link(source);
      const r = await execa(program, [], {
        reject: false,
        stripFinalNewline: false,
        timeout: 20_000,
        env: SETTINGS,
      });
      return { stdout: r.stdout, stderr: r.stderr, code: r.exitCode ?? -1 };
    } catch (problem) {
      return { stdout: "", stderr: problem instanceof Error ? problem.message : "", code: -2 };
    }
  }

  private async link(source: CSource): Promise<string> {
    const headers = [...source.files].filter(([name]) => name.endsWith(".h"));
    const common = createHash("sha1").update(JSON.stringify(headers)).digest("hex");
    const objects = await Promise.all(source.units.map((unit) => this.object(source, unit, headers, common)));
    const output = join(this.folder, `p${this.count++}`);
    await execa("gcc", [...linkFlags(OPTIONS), ...objects, ...source.libs, ...SYSTEM_LIBS, "-o", output]);
    return output;
  }

  private object(
    source: CSource,
    unit: string,
    headers: readonly (readonly [string, string])[],
    common: string,
  ): Promise<string> {
    const text = source.files.get(unit) ?? "";
    const key = createHash("sha1").update(common).update(unit).update(text).digest("hex");
    let made = this.objects.get(key);
    if (made === undefined) this.objects.set(key, (made = this.compile(source, unit, text, headers, key)));
    return made;
  }

  private async compile(
    source: CSource,
    unit: string,
    text: string,
    headers: readonly (readonly [string, string])[],
    key: string,
  ): Promise<string> {
    const folder = join(this.folder, key);
    mkdirSync(folder);
    for (const [name, header] of [...headers, [unit.replaceAll("/", "_"), text] as const])
      writeFileSync(join(folder, name), header);
    const flags = [...compileFlags(OPTIONS), ...source.cflags, "-w"];
    await execa("gcc", [...flags, "-c", unit.replaceAll("/", "_"), "-o", "unit.o"], { cwd: folder });
    return join(folder, "unit.o");
  }

  cleanUp(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function sourceOf(program: Program): CSource {
  const collector = program.collector === undefined ? COLLECTORS.none : COLLECTORS.incminimark;
  const source = emitC(program, { collector, maxHeap: 0 });
  if (![...source.files.values()].some((text) => text.includes("vs_unit_"))) return source;
  const files = new Map([...source.files, ["other_unit.c", OTHER_UNIT] as const]);
  return { ...source, files, units: [...source.units, "other_unit.c"] };
}

/** What stands in for the JIT runtime: the same as `OTHER_UNIT_HOOKS` of probes.ts. */
const OTHER_UNIT = `#include "vs.h"
static int64_t started;
void vs_unit_jit_start(vs_object *pools) { started = vs_length(pools); }
int64_t vs_unit_jit_enter(int64_t entry, int64_t counter) { return started * 100 + entry * 10 + counter; }
void vs_unit_jit_finish(void) {}
`;
