// Puts small graphs in the place of their calls. What is raised inside goes where the call's exceptions went.
// Needs: typed, exceptions implicit. Keeps: typed. Surprise: operations of the library take the position of the call,
// as tracebacks have it; functions of the target that may raise should not be given, or tracebacks lose their frame.

import type { Changes } from "../model/changes.ts";
import { constant, structConst } from "../model/constants.ts";
import {
  Block,
  blocksOf,
  type Graph,
  type Link,
  link,
  type Op,
  opCount,
  type Position,
  RAISES,
  type Value,
  Variable,
} from "../model/graph.ts";
import { mayRaise } from "../model/ops.ts";
import type { Program } from "../model/program.ts";
import { simplifyGraph, substitute } from "../model/simplify.ts";
import { type LowType, VOID } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";

export interface InlineOptions {
  /** Graphs into which calls are inlined, callees before callers as far as that is known. */
  readonly into: Iterable<Graph>;
  /** May this graph stand in the place of its calls? It must not be recursive. */
  readonly candidate: (graph: Graph) => boolean;
  /** Operations of a graph that is still small. */
  readonly largest: number;
  /** Operations to which a caller may grow; asked before anything is inlined into it. */
  readonly budget: (caller: Graph) => number;
}

export function inlineCalls(program: Program, changes: Changes, options: InlineOptions): void {
  for (const graph of options.into) {
    let grown = false;
    const budget = options.budget(graph);
    for (
      let site;
      (site = nextSite(program, graph, options, budget)) !== null && changes.allow();
      grown = true
    )
      inlineAt(graph, site.block, site.op, site.callee);
    if (grown) simplifyGraph(graph);
  }
}

interface Site {
  readonly block: Block;
  readonly op: Op;
  readonly callee: Graph;
}

function nextSite(program: Program, graph: Graph, options: InlineOptions, budget: number): Site | null {
  const size = opCount(graph);
  for (const block of blocksOf(graph))
    for (const op of block.ops) {
      const callee = calleeOf(program, op);
      if (callee === undefined || callee === graph || !options.candidate(callee)) continue;
      // Blocks take no void inputs.
      if (callee.args.some((v) => v.type === VOID)) continue;
      const more = opCount(callee);
      if (more <= options.largest && size + more <= budget) return { block, op, callee };
    }
  return null;
}

function calleeOf(program: Program, op: Op): Graph | undefined {
  const callee = op.args[0];
  if (op.name !== "call" || callee?.tag !== "const" || callee.value.kind !== "graph") return undefined;
  return program.graphs.get(callee.value.key);
}

/** Replaces one call by the graph it calls. */
export function inlineAt(graph: Graph, block: Block, op: Op, callee: Graph): void {
  new Inlining(graph, block, op, callee).run();
}

class Inlining {
  private readonly graph: Graph;
  private readonly block: Block;
  private readonly op: Op;
  private readonly callee: Graph;
  /** Where it goes on with the result. */
  private readonly rest: Block;
  private readonly blocks = new Map<Block, Block>();
  private readonly values = new Map<Variable, Variable>();
  /** Takes the exceptions of the call; undefined where they leave the graph. */
  private handler: Block | undefined;

  constructor(graph: Graph, block: Block, op: Op, callee: Graph) {
    this.graph = graph;
    this.block = block;
    this.op = op;
    this.callee = callee;
    this.rest = new Block([], block.hint);
  }

  run(): void {
    this.cutCaller();
    const final = new Set([this.callee.returnBlock, this.callee.raiseBlock]);
    const body = blocksOf(this.callee).filter((b) => !final.has(b));
    for (const b of body)
      this.blocks.set(
        b,
        new Block(
          b.inputs.map((v) => this.fresh(v)),
          b.hint,
        ),
      );
    for (const b of body) this.copy(b);
    const start = this.blocks.get(this.callee.start) ?? broken("a graph without a start");
    this.block.exits = [
      link(
        start,
        this.op.args.slice(1).map((v, i) => this.fitted(v, start.inputs[i])),
      ),
    ];
  }

  /** The caller up to the call, and what comes after it. */
  private cutCaller(): void {
    const { block, rest, op } = this;
    const at = block.ops.indexOf(op);
    rest.ops = block.ops.slice(at + 1);
    const [normal, exceptional] = block.exits;
    if (block.exitSwitch === RAISES && rest.ops.length === 0) {
      if (normal === undefined || exceptional?.exception === undefined)
        return broken("a raising block has two exits");
      rest.exits = [normal];
      this.handler = new Block([exceptional.exception], "caught");
      this.handler.exits = [link(exceptional.target, exceptional.args)];
    } else {
      rest.exits = block.exits;
      rest.exitSwitch = block.exitSwitch;
    }
    block.ops = block.ops.slice(0, at);
    block.exitSwitch = null;
    if (op.result.type === VOID) {
      block.exits = [link(rest)];
      rest.inputs = [];
      const nothing = constant({ kind: "undefined" }, VOID);
      substitute(this.graph, new Map([[op.result, nothing]]));
    } else rest.inputs = [op.result];
  }

  private fresh(v: Variable): Variable {
    const copy = new Variable(v.hint, v.type);
    this.values.set(v, copy);
    return copy;
  }

  private value(v: Value): Value {
    return v instanceof Variable ? (this.values.get(v) ?? broken(`'${v.hint}' was not copied`)) : v;
  }

  /** An argument, of the parameter's own layout. */
  private fitted(v: Value, param: Variable | undefined): Value {
    return this.widened(this.block, v, param?.type);
  }

  private widened(block: Block, v: Value, to: LowType | undefined): Value {
    if (v.tag !== "var" || v.type?.tag !== "ref" || to?.tag !== "ref" || v.type.to === to.to) return v;
    const result = new Variable(v.hint, to);
    block.ops.push({ name: "cast", args: [v, structConst(to.to)], result, pos: this.op.pos });
    return result;
  }

  private position(pos: Position | null): Position | null {
    return this.callee.unit === "core" && this.graph.unit !== "core" ? this.op.pos : (pos ?? this.op.pos);
  }

  private copy(from: Block): void {
    let to = this.blocks.get(from) ?? broken("a block was not copied");
    const last = from.ops.at(-1);
    for (const op of from.ops) {
      const copied: Op = {
        ...op,
        args: op.args.map((v) => this.value(v)),
        result: this.fresh(op.result),
        pos: this.position(op.pos),
      };
      to.ops.push(copied);
      // Whatever left the callee by exception now comes to the call's handler.
      if (this.handler === undefined || !mayRaise(op.name) || (from.exitSwitch === RAISES && op === last))
        continue;
      const next = new Block([], to.hint);
      const exception = new Variable("e", this.handler.inputs[0]?.type);
      to.exitSwitch = RAISES;
      to.exits = [link(next), { ...link(this.handler, [exception]), exception }];
      to = next;
    }
    to.exitSwitch =
      from.exitSwitch === null || from.exitSwitch === RAISES ? from.exitSwitch : this.value(from.exitSwitch);
    to.exits = from.exits.map((exit) => this.exit(exit));
  }

  private exit(exit: Link): Link {
    const { callee, graph } = this;
    const pos = exit.pos === undefined ? {} : { pos: exit.pos };
    const exception = exit.exception === undefined ? {} : { exception: this.fresh(exit.exception) };
    const args = exit.args.map((v) => this.value(v));
    const copied: Link = { target: exit.target, args, case: exit.case, ...pos, ...exception };
    if (exit.target === callee.raiseBlock) copied.target = this.handler ?? graph.raiseBlock;
    else if (exit.target === callee.returnBlock) this.returning(copied);
    else
      copied.target = this.blocks.get(exit.target) ?? broken("a link leads to a block that was not copied");
    return copied;
  }

  private returning(exit: Link): void {
    const [result] = this.rest.inputs;
    if (result === undefined) exit.args = [];
    exit.target = this.rest;
    const [value] = exit.args;
    if (result === undefined || value === undefined) return;
    // A narrower result is cast on the way: links pass values of the input's own layout.
    const way = new Block([], "returned");
    const cast = this.widened(way, value, result.type);
    if (way.ops.length === 0) return;
    way.exits = [link(this.rest, [cast])];
    exit.target = way;
    exit.args = [];
  }
}
