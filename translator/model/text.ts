// Prints programs and graphs in the text form that `parse.ts` reads back; docs in translator/model/README.md.
// Works for graphs at every level: variables without types print bare, entity constants by their `text`. Only typed
// graphs parse. Names are deterministic: the hint, numbered in order of definition; blocks in reverse postorder.

import type { Constant, ConstantValue, PrebuiltObject } from "./constants.ts";
import {
  blocksOf,
  RAISES,
  type Block,
  type Graph,
  type Link,
  type Op,
  type Position,
  type Value,
  type Variable,
} from "./graph.ts";
import { lowFacts, type OperandKind } from "./ops.ts";
import type { Program } from "./program.ts";
import {
  FLOAT,
  funcType,
  INT,
  BOOL,
  OBJECT,
  sameType,
  VOID,
  type LowType,
  type StorageType,
  type StructType,
} from "./types.ts";

export interface PrintOptions {
  /** Append ` at file:offset` to graphs and operations. */
  readonly positions?: boolean;
}

/** Words that cannot be names of variables or blocks. */
export const RESERVED_WORDS: ReadonlySet<string> = new Set(
  "goto if unless else switch default return raise raises graph struct object true false null tagged undefined void nan inf at note".split(
    " ",
  ),
);

/** Wanted names made unique, in the order of asking: `x`, `x_2`, `x_3`. */
export class UniqueNames<K> {
  private readonly names = new Map<K, string>();
  private readonly used: Set<string>;
  private readonly lastNumber = new Map<string, number>();

  constructor(reserved: Iterable<string> = []) {
    this.used = new Set(reserved);
  }

  /** The name of `key`: `wanted` the first time it is free, else numbered. */
  of(key: K, wanted: string): string {
    const known = this.names.get(key);
    if (known !== undefined) return known;
    let name = wanted;
    let n = this.lastNumber.get(wanted) ?? 1;
    while (this.used.has(name)) name = `${wanted}_${++n}`;
    this.lastNumber.set(wanted, n);
    this.used.add(name);
    this.names.set(key, name);
    return name;
  }
}

/** A name as the text form writes it: bare where it is an identifier, else in backquotes. */
export function quoteName(name: string): string {
  return /^[A-Za-z_$][\w$.]*$/.test(name) && !RESERVED_WORDS.has(name)
    ? name
    : `\`${name.replace(/[\\`]/g, "\\$&").replace(/\n/g, "\\n")}\``;
}

/** The type as the text form writes it, with odd layout names quoted. */
export function quotedType(t: StorageType): string {
  switch (t.tag) {
    case "prim":
    case "narrow":
      return t.name;
    case "ref":
      return `*${quoteName(t.to.name)}`;
    case "func":
      return `fn(${t.args.map(quotedType).join(", ")}) -> ${quotedType(t.result)}`;
  }
}

/** A whole program: layouts, well-known roles, prebuilt objects, graphs. */
export function printProgram(program: Program, options: PrintOptions = {}): string {
  const parts = [
    `program ${quoteName(program.name)}${program.entry === "" ? "" : ` entry ${quoteName(program.entry)}`}`,
  ];
  const structs = program.structs.filter((s) => s !== OBJECT).map(printStruct);
  const objects = reachableObjects(program).map(printObject);
  const graphs = [...program.graphs.values()].map((g) => printGraph(g, options, program).trimEnd());
  for (const group of [structs, [...printRoles(program), ...objects]])
    if (group.length > 0) parts.push(group.join("\n"));
  return [...parts, ...graphs].join("\n\n").trimEnd() + "\n";
}

function printRoles(program: Program): string[] {
  const lines: string[] = [];
  const known = program.wellKnown;
  if (known !== undefined) {
    for (const role of ["string", "latin1", "utf16", "rope", "error"] as const)
      lines.push(`wellknown ${role} ${quoteName(known[role].name)}`);
    for (const [message, key] of known.makeError) lines.push(`makeerror ${message} ${quoteName(key)}`);
  }
  for (const [name, key] of program.exports ?? []) lines.push(`export ${name} ${quoteName(key)}`);
  for (const [name, { description, callbacks }] of program.foreign) {
    const keys = callbacks.map((key) => ` ${key === null ? "null" : quoteName(key)}`).join("");
    lines.push(`foreign ${quoteName(name)} ${JSON.stringify(description)}${keys}`);
  }
  if (program.library !== undefined) {
    lines.push(`library ${JSON.stringify(program.library.description)}`);
    for (const [name, key] of program.library.graphs)
      lines.push(`entry ${quoteName(name)} ${quoteName(key)}`);
  }
  for (const [role, object] of program.roots) lines.push(`root ${quoteName(role)} ${objectName(object)}`);
  return lines;
}

function printStruct(s: StructType): string {
  const head = `struct ${quoteName(s.name)}${s.displayName === s.name ? "" : ` ${JSON.stringify(s.displayName)}`}`;
  const members = s.ownFields.map(
    (f) => `${quoteName(f.name)}: ${quotedType(f.type)}${f.immutable === true ? " immutable" : ""}`,
  );
  if (s.items !== null) members.push(`items ${quotedType(s.items)}${s.immutableItems ? " immutable" : ""}`);
  for (const slot of s.vtable) {
    if (slot === null) members.push("method null");
    else
      members.push(
        `method ${quoteName(slot.selector)} ${slot.graph === null ? "null" : quoteName(slot.graph)}`,
      );
  }
  const body = members.join(", ");
  const base = s.base === null ? "" : ` : ${quoteName(s.base.name)}`;
  return body.length < 80 ? `${head}${base} { ${body} }` : `${head}${base} {\n  ${members.join(",\n  ")}\n}`;
}

/** Prebuilt objects that graphs, roots or other prebuilt objects mention, in the order of first mention. */
export function reachableObjects(
  program: Program,
  graphs: Iterable<Graph> = program.graphs.values(),
): PrebuiltObject[] {
  const found = new Set<PrebuiltObject>(program.roots.values());
  const visit = (v: ConstantValue): void => {
    if (v.kind === "prebuilt") found.add(v.object);
  };
  for (const graph of graphs) forEachConstant(graph, (c) => visit(c.value));
  // A Set iterates over what is added meanwhile, so this is the worklist.
  for (const object of found) {
    for (const value of object.fields.values()) visit(value);
    for (const value of object.items ?? []) visit(value);
  }
  return [...found];
}

/** Every constant operand, link argument and exit switch of a graph, in order. */
export function forEachConstant(graph: Graph, visit: (c: Constant) => void): void {
  const see = (v: Value | null | typeof RAISES): void => {
    if (v !== null && v !== RAISES && v.tag === "const") visit(v);
  };
  for (const block of blocksOf(graph)) {
    for (const op of block.ops) op.args.forEach(see);
    see(block.exitSwitch);
    for (const exit of block.exits) exit.args.forEach(see);
  }
}

function objectName(o: PrebuiltObject): string {
  return `@${quoteName(o.name)}`;
}

function printObject(o: PrebuiltObject): string {
  const members = [...o.fields].map(
    ([name, value]) => `${quoteName(name)}: ${printStored(value, o.struct.field(name)?.type)}`,
  );
  if (o.items !== null) members.push(`items ${printItems(o.items, o.struct.itemType())}`);
  return `object ${objectName(o)} ${quoteName(o.struct.name)} { ${members.join(", ")} }`;
}

function printItems(items: readonly ConstantValue[], type: StorageType | null): string {
  const units = items.map((v) => (v.kind === "number" ? v.value : -1));
  const limit = type?.tag !== "narrow" ? -1 : type.name === "u8" ? 0xff : type.name === "u16" ? 0xffff : -1;
  if (limit > 0 && units.every((u) => Number.isInteger(u) && u >= 0 && u <= limit))
    return JSON.stringify(String.fromCharCode(...units));
  return `[${items.map((v) => printStored(v, type ?? undefined)).join(", ")}]`;
}

/** A value whose type the place tells: field or item of a prebuilt object. */
function printStored(value: ConstantValue, type: StorageType | undefined): string {
  const isFloat =
    type !== undefined && (sameType(type, FLOAT) || (type.tag === "narrow" && type.name === "f32"));
  return valueText(value, isFloat);
}

function valueText(value: ConstantValue, isFloat: boolean): string {
  switch (value.kind) {
    case "number":
      return isFloat ? floatText(value.value) : Object.is(value.value, -0) ? "-0.0" : String(value.value);
    case "bigint":
      return `bigint ${value.value}`;
    case "int64":
      return `${value.value}n`;
    case "bool":
      return String(value.value);
    case "string":
      return JSON.stringify(value.value);
    case "null":
    case "nullref":
      return "null";
    case "undefined":
      return "undefined";
    case "entity":
      return value.text;
    case "tagged":
      return `tagged ${value.value}`;
    case "prebuilt":
      return objectName(value.object);
    case "graph":
      return `&${quoteName(value.key)}`;
    case "struct":
      return `*${quoteName(value.struct.name)}`;
    case "name":
      return quoteName(value.value);
  }
}

/** A double so that it reads back as one: always with a point, an exponent, `inf` or `nan`. */
function floatText(v: number): string {
  if (Number.isNaN(v)) return "nan";
  if (!Number.isFinite(v)) return v < 0 ? "-inf" : "inf";
  const text = Object.is(v, -0) ? "-0" : String(v);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** One graph. `program`, if given, lets code pointers omit the types that their graphs tell. */
export function printGraph(graph: Graph, options: PrintOptions = {}, program?: Program): string {
  return new GraphPrinter(graph, options, program).print();
}

class GraphPrinter {
  private readonly graph: Graph;
  private readonly options: PrintOptions;
  private readonly program: Program | undefined;
  private readonly variables = new UniqueNames<Variable>(RESERVED_WORDS);
  private readonly blocks = new UniqueNames<Block>(RESERVED_WORDS);
  private readonly used = new Set<Value>();

  constructor(graph: Graph, options: PrintOptions, program: Program | undefined) {
    this.graph = graph;
    this.options = options;
    this.program = program;
  }

  print(): string {
    const blocks = blocksOf(this.graph);
    for (const block of blocks) this.noteUses(block);
    for (const block of blocks) this.giveNames(block);
    const inner = blocks.filter((b) => !this.isFinal(b));
    return [this.header(), ...inner.map((b) => this.block(b))].join("\n") + "\n";
  }

  private isFinal(block: Block): boolean {
    return block === this.graph.returnBlock || block === this.graph.raiseBlock;
  }

  private noteUses(block: Block): void {
    for (const op of block.ops) for (const arg of op.args) this.used.add(arg);
    if (block.exitSwitch !== null && block.exitSwitch !== RAISES) this.used.add(block.exitSwitch);
    for (const exit of block.exits) for (const arg of exit.args) this.used.add(arg);
  }

  /** In order of definition; results that are not written have none. */
  private giveNames(block: Block): void {
    if (this.isFinal(block)) return;
    this.blocks.of(block, block.hint);
    for (const v of block.inputs) this.variables.of(v, v.hint);
    for (const op of block.ops) if (!this.isHidden(op)) this.variables.of(op.result, op.result.hint);
    for (const exit of block.exits)
      if (exit.exception !== undefined) this.variables.of(exit.exception, exit.exception.hint);
  }

  private isHidden(op: Op): boolean {
    return op.result.type === VOID && !this.used.has(op.result);
  }

  private header(): string {
    const g = this.graph;
    const attributes: string[] = [];
    if (g.name !== g.key) attributes.push(`name ${JSON.stringify(g.name)}`);
    if (g.unit !== "target") attributes.push(`unit ${g.unit}`);
    if (g.known !== undefined) attributes.push(`known ${quoteName(g.known)}`);
    for (const [hint, argument] of g.hints)
      attributes.push(`hint ${quoteName(hint)}${argument === "" ? "" : ` ${JSON.stringify(argument)}`}`);
    const raised = g.raiseBlock.inputs[0]?.type;
    const root = this.program?.wellKnown?.error.ref;
    if (raised !== undefined && (root === undefined || !sameType(raised, root)))
      attributes.push(`raises ${quotedType(raised)}`);
    if (this.options.positions === true && g.pos !== null) attributes.push(positionText(g.pos));
    const result = g.resultType === undefined ? "" : ` -> ${quotedType(g.resultType)}`;
    return `graph ${quoteName(g.key)}(${g.args.map((v) => this.define(v)).join(", ")})${result}${attributes.length > 0 ? ` [${attributes.join(", ")}]` : ""}`;
  }

  private define(v: Variable): string {
    const name = quoteName(this.variables.of(v, v.hint));
    return v.type === undefined ? name : `${name}: ${quotedType(v.type)}`;
  }

  private block(block: Block): string {
    const inputs =
      block === this.graph.start
        ? block.inputs.map((v) => this.value(v))
        : block.inputs.map((v) => this.define(v));
    const head = `${quoteName(this.blocks.of(block, block.hint))}(${inputs.join(", ")}):`;
    return [head, ...block.ops.map((op) => `  ${this.op(op)}`), `  ${this.exits(block)}`].join("\n");
  }

  private op(op: Op): string {
    const kinds = lowFacts(op.name)?.args;
    const args = op.args.map((arg, i) => this.operand(arg, kinds?.[i]));
    const note = op.note === undefined ? "" : ` note ${quoteName(op.note)}`;
    const at = this.options.positions === true && op.pos !== null ? ` ${positionText(op.pos)}` : "";
    return `${this.isHidden(op) ? "" : `${this.define(op.result)} = `}${[quoteName(op.name), args.join(", ")].filter((s) => s !== "").join(" ")}${note}${at}`;
  }

  private operand(arg: Value, kind: OperandKind | undefined): string {
    const isStatic = kind === "struct" || kind === "field" || kind === "graph" || kind === "name";
    if (!isStatic || arg.tag === "var") return this.value(arg);
    if (arg.value.kind === "struct") return quoteName(arg.value.struct.name);
    return arg.value.kind === "graph" ? quoteName(arg.value.key) : valueText(arg.value, false);
  }

  private value(v: Value): string {
    if (v.tag === "var") return quoteName(this.variables.of(v, v.hint));
    if (v.type !== undefined && v.type === VOID && v.value.kind === "undefined") return "void";
    const text = valueText(v.value, v.type !== undefined && sameType(v.type, FLOAT));
    if (v.type === undefined) return text;
    const implied = impliedType(v.value, text, this.program);
    return implied !== undefined && sameType(implied, v.type) ? text : `${text}: ${quotedType(v.type)}`;
  }

  private exits(block: Block): string {
    const [first, second] = block.exits;
    if (first === undefined) return "; no exit";
    const on = block.exitSwitch;
    if (on === null) {
      if (first.target === this.graph.returnBlock || first.target === this.graph.raiseBlock)
        return this.final(first);
      return `goto ${this.link(first)}`;
    }
    if (on === RAISES) {
      const handler = second?.exception === undefined ? "?" : this.define(second.exception);
      return `goto ${this.link(first)} raises ${handler} -> ${second === undefined ? "?" : this.link(second)}`;
    }
    if (typeof first.case === "boolean" && second !== undefined && block.exits.length === 2)
      return `${first.case ? "if" : "unless"} ${this.value(on)} goto ${this.link(first)} else ${this.link(second)}`;
    const cases = block.exits.map((e) => `${caseText(e)} -> ${this.link(e)}`);
    const short = cases.join(", ");
    return `switch ${this.value(on)} {${short.length < 80 ? ` ${short} ` : `\n    ${cases.join(",\n    ")}\n  `}}`;
  }

  private final(exit: Link): string {
    const word = exit.target === this.graph.returnBlock ? "return" : "raise";
    const args = exit.args.map((a) => this.value(a)).filter((a) => a !== "void");
    return [word, ...args].join(" ");
  }

  private link(exit: Link): string {
    const { target } = exit;
    const name =
      target === this.graph.returnBlock
        ? "return"
        : target === this.graph.raiseBlock
          ? "raise"
          : quoteName(this.blocks.of(target, target.hint));
    return `${name}(${exit.args.map((a) => this.value(a)).join(", ")})`;
  }
}

function caseText(exit: Link): string {
  return exit.case === "default" ? "default" : JSON.stringify(exit.case);
}

function positionText(pos: Position): string {
  return `at ${JSON.stringify(pos.file)}:${pos.offset}`;
}

/** The type a constant's text has where nothing else is said. */
export function impliedType(
  value: ConstantValue,
  text: string,
  program: Program | undefined,
): LowType | undefined {
  if (value.kind === "number") return /^-?\d+$/.test(text) ? INT : FLOAT;
  if (value.kind === "int64") return INT;
  if (value.kind === "bool") return BOOL;
  if (value.kind === "prebuilt") return value.object.struct.ref;
  if (value.kind === "tagged") return OBJECT.ref;
  return value.kind === "graph" ? graphType(program?.graphs.get(value.key)) : undefined;
}

/** The signature of a typed graph; undefined before the rtyper. */
export function graphType(graph: Graph | undefined): LowType | undefined {
  if (graph?.resultType === undefined) return undefined;
  const args = graph.args.map((v) => v.type);
  return args.every((t) => t !== undefined) ? funcType(args, graph.resultType) : undefined;
}
