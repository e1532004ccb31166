// Checks the invariants of graphs and programs and reports every violation, each as one sentence. Finds, never mends.
//
// Always ("flow"):
//   - Every reachable block ends in exits, except the return and raise blocks, which hold no operations and no exits.
//   - The return block and the raise block take one input each.
//   - A link passes as many arguments as its target has inputs.
//   - A variable is defined once, and its definition dominates every use.
//   - Exits fit their switch: none → one exit without a case; a boolean → exactly false and true; an integer or string
//     → distinct cases with one "default" last; RAISES → two exits, the second alone with an exception variable, and a
//     last operation that may raise.
// After the rtyper ("typed"), see also verify-ops.ts for operations:
//   - Every variable and operand constant has a type; link arguments fit the inputs; the exception is a reference.
//   - Returned values fit the graph's result; the switch is a bool or an int.
//   - Keys, layout names and prebuilt names are unique; layouts stand after their bases and repeat no field; method
//     tables extend the base's; the entry takes nothing and returns an int, or a unit exports what its table says; every error message has its graph.
// After the exceptions phase ("exceptionsExplicit"):
//   - No exit is RAISES, no block links to the raise block, no check operation is left.

import {
  blocksOf,
  dominates,
  dominators,
  RAISES,
  type Block,
  type Graph,
  type Link,
  type Value,
  type Variable,
} from "./graph.ts";
import { MESSAGES, type MessageName } from "./messages.ts";
import { FLOW_OPS, type FlowOp } from "./flow-ops.ts";
import { lowFacts, mayRaise } from "./ops.ts";
import type { Program } from "./program.ts";
import { graphType, quoteName, reachableObjects } from "./text.ts";
import { fits, funcType, INT, kindOf, sameType, typeText } from "./types.ts";
import { unitFunction, unitType } from "./unit-functions.ts";
import { opProblems } from "./verify-ops.ts";
import { structProblems } from "./verify-structs.ts";

/** How much must hold; each level includes those before it. */
export type Level = "flow" | "typed" | "exceptionsExplicit";

/** Every violation in a program, in a deterministic order; empty if it is well formed. */
export function verifyProgram(program: Program, level: Level): string[] {
  const problems = [...program.graphs].flatMap(([key, graph]) => [
    ...(graph.key === key ? [] : [`graph ${quoteName(graph.key)} is filed under ${quoteName(key)}`]),
    ...verifyGraph(graph, level, program),
  ]);
  if (level === "flow") return problems;
  const names = new Set<string>();
  for (const object of reachableObjects(program)) {
    if (names.has(object.name)) problems.push(`two prebuilt objects are called @${object.name}`);
    names.add(object.name);
  }
  return [...structProblems(program), ...entryProblems(program), ...problems];
}

function entryProblems(program: Program): string[] {
  const problems: string[] = exportProblems(program);
  const entry = program.graphs.get(program.entry);
  if (program.exports !== undefined) {
    if (program.entry !== "") problems.push("a unit has no entry");
  } else if (program.library !== undefined) {
    for (const key of program.library.graphs.values())
      if (!program.graphs.has(key)) problems.push(`'${key}', an entry of the library, is no graph`);
  } else if (entry === undefined) problems.push(`the entry '${program.entry}' is no graph`);
  else if (entry.args.length > 0 || entry.resultType === undefined || !sameType(entry.resultType, INT))
    problems.push(`the entry '${program.entry}' must take nothing and return an int`);
  const known = program.wellKnown;
  if (known === undefined) return problems;
  for (const message of Object.keys(MESSAGES) as MessageName[]) {
    const key = known.makeError.get(message);
    const graph = key === undefined ? undefined : program.graphs.get(key);
    const isMaker =
      graph?.args.length === 0 && graph.resultType !== undefined && fits(graph.resultType, known.error.ref);
    if (key !== undefined && !isMaker)
      problems.push(
        `'${key}', which makes the error '${message}', must take nothing and return *${known.error.name}`,
      );
  }
  return problems;
}

function exportProblems(program: Program): string[] {
  return [...(program.exports ?? [])].flatMap(([name, key]) => {
    const row = unitFunction(name);
    if (row === undefined) return [`model/unit-functions.ts has no '${name}'`];
    const type = funcType(row.args.map(unitType), unitType(row.result));
    const own = graphType(program.graphs.get(key));
    return own !== undefined && sameType(own, type)
      ? []
      : [`'${key}', which is exported as ${name}, must be ${typeText(type)}`];
  });
}

/** Every violation in one graph. */
export function verifyGraph(graph: Graph, level: Level, program?: Program): string[] {
  return new GraphVerifier(graph, level, program).run();
}

class GraphVerifier {
  private readonly graph: Graph;
  private readonly level: Level;
  private readonly program: Program | undefined;
  private readonly problems: string[] = [];
  private readonly blocks: readonly Block[];
  private readonly idom: Map<Block, Block>;
  private readonly definedIn = new Map<Variable, Block>();

  constructor(graph: Graph, level: Level, program: Program | undefined) {
    this.graph = graph;
    this.level = level;
    this.program = program;
    this.blocks = blocksOf(graph);
    this.idom = dominators(graph);
  }

  run(): string[] {
    for (const block of this.blocks) this.collectDefinitions(block);
    for (const block of this.blocks) {
      this.checkBlock(block);
      this.checkUses(block);
    }
    return this.problems;
  }

  private say(block: Block, problem: string): void {
    this.problems.push(`graph ${quoteName(this.graph.key)}, block ${quoteName(block.hint)}: ${problem}`);
  }

  private collectDefinitions(block: Block): void {
    const define = (v: Variable): void => {
      if (this.definedIn.has(v)) this.say(block, `'${v.hint}' is defined twice`);
      this.definedIn.set(v, block);
      if (this.level !== "flow" && v.type === undefined) this.say(block, `'${v.hint}' has no type`);
    };
    block.inputs.forEach(define);
    for (const op of block.ops) define(op.result);
    for (const exit of block.exits) if (exit.exception !== undefined) define(exit.exception);
  }

  private isFinal(block: Block): boolean {
    return block === this.graph.returnBlock || block === this.graph.raiseBlock;
  }

  private checkBlock(block: Block): void {
    if (this.isFinal(block)) {
      if (block.inputs.length !== 1) this.say(block, `must take one input, takes ${block.inputs.length}`);
      if (block.ops.length > 0 || block.exits.length > 0)
        this.say(block, "must hold neither operations nor exits");
      return;
    }
    for (const op of block.ops) {
      if (this.level !== "flow")
        for (const p of opProblems(op, this.program)) this.say(block, `${op.name}: ${p}`);
      if (this.level === "exceptionsExplicit" && lowFacts(op.name)?.effect === "check")
        this.say(block, `the check ${op.name} is left`);
    }
    this.checkExits(block);
    block.exits.forEach((exit, i) => this.checkLink(block, exit, i));
  }

  private checkExits(block: Block): void {
    const { exits, exitSwitch: on } = block;
    const cases = exits.map((e) => e.case);
    if (exits.length === 0) this.say(block, "has no exit");
    else if (on === null) {
      if (exits.length !== 1 || cases[0] !== null)
        this.say(block, "without a switch there must be one exit without a case");
    } else if (on === RAISES) this.checkRaises(block);
    else if (cases.some((c) => typeof c === "boolean")) {
      const isPair = cases.length === 2 && cases.includes(true) && cases.includes(false);
      if (!isPair)
        this.say(block, `a boolean switch needs exactly the exits false and true, has ${cases.join(", ")}`);
      if (this.level !== "flow" && on.type !== undefined && kindOf(on.type) !== "bool")
        this.say(block, `switches on a ${typeText(on.type)} by booleans`);
    } else {
      if (cases.at(-1) !== "default") this.say(block, `the last exit of a switch must be "default"`);
      if (new Set(cases).size !== cases.length) this.say(block, "a switch repeats a case");
      if (cases.includes(null)) this.say(block, "an exit of a switch has no case");
      if (this.level !== "flow" && on.type !== undefined && kindOf(on.type) !== "int")
        this.say(block, `switches on a ${typeText(on.type)} by integers`);
    }
  }

  // Some names are in both tables of operations, with different answers.
  private canRaise(op: string): boolean {
    return this.level === "flow" && Object.hasOwn(FLOW_OPS, op)
      ? FLOW_OPS[op as FlowOp].raises
      : mayRaise(op);
  }

  private checkRaises(block: Block): void {
    const last = block.ops.at(-1);
    const [normal, handler] = block.exits;
    if (this.level === "exceptionsExplicit") this.say(block, "an exceptional exit is left");
    if (last === undefined || !this.canRaise(last.name))
      this.say(block, "leaves by exception, but its last operation cannot raise");
    if (block.exits.length !== 2 || normal?.exception !== undefined || handler?.exception === undefined)
      this.say(block, "a raising block needs two exits, the second with an exception variable");
    const type = handler?.exception?.type;
    const root = this.program?.wellKnown?.error.ref;
    if (this.level === "flow" || type === undefined) return;
    if (root === undefined ? type.tag !== "ref" : !sameType(type, root))
      this.say(
        block,
        `the exception variable must be a *${root?.to.name ?? "reference"}, is ${typeText(type)}`,
      );
  }

  private checkLink(block: Block, exit: Link, index: number): void {
    const { target } = exit;
    if (exit.exception !== undefined && (block.exitSwitch !== RAISES || index !== 1))
      this.say(block, "an ordinary exit has an exception variable");
    if (this.level === "exceptionsExplicit" && target === this.graph.raiseBlock)
      this.say(block, "raises, although exceptions are explicit");
    if (exit.args.length !== target.inputs.length) {
      this.say(
        block,
        `the link to ${quoteName(target.hint)} passes ${exit.args.length} values, the block takes ${target.inputs.length}`,
      );
      return;
    }
    if (this.level === "flow") return;
    exit.args.forEach((arg, i) => {
      const input = target.inputs[i]?.type;
      if (arg.type === undefined)
        this.say(block, `the link to ${quoteName(target.hint)} passes a value without a type`);
      else if (input !== undefined && !fits(arg.type, input))
        this.say(
          block,
          `the link to ${quoteName(target.hint)} passes a ${typeText(arg.type)} where ${typeText(input)} is wanted`,
        );
    });
    if (target === this.graph.returnBlock && !resultFits(this.graph))
      this.say(block, "the return block's input is not of the graph's result type");
  }

  private checkUses(block: Block): void {
    const visible = new Set<Variable>(block.inputs);
    const use = (v: Value | null | typeof RAISES): void => {
      if (v === null || v === RAISES || v.tag === "const" || visible.has(v)) return;
      const home = this.definedIn.get(v);
      if (home === undefined) this.say(block, `'${v.hint}' is used but never defined`);
      else if (home === block || !dominates(this.idom, home, block))
        this.say(block, `'${v.hint}' is used where its definition does not reach`);
    };
    for (const op of block.ops) {
      op.args.forEach(use);
      visible.add(op.result);
    }
    use(block.exitSwitch);
    for (const exit of block.exits) {
      if (exit.exception !== undefined) visible.add(exit.exception);
      exit.args.forEach(use);
      // The normal exit of a raising block is taken without the exception, and a handler is entered without the result.
      if (exit.exception !== undefined) visible.delete(exit.exception);
    }
  }
}

function resultFits(graph: Graph): boolean {
  const input = graph.returnBlock.inputs[0]?.type;
  return input !== undefined && graph.resultType !== undefined && sameType(input, graph.resultType);
}
