// Decides which operations become part of the expression that uses them instead of a statement of their own: those
// with one use, in the same block, whose value cannot change on the way there. Makes the C shorter and closer to what
// the author wrote. Expressions stay small, so that lines stay readable.

import { EXTERNALS, type External } from "../model/externals.ts";
import {
  blocksOf,
  RAISES,
  type Block,
  type Graph,
  type Op,
  type Value,
  type Variable,
} from "../model/graph.ts";
import { lowFacts } from "../model/ops.ts";

const LARGEST_EXPRESSION = 6;

export interface Nesting {
  /** The operations that are emitted where their result is used, by that result. */
  readonly nested: ReadonlyMap<Variable, Op>;
  /** Variables used outside the block that defines them: declared at the top of the function. */
  readonly crossing: ReadonlySet<Variable>;
  /** How often each variable is used. */
  readonly uses: ReadonlyMap<Variable, number>;
}

type Kind = "pure" | "read" | "other";

function kindOfOp(op: Op): Kind {
  const effect = lowFacts(op.name)?.effect;
  if (op.name === "call_external") {
    const name =
      op.args[0]?.tag === "const" && op.args[0].value.kind === "name" ? op.args[0].value.value : "";
    const row: External | undefined = Object.hasOwn(EXTERNALS, name)
      ? EXTERNALS[name as keyof typeof EXTERNALS]
      : undefined;
    if (row?.effect !== "pure") return "other";
    return row.args.includes("ref") ? "read" : "pure";
  }
  // What looks at an object must do so before anything may move it, even where the object itself never changes.
  if (effect === "pure") return LOOKS_AT_OBJECTS.has(op.name) ? "read" : "pure";
  return effect === "read" ? "read" : "other";
}

const LOOKS_AT_OBJECTS: ReadonlySet<string> = new Set(["get_type", "instance_of", "type_is"]);

/**
 * What may be nested in a graph. `lineOf` keeps what stands on different source lines in different statements, so that
 * a debugger stops at each.
 */
export function planNesting(graph: Graph, lineOf?: (op: Op) => number): Nesting {
  const uses = new Map<Variable, number>();
  const crossing = new Set<Variable>();
  const blocks = blocksOf(graph);
  const wanted = wantedInputs(graph, blocks);
  for (const block of blocks) {
    const own = new Set<Variable>(block.ops.map((op) => op.result));
    forEachUse(block, wanted, (v) => {
      uses.set(v, (uses.get(v) ?? 0) + 1);
      if (!own.has(v)) crossing.add(v);
    });
  }
  const nested = new Map<Variable, Op>();
  for (const block of blocks) planBlock(block, { uses, crossing, lineOf }, nested);
  return { nested, crossing, uses };
}

/** Inputs that something reads in the end: what is only passed around, loop after loop, is not passed in C. */
function wantedInputs(graph: Graph, blocks: readonly Block[]): Set<Variable> {
  const wanted = new Set<Variable>(graph.returnBlock.inputs);
  const none = new Set<Variable>();
  for (const block of blocks) forEachUse(block, none, (v) => wanted.add(v));
  const feeds = new Map<Variable, Variable[]>();
  for (const block of blocks)
    for (const exit of block.exits)
      for (const [i, arg] of exit.args.entries()) {
        const input = exit.target.inputs[i];
        if (arg.tag === "var" && input !== undefined) feeds.set(input, [...(feeds.get(input) ?? []), arg]);
      }
  for (const v of wanted) for (const source of feeds.get(v) ?? []) wanted.add(source);
  return wanted;
}

/** Visits every use in a block; link arguments count where the target's input is wanted. */
function forEachUse(block: Block, wanted: ReadonlySet<Variable>, visit: (v: Variable) => void): void {
  const see = (v: Value | null | typeof RAISES): void => {
    if (v !== null && v !== RAISES && v.tag === "var") visit(v);
  };
  for (const op of block.ops) op.args.forEach(see);
  see(block.exitSwitch);
  for (const exit of block.exits)
    for (const [i, arg] of exit.args.entries()) {
      const input = exit.target.inputs[i];
      if (input !== undefined && wanted.has(input)) see(arg);
    }
}

interface BlockFacts extends Pick<Nesting, "uses" | "crossing"> {
  readonly lineOf: ((op: Op) => number) | undefined;
}

/** Backwards, so that where a user ends up is known before what it uses is looked at. */
function planBlock(block: Block, facts: BlockFacts, nested: Map<Variable, Op>): void {
  const end = block.ops.length;
  /** Index of the statement in which each variable is used last; `end` stands for the exits. */
  const usedAt = new Map<Variable, number>();
  const use = (place: number) => (v: Value | null | typeof RAISES) => {
    if (v !== null && v !== RAISES && v.tag === "var") usedAt.set(v, place);
  };
  use(end)(block.exitSwitch);
  for (const exit of block.exits) exit.args.forEach(use(end));
  const changesBefore = [0];
  for (const op of block.ops)
    changesBefore.push((changesBefore.at(-1) ?? 0) + (kindOfOp(op) === "other" ? 1 : 0));
  const size = new Map<number, number>();
  for (let i = end - 1; i >= 0; i--) {
    const op = block.ops[i] as Op;
    const kind = kindOfOp(op);
    const place = usedAt.get(op.result);
    const mayMove =
      place !== undefined &&
      kind !== "other" &&
      facts.uses.get(op.result) === 1 &&
      !facts.crossing.has(op.result) &&
      (kind === "pure" || changesBefore[place] === changesBefore[i + 1]);
    const parts = place === undefined ? 0 : (size.get(place) ?? 0);
    const user = place === undefined ? undefined : (block.ops[place] ?? block.ops.at(-1));
    const isOnLine =
      facts.lineOf === undefined || user === undefined || facts.lineOf(user) === facts.lineOf(op);
    const isNested = mayMove && isOnLine && parts < LARGEST_EXPRESSION;
    if (isNested) {
      nested.set(op.result, op);
      size.set(place, parts + 1);
    }
    op.args.forEach(use(isNested ? place : i));
  }
}
