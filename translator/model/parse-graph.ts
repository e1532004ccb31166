// Reads one graph of the text form, after the word `graph`. Part of `parse.ts`.

import { constant, graphConst, nameConst, structConst, type Constant } from "./constants.ts";
import {
  Block,
  Graph,
  link,
  RAISES,
  Variable,
  type ExitCase,
  type Link,
  type Op,
  type Position,
  type Value,
} from "./graph.ts";
import { lowFacts, type OperandKind } from "./ops.ts";
import type { ProgramParser } from "./parse.ts";
import { RESERVED_WORDS } from "./text.ts";
import { VOID, type LowType } from "./types.ts";

/** The graph whose header starts at the next token. */
export function parseGraphBody(parser: ProgramParser): Graph {
  return new GraphParser(parser).parse();
}

interface Attributes {
  name: string;
  pos: Position | null;
  unit: Graph["unit"];
  known: string | undefined;
  raises: LowType | undefined;
  readonly hints: Map<string, string>;
}

class GraphParser {
  private readonly parser: ProgramParser;
  private readonly tokens: ProgramParser["tokens"];
  private readonly variables = new Map<string, Variable>();
  private readonly defined = new Set<Variable>();
  private readonly blocks = new Map<string, Block>();
  private readonly written = new Set<Block>();
  private result: LowType = VOID;

  constructor(parser: ProgramParser) {
    this.parser = parser;
    this.tokens = parser.tokens;
  }

  parse(): Graph {
    const { tokens } = this;
    const key = tokens.name("the graph's key");
    tokens.expect("(");
    const args = tokens.list(")", () => this.definition());
    if (tokens.accept("->")) this.result = this.parser.registerType();
    const a = this.attributes(key);
    const graph = new Graph(key, a.name, args, a.pos, a.hints);
    graph.unit = a.unit;
    if (a.known !== undefined) graph.known = a.known;
    graph.resultType = this.result;
    const [result, raised] = [graph.returnBlock.inputs[0], graph.raiseBlock.inputs[0]];
    if (result !== undefined) result.type = this.result;
    if (raised !== undefined) raised.type = a.raises;
    this.body(graph);
    return graph;
  }

  private attributes(key: string): Attributes {
    const { tokens } = this;
    const a: Attributes = {
      name: key,
      pos: null,
      unit: "target",
      known: undefined,
      raises: undefined,
      hints: new Map(),
    };
    if (!tokens.accept("[")) return a;
    tokens.list("]", () => {
      if (tokens.sees("at")) a.pos = this.position();
      else if (tokens.accept("name")) a.name = tokens.string();
      else if (tokens.accept("known")) a.known = tokens.name("a known call");
      else if (tokens.accept("raises")) a.raises = this.parser.registerType();
      else if (tokens.accept("hint"))
        a.hints.set(tokens.name("a hint"), tokens.peek().kind === "string" ? tokens.string() : "");
      else if (tokens.accept("unit")) a.unit = this.unit();
      else tokens.fail(`expected name, unit, known, hint, raises or at, found '${tokens.peek().text}'`);
    });
    return a;
  }

  private unit(): Graph["unit"] {
    const name = this.tokens.name("a unit");
    return name === "core" || name === "target" || name === "jit"
      ? name
      : this.tokens.fail(`no unit is called '${name}'`);
  }

  private position(): Position | null {
    if (!this.tokens.accept("at")) return null;
    const file = this.tokens.string();
    this.tokens.expect(":");
    const offset = this.tokens.next();
    if (!/^\d+$/.test(offset.text)) this.tokens.fail("expected an offset");
    return { file, offset: Number(offset.text) };
  }

  private body(graph: Graph): void {
    const { tokens } = this;
    this.blocks.set("return", graph.returnBlock);
    this.blocks.set("raise", graph.raiseBlock);
    this.startsAt(graph);
    while (tokens.peek().kind === "name" && tokens.sees("(", 1)) this.block(graph);
    for (const [name, block] of this.blocks)
      if (!this.written.has(block) && block !== graph.returnBlock && block !== graph.raiseBlock)
        tokens.fail(`graph ${graph.key}: no block is called '${name}'`);
    for (const [name, v] of this.variables)
      if (!this.defined.has(v)) tokens.fail(`graph ${graph.key}: '${name}' is never defined`);
  }

  /** The first block written is the start; its inputs were defined, with types, in the header. */
  private startsAt(graph: Graph): void {
    const { tokens } = this;
    const start = new Block([...graph.args], tokens.name("the start block"));
    this.blocks.set(start.hint, start);
    this.written.add(start);
    graph.start = start;
    tokens.expect("(");
    tokens.list(")", () => this.variable(tokens.name("an argument")));
    tokens.expect(":");
    this.statements(start);
  }

  private block(graph: Graph): void {
    const { tokens } = this;
    const block = this.blockNamed(tokens.name("a block"));
    if (this.written.has(block)) tokens.fail(`graph ${graph.key}: two blocks are called '${block.hint}'`);
    this.written.add(block);
    tokens.expect("(");
    block.inputs = tokens.list(")", () => this.definition());
    tokens.expect(":");
    this.statements(block);
  }

  private blockNamed(name: string): Block {
    const known = this.blocks.get(name);
    if (known !== undefined) return known;
    const made = new Block([], name);
    this.blocks.set(name, made);
    return made;
  }

  private variable(name: string): Variable {
    const known = this.variables.get(name);
    if (known !== undefined) return known;
    const made = new Variable(name);
    this.variables.set(name, made);
    return made;
  }

  /** `name: type` where a variable gets its value. */
  private definition(): Variable {
    const name = this.tokens.name("a variable");
    const v = this.variable(name);
    if (this.defined.has(v)) this.tokens.fail(`'${name}' is defined twice`);
    this.defined.add(v);
    this.tokens.expect(":");
    v.type = this.parser.registerType();
    return v;
  }

  private statements(block: Block): void {
    while (!this.exit(block)) block.ops.push(this.op());
  }

  private op(): Op {
    const { tokens } = this;
    const hasResult = tokens.sees(":", 1);
    const result = hasResult ? this.definition() : new Variable("t", VOID);
    if (hasResult) tokens.expect("=");
    const { line } = tokens.peek();
    const name = tokens.name("an operation");
    const kinds = lowFacts(name)?.args;
    if (kinds === undefined) return tokens.fail(`model/ops.ts has no operation '${name}'`);
    const op: Op = { name, args: [], result, pos: null };
    while (
      tokens.peek().line === line &&
      tokens.peek().kind !== "end" &&
      !tokens.sees("note") &&
      !tokens.sees("at")
    ) {
      if (op.args.length > 0) tokens.expect(",");
      op.args.push(this.operand(kinds[op.args.length]));
    }
    if (tokens.accept("note")) op.note = tokens.name("a note");
    op.pos = this.position();
    return op;
  }

  private operand(kind: OperandKind | undefined): Value {
    const { tokens } = this;
    if (kind === "struct") return structConst(this.parser.structNamed(tokens.name("a layout")));
    if (kind === "graph") return graphConst(tokens.name("a graph"));
    if (kind === "field" || kind === "name") return this.staticName();
    return this.value();
  }

  private staticName(): Constant {
    const { tokens } = this;
    return tokens.peek().kind === "number"
      ? constant({ kind: "number", value: Number(tokens.next().text) })
      : nameConst(tokens.name("a name"));
  }

  private value(): Value {
    const token = this.tokens.peek();
    const isVariable = token.kind === "name" && (token.quoted || !RESERVED_WORDS.has(token.text));
    return isVariable ? this.variable(this.tokens.next().text) : this.parser.constant();
  }

  /** Reads the block's exits if they stand next. */
  private exit(block: Block): boolean {
    const { tokens } = this;
    if (tokens.sees("return")) block.exits = [this.final("return", this.result === VOID)];
    else if (tokens.sees("raise")) block.exits = [this.final("raise", false)];
    else if (tokens.accept("goto")) this.jump(block);
    else if (tokens.accept("if")) this.branch(block, true);
    else if (tokens.accept("unless")) this.branch(block, false);
    else if (tokens.accept("switch")) this.switch(block);
    else return false;
    return true;
  }

  private final(word: string, isVoid: boolean): Link {
    const { line } = this.tokens.next();
    const bare = isVoid && (this.tokens.peek().line !== line || this.tokens.peek().kind === "end");
    return link(this.blockNamed(word), [bare ? constant({ kind: "undefined" }, VOID) : this.value()]);
  }

  private jump(block: Block): void {
    const { tokens } = this;
    block.exits = [this.link(null)];
    if (!tokens.accept("raises")) return;
    const exception = this.definition();
    tokens.expect("->");
    block.exitSwitch = RAISES;
    block.exits.push({ ...this.link(null), exception });
  }

  private branch(block: Block, first: boolean): void {
    block.exitSwitch = this.value();
    this.tokens.expect("goto");
    const taken = this.link(first);
    this.tokens.expect("else");
    block.exits = [taken, this.link(!first)];
  }

  private switch(block: Block): void {
    const { tokens } = this;
    block.exitSwitch = this.value();
    tokens.expect("{");
    block.exits = tokens.list("}", () => {
      const c: ExitCase = tokens.accept("default") ? "default" : this.caseValue();
      tokens.expect("->");
      return this.link(c);
    });
  }

  private caseValue(): ExitCase {
    const token = this.tokens.next();
    if (token.kind === "string") return token.text;
    return token.kind === "number"
      ? Number(token.text)
      : this.tokens.fail(`expected a case, found '${token.text}'`);
  }

  private link(c: ExitCase): Link {
    const target = this.blockNamed(this.tokens.name("a block"));
    this.tokens.expect("(");
    return link(
      target,
      this.tokens.list(")", () => this.value()),
      c,
    );
  }
}
