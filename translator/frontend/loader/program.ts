// Type-checks the target: its tsconfig, the ts.Program, and what TypeScript has to say about it.
// Holds afterwards: no TypeScript error in any source of the target; strict types. vmsmith's own library is part of
// the program, found as "vmsmith/…" wherever the target lies, and not checked against the target's tsconfig.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";
import { type Diagnostic, diagnostic, Refusal } from "../../support/diagnostics.ts";
import { LineIndex, type Place } from "../../support/positions.ts";
import { NODE_SUBSET, NODE_SUBSET_FILE } from "./node-subset.ts";
import { fromTypeScript } from "./typescript-errors.ts";

/** What to check. */
export type ProgramInput = {
  /** Absolute, symbolic links resolved: Node resolves them, and both must speak of the same files. */
  readonly target: string;
  /** The folder of rlib's sources. */
  readonly library: string;
  /** More of vmsmith's own sources to have in the program, such as the helpers that implement builtins. */
  readonly extraFiles: readonly string[];
  /** The target is vmsmith's own: whatever tsconfig lies above it has nothing to say. */
  readonly isOwn?: boolean;
};

/** A program without TypeScript errors. */
export type CheckedProgram = {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** The target's tsconfig.json, if it has one. */
  readonly tsconfig: string | undefined;
};

/** Makes the program and throws a Refusal with everything TypeScript finds wrong. */
export function checkTypes(input: ProgramInput): CheckedProgram {
  const isOwn = input.isOwn === true;
  const tsconfig = isOwn ? undefined : ts.findConfigFile(dirname(input.target), existsSync);
  const config = isOwn ? OWN_CONFIG : tsconfig === undefined ? DEFAULT_CONFIG : readConfig(tsconfig);
  stopAt([...config.errors, ...strictness(config.options, tsconfig)]);
  const program = checkedProgram(input, config);
  return { program, checker: program.getTypeChecker(), tsconfig };
}

function checkedProgram(input: ProgramInput, config: Config): ts.Program {
  const options = translationOptions(config.options, input);
  const rootNames = [input.target, ...input.extraFiles, ...config.declarations];
  const own = [input.library, ...input.extraFiles];
  if (options.types?.length === 1 && options.types[0] === "node") {
    // Most targets use only what can be translated: try that small part of Node's types first.
    const small = { ...options, types: [] };
    const names = [...rootNames, NODE_SUBSET_FILE];
    const program = ts.createProgram({ rootNames: names, options: small, host: makeHost(small) });
    if (errorsOf(program, own).length === 0) return program;
  }
  const program = ts.createProgram({ rootNames, options, host: makeHost(options) });
  stopAt(errorsOf(program, own));
  return program;
}

type Config = {
  readonly options: ts.CompilerOptions;
  readonly errors: readonly Diagnostic[];
  /** Declaration files of the project: what they declare is in scope everywhere. */
  readonly declarations: readonly string[];
};

/** For a target without tsconfig.json. */
const DEFAULT_CONFIG: Config = {
  options: {
    strict: true,
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts"],
    module: ts.ModuleKind.NodeNext,
    types: ["node"],
    erasableSyntaxOnly: true,
  },
  errors: [],
  declarations: [],
};

/** As strict as this repository is with itself. */
const OWN_CONFIG: Config = {
  ...DEFAULT_CONFIG,
  options: { ...DEFAULT_CONFIG.options, noUncheckedIndexedAccess: true },
};

function readConfig(file: string): Config {
  const json: { config?: unknown; error?: ts.Diagnostic } = ts.parseConfigFileTextToJson(
    file,
    readFileSync(file, "utf8"),
  );
  if (json.error !== undefined)
    return { options: {}, errors: [fromTypeScript(json.error)], declarations: [] };
  const parsed = ts.parseJsonConfigFileContent(json.config, ts.sys, dirname(file), undefined, file);
  // A tsconfig may leave the target out (18003: nothing included): it is named on the command line.
  const errors = parsed.errors.filter(({ code }) => code !== 18003).map(fromTypeScript);
  const declarations = parsed.fileNames.filter((name) => /\.d\.[cm]?ts$/u.test(name));
  return { options: parsed.options, errors, declarations };
}

function strictness(options: ts.CompilerOptions, tsconfig: string | undefined): Diagnostic[] {
  const off = (["strictNullChecks", "noImplicitAny", "strictPropertyInitialization"] as const).filter(
    (name) => !(options[name] ?? options.strict ?? false),
  );
  if (off.length === 0) return [];
  return [
    diagnostic("RTS1006", tsconfig === undefined ? undefined : optionPlace(tsconfig, off), {
      seen: `${off.join(", ")} ${off.length === 1 ? "is" : "are"} off in ${tsconfig ?? "the tsconfig"}.`,
      why: "The translator reads from TypeScript's types what may be absent; without these checks they do not say so.",
      instead: 'Set "strict": true in "compilerOptions" and remove options that switch parts of it off.',
    }),
  ];
}

function optionPlace(tsconfig: string, options: readonly string[]): Place {
  const text = readFileSync(tsconfig, "utf8");
  const found = [...options, "strict", "compilerOptions"]
    .map((name) => text.indexOf(`"${name}"`))
    .find((at) => at >= 0);
  return new LineIndex(tsconfig, text).place(found ?? 0);
}

/** The target's options, with those that translation decides. */
function translationOptions(
  options: ts.CompilerOptions,
  { library, target }: ProgramInput,
): ts.CompilerOptions {
  return {
    ...options,
    noEmit: true,
    composite: false,
    incremental: false,
    declaration: false,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    paths: { ...options.paths, "vmsmith/*": [join(library, "*.ts")] },
    typeRoots: options.typeRoots ?? typeRoots(dirname(target)),
  };
}

/** Where @types are found: as TypeScript looks for them, and last those that vmsmith itself brings. */
function typeRoots(folder: string): string[] {
  const roots: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    const root = join(at, "node_modules/@types");
    if (existsSync(root)) roots.push(root);
    if (dirname(at) === at) break;
  }
  const own = createRequire(import.meta.url).resolve("@types/node/package.json");
  return [...roots, dirname(dirname(own))];
}

/** A compiler host for which every source is an ES module, as it will be when it runs. */
function makeHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  const read = host.getSourceFile.bind(host);
  const exists = host.fileExists.bind(host);
  host.fileExists = (name) => name === NODE_SUBSET_FILE || exists(name);
  host.getSourceFile = (name, how, ...rest) => {
    if (name === NODE_SUBSET_FILE) return ts.createSourceFile(name, NODE_SUBSET, how, true);
    const isSource = /\.m?ts$/u.test(name) && !/\.d\.m?ts$/u.test(name);
    if (!isSource || typeof how !== "object") return read(name, how, ...rest);
    return read(name, { ...how, impliedNodeFormat: ts.ModuleKind.ESNext }, ...rest);
  };
  return host;
}

function errorsOf(program: ts.Program, ownFiles: readonly string[]): Diagnostic[] {
  const found: ts.Diagnostic[] = [...program.getOptionsDiagnostics()];
  for (const file of program.getSourceFiles()) {
    const own = ownFiles.some((each) => file.fileName === each || file.fileName.startsWith(`${each}/`));
    if (file.isDeclarationFile || own) continue;
    found.push(...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file));
  }
  found.push(...program.getGlobalDiagnostics());
  return found.filter(({ category }) => category === ts.DiagnosticCategory.Error).map(fromTypeScript);
}

function stopAt(errors: readonly Diagnostic[]): void {
  if (errors.length > 0) throw new Refusal(errors);
}
