// The target as the JIT runtime sees it under Node: the array of pools in the heap of a graph interpreter, which runs the
// target's code when the runtime calls it. Host code; the JIT runtime itself knows only vmsmith/raw. Implements
// SimulatedTarget: what is wrong with an access, an offset or a call is an InternalError.

import type { SimulatedTarget as Simulated } from "../../rlib/raw.ts";
import { HeapObject } from "../../translator/interp/heap.ts";
import type { LowInterpreter } from "../../translator/interp/low-interpreter.ts";
import { describe, isOfType, type MachineValue } from "../../translator/interp/values.ts";
import { BOOL, StructType, VOID } from "../../translator/model/types.ts";
import { broken } from "../../translator/support/diagnostics.ts";

export class SimulatedTarget implements Simulated {
  /** The array of pools. */
  readonly pools: HeapObject;
  private readonly machine: LowInterpreter;

  constructor(pools: MachineValue, machine: LowInterpreter) {
    this.pools = pools instanceof HeapObject ? pools : broken(`${describe(pools)} is no array of pools`);
    this.machine = machine;
  }

  /** Runs a graph of the target by its key, also while the target waits for the runtime. The graph must not raise. */
  callCode(code: unknown, args: readonly unknown[]): MachineValue {
    const { machine } = this;
    if (typeof code !== "string")
      return broken(`call of ${describe(code as MachineValue)}, which is no code`);
    const { graph } = machine.codeOf(code);
    const values = args as readonly MachineValue[];
    if (values.length !== graph.args.length)
      broken(`'${code}' takes ${graph.args.length} arguments, is given ${values.length}`);
    if (graph.resultType === BOOL || graph.args.some((a) => a.type === BOOL))
      broken(`'${code}' has bools in its signature, which cannot be called by words`);
    graph.args.forEach((parameter, i) => {
      if (!isOfType(values[i], parameter.type ?? VOID))
        broken(`'${code}' is given ${describe(values[i])} as argument ${i}`);
    });
    const result = machine.callGraph(code, values);
    if (machine.exception !== null)
      broken(`'${code}' raises ${describe(machine.exception)}, which cannot leave the target`);
    return result;
  }

  methodOf(type: unknown, slot: number): string {
    return type instanceof StructType
      ? (type.vtable[slot]?.graph ?? broken(`type ${type.name} has no method ${slot}`))
      : broken("the method of something that is no type");
  }

  // ---- the array of pools is an object like others ----

  loadAt(offset: number): MachineValue {
    return this.pools.loadAt(offset);
  }

  storeAt(offset: number, value: unknown): void {
    this.pools.storeAt(offset, value);
  }

  typeWord(): StructType {
    return this.pools.typeWord();
  }

  isInstance(type: unknown): boolean {
    return this.pools.isInstance(type);
  }

  identityHash(): number {
    return this.pools.identityHash();
  }
}
