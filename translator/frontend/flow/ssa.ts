// Builds graphs in SSA form while walking syntax (Braun et al., "Simple and Efficient Construction of Static Single
// Assignment Form", CC 2013): a variable read in a block without a definition becomes a block parameter, filled from
// each predecessor; blocks whose predecessors are not all known yet are *unsealed* and complete their parameters
// later. Needs: every block is sealed once. Gives: a well-formed graph, after `simplifyParams` without needless ones.

import {
  Block,
  type ExitCase,
  type Graph,
  type Link,
  type Op,
  type Position,
  RAISES,
  type Value,
  Variable,
} from "../../model/graph.ts";
import { FLOW_OPS, type FlowOp } from "../../model/flow-ops.ts";
import { constant } from "../../model/constants.ts";
import { broken } from "../../support/diagnostics.ts";

/** What a local variable is known by: a TypeScript symbol or a name of our own. */
export type VariableKey = object | string;

interface Incoming {
  readonly from: Block;
  readonly link: Link;
}

export class SsaBuilder {
  readonly graph: Graph;
  /** The block under construction. After a jump: a block nothing leads to, so that dead code builds and vanishes. */
  block: Block;
  readonly #defs = new Map<Block, Map<VariableKey, Value>>();
  readonly #incoming = new Map<Block, Incoming[]>();
  readonly #unsealed = new Map<Block, Map<VariableKey, Variable>>();
  /** Innermost last: where exceptions raised here go. */
  readonly handlers: Block[] = [];
  pos: Position | null = null;

  constructor(graph: Graph) {
    this.graph = graph;
    this.block = graph.start;
    this.#defs.set(graph.start, new Map());
    this.#incoming.set(graph.start, []);
  }

  /** A block all of whose predecessors come later; `seal` it when they are all there. */
  newBlock(hint: string): Block {
    const b = new Block([], hint);
    this.#defs.set(b, new Map());
    this.#incoming.set(b, []);
    this.#unsealed.set(b, new Map());
    return b;
  }

  /** A parameter that the jumps to the block give themselves. */
  newInput(block: Block, hint: string): Variable {
    const v = new Variable(hint);
    block.inputs.push(v);
    return v;
  }

  seal(block: Block): void {
    const waiting = this.#unsealed.get(block) ?? broken(`block ${block.hint} sealed twice`);
    this.#unsealed.delete(block);
    for (const [key, v] of waiting) this.#fill(block, key, v);
  }

  /** Continue building in this block. */
  enter(block: Block): void {
    this.block = block;
  }

  /** Seal and enter: for blocks whose predecessors are complete. */
  start(block: Block): void {
    this.seal(block);
    this.enter(block);
  }

  /** Is the current block reachable as far as known (it has predecessors or is the start)? */
  get alive(): boolean {
    return (
      this.block === this.graph.start ||
      (this.#incoming.get(this.block) ?? []).length > 0 ||
      this.#unsealed.has(this.block)
    );
  }

  isReached(block: Block): boolean {
    return (this.#incoming.get(block) ?? []).length > 0;
  }

  write(key: VariableKey, value: Value): void {
    (this.#defs.get(this.block) ?? broken("write into a foreign block")).set(key, value);
  }

  read(key: VariableKey, hint: string): Value {
    return this.#readIn(this.block, key, hint);
  }

  emit(name: FlowOp, args: Value[], hint = "t"): Variable {
    const result = new Variable(hint);
    const op: Op = { name, args, result, pos: this.pos };
    this.block.ops.push(op);
    if (this.handlers.length > 0 && FLOW_OPS[name].raises) this.#endRaising();
    return result;
  }

  jump(target: Block, args: Value[] = []): void {
    this.#leave(null, [[target, args, null]]);
  }

  branch(condition: Value, ifTrue: Block, ifFalse: Block): void {
    this.#leave(condition, [
      [ifFalse, [], false],
      [ifTrue, [], true],
    ]);
  }

  return(value: Value): void {
    this.#leave(null, [[this.graph.returnBlock, [value], null]]);
  }

  /** Raise to the innermost handler, or to the caller. */
  raise(value: Value): void {
    this.#leave(null, [[this.handlers[this.handlers.length - 1] ?? this.graph.raiseBlock, [value], null]]);
  }

  /** Goes on in a block that nothing leads to: what follows is built only to be looked at. */
  abandon(): void {
    const nowhere = this.newBlock("dead");
    this.seal(nowhere);
    this.enter(nowhere);
  }

  #endRaising(): void {
    const from = this.block;
    const next = this.newBlock("next");
    const handler = this.handlers[this.handlers.length - 1] ?? broken("no handler");
    const exception = new Variable("exc");
    from.exitSwitch = RAISES;
    from.exits = [
      { target: next, args: [], case: null },
      { target: handler, args: [exception], case: null, exception },
    ];
    for (const link of from.exits) this.#incoming.get(link.target)?.push({ from, link });
    this.start(next);
  }

  #leave(exitSwitch: Value | null, exits: [Block, Value[], ExitCase][]): void {
    const from = this.block;
    const dead = !this.alive;
    from.exitSwitch = exitSwitch;
    if (!dead)
      for (const [target, args, c] of exits) {
        const link: Link = { target, args: [...args], case: c, pos: this.pos };
        from.exits.push(link);
        const incoming = this.#incoming.get(target);
        if (incoming === undefined) continue; // return and raise blocks have fixed parameters
        if (!this.#unsealed.has(target)) broken(`new predecessor for the sealed block ${target.hint}`);
        incoming.push({ from, link });
      }
    this.abandon();
  }

  #readIn(block: Block, key: VariableKey, hint: string): Value {
    // Long chains of single predecessors are walked in a loop: generated code has thousands of blocks in a row.
    const chain: Block[] = [];
    let at = block;
    let found: Value | undefined;
    while ((found = this.#defs.get(at)?.get(key)) === undefined) {
      const incoming = this.#incoming.get(at) ?? [];
      if (this.#unsealed.has(at) || incoming.length > 1) {
        found = this.#parameter(at, key, hint);
        break;
      }
      if (incoming.length === 0) {
        found = constant({ kind: "undefined" });
        break;
      }
      chain.push(at);
      at = (incoming[0] as Incoming).from;
    }
    for (const b of chain) this.#defs.get(b)?.set(key, found);
    return found;
  }

  #parameter(block: Block, key: VariableKey, hint: string): Variable {
    const v = new Variable(hint);
    this.#defs.get(block)?.set(key, v);
    const waiting = this.#unsealed.get(block);
    // The place of the parameter is fixed now; its arguments follow at once or when the block is sealed.
    block.inputs.push(v);
    if (waiting !== undefined) waiting.set(key, v);
    else this.#fill(block, key, v);
    return v;
  }

  // By index, not by push: reading in a predecessor may add another parameter to this very block meanwhile.
  #fill(block: Block, key: VariableKey, v: Variable): void {
    const index = block.inputs.indexOf(v);
    for (const { from, link } of this.#incoming.get(block) ?? [])
      link.args[index] = this.#readIn(from, key, v.hint);
  }
}
