// Writes diagnostics as SARIF 2.1.0, the form in which CI systems annotate lines of a change.
// Deterministic: rules sorted by code, results in the order given, no times, paths relative to `root`.

import { pathToFileURL } from "node:url";
import { catalogueRow, CATALOGUE, type CatalogueCode } from "./catalogue.ts";
import type { Diagnostic, Related } from "./diagnostics.ts";
import { shortName } from "./format-diagnostics.ts";
import type { Place } from "./positions.ts";

/** The SARIF log of one run, as text ending in a newline. */
export function toSarif(all: readonly Diagnostic[], root: string, version: string): string {
  const codes = [...new Set(all.map((d) => d.code))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "vmsmith", version, rules: codes.map(toRule) } },
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(root).href.replace(/\/$/u, "")}/` } },
        columnKind: "utf16CodeUnits",
        results: all.map((d) => toResult(d, codes.indexOf(d.code), root)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function toRule(code: Diagnostic["code"]): object {
  if (!isOurs(code)) return { id: code, name: "typescript", shortDescription: { text: "TypeScript error" } };
  const { slug, title, explanation } = catalogueRow(code);
  return { id: code, name: slug, shortDescription: { text: title }, fullDescription: { text: explanation } };
}

function isOurs(code: Diagnostic["code"]): code is CatalogueCode {
  return Object.hasOwn(CATALOGUE, code);
}

function toResult(d: Diagnostic, ruleIndex: number, root: string): object {
  const text = [d.seen, d.why, d.instead].filter((part) => part !== "").join(" ");
  return {
    ruleId: d.code,
    ruleIndex,
    level: "error",
    message: { text },
    ...(d.place && { locations: [{ physicalLocation: toLocation(d.place, root) }] }),
    ...(d.related && { relatedLocations: d.related.map((related, id) => toRelated(related, id, root)) }),
  };
}

function toRelated({ place, message }: Related, id: number, root: string): object {
  return { id, message: { text: message }, ...(place && { physicalLocation: toLocation(place, root) }) };
}

function toLocation(place: Place, root: string): object {
  const name = shortName(place.file, root);
  const artifactLocation =
    name === place.file ? { uri: pathToFileURL(name).href } : { uri: encodeURI(name), uriBaseId: "ROOT" };
  const length = place.end - place.start;
  return {
    artifactLocation,
    region: { startLine: place.line, startColumn: place.col, charOffset: place.start, charLength: length },
  };
}
