// From a loaded target to a typed program: flow graphs, annotation, rtyping. The phases of the front half, as
// functions for the phase table and for tests.

import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { transfer } from "../annotator/transfer.ts";
import { Engine } from "../annotator/engine.ts";
import { BOOL, FLOAT, INT, STRING } from "../annotator/lattice.ts";
import { buildGraph } from "../frontend/flow/build.ts";
import type { LoadedProgram } from "../frontend/loader/load.ts";
import { libraryFunctions, type LibraryFunctions } from "../frontend/library.ts";
import { Universe } from "../frontend/universe.ts";
import { entityConst, entityOf, FuncEntity } from "../model/entities.ts";
import { Graph, type Op, Variable } from "../model/graph.ts";
import type { Program } from "../model/program.ts";
import { rtypeProgram } from "../rtyper/rtype.ts";
import { broken, type Diagnostics } from "../support/diagnostics.ts";
import { packageRoot } from "../support/package-root.ts";

/** The library's files that implement builtins; the loader type-checks them with the target and does not run them. */
export function coreFiles(): string[] {
  const core = join(packageRoot(), "rlib", "core");
  const list = (folder: string): string[] =>
    readdirSync(folder)
      .filter((f) => f.endsWith(".ts"))
      .sort()
      .map((f) => join(folder, f));
  return [...list(core), ...list(join(core, "low"))];
}

/** Short, stable module names: "vmsmith/jit" for the library, paths relative to the target's folder for the rest. */
export function moduleNames(target: string): (file: string) => string {
  const library = join(packageRoot(), "rlib");
  return (file) => {
    const bare = file.replace(/\.m?ts$/u, "");
    if (bare.startsWith(`${library}/`)) return `vmsmith/${relative(library, bare)}`;
    return relative(dirname(target), bare).replace(/\.\.\//gu, "up/");
  };
}

export interface Annotated {
  readonly universe: Universe;
  readonly engine: Engine;
  readonly start: FuncEntity;
  readonly makers: ReadonlyMap<string, FuncEntity>;
}

export interface AnnotatedLibrary extends Omit<Annotated, "start"> {
  readonly start: LibraryFunctions;
}

const ERROR_CLASSES = ["Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError"] as const;

/** Infers annotations for all that the entry point reaches. `pick` chooses the next of n waiting blocks. */
export function annotateProgram(
  loaded: LoadedProgram,
  diagnostics: Diagnostics,
  pick?: (n: number) => number,
): Annotated {
  const { universe, engine, makers } = openFront(loaded, diagnostics, pick);
  diagnostics.attempt(() => {
    universe.requireEntryType(loaded.target);
  });
  diagnostics.throwIfAny();
  const start = startFunction(universe, loaded);
  seed(engine, [start, []]);
  seedMakers(engine, makers);
  engine.run();
  diagnostics.throwIfAny();
  return { universe, engine, start, makers };
}

/** The same for what the target exports as a library for C. */
export function annotateLibrary(loaded: LoadedProgram, diagnostics: Diagnostics): AnnotatedLibrary {
  const { universe, engine, makers } = openFront(loaded, diagnostics);
  const start = libraryFunctions(universe, loaded.image, loaded.target);
  for (const { function: f, params } of start.functions.values())
    seed(engine, [f, params.map((kind) => BORDER[kind])]);
  seedMakers(engine, makers);
  engine.run();
  diagnostics.throwIfAny();
  return { universe, engine, start, makers };
}

const BORDER = { int: INT, float: FLOAT, bool: BOOL } as const;

/** Universe and engine of a loaded program, with nothing annotated yet. */
export function openFront(
  loaded: LoadedProgram,
  diagnostics: Diagnostics,
  pick?: (n: number) => number,
): Omit<Annotated, "start"> {
  const core = new Set(coreFiles());
  const universe = new Universe(
    {
      program: loaded.program,
      image: loaded.image,
      moduleName: moduleNames(loaded.target),
      isCoreFile: (f) => core.has(f),
    },
    buildGraph,
  );
  const engine = new Engine({
    library: universe,
    diagnostics,
    place: (pos) => universe.placeAt(pos),
    transfer,
    ...(pick === undefined ? {} : { pick }),
  });
  const makers = new Map(
    ERROR_CLASSES.map((c) => [c, universe.coreFunction(`make_${c}`) ?? broken(`no make_${c}`)] as const),
  );
  return { universe, engine, makers };
}

/** What is called from outside the program with no other reason: the makers of errors that checks need. */
export function seedMakers(engine: Engine, makers: Annotated["makers"]): void {
  seed(engine, ...[...makers.values()].map((f) => [f, [STRING]] as const));
}

/** `() => start(entryPoint)`, a function of our own making. */
function startFunction(universe: Universe, loaded: LoadedProgram): FuncEntity {
  const run = universe.coreFunction("start") ?? broken("no start function");
  const entry = universe.heap.exportOf(loaded.target, "entryPoint");
  const entity = entityOf(entry);
  return new FuncEntity({
    key: "start",
    name: "start",
    kind: "function",
    params: [],
    captures: [],
    hasThis: false,
    pos: entity?.tag === "func" ? entity.pos : run.pos,
    unit: "core",
    build: (f) => {
      const graph = new Graph(f.key, f.name, [], f.pos);
      graph.unit = "core";
      const op: Op = {
        name: "call_func",
        args: [entityConst(run), entry],
        result: new Variable("code"),
        pos: f.pos,
      };
      graph.start.ops.push(op);
      graph.start.exits = [{ target: graph.returnBlock, args: [op.result], case: null }];
      return graph;
    },
  });
}

/** Calls functions from outside the program, so that the fixpoint begins with them. */
export function seed(
  engine: Engine,
  ...roots: (readonly [FuncEntity, readonly ReturnType<Engine["of"]>[]])[]
): void {
  for (const [f, args] of roots) {
    const state = engine.stateOf(f);
    if (state === undefined) continue;
    const op: Op = { name: "call_func", args: [entityConst(f)], result: new Variable("root"), pos: null };
    engine.call({ engine, state, block: state.graph.start, op }, f, args);
  }
}

export function typeProgram(
  loaded: LoadedProgram,
  annotated: Annotated | AnnotatedLibrary,
  name: string,
): Program {
  return rtypeProgram({
    engine: annotated.engine,
    name,
    sources: sourcesOf(loaded),
    start: annotated.start,
    makers: annotated.makers,
  });
}

/** Source text by file. */
export function sourcesOf(loaded: LoadedProgram): Map<string, string> {
  return new Map(
    loaded.program
      .getSourceFiles()
      .filter((f) => !f.isDeclarationFile)
      .map((f) => [f.fileName, f.text]),
  );
}
