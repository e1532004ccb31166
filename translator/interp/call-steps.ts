// Steps that call: they end a segment, because what they call runs before the next operation.

import { BOOL, VOID } from "../model/types.ts";
import { broken } from "../support/diagnostics.ts";
import { passArguments, type End } from "./code.ts";
import type { Site } from "./compile-graph.ts";
import { registers, type Code, type MachineOps, type Registers } from "./operands.ts";
import { describe, isOfType, type MachineValue } from "./values.ts";

export type CallOp = "call" | "call_indirect" | "call_word" | "coroutine_resume" | "coroutine_suspend";
type CallRow = (x: Site, machine: MachineOps) => End<MachineValue>;

const call: CallRow = (x, machine) => {
  const target = x.op.args[0];
  const key =
    target?.tag === "const" && target.value.kind === "graph" ? target.value.key : broken("call of no graph");
  const args = x.args.slice(1);
  let code: Code | undefined;
  return (r) => {
    code ??= machine.codeOf(key);
    return machine.enter(code, passArguments(code, args, r));
  };
};

const callIndirect: CallRow = (x, machine) => {
  const [callee] = registers(x);
  const args = x.args.slice(1);
  return (r) => {
    const code = codeBehind(r[callee], machine);
    return machine.enter(code, passThrough(code, args, r));
  };
};

function codeBehind(pointer: MachineValue, machine: MachineOps): Code {
  return typeof pointer === "string" ? machine.codeOf(pointer) : broken(`call through ${describe(pointer)}`);
}

/** Registers for a call through a pointer, which fits the code behind it. */
function passThrough(code: Code, args: readonly number[], r: Registers): Registers {
  const passed = passArguments(code, args, r);
  const { graph } = code;
  graph.args.forEach((parameter, i) => {
    if (!isOfType(passed[i], parameter.type ?? VOID))
      broken(`'${graph.key}' is called through a pointer with ${describe(passed[i])} as argument ${i}`);
  });
  if (args.length !== graph.args.length)
    broken(`'${graph.key}' is called through a pointer with ${args.length} arguments`);
  return passed;
}

const callWord: CallRow = (x, machine) => {
  const [callee] = registers(x);
  const args = x.args.slice(2);
  return (r) => {
    const key = r[callee];
    if (typeof key === "string" && !machine.hasCode(key))
      return machine.resumeWith(
        machine.elsewhere(
          key,
          args.map((n) => r[n]),
        ),
      );
    const code = codeBehind(key, machine);
    const { graph } = code;
    // A C function gives a bool in eight bits of the register, and the caller takes all of them.
    if (graph.resultType === BOOL || graph.args.some((a) => a.type === BOOL))
      broken(`'${graph.key}' has bools in its signature, which cannot be called by words`);
    return machine.enter(code, passThrough(code, args, r));
  };
};

const coroutineResume: CallRow = (x, machine) => {
  const [callee, handle] = registers(x);
  const args = x.args.slice(2);
  return (r) => {
    const code = (): Code => codeBehind(r[callee], machine);
    return machine.resumeCoroutine(Number(r[handle]), code, () => passThrough(code(), args, r));
  };
};

export const CALL_OPS: Readonly<Record<CallOp, CallRow>> = {
  call,
  call_indirect: callIndirect,
  call_word: callWord,
  coroutine_resume: coroutineResume,
  coroutine_suspend: (_x, machine) => () => machine.suspendCoroutine(),
};
