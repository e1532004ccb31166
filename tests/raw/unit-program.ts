// The front half for units, for tests: loads a module and types it, verified.

import { expect } from "vitest";
import { coreFiles } from "../../translator/driver/front.ts";
import { typeUnit } from "../../translator/driver/unit-front.ts";
import { load } from "../../translator/frontend/loader/load.ts";
import type { Program } from "../../translator/model/program.ts";
import { verifyProgram } from "../../translator/model/verify.ts";
import { Diagnostics } from "../../translator/support/diagnostics.ts";

export async function unitProgram(file: string): Promise<Program> {
  const loaded = await load(file, { extraFiles: coreFiles(), needsEntryPoint: false, isOwn: true });
  const program = typeUnit(loaded, new Diagnostics(), "jit");
  expect(verifyProgram(program, "typed")).toEqual([]);
  return program;
}
