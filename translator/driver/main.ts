// What the command does with its arguments. Exit codes: 0 done, 1 refused, 2 wrong usage, 70 our bug.

import { CATALOGUE, type CatalogueCode, catalogueRow } from "../support/catalogue.ts";
import { Refusal } from "../support/diagnostics.ts";
import { Answered, parseCommandLine } from "./command-line.ts";
import { runOnHost } from "./host.ts";
import type { Options } from "./options.ts";
import { PHASES } from "./phases.ts";
import { vmsmithVersion } from "../support/version.ts";
import { tell, translate } from "./translate.ts";

export async function main(argv: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = parseCommandLine(argv, vmsmithVersion(), {
      names: PHASES.filter((p) => p.optional === true).map((p) => p.name),
      phases: PHASES.map((p) => p.name),
    });
  } catch (problem) {
    if (problem instanceof Answered) return problem.code;
    throw problem;
  }
  if (options.explain !== undefined) return explain(options.explain);
  return options.host ? host(options) : translate(options);
}

function host(options: Options): number {
  try {
    return runOnHost(options.target, options.args);
  } catch (problem) {
    if (problem instanceof Refusal) return tell(problem.diagnostics);
    throw problem;
  }
}

function explain(code: string): number {
  if (!Object.hasOwn(CATALOGUE, code)) {
    process.stderr.write(`vmsmith: there is no diagnostic ${code}\n`);
    return 2;
  }
  const row = catalogueRow(code as CatalogueCode);
  process.stdout.write(`${code} (${row.slug}): ${row.title}\n\n${row.explanation}\n`);
  return 0;
}
