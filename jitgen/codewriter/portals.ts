// Finds the portals of a program: the graphs that hold a merge point. One merge point for each driver; the places from
// which its compiled code is entered stand in the same graph. Everything else is refused with its place.

import type { Block, Graph, Op, Position, Value } from "../../translator/model/graph.ts";
import { blocksOf } from "../../translator/model/graph.ts";
import type { Program } from "../../translator/model/program.ts";
import { diagnostic, Diagnostics } from "../../translator/support/diagnostics.ts";
import type { Place } from "../../translator/support/positions.ts";

export interface Marker {
  readonly op: Op;
  readonly block: Block;
}

export interface Portal {
  readonly driver: string;
  readonly graph: Graph;
  readonly mergePoint: Marker;
  /** Where the interpreted program jumps backwards. */
  readonly entries: readonly Marker[];
  /** Names of the variables that have a value at run time. */
  readonly greens: readonly string[];
  /** null: the driver leaves them to us. */
  readonly reds: readonly string[] | null;
}

export type PlaceOf = (pos: Position | null) => Place | undefined;

/** The names a marker tells of its operands. */
export function markerNames(op: Op): { greens: string[]; reds: string[] | null } {
  const names = op.args[1];
  const text = names?.tag === "const" && names.value.kind === "name" ? names.value.value : "";
  const [greens = "", reds = ""] = text.split(";");
  const list = (t: string): string[] => (t === "" ? [] : t.split(","));
  return { greens: list(greens), reds: reds === "*" ? null : list(reds) };
}

/** A marker's greens, as values. */
export function greensOf(op: Op): Value[] {
  return op.args.slice(2, 2 + markerNames(op).greens.length);
}

export function driverOf(op: Op): string {
  const name = op.args[0];
  return name?.tag === "const" && name.value.kind === "name" ? name.value.value : "";
}

/** All portals, in the order of the program's graphs. Throws a Refusal with everything that is wrong with them. */
export function findPortals(program: Program, place: PlaceOf = () => undefined): Portal[] {
  const sink = new Diagnostics();
  const portals = new Map<string, Portal>();
  const entries: { graph: Graph; marker: Marker }[] = [];
  for (const graph of program.graphs.values())
    for (const block of blocksOf(graph))
      for (const op of block.ops) {
        if (op.name === "jit_can_enter") entries.push({ graph, marker: { op, block } });
        if (op.name !== "jit_merge_point") continue;
        const driver = driverOf(op);
        if (portals.has(driver))
          sink.report(
            diagnostic("RTS1403", place(op.pos), {
              seen: `a second jitMergePoint of the driver "${driver}".`,
              why: "A driver describes one dispatch loop; traces begin and end at its merge point.",
              instead: "Keep one merge point, or make a driver of its own for the other loop.",
            }),
          );
        else
          portals.set(driver, {
            driver,
            graph,
            mergePoint: { op, block },
            entries: entriesIn(graph, driver),
            ...markerNames(op),
          });
      }
  for (const { graph, marker } of entries) {
    const driver = driverOf(marker.op);
    if (portals.get(driver)?.graph !== graph) report(sink, place(marker.op.pos), driver, portals.has(driver));
  }
  twoLoops(sink, portals, place);
  sink.throwIfAny();
  return [...portals.values()];
}

function entriesIn(graph: Graph, driver: string): Marker[] {
  return blocksOf(graph).flatMap((block) =>
    block.ops
      .filter((op) => op.name === "jit_can_enter" && driverOf(op) === driver)
      .map((op) => ({ op, block })),
  );
}

function report(sink: Diagnostics, at: Place | undefined, driver: string, hasLoop: boolean): void {
  sink.report(
    hasLoop
      ? diagnostic("RTS2403", at, {
          seen: `canEnterJit of the driver "${driver}" in another function than its jitMergePoint.`,
          why: "vmsmith enters compiled code only from the function that holds the merge point, as yet.",
          instead: "Move canEnterJit into the function of the dispatch loop.",
        })
      : diagnostic("RTS1403", at, {
          seen: `canEnterJit of the driver "${driver}", which has no jitMergePoint that is reached.`,
          why: "Compiled code begins and ends at the merge point.",
          instead: "Put jitMergePoint at the top of the dispatch loop.",
        }),
  );
}

/** Two drivers' loops in one function would need two portals of one graph. */
function twoLoops(sink: Diagnostics, portals: ReadonlyMap<string, Portal>, place: PlaceOf): void {
  const seen = new Map<Graph, string>();
  for (const { graph, driver, mergePoint } of portals.values()) {
    const other = seen.get(graph);
    if (other !== undefined)
      sink.report(
        diagnostic("RTS2403", place(mergePoint.op.pos), {
          seen: `the merge points of "${other}" and "${driver}" in one function.`,
          why: "vmsmith rewrites a function for one driver only, as yet.",
          instead: "Put each dispatch loop into a function of its own.",
        }),
      );
    seen.set(graph, driver);
  }
}
