// The report of a translation: a table for people, JSON for machines (docs/report.md describes it), one HTML page.

import type { GcStats } from "../../gc-transformers/transform.ts";
import { statSync } from "node:fs";
import type { Diagnostic } from "../support/diagnostics.ts";
import { escapeHtml } from "./html.ts";
import { jitReport, type JitReport } from "./jit-phases.ts";
import { UNIT_FUNCTIONS } from "../model/unit-functions.ts";
import { bordersOf, unitSizes } from "../model/units.ts";
import type { JitUnit } from "./jit-unit.ts";
import type { Measurement } from "./runner.ts";
import { vmsmithVersion } from "../support/version.ts";
import type { Translation } from "./translation.ts";

/** Raised when a field changes its meaning or goes away; new fields do not raise it. */
export const REPORT_VERSION = 1;

export interface Report {
  readonly version: typeof REPORT_VERSION;
  readonly vmsmith: string;
  readonly target: string;
  readonly options: {
    readonly opt: string;
    readonly gc: string;
    readonly uncheckedInts: boolean;
    readonly debug: boolean;
  };
  readonly succeeded: boolean;
  /** What was refused; empty if the translation succeeded, and also if vmsmith itself failed. */
  readonly diagnostics: readonly ReportedDiagnostic[];
  readonly phases: readonly Measurement[];
  readonly totalSeconds: number;
  readonly peakMemory: number;
  /** Range, index, null and class checks left in the program, by operation. */
  readonly checks: Readonly<Record<string, number>>;
  /** What the program costs to collect; numbers of places in graphs. */
  readonly memory?: GcStats;
  /** Compilation units of the translator and how many graphs each holds. */
  readonly units: Readonly<Record<string, number>>;
  /** What units import from each other: numbers of functions and layouts, and the hash of their interface. */
  readonly borders: readonly {
    readonly importer: string;
    readonly exporter: string;
    readonly functions: number;
    readonly layouts: number;
    readonly abi: string;
  }[];
  readonly c?: {
    readonly files: number;
    readonly lines: number;
    readonly bytes: number;
    readonly functions: number;
    readonly objects: number;
  };
  /** What the JIT generator made of the interpreter; only with --opt=jit and a JitDriver. */
  readonly jit?: JitReport;
  /** The JIT runtime that the executable is linked with. */
  readonly jitUnit?: JitUnit;
  readonly executable?: { readonly file: string; readonly bytes: number; readonly command: string };
  /** What the target read while loading that may differ next time. */
  readonly reads: readonly string[];
}

export interface ReportedDiagnostic {
  readonly code: string;
  readonly family: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly seen: string;
  readonly why: string;
  readonly instead: string;
}

export function makeReport(
  t: Translation,
  phases: readonly Measurement[],
  succeeded: boolean,
  diagnostics: readonly Diagnostic[],
): Report {
  const { options, source, result } = t;
  return {
    version: REPORT_VERSION,
    vmsmith: vmsmithVersion(),
    target: options.target,
    options: { opt: options.opt, gc: options.gc, uncheckedInts: options.uncheckedInts, debug: options.debug },
    succeeded,
    diagnostics: diagnostics.map(reported),
    phases,
    totalSeconds: phases.reduce((n, p) => n + p.seconds, 0),
    peakMemory: Math.max(0, ...phases.map((p) => p.peakMemory)),
    checks: t.checks,
    ...(t.gc === undefined ? {} : { memory: t.gc }),
    units: Object.fromEntries(
      Object.entries(t.program === undefined ? {} : unitSizes(t.program)).map(([unit, { graphs }]) => [
        unit,
        graphs,
      ]),
    ),
    borders: [
      ...(t.program === undefined ? [] : bordersOf(t.program)).map((b) => ({
        ...b,
        functions: b.functions.length,
        layouts: b.layouts.length,
      })),
      ...(t.jitUnit === undefined ? [] : [borderToJit(t.jitUnit)]),
    ],
    ...(source === undefined
      ? {}
      : {
          c: {
            files: source.files.size,
            lines: source.stats.lines,
            bytes: source.stats.bytes,
            functions: source.stats.functions,
            objects: source.stats.objects,
          },
        }),
    ...(t.jit === undefined ? {} : { jit: jitReport(t, t.jit) }),
    ...(t.jitUnit === undefined ? {} : { jitUnit: t.jitUnit }),
    ...(result === undefined
      ? {}
      : {
          executable: { file: result.output, bytes: statSync(result.output).size, command: result.command },
        }),
    reads: t.loaded?.image.reads ?? [],
  };
}

/** No layout crosses it: objects are seen through the tables that the hash covers. */
function borderToJit({ abi }: JitUnit): Report["borders"][number] {
  return {
    importer: "target",
    exporter: "jit",
    functions: Object.keys(UNIT_FUNCTIONS).length,
    layouts: 0,
    abi,
  };
}

function reported({ code, family, place, seen, why, instead }: Diagnostic): ReportedDiagnostic {
  const at = place === undefined ? {} : { file: place.file, line: place.line, column: place.col };
  return { code, family, ...at, seen, why, instead };
}

const MIB = 2 ** 20;

/** The table that ends a translation. */
export function reportTable(r: Report): string {
  const rows = r.phases.map((p) => [
    p.phase,
    p.seconds.toFixed(2),
    `${Math.round((100 * p.seconds) / Math.max(r.totalSeconds, 1e-9))}%`,
    (p.peakMemory / MIB).toFixed(0),
    sizeText(p),
    p.changes === undefined ? "" : `${p.changes} changes`,
  ]);
  rows.push(["total", r.totalSeconds.toFixed(2), "100%", (r.peakMemory / MIB).toFixed(0), "", ""]);
  const lines = layOut([["phase", "seconds", "share", "peak MiB", "graphs/operations", ""], ...rows]);
  const checks = Object.values(r.checks).reduce((a, b) => a + b, 0);
  if (r.c !== undefined)
    lines.push(
      `C: ${r.c.files} files, ${r.c.lines} lines, ${(r.c.bytes / 1000).toFixed(0)} kB; ${r.c.functions} functions; ${checks} checks left`,
    );
  if (r.jit !== undefined) lines.push(...jitLines(r.jit));
  if (r.jitUnit !== undefined) lines.push(jitUnitLine(r.jitUnit));
  if (r.executable !== undefined)
    lines.push(`executable: ${r.executable.file}, ${(r.executable.bytes / 1000).toFixed(0)} kB`);
  if (r.reads.length > 0) lines.push(`read while loading (frozen as they were): ${r.reads.join(", ")}`);
  return `${lines.join("\n")}\n`;
}

/** What is looked into, and what is refused; why the rest is called as it is stands in the JSON report. */
function jitUnitLine({ reused, seconds, objectBytes }: JitUnit): string {
  const how = reused ? "reused from cache" : `built in ${seconds.toFixed(1)} s`;
  return `JIT runtime: ${how}, ${(objectBytes / 1000).toFixed(0)} kB`;
}

function jitLines(jit: JitReport): string[] {
  const drivers = jit.drivers.map((d) => `${d.name} in ${d.portal}`).join(", ");
  const size = `${jit.instructions} instructions, ${(jit.bytes / 1000).toFixed(1)} kB`;
  return [
    `jit: ${drivers}; ${jit.lookedInto} functions looked into: ${size}; ${jit.residual.length} called as they are`,
    ...jit.refused.map((r) => `  not looked into: ${r.graph}, for ${r.op} at ${r.position ?? "?"}: ${r.why}`),
  ];
}

function sizeText(p: Measurement): string {
  if (p.after.graphs === 0) return "";
  const after = `${p.after.graphs}/${p.after.ops}`;
  return p.before.graphs === p.after.graphs && p.before.ops === p.after.ops
    ? after
    : `${p.before.graphs}/${p.before.ops} → ${after}`;
}

/** Columns: the first to the left, the others to the right. */
function layOut(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((r) => (r[i] ?? "").length)));
  return rows.map((r) =>
    r
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

/** One static page: a bar per phase, then the numbers. */
export function reportHtml(r: Report): string {
  const bar = (p: Measurement): string => {
    const share = (100 * p.seconds) / Math.max(r.totalSeconds, 1e-9);
    return `<tr><td>${p.phase}<td>${p.seconds.toFixed(3)}<td><div class=bar style="width:${share.toFixed(2)}%"></div><td>${(p.peakMemory / MIB).toFixed(0)}<td>${escapeHtml(sizeText(p))}<td>${p.changes ?? ""}`;
  };
  return `<!doctype html><html lang=en><meta charset=utf-8><title>Translation of ${escapeHtml(r.target)}</title>
<style>body{font:14px system-ui;margin:2em;max-width:70em}table{border-collapse:collapse;width:100%}td,th{padding:.25em .6em;text-align:left}td:nth-child(3){width:40%}.bar{background:#48c;height:1em;min-width:1px}pre{background:#f4f4f4;padding:1em}</style>
<h1>${escapeHtml(r.target)}</h1>
<p>vmsmith ${r.vmsmith}, --opt=${r.options.opt} --gc=${r.options.gc}: ${r.succeeded ? "succeeded" : "failed"} after ${r.totalSeconds.toFixed(2)} s</p>
<table><tr><th>phase<th>seconds<th>share<th>peak MiB<th>graphs/operations<th>changes
${r.phases.map(bar).join("\n")}
</table>
${r.jit === undefined ? "" : jitHtml(r.jit)}<pre>${escapeHtml(JSON.stringify({ ...r, phases: undefined }, null, 2))}</pre>
</html>
`;
}

function jitHtml(jit: JitReport): string {
  const rows = [
    ...jit.refused.map((r) => [r.graph, `${r.op}: ${r.why}`, r.position ?? ""]),
    ...jit.residual.map((r) => [r.graph, r.reason, r.position ?? ""]),
  ].map((cells) => `<tr>${cells.map((c) => `<td>${escapeHtml(c)}`).join("")}`);
  return `<h2>JIT</h2>
<p>${escapeHtml(jitLines(jit)[0] ?? "")}</p>
<table><tr><th>called as it is<th>why<th>at
${rows.join("\n")}
</table>
`;
}
