// One generated C file: collects what its contents need of others, and puts definitions and declarations of just that
// in front. Files share no program header, so changing one struct or function changes only the files that use it.

import { referenceMap } from "../../gc-transformers/layouts.ts";
import type { PrebuiltObject } from "../model/constants.ts";
import type { Graph, Op, Position } from "../model/graph.ts";
import type { Program } from "../model/program.ts";
import { OBJECT, type StorageType, type StructType } from "../model/types.ts";
import { unitFunction, unitType, type UnitFunction } from "../model/unit-functions.ts";
import { broken } from "../support/diagnostics.ts";
import { LineIndex } from "../support/positions.ts";
import { objectDeclaration, structDefinition, typeDeclaration } from "./data.ts";
import { foreignSpec } from "../model/foreign.ts";
import { foreignPrototype } from "./foreign.ts";
import { cString, cType, declaration } from "./expressions.ts";
import { emitFunction, signature, type CLine, type FileNeeds } from "./function.ts";
import type { CNames } from "./names.ts";

/** Lines of positions, found once per source file. */
export class SourceLines {
  private readonly sources: ReadonlyMap<string, string>;
  private readonly indexes = new Map<string, LineIndex>();

  constructor(sources: ReadonlyMap<string, string>) {
    this.sources = sources;
  }

  /** Line and column from 1; 0 where the text is not known. */
  find(pos: Position): { readonly line: number; readonly col: number } {
    const text = this.sources.get(pos.file);
    if (text === undefined) return { line: 0, col: 0 };
    const index = this.indexes.get(pos.file) ?? new LineIndex(pos.file, text);
    this.indexes.set(pos.file, index);
    return index.place(pos.offset);
  }
}

/** What all files of a program share, and a file's own name. */
export interface CFileSetup {
  /** `calc.c` */
  readonly name: string;
  readonly names: CNames;
  readonly program: Program;
  readonly sourceLines: SourceLines;
  /** Do other files mention the graph of this key? */
  readonly isShared: (key: string) => boolean;
  /** Is the graph only called where something fails? */
  readonly isCold: (key: string) => boolean;
  /** A `#line` before every statement. */
  readonly exactLines: boolean;
  /** How the C names a source file. */
  readonly fileText: (file: string) => string;
  /** Of a library: where each type lies among all. */
  readonly places: ReadonlyMap<StructType, number> | undefined;
}

export class CFile implements FileNeeds {
  readonly name: string;
  readonly names: CNames;
  readonly lineOf: FileNeeds["lineOf"];
  private readonly setup: CFileSetup;
  private readonly defined = new Set<string>();
  private readonly copied = new Set<string>();
  private readonly structs = new Set<StructType>();
  private readonly types = new Set<StructType>();
  private readonly objects = new Set<PrebuiltObject>();
  private readonly graphs = new Set<Graph>();
  private readonly unitPrototypes = new Map<string, string>();
  private readonly sites = new Map<string, { readonly index: number; readonly text: string }>();
  private readonly chunks: (readonly CLine[])[] = [];

  constructor(setup: CFileSetup) {
    this.setup = setup;
    this.name = setup.name;
    this.names = setup.names;
    const line = (op: Op): number => (op.pos === null ? 0 : setup.sourceLines.find(op.pos).line);
    this.lineOf = setup.exactLines ? line : undefined;
  }

  struct(s: StructType): void {
    this.structs.add(s);
  }

  type(s: StructType): void {
    this.types.add(s);
  }

  object(o: PrebuiltObject): void {
    this.objects.add(o);
    this.structs.add(o.struct);
  }

  graph(key: string): Graph {
    const graph = this.setup.program.graphs.get(key) ?? broken(`graph '${key}' is used but does not exist`);
    this.graphs.add(graph);
    return graph;
  }

  unitFunction(name: string, row: UnitFunction): void {
    const result = cType(unitType(row.result), this.names);
    const args = row.args.map((kind) => cType(unitType(kind), this.names));
    this.unitPrototypes.set(
      name,
      `${result} ${this.names.unit(name)}(${args.length === 0 ? "void" : args.join(", ")});`,
    );
  }

  foreign(name: string): string {
    const { description } = this.setup.program.foreign.get(name) ?? broken(`no C function '${name}'`);
    this.unitPrototypes.set(name, `${foreignPrototype(name, foreignSpec(description))};`);
    return `vs_c_${name}`;
  }

  isFlat(s: StructType): boolean {
    return referenceMap(s).flat;
  }

  site(graph: Graph, pos: Position): number {
    const { line, col } = this.setup.sourceLines.find(pos);
    const text = `{${cString(graph.name)}, ${cString(this.setup.fileText(pos.file))}, ${line}, ${col}}`;
    const known = this.sites.get(text);
    if (known !== undefined) return known.index;
    const index = this.sites.size;
    this.sites.set(text, { index, text });
    return index;
  }

  private linkage(key: string): string {
    if (this.copied.has(key)) return "static inline ";
    return `${this.setup.isShared(key) ? "" : "static "}${this.setup.isCold(key) ? "VS_COLD " : ""}`;
  }

  /** Appends a function. */
  addFunction(graph: Graph): void {
    this.graphs.add(graph);
    this.defined.add(graph.key);
    this.chunks.push(emitFunction(graph, this, this.linkage(graph.key)));
  }

  /** Appends copies of those small functions that the file calls but does not define, and of those they call. */
  addCopies(small: ReadonlySet<string>): void {
    // The set grows while it is walked: copies ask for further graphs.
    for (const graph of this.graphs) {
      if (!small.has(graph.key) || this.defined.has(graph.key)) continue;
      this.copied.add(graph.key);
      this.addFunction(graph);
    }
  }

  /** Appends the function by which another unit calls a graph of this one. */
  addExport(name: string, key: string): void {
    const row = unitFunction(name) ?? broken(`no unit exports '${name}'`);
    this.unitFunction(name, row);
    const parameters = row.args.map((kind, i) => declaration(unitType(kind), `a${i}`, this.names));
    const head = declaration(
      unitType(row.result),
      `${this.names.unit(name)}(${parameters.length === 0 ? "void" : parameters.join(", ")})`,
      this.names,
    );
    const call = `${this.names.graph(this.graph(key).key)}(${row.args.map((_, i) => `a${i}`).join(", ")})`;
    this.addText(`${head} {\n  ${row.result === "void" ? "" : "return "}${call};\n}`);
  }

  /** Appends definitions of data. */
  addText(text: string): void {
    this.chunks.push(text.split("\n").map((line) => ({ text: line, pos: null })));
  }

  /** The whole file. */
  render(header: string): string {
    const out = [header, '#include "vs.h"', ""];
    for (const part of this.declarations()) if (part.length > 0) out.push(...part, "");
    const lines = out.join("\n").split("\n");
    const mapped = new LineMapper(this.setup, lines);
    for (const chunk of this.chunks) {
      mapped.begin(chunk);
      for (const line of chunk) mapped.add(line);
      mapped.add({ text: "", pos: null });
    }
    return `${lines.join("\n").trimEnd()}\n`;
  }

  private declarations(): string[][] {
    const { names } = this;
    const structs = inOrder(this.structs, this.setup.program.structs);
    const types = inOrder(this.types, this.setup.program.structs);
    const graphs = [...this.setup.program.graphs.values()].filter((g) => this.graphs.has(g));
    const definitions = structs.flatMap((s) => structDefinition(s, names) ?? []);
    const prototypes = graphs.map((g) => `${this.linkage(g.key)}${signature(g, names)};`);
    const sites = [...this.sites.values()].map((s) => `  ${s.text},`);
    return [
      this.forwardDeclarations(structs, graphs),
      definitions,
      types.map((s) => typeDeclaration(s, names, this.setup.places?.get(s))),
      [...this.objects].map((o) => objectDeclaration(o, names)),
      prototypes,
      [...this.unitPrototypes.values()],
      sites.length === 0 ? [] : ["static const vs_site sites[] = {", ...sites, "};"],
    ];
  }

  /** Structs that are only pointed to: C wants to have heard of them before a prototype mentions them. */
  private forwardDeclarations(structs: readonly StructType[], graphs: readonly Graph[]): string[] {
    const mentioned = new Set<StructType>();
    const mention = (t: StorageType | undefined): void => {
      if (t?.tag === "ref" && t.to !== OBJECT) mentioned.add(t.to);
    };
    for (const s of structs) {
      for (const f of s.allFields()) mention(f.type);
      mention(s.itemType() ?? undefined);
    }
    for (const g of graphs) {
      for (const v of g.args) mention(v.type);
      mention(g.resultType);
    }
    return inOrder(mentioned, this.setup.program.structs).map((s) => `${this.names.structType(s)};`);
  }
}

/** Appends lines of C with `#line` directives between them. */
class LineMapper {
  private readonly setup: CFileSetup;
  private readonly lines: string[];
  /** The source line that the compiler takes the next C line for; null while it sees the C file itself. */
  private at: { readonly file: string; readonly line: number } | null = null;
  private last: { readonly file: string; readonly line: number } | null = null;

  constructor(setup: CFileSetup, lines: string[]) {
    this.setup = setup;
    this.lines = lines;
  }

  /** What has no place in the source is shown as it stands in the C file. */
  begin(chunk: readonly CLine[]): void {
    if (this.at === null || chunk[0]?.pos !== null) return;
    this.lines.push(`#line ${this.lines.length + 2} ${cString(this.setup.name)}`);
    this.at = null;
    this.last = null;
  }

  add({ text, pos }: CLine): void {
    if (pos !== null) this.moveTo({ file: pos.file, line: this.setup.sourceLines.find(pos).line });
    this.lines.push(text);
    if (this.at !== null) this.at = { file: this.at.file, line: this.at.line + 1 };
  }

  private moveTo(wanted: { readonly file: string; readonly line: number }): void {
    if (wanted.line === 0) return;
    const from = this.setup.exactLines ? this.at : this.last;
    this.last = wanted;
    if (from?.file === wanted.file && from.line === wanted.line) return;
    const file = this.at?.file === wanted.file ? "" : ` ${cString(this.setup.fileText(wanted.file))}`;
    this.lines.push(`#line ${wanted.line}${file}`);
    this.at = wanted;
  }
}

function inOrder<T>(some: ReadonlySet<T>, all: readonly T[]): T[] {
  const rank = new Map(all.map((x, i) => [x, i]));
  return [...some].sort((a, b) => (rank.get(a) ?? -1) - (rank.get(b) ?? -1));
}
