// Node's module hooks of the child process: finds the library behind "vmsmith/…", and gives Node instrumented
// JavaScript for every TypeScript module. Everything else (Node's own modules, JavaScript, JSON, npm packages) loads
// as Node loads it.

import { existsSync, readFileSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";
import { type Instrumented, instrument } from "./instrument.ts";
import {
  editedPositions,
  type Helpers,
  type LoadedModule,
  type PositionMap,
  type Registry,
} from "./registry.ts";

const HELPERS = "vmsmith-site:";
const LIBRARY = "vmsmith/";

/** Where instrumented code finds its helpers: module code has no other way to an object of this process. */
const HOME = Symbol.for("vmsmith.loader");

type Running = { readonly code: string; readonly positions: PositionMap };

/** Installs the hooks; `library` is the folder of rlib's sources. Returns the built-in modules asked for so far. */
export function installHooks(registry: Registry, library: string): ReadonlySet<string> {
  const builtins = new Set<string>();
  const helpersOf = (url: string): Helpers => {
    const loaded = registry.modules.get(url);
    if (loaded === undefined) throw new Error(`${url} was not instrumented`);
    return registry.helpers(loaded);
  };
  Object.defineProperty(globalThis, HOME, { value: helpersOf });
  module.registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier.startsWith(HELPERS)) return { url: specifier, format: "module", shortCircuit: true };
      if (specifier.startsWith(LIBRARY)) {
        const file = join(library, `${specifier.slice(LIBRARY.length)}.ts`);
        const { href: url } = pathToFileURL(file);
        if (context.parentURL !== undefined) note(registry, context.parentURL, specifier, url);
        if (existsSync(file)) return { url, format: "module", shortCircuit: true };
      }
      const found = next(specifier, context);
      if (found.url.startsWith("node:")) builtins.add(found.url);
      if (context.parentURL !== undefined) note(registry, context.parentURL, specifier, found.url);
      return found;
    },
    load: (url, context, next) => {
      if (url.startsWith(HELPERS)) {
        const source = helpersModule(url.slice(HELPERS.length));
        return { source, format: "module", shortCircuit: true };
      }
      if (!/^file:.*\.m?ts$/u.test(url)) return next(url, context);
      return { source: loadModule(registry, url), format: "module", shortCircuit: true };
    },
  });
  return builtins;
}

function note(registry: Registry, parent: string, specifier: string, url: string): void {
  const known = registry.resolved.get(parent);
  if (known === undefined) registry.resolved.set(parent, new Map([[specifier, url]]));
  else known.set(specifier, url);
}

function helpersModule(url: string): string {
  const helpers = `globalThis[Symbol.for(${JSON.stringify(Symbol.keyFor(HOME))})](${JSON.stringify(url)})`;
  return `export const {f,c,o,m,u}=${helpers};`;
}

function loadModule(registry: Registry, url: string): string {
  const file = fileURLToPath(url);
  // TypeScript counts positions without the byte order mark.
  const source = readFileSync(file, "utf8").replace(/^\uFEFF/u, "");
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const instrumented = instrument(parsed, HELPERS + url, url);
  const { code, positions } = toJavaScript(file, source, instrumented);
  const loaded: LoadedModule = { file, url, instrumented, source, positions };
  registry.modules.set(url, loaded);
  return code;
}

/**
 * Strips the types as Node does, which moves nothing, then edits. Where types cannot simply be stripped (parameter
 * properties, enums) TypeScript transpiles the edited text instead.
 */
function toJavaScript(file: string, source: string, { edits, blanks }: Instrumented): Running {
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
