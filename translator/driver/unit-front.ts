// The front half for a unit that is linked to targets (the JIT runtime): a module whose exports are the functions of
// model/unit-functions.ts becomes a typed program with these as its starting points. An exception that leaves one of
// them ends the process: whoever calls is C of another unit.

import { UNDEFINED as UNDEFINED_ANNOTATION, INT, RAW_REF, type Annotation } from "../annotator/lattice.ts";
import { namedValue } from "../frontend/heap-image.ts";
import type { LoadedProgram } from "../frontend/loader/load.ts";
import type { Universe } from "../frontend/universe.ts";
import { constant } from "../model/constants.ts";
import { entityConst, entityOf, FuncEntity } from "../model/entities.ts";
import { Block, Graph, link, RAISES, Variable, type Op, type Position } from "../model/graph.ts";
import type { Program } from "../model/program.ts";
import {
  UNIT_FUNCTIONS,
  type UnitFunction,
  type UnitFunctionName,
  type UnitKind,
} from "../model/unit-functions.ts";
import { rtypeProgram } from "../rtyper/rtype.ts";
import { broken, type Diagnostics } from "../support/diagnostics.ts";
import { openFront, seed, seedMakers, sourcesOf } from "./front.ts";

const ANNOTATIONS: { readonly [K in UnitKind]: Annotation } = {
  int: INT,
  ref: RAW_REF,
  void: UNDEFINED_ANNOTATION,
};

/** The unit that a loaded module makes, typed. */
export function typeUnit(loaded: LoadedProgram, diagnostics: Diagnostics, name: string): Program {
  const { universe, engine, makers } = openFront(loaded, diagnostics);
  const exported = new Map(
    (Object.keys(UNIT_FUNCTIONS) as UnitFunctionName[]).map((f) => [f, guarded(f, universe, loaded)]),
  );
  for (const [f, entity] of exported) {
    const { args }: UnitFunction = UNIT_FUNCTIONS[f];
    seed(engine, [entity, args.map((kind) => ANNOTATIONS[kind])]);
  }
  seedMakers(engine, makers);
  engine.run();
  diagnostics.throwIfAny();
  const program = rtypeProgram({ engine, name, sources: sourcesOf(loaded), start: exported, makers });
  for (const graph of program.graphs.values()) if (graph.unit === "target") graph.unit = "jit";
  return program;
}

/** `(…) => { try { return f(…); } catch (e) { unit_failed(e); } }`, a function of our own making. */
function guarded(name: UnitFunctionName, universe: Universe, loaded: LoadedProgram): FuncEntity {
  const failed = universe.coreFunction("unit_failed") ?? broken("no function unit_failed");
  const callee = exportedFunction(name, universe, loaded);
  const row: UnitFunction = UNIT_FUNCTIONS[name];
  return new FuncEntity({
    key: `export_${name}`,
    name,
    kind: "function",
    params: row.args.map((_, i) => ({ name: `a${i}`, optional: false, rest: false })),
    captures: [],
    hasThis: false,
    pos: callee.pos,
    unit: "core",
    build: (f) => guardedGraph(f, callee, failed, row),
  });
}

function exportedFunction(name: UnitFunctionName, universe: Universe, loaded: LoadedProgram): FuncEntity {
  const module = loaded.image.modules.find((m) => m.file === loaded.target);
  const isThere = module !== undefined && namedValue(module.exports, name) !== undefined;
  const entity = isThere ? entityOf(universe.heap.exportOf(loaded.target, name)) : undefined;
  return entity?.tag === "func"
    ? entity
    : broken(`${loaded.target} must export the function ${name} (translator/model/unit-functions.ts)`);
}

function guardedGraph(f: FuncEntity, callee: FuncEntity, failed: FuncEntity, row: UnitFunction): Graph {
  const args = row.args.map((_, i) => new Variable(`a${i}`));
  const graph = new Graph(f.key, f.name, args, f.pos);
  graph.unit = "core";
  const call = (entity: FuncEntity, values: Variable[], pos: Position): Op => ({
    name: "call_func",
    args: [entityConst(entity), ...values],
    result: new Variable("result"),
    pos,
  });
  const own = call(callee, args, f.pos);
  const error = new Variable("error");
  const caught = new Variable("error");
  const handler = new Block([caught], "failed");
  const last = call(failed, [caught], f.pos);
  const value = (op: Op): Op["result"] | ReturnType<typeof constant> =>
    row.result === "void" ? constant({ kind: "undefined" }) : op.result;
  graph.start.ops.push(own);
  graph.start.exitSwitch = RAISES;
  graph.start.exits = [
    link(graph.returnBlock, [value(own)]),
    { target: handler, args: [error], case: null, exception: error },
  ];
  handler.ops.push(last);
  handler.exits = [link(graph.returnBlock, [value(last)])];
  return graph;
}
