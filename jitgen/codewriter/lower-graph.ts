// One graph as blocks of jitcode instructions, over the graph's own variables. Results that are only another name for
// a value (casts, hints) vanish; branches on constants are decided.

import type { InstructionName } from "../tables/jitcode.ts";
import {
  type CodeBlock as CodeBlockType,
  CodeBlock,
  classOf,
  type Instruction,
  type Jump,
  type Operand,
  orderOf,
} from "./code.ts";
import type { Descriptors } from "./descriptors.ts";
import { LIVE, lowerOp, type LowerContext } from "./lower.ts";
import { threadJumps } from "./thread-jumps.ts";
import type { SupportGraphs } from "./support-graphs.ts";
import {
  type Block,
  blocksOf,
  type Graph,
  type Link,
  type Op,
  type Position,
  RAISES,
  type Value,
  Variable,
} from "../../translator/model/graph.ts";
import { mayRaise } from "../../translator/model/ops.ts";
import { broken } from "../../translator/support/diagnostics.ts";

/** What lowering asks about other graphs. */
export interface GraphContext {
  readonly descriptors: Descriptors;
  readonly support: SupportGraphs;
  jitcodeOf(key: string): number | undefined;
  callFlags(key: string | null): number;
  driver(op: Op): number;
  entry(op: Op): number;
}

export interface LoweredGraph {
  readonly graph: Graph;
  /** Reverse postorder, the start first; its inputs are the parameters. */
  readonly order: readonly CodeBlock[];
  /** What stands for variables that no instruction defines. */
  readonly replaced: ReadonlyMap<Variable, Value>;
  /** The instruction of each of the JIT's markers. */
  readonly markers: ReadonlyMap<Op, Instruction>;
}

export function lowerGraph(graph: Graph, context: GraphContext): LoweredGraph {
  return new GraphLowering(graph, context).run();
}

class GraphLowering implements LowerContext {
  readonly descriptors: Descriptors;
  readonly support: SupportGraphs;
  private readonly graph: Graph;
  private readonly context: GraphContext;
  private readonly replaced = new Map<Variable, Value>();
  private readonly blocks = new Map<Block, CodeBlock>();
  private readonly markers = new Map<Op, Instruction>();
  private current: CodeBlock;
  private pos: Position | null = null;

  constructor(graph: Graph, context: GraphContext) {
    this.graph = graph;
    this.context = context;
    this.descriptors = context.descriptors;
    this.support = context.support;
    this.current = new CodeBlock("none");
  }

  run(): LoweredGraph {
    const blocks = blocksOf(this.graph).filter(
      (b) => b !== this.graph.returnBlock && b !== this.graph.raiseBlock,
    );
    for (const block of blocks) {
      const code = new CodeBlock(block.hint);
      code.inputs = block.inputs.filter((v) => classOf(v.type) !== null);
      this.blocks.set(block, code);
    }
    // Reverse postorder: what stands for a variable is known before it is used.
    for (const block of blocks) this.block(block);
    const start = this.codeOf(this.graph.start);
    threadJumps(start);
    const order = orderOf(start);
    return { graph: this.graph, order, replaced: this.replaced, markers: this.markers };
  }

  private codeOf(block: Block): CodeBlockType {
    return this.blocks.get(block) ?? broken("a link leads to a block that was not found");
  }

  // ---- LowerContext ----

  value(v: Value): Value {
    let now = v;
    for (let next; now instanceof Variable && (next = this.replaced.get(now)) !== undefined;) now = next;
    return now;
  }

  emit(name: InstructionName, ...operands: Operand[]): void {
    this.current.code.push({ name, operands, pos: this.pos });
  }

  replace(op: Op, by: Value): void {
    this.replaced.set(op.result, by);
  }

  jitcodeOf(key: string): number | undefined {
    return this.context.jitcodeOf(key);
  }

  callFlags(key: string | null): number {
    return this.context.callFlags(key);
  }

  driver(op: Op): number {
    return this.context.driver(op);
  }

  entry(op: Op): number {
    return this.context.entry(op);
  }

  // ---- blocks ----

  private block(block: Block): void {
    this.current = this.codeOf(block);
    for (const op of block.ops) {
      this.pos = op.pos ?? this.graph.pos;
      lowerOp(this, op);
      const last = this.current.code.at(-1);
      if (op.name.startsWith("jit_") && last !== undefined) this.markers.set(op, last);
    }
    const { exitSwitch, exits } = block;
    if (exitSwitch === null) this.current.next = this.jump(this.only(exits));
    else if (exitSwitch === RAISES) this.raising(block);
    else this.choice(this.value(exitSwitch), exits);
  }

  private only(exits: readonly Link[]): Link {
    return exits[0] ?? broken(`${this.graph.key}: a block has no exit`);
  }

  private jump(exit: Link): Jump {
    const { graph } = this;
    if (exit.target === graph.returnBlock) return { target: this.leaving(exit, "return"), args: [] };
    if (exit.target === graph.raiseBlock) return { target: this.leaving(exit, "raise"), args: [] };
    const args = exit.args
      .filter((_, i) => classOf(exit.target.inputs[i]?.type) !== null)
      .map((v) => this.value(v));
    return { target: this.codeOf(exit.target), args };
  }

  private leaving(exit: Link, how: "return" | "raise"): CodeBlock {
    const code = new CodeBlock(how);
    const v = this.value(exit.args[0] ?? broken("a final link passes nothing"));
    const c = classOf(v.type);
    const operand: Operand = { is: "value", value: v };
    const { pos } = this;
    if (how === "raise") code.code.push({ name: "raise", operands: [operand], pos });
    else
      code.code.push(
        c === null
          ? { name: "return_v", operands: [], pos }
          : { name: `return_${c}`, operands: [operand], pos },
      );
    return code;
  }

  private raising(block: Block): void {
    const [normal, handler] = block.exits;
    if (normal === undefined || handler?.exception === undefined)
      return broken("a raising block has two exits");
    const rethrows = handler.target === this.graph.raiseBlock && handler.args[0] === handler.exception;
    const last = block.ops.at(-1);
    if (!rethrows && last !== undefined && mayRaise(last.name)) {
      const landing = new CodeBlock("catch");
      landing.caught = handler.exception;
      this.emit(
        "catch",
        { is: "result", variable: handler.exception },
        { is: "jump", jump: { target: landing, args: [] } },
      );
      landing.next = this.jump(handler);
    }
    this.current.next = this.jump(normal);
  }

  private choice(on: Value, exits: readonly Link[]): void {
    if (on.tag === "const") {
      this.current.next = this.jump(decided(on, exits));
      return;
    }
    const yes = exits.find((e) => e.case === true);
    const no = exits.find((e) => e.case === false);
    if (yes !== undefined && no !== undefined) {
      this.emit("branch", LIVE, { is: "value", value: on }, { is: "jump", jump: this.jump(no) });
      this.current.next = this.jump(yes);
      return;
    }
    const cases = exits.map((e) => ({
      value: e.case === "default" ? null : Number(e.case),
      jump: this.jump(e),
    }));
    this.emit("switch", LIVE, { is: "value", value: on }, { is: "switch", cases });
  }
}

/** The exit that a constant takes. */
function decided(on: Value, exits: readonly Link[]): Link {
  const value = on.tag === "const" && "value" in on.value ? on.value.value : undefined;
  return (
    exits.find((e) => e.case === value) ??
    exits.find((e) => e.case === "default") ??
    broken("no exit for a constant switch")
  );
}
