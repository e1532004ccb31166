// Reads the text form that `text.ts` prints. Names may be used before they are defined: layouts and prebuilt objects
// are created at first mention and filled where they stand; types of code pointers are found when all graphs are read.
// Throws TextFormError with the line. Does not verify: verify.ts does.

import { constant, PrebuiltObject, type Constant, type ConstantValue } from "./constants.ts";
import { foreignSpec } from "./foreign.ts";
import { parseGraphBody } from "./parse-graph.ts";
import type { Graph } from "./graph.ts";
import { MESSAGES, type MessageName } from "./messages.ts";
import type { Program, WellKnown } from "./program.ts";
import { graphType } from "./text.ts";
import { TokenReader } from "./tokens.ts";
import * as types from "./types.ts";
import {
  BOOL,
  FLOAT,
  funcType,
  INT,
  OBJECT,
  StructType,
  VOID,
  type Field,
  type FuncType,
  type LowType,
  type MethodSlot,
  type StorageType,
} from "./types.ts";
import { UNIT_FUNCTIONS, type UnitFunctionName } from "./unit-functions.ts";

/** A program in text form; `program NAME entry KEY` may be missing. */
export function parseProgram(text: string): Program {
  return new ProgramParser(text).parse();
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const PRIMS = new Map<string, StorageType>(
  [
    types.VOID,
    types.BOOL,
    types.INT,
    types.FLOAT,
    types.WORD,
    types.TYPE,
    types.I8,
    types.U8,
    types.I16,
    types.U16,
    types.I32,
    types.U32,
    types.F32,
  ].map((t) => [t.name, t]),
);

/** What the graph parser asks of the program parser. */
export class ProgramParser {
  readonly tokens: TokenReader;
  readonly program: Program = {
    name: "program",
    graphs: new Map(),
    structs: [],
    entry: "",
    foreign: new Map(),
    wellKnown: undefined,
    roots: new Map(),
    sources: new Map(),
  };
  private readonly structs = new Map<string, StructType>([["Object", OBJECT]]);
  private readonly objects = new Map<string, PrebuiltObject>();
  private readonly bases = new Map<string, string>();
  private readonly roles = new Map<string, StructType>();
  private readonly makeError = new Map<MessageName, string>();
  /** Code pointers without a written type, given one when every graph is known. */
  private readonly pending: { value: Writable<Constant>; key: string }[] = [];

  constructor(text: string) {
    this.tokens = new TokenReader(text);
  }

  parse(): Program {
    this.declareAll();
    const { tokens } = this;
    const graphs: Graph[] = [];
    while (tokens.peek().kind !== "end") {
      if (tokens.accept("program")) this.header();
      else if (tokens.accept("struct")) this.struct();
      else if (tokens.accept("object")) this.object();
      else if (tokens.accept("wellknown"))
        this.roles.set(tokens.name("a role"), this.structNamed(tokens.name("a layout")));
      else if (tokens.accept("makeerror")) this.errorMaker();
      else if (tokens.accept("root")) this.program.roots.set(tokens.name("a role"), this.objectNamed());
      else if (tokens.accept("export")) this.exported();
      else if (tokens.accept("library")) this.library();
      else if (tokens.accept("foreign")) this.foreign();
      else if (tokens.accept("graph")) graphs.push(parseGraphBody(this));
      else tokens.fail(`expected struct, object or graph, found '${tokens.peek().text}'`);
    }
    this.finish(graphs);
    return this.program;
  }

  private finish(graphs: readonly Graph[]): void {
    const known = this.wellKnown();
    this.program.wellKnown = known;
    for (const graph of graphs) {
      if (this.program.graphs.has(graph.key)) this.tokens.fail(`two graphs are called '${graph.key}'`);
      this.program.graphs.set(graph.key, graph);
      const raised = graph.raiseBlock.inputs[0];
      if (raised !== undefined && raised.type === undefined) raised.type = known?.error.ref;
    }
    for (const { value, key } of this.pending) value.type = graphType(this.program.graphs.get(key));
  }

  private wellKnown(): WellKnown | undefined {
    const { roles, makeError } = this;
    const role = (name: string): StructType =>
      roles.get(name) ?? this.tokens.fail(`no layout has the role '${name}'`);
    if (roles.size === 0) return undefined;
    return {
      string: role("string"),
      latin1: role("latin1"),
      utf16: role("utf16"),
      rope: role("rope"),
      error: role("error"),
      makeError,
    };
  }

  private header(): void {
    const program = this.program as Writable<Program>;
    program.name = this.tokens.name("the program's name");
    if (this.tokens.accept("entry")) program.entry = this.tokens.name("a graph");
  }

  private exported(): void {
    const program = this.program as Writable<Program>;
    const name = this.tokens.name("an exported function");
    if (!Object.hasOwn(UNIT_FUNCTIONS, name)) this.tokens.fail(`model/unit-functions.ts has no '${name}'`);
    const key = this.tokens.name("a graph");
    program.exports = new Map([...(program.exports ?? []), [name as UnitFunctionName, key]]);
  }

  private foreign(): void {
    const { tokens } = this;
    const name = tokens.name("a C function");
    const description = tokens.string();
    const callbacks: (string | null)[] = [];
    const { params } = foreignSpec(description);
    for (let i = 0; i < params.length; i++)
      callbacks.push(tokens.accept("null") ? null : tokens.name("a graph"));
    this.program.foreign.set(name, { description, callbacks });
  }

  private library(): void {
    const { tokens } = this;
    const description = tokens.string();
    const graphs = new Map<string, string>();
    while (tokens.accept("entry")) {
      const name = tokens.name("an entry");
      graphs.set(name, tokens.name("a graph"));
    }
    (this.program as Writable<Program>).library = { description, graphs };
  }

  private errorMaker(): void {
    const message = this.tokens.name("a message");
    if (!Object.hasOwn(MESSAGES, message)) this.tokens.fail(`model/messages.ts has no '${message}'`);
    this.makeError.set(message as MessageName, this.tokens.name("a graph"));
  }

  /** Creates every layout and object first, bases before extensions, because anything may mention any of them. */
  private declareAll(): void {
    const { tokens } = this;
    const displays = new Map<string, string>();
    const objects: [name: string, layout: string][] = [];
    for (let i = 0; tokens.peek(i).kind !== "end"; i++) {
      const [keyword, first, second, third] = [
        tokens.peek(i),
        tokens.peek(i + 1),
        tokens.peek(i + 2),
        tokens.peek(i + 3),
      ];
      if (keyword.kind !== "name" || keyword.quoted) continue;
      if (keyword.text === "struct" && first.kind === "name") {
        const display = second.kind === "string";
        displays.set(first.text, display ? second.text : first.text);
        if (tokens.sees(":", display ? i + 3 : i + 2))
          this.bases.set(first.text, tokens.peek(display ? i + 4 : i + 3).text);
      } else if (keyword.text === "object" && tokens.sees("@", i + 1) && third.kind === "name")
        objects.push([second.text, third.text]);
    }
    for (const [name, display] of displays) this.layout(name, new Set()).displayName = display;
    this.program.structs.push(...[...displays.keys()].map((name) => this.structNamed(name)));
    for (const [name, layout] of objects)
      this.objects.set(name, new PrebuiltObject(this.structNamed(layout), name));
  }

  private layout(name: string, below: ReadonlySet<string>): StructType {
    const known = this.structs.get(name);
    if (known !== undefined) return known;
    if (below.has(name)) this.tokens.fail(`layout '${name}' extends itself`);
    const base = this.bases.get(name);
    const made = new StructType(
      name,
      base === undefined ? null : this.layout(base, new Set([...below, name])),
    );
    this.structs.set(name, made);
    return made;
  }

  structNamed(name: string): StructType {
    return this.structs.get(name) ?? this.tokens.fail(`no layout is called '${name}'`);
  }

  private struct(): void {
    const { tokens } = this;
    const struct = this.structNamed(tokens.name("a layout"));
    if (tokens.peek().kind === "string") tokens.next();
    if (tokens.accept(":")) tokens.next();
    tokens.expect("{");
    tokens.list("}", () => this.member(struct));
  }

  private member(struct: StructType): void {
    const { tokens } = this;
    const isField = tokens.sees(":", 1);
    if (!isField && tokens.accept("items")) {
      struct.items = this.type();
      struct.immutableItems = tokens.accept("immutable");
    } else if (!isField && tokens.accept("method")) struct.vtable.push(this.methodSlot());
    else {
      const name = tokens.name("a field");
      tokens.expect(":");
      const type = this.type();
      const field: Field = tokens.accept("immutable") ? { name, type, immutable: true } : { name, type };
      struct.ownFields.push(field);
    }
  }

  private methodSlot(): MethodSlot | null {
    const { tokens } = this;
    if (tokens.accept("null")) return null;
    const selector = tokens.name("a selector");
    return { selector, graph: tokens.accept("null") ? null : tokens.name("a graph") };
  }

  type(): StorageType {
    const { tokens } = this;
    if (tokens.accept("*")) return this.structNamed(tokens.name("a layout")).ref;
    const name = tokens.name("a type");
    if (name === "fn") return this.funcType();
    return PRIMS.get(name) ?? tokens.fail(`no type is called '${name}'`);
  }

  registerType(): LowType {
    const type = this.type();
    return type.tag === "narrow" ? this.tokens.fail(`'${type.name}' exists only in memory`) : type;
  }

  private funcType(): FuncType {
    this.tokens.expect("(");
    const args = this.tokens.list(")", () => this.registerType());
    this.tokens.expect("->");
    return funcType(args, this.registerType());
  }

  private objectNamed(): PrebuiltObject {
    this.tokens.expect("@");
    const name = this.tokens.name("a prebuilt object");
    return this.objects.get(name) ?? this.tokens.fail(`no object is called '@${name}'`);
  }

  private object(): void {
    const { tokens } = this;
    const object = this.objectNamed();
    tokens.name("a layout");
    tokens.expect("{");
    tokens.list("}", () => {
      if (!tokens.sees(":", 1) && tokens.accept("items")) object.items = this.items(object.struct.itemType());
      else {
        const name = tokens.name("a field");
        tokens.expect(":");
        object.fields.set(name, this.stored(object.struct.field(name)?.type));
      }
    });
  }

  private items(type: StorageType | null): ConstantValue[] {
    const { tokens } = this;
    if (tokens.peek().kind === "string") {
      const text = tokens.string();
      return Array.from({ length: text.length }, (_, i) => ({ kind: "number", value: text.charCodeAt(i) }));
    }
    tokens.expect("[");
    return tokens.list("]", () => this.stored(type ?? undefined));
  }

  /** A value whose type its place tells. */
  private stored(type: StorageType | undefined): ConstantValue {
    const isReference = type?.tag === "ref" || type?.tag === "func";
    return isReference && this.tokens.accept("null") ? { kind: "nullref" } : this.bareValue();
  }

  /** A constant operand with its type, written after it or implied by how it is written. */
  constant(): Constant {
    const { tokens } = this;
    if (tokens.accept("void")) return constant({ kind: "undefined" }, VOID);
    const isFloat = tokens.sees("nan") || (tokens.peek().kind === "number" && !isInteger(tokens.peek().text));
    const implied = isFloat ? FLOAT : INT;
    const value = this.bareValue();
    if (tokens.accept(":")) {
      const type = this.registerType();
      const isNull = value.kind === "null" && (type.tag === "ref" || type.tag === "func");
      return constant(isNull ? { kind: "nullref" } : value, type);
    }
    if (value.kind === "number" || value.kind === "int64") return constant(value, implied);
    if (value.kind === "bool") return constant(value, BOOL);
    if (value.kind === "prebuilt") return constant(value, value.object.struct.ref);
    if (value.kind === "tagged") return constant(value, types.OBJECT.ref);
    if (value.kind !== "graph")
      return tokens.fail(`'${value.kind}' needs a type: write '${value.kind}: *Layout'`);
    const made: Writable<Constant> = constant(value);
    this.pending.push({ value: made, key: value.key });
    return made;
  }

  private bareValue(): ConstantValue {
    const { tokens } = this;
    const token = tokens.peek();
    if (token.kind === "number") return numberValue(tokens.next().text);
    if (tokens.accept("nan")) return { kind: "number", value: NaN };
    if (tokens.accept("tagged")) return { kind: "tagged", value: Number(tokens.next().text) };
    if (tokens.accept("true")) return { kind: "bool", value: true };
    if (tokens.accept("false")) return { kind: "bool", value: false };
    if (tokens.accept("null")) return { kind: "null" };
    if (tokens.accept("undefined")) return { kind: "undefined" };
    if (tokens.accept("*")) return { kind: "struct", struct: this.structNamed(tokens.name("a layout")) };
    if (tokens.accept("&")) return { kind: "graph", key: tokens.name("a graph") };
    if (tokens.sees("@")) return { kind: "prebuilt", object: this.objectNamed() };
    return tokens.fail(`expected a value, found '${token.text}'`);
  }
}

function isInteger(text: string): boolean {
  return /^-?\d+n?$/.test(text);
}

function numberValue(text: string): ConstantValue {
  if (text.endsWith("n")) return { kind: "int64", value: BigInt(text.slice(0, -1)) };
  return {
    kind: "number",
    value: text.endsWith("inf") ? (text.startsWith("-") ? -Infinity : Infinity) : Number(text),
  };
}
