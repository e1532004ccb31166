// From a TypeScript source to the JavaScript that runs: instrumented, types stripped, positions kept.

import module from "node:module";
import ts from "typescript";
import { type Instrumented, instrument } from "./instrument.ts";
import type { Edits } from "./edits.ts";

/** From a line and column of the running code to an offset in the source; 1-based as in stack traces. */
export type PositionMap = (line: number, column: number) => number;

/** A module ready to run. */
export type PreparedModule = {
  readonly code: string;
  readonly instrumented: Instrumented;
  readonly positions: PositionMap;
};

/** What the specifiers begin with by which instrumented code imports its helpers; the module's URL follows. */
export const HELPERS = "vmsmith-site:";

/** Prepares the module `text`, which was read from `file` and has the address `url`. */
export function prepareModule(file: string, url: string, text: string): PreparedModule {
  // TypeScript counts positions without the byte order mark.
  const source = text.replace(/^\uFEFF/u, "");
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const instrumented = instrument(parsed, HELPERS + url, url);
  return { instrumented, ...toJavaScript(file, source, instrumented) };
}

/**
 * Strips the types as Node does, which moves nothing, then edits. Where types cannot simply be stripped (parameter
 * properties, enums) TypeScript transpiles the edited text instead.
 */
function toJavaScript(
  file: string,
  source: string,
  { edits, blanks }: Instrumented,
): Omit<PreparedModule, "instrumented"> {
  const blanked = blanks.reduce((text, [start, end]) => blank(text, start, end), source);
  try {
    const code = edits.apply(module.stripTypeScriptTypes(blanked));
    return { code, positions: editedPositions(code, edits) };
  } catch (problem) {
    if ((problem as { code?: unknown }).code !== "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") throw problem;
  }
  const edited = edits.apply(blanked);
  const inEdited = editedPositions(edited, edits);
  const { outputText, sourceMapText } = ts.transpileModule(edited, {
    fileName: file,
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      sourceMap: true,
    },
  });
  const map = new module.SourceMap(JSON.parse(sourceMapText ?? "{}") as module.SourceMapPayload);
  return {
    code: outputText,
    positions: (line, column) => {
      const entry = map.findEntry(line - 1, column - 1);
      return "originalLine" in entry ? inEdited(entry.originalLine + 1, entry.originalColumn + 1) : 0;
    },
  };
}

/** Replaces a stretch by spaces, keeping line ends. */
function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/gu, " ") + text.slice(end);
}

function editedPositions(text: string, edits: Edits): PositionMap {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (line, column) => edits.toSource((starts[line - 1] ?? 0) + column - 1);
}
