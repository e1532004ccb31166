// Shows diagnostics to a person: place, code frame, the four parts, related places.
// Pure apart from the reader it is given: the same diagnostics give the same text, coloured or not.

import { styleText } from "node:util";
import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { catalogueRow, type CatalogueCode, type Family } from "./catalogue.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { LineIndex, type Place } from "./positions.ts";

/** How to show: `root` shortens file names, `read` gives a file's text or undefined. */
export type FormatOptions = {
  readonly colour: boolean;
  readonly root: string;
  readonly read?: (file: string) => string | undefined;
};

type Style = Parameters<typeof styleText>[0];
type Painter = (style: Style, text: string) => string;

const FAMILY_WORDS: Readonly<Record<Family, string>> = {
  refuse: "error",
  typescript: "error",
  environment: "error",
  notYet: "not yet",
  bug: "bug in vmsmith",
};

/** The diagnostics in the order given, one blank line between, no trailing newline. */
export function formatDiagnostics(all: readonly Diagnostic[], options: FormatOptions): string {
  const paint: Painter = options.colour
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_, text) => text;
  const sources = new Sources(options.read ?? readText);
  return all.map((d) => formatOne(d, paint, sources, options.root).join("\n")).join("\n\n");
}

/** `calc.ts:14:9`, relative to `root` when the file is inside it. */
export function formatPlace(place: Place, root: string): string {
  return `${shortName(place.file, root)}:${place.line}:${place.col}`;
}

/** A file's name relative to `root`, with `/`, when it lies inside. */
export function shortName(file: string, root: string): string {
  const short = relative(root, file);
  return short === "" || short.startsWith("..") ? file : short.split(sep).join("/");
}

function formatOne(d: Diagnostic, paint: Painter, sources: Sources, root: string): string[] {
  const word = paint(["bold", "red"], `${FAMILY_WORDS[d.family]} ${d.code}`);
  const head = d.family === "typescript" ? d.seen : catalogueRow(d.code as CatalogueCode).title;
  const lines: string[] = [];
  if (d.place === undefined) lines.push(`${word}: ${head}`);
  else {
    lines.push(`${paint("cyan", formatPlace(d.place, root))} - ${word}: ${head}`);
    lines.push(...codeFrame(d.place, paint, sources));
  }
  if (d.family !== "typescript") {
    for (const [label, text] of [
      ["seen", d.seen],
      ["why", d.why],
      ["instead", d.instead],
    ] as const) {
      if (text !== "") lines.push(`  ${paint("bold", `${label}:`.padEnd(8))} ${indent(text)}`);
    }
  }
  for (const { place, message } of d.related ?? []) {
    const where = place === undefined ? "" : `${paint("cyan", formatPlace(place, root))}: `;
    lines.push(`  - ${where}${indent(message)}`);
    if (place !== undefined) lines.push(...codeFrame(place, paint, sources, 0).map((line) => `  ${line}`));
  }
  return lines;
}

function indent(text: string): string {
  return text.replaceAll("\n", "\n           ");
}

/** The line of `place` with `before` lines above it and the stretch underlined; empty if the text is not at hand. */
function codeFrame(place: Place, paint: Painter, sources: Sources, before = 1): string[] {
  const index = sources.get(place.file);
  const marked = index?.lineText(place.line);
  if (index === undefined || marked === undefined) return [];
  const width = String(place.line).length;
  const frame: string[] = [];
  for (let line = Math.max(1, place.line - before); line <= place.line; line++) {
    const text = (index.lineText(line) ?? "").replaceAll("\t", " ");
    frame.push(`  ${paint("dim", `${String(line).padStart(width)} |`)} ${text}`.trimEnd());
  }
  const last = Math.min(
    place.col - 1 + Math.max(1, place.end - place.start),
    Math.max(marked.length, place.col),
  );
  const pad = " ".repeat(place.col - 1);
  const caret = "^".repeat(Math.max(1, last - place.col + 1));
  frame.push(`  ${paint("dim", `${" ".repeat(width)} |`)} ${pad}${paint("red", caret)}`);
  return frame;
}

class Sources {
  private readonly read: (file: string) => string | undefined;
  private readonly known = new Map<string, LineIndex | undefined>();

  constructor(read: (file: string) => string | undefined) {
    this.read = read;
  }

  get(file: string): LineIndex | undefined {
    if (!this.known.has(file)) {
      const text = this.read(file);
      this.known.set(file, text === undefined ? undefined : new LineIndex(file, text));
    }
    return this.known.get(file);
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // A frame is a courtesy: without the text the message still names the place.
    return undefined;
  }
}
