// Graphs: blocks of operations in static single assignment form with block parameters. One structure from the
// front end to the C emitter; what changes is the set of operation names and whether variables carry types.
//
// A block ends by leaving through one of its exits:
//   exitSwitch null     one exit, always taken (none: the graph's return or raise block)
//   exitSwitch a value  exits are tested by their `case` (booleans, or integers / strings with one "default")
//   exitSwitch RAISES   the last operation may raise; exits[0] is the normal exit, exits[1] is taken with the
//                       exception object in `exits[1].exception`
// An operation that may raise anywhere else propagates the exception to the caller.
// A variable is visible in every block its definition dominates.

import type { LowType } from "./types.ts";
import type { Constant } from "./constants.ts";

/** Start offset and file of the source text an operation came from. */
export interface Position {
  readonly file: string;
  readonly offset: number;
}

export class Variable {
  readonly tag = "var";
  /** Name in the source, or a hint such as "t"; made unique only when printed. */
  readonly hint: string;
  /** Set by the rtyper; undefined before. */
  type: LowType | undefined;

  constructor(hint: string, type?: LowType) {
    this.hint = hint;
    this.type = type;
  }
}

export type Value = Variable | Constant;

/** Extra, static data of an operation: field names, layouts, callees. One shape for all: see the op tables. */
export interface Op {
  name: string;
  args: Value[];
  result: Variable;
  pos: Position | null;
  /** Tag of a known call (model/known-calls.ts) or other annotation that passes must keep. */
  note?: string;
}

export const RAISES = "raises";

export type ExitCase = boolean | number | string | null;

export interface Link {
  args: Value[];
  target: Block;
  /** What the exit switch must equal; null on unconditional and raising exits; "default" for the rest. */
  case: ExitCase;
  /** On the exceptional exit of a raising block: receives the exception object; visible in `args` and beyond. */
  exception?: Variable;
  /** Where in the source the jump stands, for messages about its arguments. */
  pos?: Position | null;
}

export class Block {
  inputs: Variable[];
  ops: Op[] = [];
  exitSwitch: Value | null | typeof RAISES = null;
  exits: Link[] = [];
  /** Name hint from the source construct ("while", "then"), for dumps. */
  hint: string;

  constructor(inputs: Variable[] = [], hint = "b") {
    this.inputs = inputs;
    this.hint = hint;
  }
}

export class Graph {
  /** Unique key in its program, stable between translations. */
  readonly key: string;
  /** Name as the author wrote it, for messages and tracebacks. */
  readonly name: string;
  start: Block;
  readonly returnBlock: Block;
  readonly raiseBlock: Block;
  readonly pos: Position | null;
  /** Low-level result type; set by the rtyper together with the variables' types. */
  resultType: LowType | undefined;
  /** Hints from JSDoc tags: "elidable", "unrollSafe", "inline", …, with their arguments. */
  readonly hints: ReadonlyMap<string, string>;
  /** Tag from KNOWN_CALLS if this graph implements one. */
  known?: string;
  /** The unit that owns the graph (architecture.md, "Units"). */
  unit: "core" | "target" | "jit" = "target";

  constructor(
    key: string,
    name: string,
    args: Variable[],
    pos: Position | null,
    hints: ReadonlyMap<string, string> = new Map(),
  ) {
    this.key = key;
    this.name = name;
    this.pos = pos;
    this.hints = hints;
    this.start = new Block(args, "start");
    this.returnBlock = new Block([new Variable("result")], "return");
    this.raiseBlock = new Block([new Variable("exception")], "raise");
  }

  get args(): readonly Variable[] {
    return this.start.inputs;
  }
}

export function link(target: Block, args: Value[] = [], c: ExitCase = null): Link {
  return { target, args, case: c };
}

/** Blocks reachable from the start, in reverse postorder; the return and raise blocks come last if reachable. */
export function blocksOf(graph: Graph): Block[] {
  const post: Block[] = [];
  const seen = new Set<Block>([graph.start]);
  const stack: { block: Block; next: number }[] = [{ block: graph.start, next: 0 }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1] as { block: Block; next: number };
    // Exits are walked last to first, so that the first exit comes first in reverse postorder.
    const exit = top.block.exits[top.block.exits.length - 1 - top.next++];
    if (exit === undefined) {
      post.push(top.block);
      stack.pop();
    } else if (!seen.has(exit.target)) {
      seen.add(exit.target);
      stack.push({ block: exit.target, next: 0 });
    }
  }
  post.reverse();
  const final = (b: Block): boolean => b === graph.returnBlock || b === graph.raiseBlock;
  return [...post.filter((b) => !final(b)), ...post.filter(final)];
}

/** Every link into each reachable block. */
export function predecessors(graph: Graph): Map<Block, { from: Block; link: Link }[]> {
  const preds = new Map<Block, { from: Block; link: Link }[]>();
  const blocks = blocksOf(graph);
  for (const b of blocks) preds.set(b, []);
  for (const from of blocks) for (const l of from.exits) preds.get(l.target)?.push({ from, link: l });
  return preds;
}

/** Immediate dominators of reachable blocks (Cooper, Harvey, Kennedy: "A Simple, Fast Dominance Algorithm"). */
export function dominators(graph: Graph): Map<Block, Block> {
  const order = blocksOf(graph);
  const number = new Map(order.map((b, i) => [b, i]));
  const preds = predecessors(graph);
  const idom = new Map<Block, Block>([[graph.start, graph.start]]);
  const at = (b: Block): number => number.get(b) as number;
  const meet = (a: Block, b: Block): Block => {
    while (a !== b) {
      while (at(a) > at(b)) a = idom.get(a) as Block;
      while (at(b) > at(a)) b = idom.get(b) as Block;
    }
    return a;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (const b of order) {
      if (b === graph.start) continue;
      let dom: Block | undefined;
      for (const p of preds.get(b) ?? [])
        if (idom.has(p.from)) dom = dom === undefined ? p.from : meet(p.from, dom);
      if (dom !== undefined && idom.get(b) !== dom) {
        idom.set(b, dom);
        changed = true;
      }
    }
  }
  return idom;
}

/** Does every way to `below` lead over `above`? Both reachable; `idom`: of their graph. */
export function dominates(idom: ReadonlyMap<Block, Block>, above: Block, below: Block): boolean {
  for (let b = below; ;) {
    if (b === above) return true;
    const up = idom.get(b);
    if (up === undefined || up === b) return false;
    b = up;
  }
}

/** Number of operations in a graph: the measure of size used in reports and inlining. */
export function opCount(graph: Graph): number {
  let n = 0;
  for (const b of blocksOf(graph)) n += b.ops.length;
  return n;
}
