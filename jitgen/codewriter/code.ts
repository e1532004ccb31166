// Jitcode before registers and positions are chosen: blocks of instructions over the graph's own variables. An
// instruction's operands stand as INSTRUCTIONS spells them; which of them are read and written follows from there.

import { INSTRUCTIONS, type InstructionName } from "../tables/jitcode.ts";
import { KIND } from "../tables/operations.ts";
import type { Position, Value, Variable } from "../../translator/model/graph.ts";
import { kindOf, type LowType } from "../../translator/model/types.ts";
import { broken } from "../../translator/support/diagnostics.ts";

/** Classes of registers, as KIND numbers them; void values have none. */
export type RegisterClass = "w" | "r" | "f";
export const CLASSES: readonly RegisterClass[] = ["w", "r", "f"];

export function classOf(type: LowType | undefined): RegisterClass | null {
  if (type === undefined) return broken("a value without a type");
  switch (kindOf(type)) {
    case "void":
      return null;
    case "ref":
      return "r";
    case "float":
      return "f";
    default:
      return "w";
  }
}

/** The KIND of a type's class. */
export function kindNumber(type: LowType | undefined): number {
  const c = classOf(type);
  return c === null ? KIND.none : c === "w" ? KIND.word : c === "r" ? KIND.ref : KIND.float;
}

/** A jump: what the target's inputs get. */
export interface Jump {
  target: CodeBlock;
  args: readonly Value[];
}

/** Where a value of a switch leads to; null: any other. */
export interface SwitchCase {
  readonly value: number | null;
  readonly jump: Jump;
}

/** What stands at an operand's place; `live` is filled in by the assembler. */
export type Operand =
  | { readonly is: "value"; readonly value: Value }
  | { readonly is: "result"; readonly variable: Variable }
  | { readonly is: "values"; readonly values: readonly Value[] }
  | { readonly is: "dst"; readonly variable: Variable | null }
  | { readonly is: "number"; readonly number: number }
  | { readonly is: "jump"; readonly jump: Jump }
  | { readonly is: "switch"; readonly cases: readonly SwitchCase[] }
  | { readonly is: "live" };

export interface Instruction {
  readonly name: InstructionName;
  readonly operands: readonly Operand[];
  readonly pos: Position | null;
}

export class CodeBlock {
  /** Variables that jumps to here give values to. */
  inputs: Variable[] = [];
  /** Of the block a `catch` leads to: the exception, put there by that instruction. */
  caught: Variable | null = null;
  code: Instruction[] = [];
  /** Where it goes on after its last instruction; null after a return, a raise or a switch. */
  next: Jump | null = null;
  readonly hint: string;

  constructor(hint: string) {
    this.hint = hint;
  }

  /** Every way out: those of its instructions, then the way on. */
  jumps(): Jump[] {
    const found: Jump[] = [];
    for (const { operands } of this.code)
      for (const o of operands)
        if (o.is === "jump") found.push(o.jump);
        else if (o.is === "switch") found.push(...o.cases.map((c) => c.jump));
    if (this.next !== null) found.push(this.next);
    return found;
  }
}

/** Variables an instruction reads. A switch's and a branch's jumps are edges of their own. */
export function usesOf({ operands }: Instruction): Variable[] {
  const found: Variable[] = [];
  const use = (v: Value): void => {
    if (v.tag === "var") found.push(v);
  };
  for (const o of operands)
    if (o.is === "value") use(o.value);
    else if (o.is === "values") o.values.forEach(use);
  return found;
}

/** The variable an instruction writes. `catch` writes on its way to the handler, where the block says so. */
export function resultOf({ name, operands }: Instruction): Variable | null {
  if (name === "catch") return null;
  for (const o of operands) if (o.is === "result" || o.is === "dst") return o.variable;
  return null;
}

/** Is the liveness set what the instruction needs to run again, rather than what is needed after it? */
export function runsAgain(name: InstructionName): boolean {
  return !name.startsWith("call_") && name !== "new_array";
}

export function hasLive(name: InstructionName): boolean {
  return (INSTRUCTIONS[name].operands as readonly string[]).includes("live");
}

/** Reachable blocks in reverse postorder: definitions before uses. */
export function orderOf(start: CodeBlock): CodeBlock[] {
  const post: CodeBlock[] = [];
  const seen = new Set([start]);
  const stack = [{ block: start, jumps: start.jumps(), at: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const jump = top.jumps[top.at++];
    if (jump === undefined) {
      post.push(top.block);
      stack.pop();
    } else if (!seen.has(jump.target)) {
      seen.add(jump.target);
      stack.push({ block: jump.target, jumps: jump.target.jumps(), at: 0 });
    }
  }
  return post.reverse();
}
