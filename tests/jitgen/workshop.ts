// Programs for tests of the JIT generator: targets after the phases that make jitcodes, and small ones in text.

import { join } from "node:path";
import { writeJitcodes, type JitData } from "../../jitgen/codewriter/write.ts";
import { defaultOptions, type OptLevel } from "../../translator/driver/options.ts";
import { SILENT } from "../../translator/driver/progress.ts";
import { runPhases } from "../../translator/driver/runner.ts";
import { Translation } from "../../translator/driver/translation.ts";
import { parseProgram } from "../../translator/model/parse.ts";
import type { Program } from "../../translator/model/program.ts";
import { verifyProgram } from "../../translator/model/verify.ts";
import { broken } from "../../translator/support/diagnostics.ts";
import { ROOT } from "../tools/repository.ts";

async function translated(file: string, opt: OptLevel, stopAfter: string): Promise<Translation> {
  const t = new Translation({ ...defaultOptions(join(ROOT, file)), opt, stopAfter, check: true }, SILENT);
  try {
    await runPhases(t, []);
    return t;
  } finally {
    t.cleanUp();
  }
}

/** A target's program as it is when the phase has run without a JIT; `file` is relative to the repository. */
export async function programOf(file: string, stopAfter = "deadCode"): Promise<Program> {
  return (await translated(file, "2", stopAfter)).typed;
}

/** A target's program with its JIT. */
export async function jitted(file: string): Promise<{ program: Program; data: JitData; t: Translation }> {
  const t = await translated(file, "jit", "jit");
  return { program: t.typed, data: t.jit ?? broken(`${file} has no portal`), t };
}

/** What every program needs. */
const HEAD = `
program p entry main
struct String : Object { length: u32, hash: u32 }
struct Latin1 : String { items u8 }
struct Error : Object { code: int }
wellknown string String
wellknown latin1 Latin1
wellknown utf16 Latin1
wellknown rope Latin1
wellknown error Error
makeerror index makeError
makeerror intRange makeError
makeerror null makeError
makeerror cast makeError
makeerror absent makeError
makeerror divisor makeError
makeerror intOfFloat makeError
makeerror length makeError
graph makeError() -> *Error
start():
  e: *Error = new_struct Error
  return e
graph main() -> int
start():
  return 0
`;

/** A program in text, verified. It holds the layouts String, Latin1 and Error, and the entry `main`. */
export function parsed(text: string): Program {
  const program = parseProgram(HEAD + text);
  const problems = verifyProgram(program, "typed");
  return problems.length > 0 ? broken(problems.join("\n")) : program;
}

/** Jitcodes of a program in text. */
export function written(text: string): { program: Program; data: JitData } {
  const program = parsed(text);
  return { program, data: writeJitcodes(program) ?? broken("the program has no portal") };
}
