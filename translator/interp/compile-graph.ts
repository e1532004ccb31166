// Turns one graph into code. Registers: one for each variable, arguments first, then one for each constant, so that a
// step only ever reads registers. What operations and constants mean is the dialect's business: low-interpreter.ts for typed
// graphs, flow-interpreter.ts for those before. The verifier has run over the graph: no variable is read unassigned.

import type { Constant } from "../model/constants.ts";
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
} from "../model/graph.ts";
import { broken } from "../support/diagnostics.ts";
import { newSegment, type Code, type End, type Segment, type Step } from "./code.ts";

/** An operation and the registers of its operands and result. */
export interface Site {
  readonly op: Op;
  readonly args: readonly number[];
  readonly result: number;
}

export interface Dialect<V> {
  constant(c: Constant): V;
  /** The closure of an operation that runs no other graph; null for one that may. */
  step(site: Site): Step<V> | null;
  /** The end of a segment that calls. */
  call(site: Site): End<V>;
  /** Looks at a value that comes into a variable from elsewhere; throws if it does not belong there. */
  check(value: V, variable: Variable): void;
  returned(value: V): Segment<V> | null;
  raised(exception: V, pos: Position | null): Segment<V> | null;
}

export function compileGraph<V>(graph: Graph, dialect: Dialect<V>, unset: V): Code<V> {
  return new Compiler(graph, dialect, unset).run();
}

class Compiler<V> {
  private readonly graph: Graph;
  private readonly dialect: Dialect<V>;
  private readonly unset: V;
  private readonly registers = new Map<Value, number>();
  private readonly template: V[] = [];
  private readonly segments = new Map<Block, Segment<V>>();

  constructor(graph: Graph, dialect: Dialect<V>, unset: V) {
    this.graph = graph;
    this.dialect = dialect;
    this.unset = unset;
  }

  run(): Code<V> {
    for (const v of this.graph.args) this.register(v);
    const blocks = blocksOf(this.graph);
    for (const block of blocks) this.segments.set(block, newSegment());
    for (const block of blocks) this.block(block, this.segmentOf(block));
    return { graph: this.graph, template: this.template, start: this.segmentOf(this.graph.start) };
  }

  private segmentOf(block: Block): Segment<V> {
    return this.segments.get(block) ?? broken("a link leads to a block that was not found");
  }

  private register(v: Value): number {
    let n = this.registers.get(v);
    if (n === undefined) {
      n = this.template.length;
      this.registers.set(v, n);
      this.template.push(v.tag === "const" ? this.dialect.constant(v) : this.unset);
    }
    return n;
  }

  private block(block: Block, first: Segment<V>): void {
    const { graph, dialect } = this;
    // Links to the raise block raise by themselves, because each has its own position.
    if (block === graph.raiseBlock) return;
    if (block === graph.returnBlock) {
      const n = this.register(this.input(block, 0));
      first.end = (r) => dialect.returned(r[n] as V);
      return;
    }
    let segment = first;
    const last = block.exitSwitch === RAISES ? block.ops.at(-1) : undefined;
    for (const op of block.ops) {
      segment.ops.push(op);
      if (op === last) this.handle(segment, op, block);
      segment = this.operation(segment, op);
    }
    segment.end = this.exits(block);
  }

  /** Adds an operation; gives the segment that goes on after it. */
  private operation(segment: Segment<V>, op: Op): Segment<V> {
    const { dialect } = this;
    const site: Site = { op, args: op.args.map((a) => this.register(a)), result: this.register(op.result) };
    const step = dialect.step(site);
    if (step !== null) {
      segment.steps.push(step);
      return segment;
    }
    const next = newSegment<V>();
    segment.end = dialect.call(site);
    segment.resume = {
      next,
      accept: (r, value) => {
        dialect.check(value, op.result);
        r[site.result] = value;
      },
    };
    return next;
  }

  private handle(segment: Segment<V>, op: Op, block: Block): void {
    const exit = block.exits[1] ?? broken("a raising block has two exits");
    const exception = exit.exception ?? broken("the exceptional exit has no exception variable");
    const n = this.register(exception);
    const go = this.leave(exit, block);
    segment.raising = op;
    segment.handler = {
      enter: (r, value) => {
        this.dialect.check(value, exception);
        r[n] = value;
        return go(r);
      },
    };
  }

  /** Follows a link out of a block. */
  private leave(exit: Link, from: Block): (r: V[]) => Segment<V> {
    if (exit.target === this.graph.raiseBlock) return this.raise(exit, from);
    const target = this.segmentOf(exit.target);
    const copy = this.copies(exit);
    if (copy === null) return () => target;
    return (r) => {
      copy(r);
      return target;
    };
  }

  private raise(exit: Link, from: Block): (r: V[]) => Segment<V> {
    const n = this.register(exit.args[0] ?? broken("a link to the raise block passes nothing"));
    const pos = from.ops.findLast((op) => op.pos !== null)?.pos ?? this.graph.pos;
    const segment = newSegment<V>();
    segment.end = (r) => this.dialect.raised(r[n] as V, pos);
    return () => segment;
  }

  /** Passes a link's arguments, all at once; null if there is nothing to do. */
  private copies(exit: Link): Step<V> | null {
    const pairs = exit.args
      .map((arg, i) => [this.register(arg), this.register(this.input(exit.target, i))] as const)
      .filter(([from, to]) => from !== to);
    const from = pairs.map(([n]) => n);
    const to = pairs.map(([, n]) => n);
    const [f0, f1] = from as [number, number];
    const [t0, t1] = to as [number, number];
    if (pairs.length === 0) return null;
    if (pairs.length === 1) return (r) => void (r[t0] = r[f0] as V);
    if (pairs.length === 2)
      return (r) => {
        const second = r[f1] as V;
        r[t0] = r[f0] as V;
        r[t1] = second;
      };
    const n = pairs.length;
    return (r) => {
      const values = new Array<V>(n);
      for (let i = 0; i < n; i++) values[i] = r[from[i] as number] as V;
      for (let i = 0; i < n; i++) r[to[i] as number] = values[i] as V;
    };
  }

  private input(block: Block, i: number): Variable {
    return block.inputs[i] ?? broken("a link passes more than its target takes");
  }

  private exits(block: Block): End<V> {
    const { exitSwitch, exits } = block;
    const leave = exits.map((exit) => this.leave(exit, block));
    const [first] = leave;
    if (first === undefined) return broken("a block has no exit");
    if (exitSwitch === null || exitSwitch === RAISES) return first;
    const on = this.register(exitSwitch);
    const other = exits.findIndex((exit) => exit.case === "default");
    const byCase = new Map<unknown, (r: V[]) => Segment<V>>();
    exits.forEach((exit, i) => {
      if (i !== other) byCase.set(exit.case, leave[i] ?? first);
    });
    const [yes, no] = [byCase.get(true), byCase.get(false)];
    if (yes !== undefined && no !== undefined) return (r) => (r[on] === true ? yes(r) : no(r));
    const fallback = leave[other];
    return (r) => {
      const go = byCase.get(r[on]) ?? fallback ?? broken("no exit for the value of the switch");
      return go(r);
    };
  }
}
