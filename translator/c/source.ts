// Writes a program as C: one file per TypeScript module (core ones with a prefix), one for type descriptions, one for
// prebuilt data, the runtime and the collector's half of it. Needs: gcExplicit. The same program gives the same bytes.

import { readFileSync } from "node:fs";
import { relative } from "node:path";

import { SHARED_RUNTIME, type Collector } from "../../gc-transformers/capabilities.ts";
import type { PrebuiltObject } from "../model/constants.ts";
import { blocksOf, type Graph } from "../model/graph.ts";
import { forEachConstant, UniqueNames } from "../model/text.ts";
import { startingPoints, type Program } from "../model/program.ts";
import { OBJECT } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { packageFolder } from "../support/package-root.ts";
import { collectDatabase, type Database } from "./database.ts";
import { objectDefinition, placedTypes, typeDefinition, typePlaces } from "./data.ts";
import { CFile, SourceLines } from "./file.ts";
import { FOREIGN_FILE, foreignFile, foreignNeeds, ownSources } from "./foreign.ts";
import { LIBRARY_FILE, libraryFile, libraryHeader } from "./library.ts";
import { librarySpec, type LibraryBorder } from "../model/library.ts";
import { CNames } from "./names.ts";
import { smallFunctions } from "./small-functions.ts";

export interface EmitOptions {
  readonly collector: Collector;
  /** Largest heap in bytes; 0 or undefined: no limit. */
  readonly maxHeap?: number;
  /**
   * A `#line` before every statement, so that debug information is exact. Otherwise one where the source line
   * changes: right for a reader of the C, who would drown in the others.
   */
  readonly exactLines?: boolean;
  /** Source files below this folder are named relative to it: for C that does not depend on where it was made. */
  readonly root?: string;
  /** The target's folder, in which the author's own C files lie. */
  readonly folder?: string;
}

/** A program in C. */
export interface CSource {
  /** Default name of the executable. */
  readonly name: string;
  /** Every file by its name, headers included. */
  readonly files: ReadonlyMap<string, string>;
  /** Names of the files to compile. */
  readonly units: readonly string[];
  readonly cflags: readonly string[];
  readonly libs: readonly string[];
  /** Packages whose flags pkg-config gives. */
  readonly packages: readonly string[];
  /** Libraries for C functions of the author's, among `libs`; null if there are no such functions. */
  readonly foreign: readonly string[] | null;
  /** A header of the system that must be there, and the package that has it. */
  readonly needs: Collector["runtime"]["needs"];
  /** Of a library: what its users include. */
  readonly header: NamedText | undefined;
  readonly stats: CStats;
}

export interface CStats {
  readonly functions: number;
  readonly types: number;
  readonly objects: number;
  /** Of generated files and runtime together. */
  readonly lines: number;
  readonly bytes: number;
}

const RUNTIME = packageFolder("translator/c/runtime");
const RUNTIME_FILES = [
  "vs.h",
  "arithmetic.h",
  "externals.h",
  "foreign.h",
  "foreign.c",
  "coroutine.h",
  "coroutine.c",
  "switch.h",
  "runtime.h",
  "library.h",
  "program.c",
  "sections.c",
  "main.c",
  "library.c",
  "system.c",
  "bytes.c",
  "numbers.c",
  "decimal.h",
  "decimal.c",
  "powers.c",
  "format.c",
  "parse.c",
  "ieee754.h",
  "math-exp.c",
  "math-trig.c",
  "math-inverse.c",
];

/** The C of a program. */
export function emitC(program: Program, options: EmitOptions): CSource {
  const database = collectDatabase(program);
  const files = new Map<string, string>();
  for (const file of emitProgram(program, database, options)) files.set(file.name, file.text);
  const { runtime } = options.collector;
  for (const [folder, names] of [
    [RUNTIME, RUNTIME_FILES],
    [SHARED_RUNTIME.folder, SHARED_RUNTIME.files],
    [runtime.folder, runtime.files],
  ] as const)
    for (const name of names) {
      // A unit that is linked to a target uses the target's runtime; it only has to know it.
      if (program.exports !== undefined && name.endsWith(".c")) continue;
      if (name === (program.library === undefined ? "library.c" : "main.c")) continue;
      const own = runtimeName(name);
      if (files.has(own)) broken(`two C files are called ${own}`);
      files.set(own, readFileSync(new URL(name, folder), "utf8"));
    }
  const folder = options.folder ?? ".";
  if (program.foreign.size > 0)
    for (const [name, text] of ownSources(program, folder)) {
      if (files.has(name)) broken(`two C files are called ${name}`);
      files.set(name, text);
    }
  const foreign = foreignNeeds(program, folder);
  const header = program.library === undefined ? undefined : headerOf(program.library);
  if (header !== undefined) files.set(header.name, header.text);
  const texts = [...files.values()];
  return {
    name: program.name,
    files,
    units: [...files.keys()].filter((name) => name.endsWith(".c")),
    cflags: [...runtime.cflags, ...foreign.cflags],
    libs: [...foreign.libs, ...runtime.libs],
    packages: foreign.packages,
    foreign: program.foreign.size > 0 ? foreign.libs : null,
    needs: runtime.needs,
    header,
    stats: {
      functions: database.graphs.length,
      types: database.types.length,
      objects: database.objects.length,
      lines: texts.reduce((n, t) => n + t.split("\n").length - 1, 0),
      bytes: texts.reduce((n, t) => n + Buffer.byteLength(t), 0),
    },
  };
}

function headerOf(library: LibraryBorder): NamedText {
  return { name: `${librarySpec(library.description).name}.h`, text: libraryHeader(library) };
}

/** The runtime's C files get a prefix that no module has, as modules are called main or system too. */
function runtimeName(name: string): string {
  return name.endsWith(".c") ? `vs_${name}` : name;
}

/** Before the names of a unit that is linked to a target: no name of an author's begins with an underscore. */
const UNIT_PREFIX = "_jit_";
/** Before the names of its files. */
const UNIT_FILES = "unit_";

interface NamedText {
  readonly name: string;
  readonly text: string;
}

function emitProgram(program: Program, database: Database, options: EmitOptions): NamedText[] {
  const isUnit = program.exports !== undefined;
  const names = new CNames(
    isUnit ? UNIT_PREFIX : "",
    database.graphs,
    [...new Set([OBJECT, ...program.structs, ...database.types])],
    database.objects,
  );
  const fileName = (name: string): string => (isUnit ? `${UNIT_FILES}${name}` : name);
  const homes = fileNames(database.graphs);
  const small = smallFunctions(program, database);
  const shared = sharedGraphs(program, database, homes, small);
  const cold = new Set(program.wellKnown?.makeError.values());
  const sourceLines = new SourceLines(program.sources);
  // Of a library, which can lie anywhere, types lie together.
  const places = program.library === undefined ? undefined : typePlaces(database.types);
  const open = (name: string): CFile =>
    new CFile({
      name: fileName(name),
      names,
      program,
      sourceLines,
      isShared: (key) => shared.has(key),
      isCold: (key) => cold.has(key),
      exactLines: options.exactLines === true,
      places,
      fileText: (file) => (options.root === undefined ? file : relative(options.root, file)),
    });
  const modules = new Map<string, CFile>();
  for (const graph of database.graphs) {
    const name = homes.get(graph) ?? broken(`${graph.key} has no file`);
    // Helpers that every user copies need no home.
    if (graph.unit === "core" && small.has(graph.key)) continue;
    const file = modules.get(name) ?? open(name);
    modules.set(name, file);
    file.addFunction(graph);
  }
  for (const file of modules.values()) file.addCopies(small);
  const comment = (what: string): string => `/* Generated by vmsmith from ${what}; do not edit. */`;
  const texts = [...modules].map(([name, file]) => ({
    name: file.name,
    text: file.render(comment(describe(name, homes))),
  }));
  const types = open("types.c");
  const reached = new Set(database.graphs.map((g) => g.key));
  const typeTexts = database.types.map((s) =>
    typeDefinition(s, types, (key) => reached.has(key), database.typeNames.get(s), places !== undefined),
  );
  for (const text of typeTexts) types.addText(text.before);
  if (places !== undefined) types.addText(placedTypes(typeTexts, database.types, names));
  const foreign = foreignFile(program, names);
  const data = dataFile(open("data.c"), program, database.objects, options);
  return [
    ...texts,
    { name: types.name, text: types.render(comment("the program's layouts")) },
    ...(program.library === undefined
      ? []
      : [{ name: LIBRARY_FILE, text: libraryFile(program.library, names) }]),
    ...(foreign === null ? [] : [{ name: FOREIGN_FILE, text: foreign }]),
    { name: data.name, text: data.render(comment("the program's prebuilt objects")) },
  ];
}

function dataFile(
  file: CFile,
  program: Program,
  objects: readonly PrebuiltObject[],
  options: EmitOptions,
): CFile {
  if (program.exports === undefined) {
    file.addText(`const uint64_t vs_program_max_heap = ${options.maxHeap ?? 0};`);
    file.addText(`const bool vs_program_has_jit = ${usesUnit(program) ? "true" : "false"};`);
    if (program.library === undefined) {
      const entry = file.names.graph(file.graph(program.entry).key);
      file.addText(`int64_t vs_program_entry(void) {\n  return ${entry}();\n}`);
    }
  }
  for (const [name, key] of program.exports ?? []) file.addExport(name, key);
  for (const object of objects) {
    file.object(object);
    file.addText(objectDefinition(object, file));
  }
  for (const [role, object] of program.roots) {
    file.object(object);
    file.addText(
      `vs_object *const vs_root_${role.replace(/\W/g, "_")} = (vs_object *)&${file.names.object(object)};`,
    );
  }
  return file;
}

/** Whether the JIT runtime, the only unit there is, is linked to the program. */
function usesUnit(program: Program): boolean {
  for (const graph of program.graphs.values())
    for (const block of blocksOf(graph)) if (block.ops.some((op) => op.name === "call_unit")) return true;
  return false;
}

function describe(name: string, homes: ReadonlyMap<Graph, string>): string {
  for (const [graph, home] of homes) if (home === name && graph.pos !== null) return graph.pos.file;
  return "helpers";
}

/** The C file of each graph: named after its module; core ones apart; those without a module together. */
function fileNames(graphs: readonly Graph[]): Map<Graph, string> {
  const unique = new UniqueNames<string>(["types", "data"]);
  const homes = new Map<Graph, string>();
  for (const graph of graphs) {
    const module = graph.pos?.file ?? "helpers";
    const base = (module.split("/").at(-1) ?? module)
      .replace(/\.[cm]?tsx?$/, "")
      .replace(/[^A-Za-z0-9_-]+/g, "_")
      .replace(/^vs_/, "_vs_");
    const prefix = graph.unit === "target" ? "" : `${graph.unit}_`;
    homes.set(graph, `${unique.of(`${graph.unit} ${module}`, `${prefix}${base}`)}.c`);
  }
  return homes;
}

/** Keys of the graphs that other files mention: those cannot be static. */
function sharedGraphs(
  program: Program,
  database: Database,
  homes: ReadonlyMap<Graph, string>,
  small: ReadonlySet<string>,
): Set<string> {
  const shared = new Set<string>(startingPoints(program));
  for (const graph of database.graphs)
    forEachConstant(graph, ({ value }) => {
      if (value.kind !== "graph" || small.has(value.key)) return;
      const target = program.graphs.get(value.key);
      // A copy may be anywhere.
      const isElsewhere = target !== undefined && homes.get(target) !== homes.get(graph);
      if (isElsewhere || small.has(graph.key)) shared.add(value.key);
    });
  for (const s of database.types)
    for (const slot of s.vtable) if (slot?.graph != null) shared.add(slot.graph);
  for (const object of database.objects)
    for (const value of [...object.fields.values(), ...(object.items ?? [])])
      if (value.kind === "graph") shared.add(value.key);
  return shared;
}
