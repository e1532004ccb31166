// Makes exceptions explicit (README.md says how they then work). Needs: typed, stack checks in place, and
// `wellKnown.makeError` for every check that is used. Gives: exceptionsExplicit — no RAISES exits, no links to raise
// blocks, no check operations; dead handlers are gone. Changes graphs in place; adds none.
// Surprise: results of checks are replaced by the operand they tested, so variables disappear.

import { constant, graphConst, zeroOf, type Constant } from "../model/constants.ts";
import {
  Block,
  blocksOf,
  link,
  RAISES,
  Variable,
  type Graph,
  type Link,
  type Op,
  type Position,
  type Value,
} from "../model/graph.ts";
import type { LowOp } from "../model/ops.ts";
import type { MessageName } from "../model/messages.ts";
import type { Program } from "../model/program.ts";
import { BOOL, VOID, type LowType } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { RaiseAnalysis } from "./can-raise.ts";
import {
  CHECKS,
  isCheck,
  NEW_ARRAY_CHECK,
  type CheckBuilder,
  type CheckExpansion,
} from "./check-expansions.ts";

export interface ExceptionStats {
  /** Check operations turned into branches. */
  checks: number;
  /** Calls followed by a test. */
  tests: number;
  /** Calls that need none, because what they call cannot raise. */
  untested: number;
}

/** Rewrites every graph of the program. */
export function makeExceptionsExplicit(program: Program): ExceptionStats {
  const analysis = new RaiseAnalysis(program);
  const stats: ExceptionStats = { checks: 0, tests: 0, untested: 0 };
  for (const graph of program.graphs.values()) new GraphRewriter(graph, program, analysis, stats).run();
  return stats;
}

class GraphRewriter implements CheckBuilder {
  private readonly graph: Graph;
  private readonly program: Program;
  private readonly analysis: RaiseAnalysis;
  private readonly stats: ExceptionStats;
  private readonly renames = new Map<Variable, Value>();
  private readonly made: Block[] = [];
  /** The block that operations go to; a new one after each branch. */
  private current: Block;
  /** Where the check being expanded goes if it fails; made when first needed. */
  private failure: (() => Block) | undefined;
  private pos: Position | null = null;

  constructor(graph: Graph, program: Program, analysis: RaiseAnalysis, stats: ExceptionStats) {
    this.graph = graph;
    this.program = program;
    this.analysis = analysis;
    this.stats = stats;
    this.current = graph.start;
  }

  run(): void {
    const blocks = blocksOf(this.graph).filter(
      (b) => b !== this.graph.returnBlock && b !== this.graph.raiseBlock,
    );
    for (const block of blocks) this.block(block);
    for (const block of [...blocks, ...this.made]) this.rename(block);
  }

  private block(block: Block): void {
    const { ops, exits, exitSwitch } = block;
    const [normal, handler] = exits;
    const last = exitSwitch === RAISES ? ops.at(-1) : undefined;
    this.current = block;
    block.ops = [];
    for (const op of ops) this.op(op, op === last ? handler : undefined);
    this.current.exitSwitch = last === undefined ? exitSwitch : null;
    this.current.exits =
      last === undefined ? exits : [normal ?? broken(`${this.graph.key}: a raising block has no exit`)];
    this.explicitRaises(this.current, ops.findLast((op) => op.pos !== null)?.pos ?? this.graph.pos);
  }

  private op(op: Op, handler: Link | undefined): void {
    this.pos = op.pos;
    if (isCheck(op.name)) this.check(op, CHECKS[op.name], handler);
    else if (!this.analysis.opRaises(op)) {
      if (op.name === "call" || op.name === "call_indirect") this.stats.untested++;
      this.current.ops.push(op);
    } else if (op.name === "new_array") this.check(op, NEW_ARRAY_CHECK, handler);
    else {
      this.stats.tests++;
      this.current.ops.push(op);
      const propagating = this.emit("exc_occurred", [], BOOL, "raised");
      this.branch(propagating, true, this.propagate(handler));
    }
  }

  private check(op: Op, expansion: CheckExpansion, handler: Link | undefined): void {
    let target: Block | undefined;
    this.failure = () => (target ??= this.fail(expansion.message(op), handler));
    const result = expansion.expand(this, op);
    this.renames.set(op.result, result);
    this.stats.checks++;
  }

  emit(name: LowOp, args: Value[], type: LowType, hint = "t"): Variable {
    const result = new Variable(hint, type);
    this.current.ops.push({ name, args, result, pos: this.pos });
    return result;
  }

  require(condition: Value): void {
    const failure = this.failure?.() ?? broken("a condition outside of a check");
    this.branch(condition, false, failure);
  }

  /** Ends the current block: to `cold` if the condition is `when`, else on to a new current block. */
  private branch(condition: Value, when: boolean, cold: Block): void {
    const rest = this.makeBlock(this.current.hint);
    this.current.exitSwitch = condition;
    this.current.exits = [link(rest, [], !when), link(cold, [], when)];
    this.current = rest;
  }

  private makeBlock(hint: string): Block {
    const block = new Block([], hint);
    this.made.push(block);
    return block;
  }

  /** Runs `fill` with a new block as the current one; gives the block it began with. */
  private coldBlock(hint: string, fill: () => void): Block {
    const { current } = this;
    const block = this.makeBlock(hint);
    this.current = block;
    fill();
    this.current = current;
    return block;
  }

  /** A block that makes the message's error, lets it propagate from here, and leaves. */
  private fail(message: MessageName, handler: Link | undefined): Block {
    const key = this.program.wellKnown?.makeError.get(message);
    const maker = key === undefined ? undefined : this.program.graphs.get(key);
    if (maker?.resultType === undefined) return broken(`no graph makes the error '${message}'`);
    const { resultType } = maker;
    return this.coldBlock("fail", () => {
      const error = this.emit("call", [graphConst(maker.key)], resultType, "error");
      // Whoever makes errors may itself fail; then that exception propagates instead.
      if (this.analysis.graphRaises(maker.key)) {
        const leave = this.makeBlock("fail");
        this.branch(this.emit("exc_occurred", [], BOOL, "raised"), true, leave);
        this.start(error);
        this.current.exits = [link(leave)];
        this.current = leave;
      } else this.start(error);
      this.leave(handler);
    });
  }

  private start(error: Value): void {
    this.emit("exc_set", [error], VOID);
    this.record("traceback_reset");
  }

  /** A block for a callee's exception on its way through. */
  private propagate(handler: Link | undefined): Block {
    return this.coldBlock("unwind", () => {
      this.record("traceback_add");
      this.leave(handler);
    });
  }

  // Frames of the core unit are no business of the program's author: they reset, but are not named.
  private record(name: "traceback_add" | "traceback_reset"): void {
    const pos = this.graph.unit === "core" ? null : (this.pos ?? this.graph.pos);
    if (pos === null && name === "traceback_add") return;
    this.current.ops.push({ name, args: [], result: new Variable("t", VOID), pos });
  }

  /** Ends the current block with the exception on its way: to the handler, or out of the graph. */
  private leave(handler: Link | undefined): void {
    const rethrows = handler?.target === this.graph.raiseBlock && handler.args[0] === handler.exception;
    if (handler?.exception === undefined || rethrows) {
      this.current.exits = [this.exceptionalReturn()];
      return;
    }
    this.current.ops.push({ name: "exc_take", args: [], result: handler.exception, pos: this.pos });
    this.current.exits = [link(handler.target, handler.args)];
    this.explicitRaises(this.current, this.pos);
  }

  private exceptionalReturn(): Link {
    return link(this.graph.returnBlock, [
      zero(this.graph.resultType ?? broken(`${this.graph.key} has no result type`)),
    ]);
  }

  /** Replaces links to the raise block. */
  private explicitRaises(block: Block, pos: Position | null): void {
    this.pos = pos;
    const raise = (exit: Link): void => {
      this.start(exit.args[0] ?? broken("a link to the raise block passes nothing"));
      this.current.exits = [this.exceptionalReturn()];
    };
    const [only] = block.exits;
    if (block.exits.length === 1 && only?.target === this.graph.raiseBlock) {
      this.current = block;
      raise(only);
      return;
    }
    block.exits = block.exits.map((exit) =>
      exit.target === this.graph.raiseBlock
        ? link(
            this.coldBlock("throw", () => raise(exit)),
            [],
            exit.case,
          )
        : exit,
    );
  }

  private rename(block: Block): void {
    for (const op of block.ops) op.args = op.args.map((v) => this.renamed(v));
    if (block.exitSwitch !== null && block.exitSwitch !== RAISES)
      block.exitSwitch = this.renamed(block.exitSwitch);
    for (const exit of block.exits) exit.args = exit.args.map((v) => this.renamed(v));
  }

  private renamed(v: Value): Value {
    let now = v;
    while (now.tag === "var") {
      const next = this.renames.get(now);
      if (next === undefined) return now;
      now = next;
    }
    return now;
  }
}

function zero(type: LowType): Constant {
  return constant(type === VOID ? { kind: "undefined" } : zeroOf(type), type);
}
