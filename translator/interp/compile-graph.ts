// Turns one typed graph into code. Registers: one for each variable, arguments first, then one for each constant, so
// that a step only ever reads registers. The verifier runs over the graph first: a variable used before it is assigned,
// or a value of a kind that its operation does not take, is found then; steps check what only running can tell.

import {
  blocksOf,
  RAISES,
  type Block,
  type Graph,
  type Link,
  type Op,
  type Value,
  type Variable,
} from "../model/graph.ts";
import type { Constant } from "../model/constants.ts";
import type { Program } from "../model/program.ts";
import { VOID, type LowType } from "../model/types.ts";
import { verifyGraph } from "../model/verify.ts";
import { broken } from "../support/diagnostics.ts";
import { newSegment, type Code, type Registers, type Segment, type Step } from "./code.ts";
import { CALL_OPS, STEPS, type CallOp, type MachineOps, type StepContext } from "./steps.ts";
import { describe, isOfType, machineValue, type MachineValue } from "./values.ts";

/** The code of a graph; throws an InternalError that lists what is wrong with it. */
export function compileGraph(graph: Graph, program: Program, machine: MachineOps): Code {
  const problems = verifyGraph(graph, "typed", program);
  if (problems.length > 0) broken(`cannot run an ill-formed graph:\n${problems.slice(0, 10).join("\n")}`);
  return new Compiler(graph, machine).run();
}

class Compiler {
  private readonly graph: Graph;
  private readonly machine: MachineOps;
  private readonly registers = new Map<Value, number>();
  private readonly template: MachineValue[] = [];
  private readonly segments = new Map<Block, Segment>();

  constructor(graph: Graph, machine: MachineOps) {
    this.graph = graph;
    this.machine = machine;
  }

  run(): Code {
    for (const v of this.graph.args) this.register(v);
    const blocks = blocksOf(this.graph);
    for (const block of blocks) this.segments.set(block, newSegment());
    for (const block of blocks) this.block(block, this.segmentOf(block));
    return { graph: this.graph, template: this.template, start: this.segmentOf(this.graph.start) };
  }

  private segmentOf(block: Block): Segment {
    return this.segments.get(block) ?? broken("a link leads to a block that was not found");
  }

  private register(v: Value): number {
    let n = this.registers.get(v);
    if (n === undefined) {
      n = this.template.length;
      this.registers.set(v, n);
      this.template.push(v.tag === "const" ? this.constantValue(v) : undefined);
    }
    return n;
  }

  private constantValue(c: Constant): MachineValue {
    const value = machineValue(c.value, c.type, (object) => this.machine.heap.objectFor(object));
    const isStatic = c.value.kind === "name" || c.value.kind === "struct" || c.value.kind === "graph";
    if (!isStatic && c.type !== undefined && !isOfType(value, c.type))
      return broken(`the constant ${describe(value)} has another type`);
    return value;
  }

  private block(block: Block, first: Segment): void {
    const { graph, machine } = this;
    // Links to the raise block raise by themselves, because each has its own position.
    if (block === graph.raiseBlock) return;
    if (block === graph.returnBlock) {
      const n = this.register(this.input(block, 0));
      first.end = (r) => machine.returnValue(r[n]);
      return;
    }
    let segment = first;
    const last = block.exitSwitch === RAISES ? block.ops.at(-1) : undefined;
    for (const op of block.ops) {
      segment.ops.push(op);
      if (op === last) this.handle(segment, op, block);
      segment = Object.hasOwn(CALL_OPS, op.name) ? this.call(segment, op) : this.step(segment, op);
    }
    segment.end = this.exits(block);
  }

  private step(segment: Segment, op: Op): Segment {
    const row = STEPS[op.name as keyof typeof STEPS];
    segment.steps.push(row(this.context(op)));
    return segment;
  }

  private call(segment: Segment, op: Op): Segment {
    const next = newSegment();
    const result = this.register(op.result);
    const type = op.result.type ?? VOID;
    segment.end = CALL_OPS[op.name as CallOp](this.context(op), segment);
    segment.resume = {
      next,
      accept: (r, value) => {
        if (!isOfType(value, type)) broken(`the call gives ${describe(value)}`);
        r[result] = value;
      },
    };
    return next;
  }

  private context(op: Op): StepContext {
    const args = op.args.map((a) => this.register(a));
    return { op, args, result: this.register(op.result), machine: this.machine };
  }

  private handle(segment: Segment, op: Op, block: Block): void {
    const exit = block.exits[1] ?? broken("a raising block has two exits");
    const exception = exit.exception ?? broken("the exceptional exit has no exception variable");
    const n = this.register(exception);
    const type: LowType = exception.type ?? VOID;
    const go = this.leave(exit, block);
    segment.raising = op;
    segment.handler = {
      enter: (r, value) => {
        if (!isOfType(value, type)) broken(`the exception is ${describe(value)}`);
        r[n] = value;
        return go(r);
      },
    };
  }

  /** Follows a link out of a block. */
  private leave(exit: Link, from: Block): (r: Registers) => Segment {
    if (exit.target === this.graph.raiseBlock) return this.raise(exit, from);
    const target = this.segmentOf(exit.target);
    const copy = this.copies(exit);
    if (copy === null) return () => target;
    return (r) => {
      copy(r);
      return target;
    };
  }

  private raise(exit: Link, from: Block): (r: Registers) => Segment {
    const n = this.register(exit.args[0] ?? broken("a link to the raise block passes nothing"));
    const pos = from.ops.findLast((op) => op.pos !== null)?.pos ?? this.graph.pos;
    const segment = newSegment();
    segment.end = (r) => this.machine.raiseHere(r[n], pos);
    return () => segment;
  }

  /** Passes a link's arguments, all at once; null if there is nothing to do. */
  private copies(exit: Link): Step | null {
    const pairs = exit.args
      .map((arg, i) => [this.register(arg), this.register(this.input(exit.target, i))] as const)
      .filter(([from, to]) => from !== to);
    const from = pairs.map(([n]) => n);
    const to = pairs.map(([, n]) => n);
    const [f0, f1] = from as [number, number];
    const [t0, t1] = to as [number, number];
    if (pairs.length === 0) return null;
    if (pairs.length === 1) return (r) => void (r[t0] = r[f0]);
    if (pairs.length === 2)
      return (r) => {
        const second = r[f1];
        r[t0] = r[f0];
        r[t1] = second;
      };
    const n = pairs.length;
    return (r) => {
      const values = new Array<MachineValue>(n);
      for (let i = 0; i < n; i++) values[i] = r[from[i] as number];
      for (let i = 0; i < n; i++) r[to[i] as number] = values[i];
    };
  }

  private input(block: Block, i: number): Variable {
    return block.inputs[i] ?? broken("a link passes more than its target takes");
  }

  private exits(block: Block): (r: Registers) => Segment {
    const { exitSwitch, exits } = block;
    const leave = exits.map((exit) => this.leave(exit, block));
    const [first] = leave;
    if (first === undefined) return broken("a block has no exit");
    if (exitSwitch === null || exitSwitch === RAISES) return first;
    const on = this.register(exitSwitch);
    const other = exits.findIndex((exit) => exit.case === "default");
    const byCase = new Map<MachineValue, (r: Registers) => Segment>();
    exits.forEach((exit, i) => {
      if (i !== other) byCase.set(exit.case, leave[i] ?? first);
    });
    const [yes, no] = [byCase.get(true), byCase.get(false)];
    if (yes !== undefined && no !== undefined) return (r) => (r[on] === true ? yes(r) : no(r));
    const fallback = leave[other];
    return (r) => {
      const go = byCase.get(r[on]) ?? fallback ?? broken(`no exit for ${describe(r[on])}`);
      return go(r);
    };
  }
}
