// One translation from options to exit code: runs the phases, prints what there is to say, writes the reports asked
// for. Exit codes: 0 done, 1 the program or the machine does not allow it, 70 our bug.

import { type Diagnostic, diagnostic, InternalError, Refusal } from "../support/diagnostics.ts";
import { formatDiagnostics } from "../support/format-diagnostics.ts";
import { toSarif } from "../support/sarif.ts";
import { Interrupted, interruptible } from "./interruption.ts";
import type { Options } from "./options.ts";
import { lineProgress, type Progress, SILENT, terminalProgress } from "./progress.ts";
import { makeReport, reportHtml, reportTable } from "./report.ts";
import { type Measurement, runPhases } from "./runner.ts";
import { requireTargetFile } from "./target-file.ts";
import { Translation } from "./translation.ts";
import { vmsmithVersion } from "../support/version.ts";
import { writeWhole } from "./write-file.ts";

export async function translate(options: Options): Promise<number> {
  const t = new Translation(options, chooseProgress(options));
  const measurements: Measurement[] = [];
  let failure: unknown;
  try {
    requireTargetFile(options.target);
    await interruptible(() => runPhases(t, measurements), t.abort);
  } catch (problem) {
    failure = problem;
  }
  t.progress.finish();
  t.cleanUp();
  if (failure instanceof Interrupted) return interrupted(failure);
  const diagnostics = diagnosticsOf(options, failure);
  const code = Math.max(tell(diagnostics), writeReports(t, measurements, failure === undefined, diagnostics));
  if (code === 0 && !options.quiet) process.stdout.write(reportTable(makeReport(t, measurements, true, [])));
  return code;
}

/** Ends the process: the phase that was stopped may have left something that would keep it alive. */
function interrupted(problem: Interrupted): never {
  process.stderr.write(`vmsmith: stopped by ${problem.signal}; no executable was written\n`);
  process.exit(problem.exitCode);
}

function chooseProgress(options: Options): Progress {
  if (options.quiet) return SILENT;
  if (process.stderr.isTTY && process.env["CI"] === undefined) return terminalProgress(process.stderr);
  return lineProgress(process.stderr);
}

/** What is to be said about a failure: what was refused, or that vmsmith itself is wrong. */
function diagnosticsOf(options: Options, failure: unknown): readonly Diagnostic[] {
  if (failure === undefined) return [];
  if (failure instanceof Refusal) return failure.diagnostics;
  const error =
    failure instanceof Error ? failure : new InternalError("something that is no Error was thrown");
  const trace = process.env["VMSMITH_TRACE"] === undefined ? "" : `\n${error.stack ?? ""}`;
  return [
    diagnostic("RTS3001", undefined, {
      seen: `${error.message}.${trace}`,
      why: "An invariant of the translator does not hold; the program may be fine.",
      instead:
        `Report it with the target and this line: vmsmith --opt=${options.opt} --gc=${options.gc} ${options.target} ` +
        "(VMSMITH_TRACE=1 shows where in vmsmith).",
    }),
  ];
}

/** Shows what stands in the way. Exit code: 1 if somebody else can mend it, 70 if we must. */
export function tell(diagnostics: readonly Diagnostic[]): number {
  if (diagnostics.length === 0) return 0;
  const text = formatDiagnostics(diagnostics, { colour: process.stderr.isTTY, root: process.cwd() });
  process.stderr.write(`${text}\n`);
  return diagnostics.some((d) => d.code === "RTS3001") ? 70 : 1;
}

function writeReports(
  t: Translation,
  measurements: readonly Measurement[],
  succeeded: boolean,
  diagnostics: readonly Diagnostic[],
): number {
  const { options } = t;
  const report = makeReport(t, measurements, succeeded, diagnostics);
  const files = options.report.map((file): [string, string] => [
    file,
    file.endsWith(".html") ? reportHtml(report) : `${JSON.stringify(report, null, 2)}\n`,
  ]);
  if (options.sarif !== undefined)
    files.push([options.sarif, toSarif(diagnostics, process.cwd(), vmsmithVersion())]);
  const page = t.dumps.page();
  if (options.dumpHtml !== undefined && page !== undefined) files.push([options.dumpHtml, page]);
  let code = 0;
  for (const [file, text] of files)
    try {
      writeWhole(file, text);
    } catch (problem) {
      process.stderr.write(`vmsmith: cannot write ${file}: ${(problem as Error).message}\n`);
      code = 1;
    }
  return code;
}
