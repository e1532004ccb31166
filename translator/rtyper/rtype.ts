// The rtyper's entry: makes a typed program of an annotated one. Lowers every function that is reached, then the
// adapters and helpers that calls asked for, the error makers of model/messages.ts, and the start function.

import type { Engine, FunctionState } from "../annotator/engine.ts";
import { graphConst } from "../model/constants.ts";
import { FuncEntity } from "../model/entities.ts";
import type { PerFlowOp } from "../model/flow-ops.ts";
import { Graph, link, type Variable } from "../model/graph.ts";
import { MESSAGES, type MessageName } from "../model/messages.ts";
import type { Program, WellKnown } from "../model/program.ts";
import type { UnitFunctionName } from "../model/unit-functions.ts";
import { OBJECT, type StructType } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { LowBuilder, prebuiltConst } from "./builder.ts";
import { Dispatch } from "./dispatch.ts";
import { Families } from "../annotator/families.ts";
import { Helpers } from "./helpers.ts";
import { LIST_ROWS } from "./lower-lists.ts";
import { FUNCTION_ROWS } from "./lower-functions.ts";
import type { ForeignFunction } from "../model/foreign.ts";
import { FOREIGN_ROWS } from "./lower-foreign.ts";
import { BIGINT_ROWS } from "./lower-bigints.ts";
import { OBJECT_ROWS } from "./lower-objects.ts";
import { STRING_ROWS } from "./lower-strings.ts";
import { TABLE_ROWS } from "./lower-tables.ts";
import { Lowering, type LowerRow, type Shared } from "./lowering.ts";
import { Prebuilt } from "./prebuilt.ts";
import { Reprs } from "./reprs.ts";

const ROWS: PerFlowOp<LowerRow> = {
  ...BIGINT_ROWS,
  ...STRING_ROWS,
  ...OBJECT_ROWS,
  ...LIST_ROWS,
  ...TABLE_ROWS,
  ...FUNCTION_ROWS,
  ...FOREIGN_ROWS,
};

/** The functions that a library gives to C. */
export interface LibraryStart {
  readonly description: string;
  readonly functions: ReadonlyMap<string, { readonly function: FuncEntity }>;
}

export interface RtypeInput {
  readonly engine: Engine;
  readonly name: string;
  readonly sources: Map<string, string>;
  /** The function () -> int that the runtime calls, or the functions that a unit exports. */
  readonly start: FuncEntity | ReadonlyMap<UnitFunctionName, FuncEntity> | LibraryStart;
  /** Makers of builtin errors: class name → function (message) → error. */
  readonly makers: ReadonlyMap<string, FuncEntity>;
}

export function rtypeProgram(input: RtypeInput): Program {
  const { engine } = input;
  const graphs = new Map<string, Graph>();
  const families = new Families(engine, engine.all());
  const reprs = new Reprs(engine, families);
  const errorType = (): StructType["ref"] =>
    reprs.classStruct(engine.input.library.coreClass("Error") ?? broken("no class Error")).ref;
  // Adapters, helpers and constants ask for each other.
  const dispatch: Dispatch = new Dispatch(engine, families, graphs, reprs, errorType, {
    get: (name, args) => helpers.get(name, args),
  });
  const prebuilt = new Prebuilt(engine, reprs, (f) => dispatch.adapter(f));
  const hasUnions = [...engine.all()].some((a) => a.base?.kind === "union");
  const helpers: Helpers = new Helpers({
    coreFunction: (name) => engine.input.library.coreFunction(name),
    stringConst: (text) => prebuiltConst(prebuilt.string(text), reprs.strings.string.ref),
    graphs,
    strings: reprs.strings,
    bigint: () => reprs.bigint(),
    hasBigint: () => reprs.hasBigint(),
    isBigint: (s) => reprs.hasBigint() && s === reprs.bigint(),
    errorType,
    boxes: () => (hasUnions ? reprs.boxes() : null),
    stringItems: () => reprs.items(reprs.strings.string.ref),
    charStrings: () => prebuiltConst(prebuilt.charStrings()),
  });
  const foreign = new Map<string, ForeignFunction>();
  const shared: Shared = { engine, reprs, families, helpers, prebuilt, dispatch, rows: ROWS, foreign };
  for (const state of reachedFunctions(engine))
    engine.input.diagnostics.attempt(() => graphs.set(state.graph.key, new Lowering(shared, state).run()));
  engine.input.diagnostics.throwIfAny();
  while (dispatch.makePending());
  const makeError = errorMakers(input, shared, graphs);
  dispatch.finish();
  const wellKnown: WellKnown = { ...reprs.strings, error: errorType().to, makeError };
  const structs = ordered(reprs.structs);
  const sorted = new Map([...graphs].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    name: input.name,
    graphs: sorted,
    structs,
    ...starts(input.start),
    foreign: new Map([...foreign].sort(([a], [b]) => (a < b ? -1 : 1))),
    wellKnown,
    roots: new Map(),
    sources: input.sources,
  };
}

function starts(start: RtypeInput["start"]): Pick<Program, "entry" | "exports" | "library"> {
  if (start instanceof FuncEntity) return { entry: start.key };
  if ("description" in start) {
    const graphs = new Map([...start.functions].map(([name, f]) => [name, f.function.key]));
    return { entry: "", library: { description: start.description, graphs } };
  }
  return { entry: "", exports: new Map([...start].map(([name, f]) => [name, f.key])) };
}

function reachedFunctions(engine: Engine): FunctionState[] {
  return [...engine.functions.values()]
    .filter((s) => s.reached.has(s.graph.start))
    .sort((a, b) => (a.graph.key < b.graph.key ? -1 : 1));
}

/** Bases before what extends them, otherwise by name. */
function ordered(structs: readonly StructType[]): StructType[] {
  const sorted = [...structs].sort((a, b) => (a.name < b.name ? -1 : 1));
  const out: StructType[] = [];
  const seen = new Set<StructType>([OBJECT]);
  const add = (s: StructType): void => {
    if (seen.has(s)) return;
    if (s.base !== null) add(s.base);
    seen.add(s);
    out.push(s);
  };
  for (const s of sorted) add(s);
  return out;
}

/** One graph () -> *Error for each message of the table. */
function errorMakers(
  input: RtypeInput,
  shared: Shared,
  graphs: Map<string, Graph>,
): Map<MessageName, string> {
  const makers = new Map<MessageName, string>();
  const error = shared.reprs.classStruct(
    shared.engine.input.library.coreClass("Error") ?? broken("no class Error"),
  );
  for (const [name, { error: cls, text }] of Object.entries(MESSAGES) as [
    MessageName,
    { error: string; text: string },
  ][]) {
    const maker = input.makers.get(cls) ?? broken(`no maker of ${cls}`);
    const graph = new Graph(`error.${name}`, `error_${name}`, [], null);
    graph.unit = "core";
    graph.resultType = error.ref;
    (graph.returnBlock.inputs[0] as Variable).type = error.ref;
    (graph.raiseBlock.inputs[0] as Variable).type = error.ref;
    const b = new LowBuilder(graph.start);
    const message = prebuiltConst(shared.prebuilt.string(text), shared.reprs.strings.string.ref);
    const type = graphs.get(maker.key)?.resultType ?? broken(`${maker.key} is not typed`);
    const made = b.op("call", [graphConst(maker.key), message], type, "error");
    graph.start.exits = [link(graph.returnBlock, [b.cast(made, error)])];
    graphs.set(graph.key, graph);
    makers.set(name, graph.key);
  }
  return makers;
}
