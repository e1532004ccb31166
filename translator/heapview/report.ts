// The text of heapview: totals by type, the largest retainers, paths from what holds an object.

import { largest, pathTo, type Analysis } from "./analysis.ts";
import { HELD_NAMES } from "./dump.ts";

/** A longer path is shown by its ends. */
const PATH_SHOWN = 24;

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const last = widths.length - 1;
  return rows
    .map((row) => row.map((cell, c) => (c === last ? cell : cell.padStart(widths[c] ?? 0))).join("  "))
    .map((line) => `  ${line.trimEnd()}\n`)
    .join("");
}

const plural = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
const hex = (n: number): string => n.toString(16);

function share(part: number, whole: number): string {
  return whole === 0 ? "" : `${((100 * part) / whole).toFixed(1)} %`;
}

export function summary(analysis: Analysis, top: number): string {
  const { objects, bytes, garbage, types } = analysis;
  const more = types.length > top ? `  … ${plural(types.length - top, "type")} more …\n` : "";
  return [
    `${plural(objects, "object")}, ${plural(bytes, "byte")} reachable; `,
    `${plural(garbage.objects, "object")}, ${plural(garbage.bytes, "byte")} of garbage not freed yet\n`,
    "\nBy type:\n",
    table([
      ["objects", "bytes", "retained", "of all", "type"],
      ...types
        .slice(0, top)
        .map((t) => [
          String(t.objects),
          String(t.bytes),
          String(t.retained),
          share(t.retained, bytes),
          t.name,
        ]),
    ]),
    more,
    "\nObjects that retain most:\n",
    retainers(analysis, largest(analysis, top)),
  ].join("");
}

function retainers(analysis: Analysis, nodes: readonly number[]): string {
  const { graph, retained, bytes } = analysis;
  return table([
    ["address", "bytes", "retained", "of all", "type"],
    ...nodes.map((node) => [
      hex(graph.addresses[node] ?? 0),
      String(graph.bytes[node]),
      String(retained[node]),
      share(retained[node] ?? 0, bytes),
      typeOf(analysis, node),
    ]),
  ]);
}

function typeOf({ graph }: Analysis, node: number): string {
  return graph.typeNames[graph.types[node] ?? 0] ?? "";
}

/** A type and what holds its largest objects; undefined: there is no such type. */
export function ofType(analysis: Analysis, name: string, top: number): string | undefined {
  const total = analysis.types.find((t) => t.name === name);
  if (total === undefined) return undefined;
  const nodes = largest(analysis, top, name);
  const [first = 0] = nodes;
  return [
    `${name}: ${plural(total.objects, "object")}, ${plural(total.bytes, "byte")}, retaining ${total.retained}\n`,
    "\nThose that retain most:\n",
    retainers(analysis, nodes),
    "\nWhat holds the first of them:\n",
    path(analysis, first),
  ].join("");
}

/** What holds the object at an address; undefined: there is none. */
export function why(analysis: Analysis, address: number): string | undefined {
  const node = analysis.graph.nodeAt(address);
  if (node === 0) return undefined;
  const retained = analysis.retained[node] ?? 0;
  const { bytes } = analysis.graph;
  const head = `${hex(address)} ${typeOf(analysis, node)}: ${plural(bytes[node] ?? 0, "byte")}, retaining ${retained}\n`;
  return retained === 0 ? `${head}Nothing holds it: it is garbage.\n` : head + path(analysis, node);
}

function path(analysis: Analysis, node: number): string {
  const nodes = pathTo(analysis, node);
  const [first = 0] = nodes;
  const kind = HELD_NAMES[analysis.graph.held[first] ?? 0] ?? "";
  const rows = nodes.map((n, i) => [
    i === 0 ? kind : "→",
    hex(analysis.graph.addresses[n] ?? 0),
    typeOf(analysis, n),
  ]);
  const hidden = rows.length - PATH_SHOWN;
  if (hidden > 0) rows.splice(PATH_SHOWN / 2, hidden, ["", "", `… ${hidden} more …`]);
  return table(rows);
}
