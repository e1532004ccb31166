// Emits one graph as a C function: blocks are labels, variables are locals with the author's names, links assign the
// inputs of their target and go there. Needs: gcExplicit. Cold blocks with one way in (failing checks, unwinding) stand
// inside the `if` that leads to them; everything else falls through to the next block where it can.

import type { PrebuiltObject } from "../model/constants.ts";
import {
  blocksOf,
  predecessors,
  RAISES,
  type Block,
  type Graph,
  type Link,
  type Op,
  type Position,
  type Value,
  type Variable,
} from "../model/graph.ts";
import { isRemovable, type LowOp } from "../model/ops.ts";
import { UniqueNames } from "../model/text.ts";
import { kindOf, WORD, type LowType, type StructType } from "../model/types.ts";
import { unitFunction, unitType, type UnitFunction } from "../model/unit-functions.ts";
import { broken } from "../support/diagnostics.ts";
import { isCold } from "../model/cold.ts";
import { sequentialCopies } from "./copies.ts";
import {
  addressWord,
  castTo,
  declaration,
  needsCast,
  negate,
  plainConstant,
  primary,
  unary,
  type Expr,
} from "./expressions.ts";
import { identifier, type CNames } from "./names.ts";
import { planNesting, type Nesting } from "./nesting.ts";
import { EMIT, type EmitContext } from "./operations.ts";

/** A line of C and the source position it stands for. */
export interface CLine {
  readonly text: string;
  readonly pos: Position | null;
}

/** What a function asks of the file it is in; each call notes that the file must declare the thing. */
export interface FileNeeds {
  readonly names: CNames;
  struct(s: StructType): void;
  type(s: StructType): void;
  object(o: PrebuiltObject): void;
  graph(key: string): Graph;
  /** A function that another unit exports. */
  unitFunction(name: string, row: UnitFunction): void;
  /** A C function of the author's; its wrapper. */
  foreign(name: string): string;
  isFlat(s: StructType): boolean;
  /** The source line of an operation, if statements must keep to lines. */
  readonly lineOf: ((op: Op) => number) | undefined;
  /** Number of the traceback record for a position. */
  site(graph: Graph, pos: Position): number;
}

/** Type of a value after the rtyper. */
export function typeOf(v: Value): LowType {
  return (
    v.type ?? broken(`a value without a type reached the C emitter${v.tag === "var" ? `: ${v.hint}` : ""}`)
  );
}

const isVoid = (v: Value): boolean => kindOf(typeOf(v)) === "void";

/** `int64_t f_parse(struct s_Parser *p)`. */
export function signature(graph: Graph, names: CNames, locals?: ReadonlyMap<Variable, string>): string {
  const args = graph.args
    .filter((v) => !isVoid(v))
    .map((v, i) => declaration(typeOf(v), locals?.get(v) ?? `a${i}`, names));
  const result = graph.resultType ?? broken(`${graph.key} has no result type`);
  return declaration(
    result,
    `${names.graph(graph.key)}(${args.length === 0 ? "void" : args.join(", ")})`,
    names,
  );
}

/** The function's lines, without `#line`. */
export function emitFunction(graph: Graph, file: FileNeeds, prefix: string): CLine[] {
  return new FunctionEmitter(graph, file).emit(prefix);
}

class FunctionEmitter {
  private readonly graph: Graph;
  private readonly file: FileNeeds;
  private readonly nesting: Nesting;
  private readonly order: readonly Block[];
  private readonly ways: ReadonlyMap<Block, number>;
  private readonly locals = new Map<Variable, string>();
  private readonly labels = new Map<Block, string>();
  private readonly jumpedTo = new Set<Block>();
  private readonly placed = new Set<Block>();
  private readonly lines: { readonly line: CLine; readonly label?: Block }[] = [];
  /** Made inside braces but used outside of them. */
  private readonly hoisted: Variable[] = [];
  private indent = "  ";
  private pos: Position | null;

  constructor(graph: Graph, file: FileNeeds) {
    this.graph = graph;
    this.file = file;
    this.nesting = planNesting(graph, file.lineOf);
    this.order = blocksOf(graph).filter((b) => b !== graph.returnBlock);
    this.ways = new Map([...predecessors(graph)].map(([block, links]) => [block, links.length]));
    this.pos = graph.pos;
    const localNames = new UniqueNames<Variable>();
    const labelNames = new UniqueNames<Block>();
    for (const block of this.order) {
      this.labels.set(block, labelNames.of(block, `b_${identifier(block.hint).replace(/_$/, "")}`));
      for (const v of [...block.inputs, ...block.ops.map((op) => op.result)])
        if (!this.nesting.nested.has(v)) this.locals.set(v, localNames.of(v, identifier(v.hint)));
    }
  }

  emit(prefix: string): CLine[] {
    for (const [i, block] of this.order.entries())
      if (!this.placed.has(block)) this.block(block, this.order.slice(i + 1));
    const head: CLine = {
      text: `${prefix}${signature(this.graph, this.file.names, this.locals)} {`,
      pos: this.graph.pos,
    };
    const body = this.lines
      .filter((l) => l.label === undefined || this.jumpedTo.has(l.label))
      .map((l) => l.line);
    return [head, ...this.declarations(), ...body, { text: "}", pos: this.pos }];
  }

  private say(text: string): void {
    this.lines.push({ line: { text: `${this.indent}${text}`, pos: this.pos } });
  }

  /** Inputs are declared at the top, because links assign them; everything else where it is made, if its scope allows. */
  private declarations(): CLine[] {
    const inputs = this.order.filter((b) => b !== this.graph.start).flatMap((b) => b.inputs);
    const byType = new Map<string, string[]>();
    for (const v of [...inputs, ...this.hoisted]) {
      if (isVoid(v) || !this.nesting.uses.has(v)) continue;
      const [type, declarator] = splitDeclaration(declaration(typeOf(v), this.local(v), this.file.names));
      const names = byType.get(type) ?? [];
      byType.set(type, names);
      names.push(declarator);
    }
    return [...byType].map(([type, names]) => ({
      text: `  ${type} ${names.join(", ")};`,
      pos: this.graph.pos,
    }));
  }

  private local(v: Variable): string {
    return this.locals.get(v) ?? broken(`'${v.hint}' has no name in C`);
  }

  /** A block and whatever stands inside it. `later` are the blocks that may follow it. */
  private block(block: Block, later: readonly Block[]): void {
    this.placed.add(block);
    this.lines.push({ line: { text: `${this.labels.get(block) ?? ""}:;`, pos: this.pos }, label: block });
    this.body(block);
    this.leave(
      block,
      later.find((b) => !this.placed.has(b)),
    );
  }

  private body(block: Block): void {
    for (const op of block.ops) if (!this.nesting.nested.has(op.result)) this.statement(op);
  }

  private statement(op: Op): void {
    const isUsed = this.nesting.uses.has(op.result);
    if (!isUsed && isRemovable(op.name) && op.name !== "exc_take") return;
    this.pos = op.pos ?? this.pos;
    const e = this.expression(op);
    if (e === null) return;
    if (isVoid(op.result) || !isUsed) this.say(`${e.text};`);
    else if (this.nesting.crossing.has(op.result) && this.indent !== "  ") {
      this.hoisted.push(op.result);
      this.say(`${this.local(op.result)} = ${e.text};`);
    } else this.say(`${declaration(typeOf(op.result), this.local(op.result), this.file.names)} = ${e.text};`);
  }

  private expression(op: Op): Expr | null {
    const emit = Object.hasOwn(EMIT, op.name)
      ? EMIT[op.name as LowOp]
      : broken(`the C emitter has no operation '${op.name}'`);
    return emit(this.context(op));
  }

  private context(op: Op): EmitContext {
    const { file, graph } = this;
    const operand = (i: number): Value => op.args[i] ?? broken(`${op.name} has no operand ${i}`);
    const constantAt = (i: number): Extract<Value, { tag: "const" }>["value"] => {
      const v = operand(i);
      return v.tag === "const" ? v.value : broken(`${op.name}: operand ${i} must be static`);
    };
    // Two literals would be computed in C's int.
    const allLiterals = op.args.length > 0 && op.args.every((v) => v.tag === "const");
    return {
      op,
      names: file.names,
      arg: (i, wanted) => {
        const e = this.value(operand(i), wanted);
        return allLiterals && i === 0 && kindOf(operand(0).type ?? typeOf(op.result)) === "int"
          ? castTo("int64_t", e)
          : e;
      },
      type: (i) => typeOf(operand(i)),
      layout: (i) => {
        const c = constantAt(i);
        return c.kind === "struct" ? c.struct : broken(`${op.name}: operand ${i} is no layout`);
      },
      name: (i) => {
        const c = constantAt(i);
        return c.kind === "name" ? c.value : broken(`${op.name}: operand ${i} is no name`);
      },
      graph: (i) => {
        const c = constantAt(i);
        const callee = file.graph(
          c.kind === "graph" ? c.key : broken(`${op.name}: operand ${i} is no graph`),
        );
        return {
          name: file.names.graph(callee.key),
          args: callee.args.map(typeOf),
          result: callee.resultType ?? broken(`${callee.key} has no result type`),
        };
      },
      unit: (i) => {
        const c = constantAt(i);
        const name = c.kind === "name" ? c.value : "";
        const row = unitFunction(name) ?? broken(`${op.name}: no unit exports '${name}'`);
        file.unitFunction(name, row);
        return { name: file.names.unit(name), args: row.args.map(unitType), result: unitType(row.result) };
      },
      foreign: (i) => {
        const c = constantAt(i);
        return file.foreign(c.kind === "name" ? c.value : "");
      },
      typeDescription: (s) => {
        file.type(s);
        return `&type_${file.names.struct(s)}.t`;
      },
      define: (s) => {
        file.struct(s);
        return file.names.struct(s);
      },
      isFlat: (s) => file.isFlat(s),
      site: () => (op.pos === null ? "NULL" : `&sites[${file.site(graph, op.pos)}]`),
    };
  }

  private value(v: Value, wanted?: LowType): Expr {
    const e = v.tag === "var" ? this.variable(v) : this.constant(v);
    const isNull = v.tag === "const" && v.value.kind === "nullref";
    if (wanted === undefined || isNull || wanted.tag !== "ref" || !needsCast(typeOf(v), wanted)) return e;
    return castTo(`${this.file.names.structType(wanted.to)} *`, e);
  }

  private variable(v: Variable): Expr {
    const op = this.nesting.nested.get(v);
    if (op !== undefined) return this.expression(op) ?? broken(`${op.name} was nested, but is nothing in C`);
    return primary(this.local(v));
  }

  private constant(v: Extract<Value, { tag: "const" }>): Expr {
    const { names } = this.file;
    if (v.value.kind === "graph") {
      const code = primary(names.graph(this.file.graph(v.value.key).key));
      return typeOf(v) === WORD ? addressWord(code) : castTo("vs_func", code);
    }
    if (v.value.kind === "struct" && typeOf(v) === WORD) {
      this.file.type(v.value.struct);
      return addressWord(unary(`&type_${names.struct(v.value.struct)}.t`));
    }
    if (v.value.kind === "prebuilt") {
      const { object } = v.value;
      this.file.object(object);
      const type = typeOf(v);
      const address = unary(`&${names.object(object)}`);
      return needsCast(object.struct.ref, type) && type.tag === "ref"
        ? castTo(`${names.structType(type.to)} *`, address)
        : address;
    }
    return plainConstant(v.value, typeOf(v));
  }

  private leave(block: Block, next: Block | undefined): void {
    const [first, second] = block.exits;
    const on = block.exitSwitch;
    // Exits have no position of their own; what is nested in them does.
    this.pos = block.ops.at(-1)?.pos ?? this.pos;
    if (on === RAISES || first === undefined)
      return broken(`${this.graph.key}: block ${block.hint} leaves by exception or not at all`);
    if (on === null) this.jump(first, next);
    else if (typeof first.case === "boolean" && second !== undefined)
      this.branch(on, first.case ? first : second, first.case ? second : first, next);
    else this.switch(on, block.exits);
  }

  private branch(on: Value, whenTrue: Link, whenFalse: Link, next: Block | undefined): void {
    const condition = this.value(on);
    const raises =
      on.tag === "var" && this.nesting.nested.get(on)?.name === "exc_occurred" ? whenTrue : undefined;
    const both = [whenTrue, whenFalse];
    const cold =
      raises ??
      both.find((l) => this.isColdInside(l.target) && isCold(l.target)) ??
      both.find((l) => isCold(l.target));
    // What stands in the `if`: the cold exit; else the one that does not come next; returns are short, so they too.
    const inside = cold ?? (whenTrue.target === next ? whenFalse : whenTrue);
    const outside = inside === whenTrue ? whenFalse : whenTrue;
    const test = (inside === whenTrue ? condition : negate(condition)).text;
    this.braced(cold === undefined ? `if (${test})` : `if (VS_UNLIKELY(${test}))`, () =>
      this.jump(inside, undefined),
    );
    this.jump(outside, next);
  }

  /** `head { … }`, or on one line if it is a single short statement. */
  private braced(head: string, fill: () => void): void {
    const from = this.lines.length;
    const { indent } = this;
    this.indent = `${indent}  `;
    fill();
    this.indent = indent;
    const [only] = this.lines.slice(from);
    const text = only?.line.text.trim() ?? "";
    if (this.lines.length === from + 1 && only !== undefined && head.length + text.length < 90) {
      this.lines[from] = { line: { text: `${indent}${head} ${text}`, pos: only.line.pos } };
      return;
    }
    this.lines.splice(from, 0, { line: { text: `${indent}${head} {`, pos: this.pos } });
    this.say("}");
  }

  private switch(on: Value, exits: readonly Link[]): void {
    this.say(`switch (${this.value(on).text}) {`);
    for (const exit of exits) {
      const { case: value } = exit;
      if (typeof value !== "number" && value !== "default")
        broken("a switch on something other than integers");
      const label = value === "default" ? "default:" : `case ${String(value)}:`;
      this.braced(label, () => this.jump(exit, undefined));
    }
    this.say("}");
  }

  /** Takes a link: assigns the target's inputs and goes there, unless it comes next or can stand right here. */
  private jump(exit: Link, next: Block | undefined): void {
    const { target } = exit;
    if (target === this.graph.returnBlock) {
      this.return(exit.args[0] ?? broken("a return without a value"));
      return;
    }
    this.assignInputs(exit);
    if (target === next) return;
    if (this.isColdInside(target)) {
      const { pos } = this;
      this.placed.add(target);
      this.body(target);
      this.jump(target.exits[0] ?? broken("a cold block without exit"), undefined);
      this.pos = pos;
      return;
    }
    this.jumpedTo.add(target);
    this.say(`goto ${this.labels.get(target) ?? broken("a link leads to a block without a label")};`);
  }

  private return(v: Value): void {
    const result = this.graph.resultType ?? broken(`${this.graph.key} has no result type`);
    this.say(kindOf(result) === "void" ? "return;" : `return ${this.value(v, result).text};`);
  }

  /** May the block stand where the only link to it is taken? */
  private isColdInside(block: Block): boolean {
    const isOnlyReturn = block.ops.length === 0 && block.exits[0]?.target === this.graph.returnBlock;
    return (
      this.ways.get(block) === 1 &&
      block.exits.length === 1 &&
      (isOnlyReturn || isCold(block)) &&
      !this.placed.has(block)
    );
  }

  private assignInputs(exit: Link): void {
    const copies = exit.target.inputs.flatMap((input, i) => {
      const arg = exit.args[i] ?? broken("a link passes too few values");
      if (isVoid(input) || !this.nesting.uses.has(input)) return [];
      const target = this.local(input);
      const reads = new Set<string>();
      this.collectReads(arg, reads);
      const declare = (name: string): string => declaration(typeOf(input), name, this.file.names);
      return [{ target, declare, source: this.value(arg, typeOf(input)).text, reads }];
    });
    for (const statement of sequentialCopies(copies)) this.say(statement);
  }

  private collectReads(v: Value, into: Set<string>): void {
    if (v.tag === "const") return;
    const op = this.nesting.nested.get(v);
    if (op !== undefined) for (const arg of op.args) this.collectReads(arg, into);
    else into.add(this.local(v));
  }
}

/** "struct s_A *p" → ["struct s_A", "*p"], so that several can share a declaration. */
function splitDeclaration(text: string): [type: string, declarator: string] {
  const star = text.indexOf("*");
  const cut = star >= 0 ? star - 1 : text.lastIndexOf(" ");
  return [text.slice(0, cut), text.slice(cut + 1)];
}
