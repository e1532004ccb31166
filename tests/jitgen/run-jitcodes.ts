// Runs jitcodes on the simulated heap, as plainly as can be: the meaning of every instruction, for tests of the
// codewriter. What is not looked into is run by the graph interpreter.

import { decode, type Decoded } from "../../jitgen/codewriter/decode.ts";
import { decodeContext } from "../../jitgen/codewriter/verify-jitcode.ts";
import type { Jitcode, JitData } from "../../jitgen/codewriter/write.ts";
import { CONSTANT } from "../../jitgen/tables/jitcode.ts";
import { OP_NAMES } from "../../jitgen/tables/operations.ts";
import { CheckFailure, EVALUATE, type EvaluatedOp } from "../../translator/interp/evaluate.ts";
import type { Outcome } from "../../translator/interp/frames.ts";
import { type HeapObject, live } from "../../translator/interp/heap.ts";
import { LowInterpreter, type RunOptions } from "../../translator/interp/low-interpreter.ts";
import { isObject, machineValue, type MachineValue } from "../../translator/interp/values.ts";
import type { Graph } from "../../translator/model/graph.ts";
import { placedFields } from "../../translator/model/layout.ts";
import { LOW_OPS, type LowOp } from "../../translator/model/ops.ts";
import type { Program } from "../../translator/model/program.ts";
import type { StructType } from "../../translator/model/types.ts";
import { FLOAT, INT, kindOf, type LowType, OBJECT } from "../../translator/model/types.ts";
import { broken } from "../../translator/support/diagnostics.ts";

/** An exception of the program on its way through jitcodes. */
class Raised extends Error {
  readonly object: HeapObject;
  constructor(object: HeapObject) {
    super("raised");
    this.object = object;
  }
}

interface Frame {
  readonly w: MachineValue[];
  readonly r: MachineValue[];
  readonly f: MachineValue[];
}

const MOST_FRAMES = 1500;

export class JitcodeRunner extends LowInterpreter {
  private readonly data: JitData;
  private readonly graphs: ReadonlyMap<string, Graph>;
  private readonly byKey: ReadonlyMap<string, Jitcode>;
  private readonly start: string;
  private readonly makeError: ReadonlyMap<string, string>;
  private readonly decoded = new Map<Jitcode, ReadonlyMap<number, Decoded>>();
  private activations = 0;
  executed = 0;

  constructor(program: Program, data: JitData, options: RunOptions) {
    super(program, options);
    this.data = data;
    this.graphs = program.graphs;
    this.start = program.entry;
    this.makeError = program.wellKnown?.makeError ?? new Map<string, string>();
    this.byKey = new Map(data.jitcodes.map((j) => [j.graph.key, j]));
  }

  /** Runs the entry's jitcode to its end. */
  runJitcodes(): Outcome {
    return this.outcome(() => Number(this.callKey(this.start, [])));
  }

  /** Calls code by its key, as a jitcode if there is one; arguments and result are of registers. */
  private callKey(key: string, args: readonly MachineValue[]): MachineValue {
    const jitcode = this.byKey.get(key);
    if (jitcode !== undefined) return this.interpret(jitcode, args);
    const graph = this.graphs.get(key) ?? broken(`no graph ${key}`);
    const result = this.callGraph(
      key,
      args.map((v, i) => fromRegister(v, graph.args[i]?.type ?? OBJECT.ref)),
    );
    const { exception } = this;
    this.exception = null;
    if (exception !== null) throw new Raised(exception);
    return toRegister(result);
  }

  private fail(message: string): never {
    const made = this.callGraph(this.makeError.get(message) ?? broken(`no error ${message}`), []);
    throw new Raised(live(made));
  }

  private codeFor(jitcode: Jitcode): ReadonlyMap<number, Decoded> {
    let code = this.decoded.get(jitcode);
    if (code === undefined) {
      const all = decode(jitcode.code.units, decodeContext(this.data)).code;
      this.decoded.set(jitcode, (code = new Map(all.map((d) => [d.at, d]))));
    }
    return code;
  }

  private interpret(jitcode: Jitcode, args: readonly MachineValue[]): MachineValue {
    if (++this.activations > MOST_FRAMES) {
      this.activations--;
      this.fail("stack");
    }
    try {
      return new Activation(this, jitcode, this.codeFor(jitcode), args).run();
    } finally {
      this.activations--;
    }
  }

  // ---- what activations ask ----

  pool(cls: "w" | "r" | "f", n: number): MachineValue {
    const { words, refs, floats } = this.data.pools;
    const value = { w: words, r: refs, f: floats }[cls][n] ?? broken("no such constant");
    const type = cls === "w" ? INT : cls === "r" ? OBJECT.ref : FLOAT;
    return toRegister(machineValue(value, type, (o) => this.heap.objectFor(o)));
  }

  row(n: number): readonly number[] {
    return this.data.pools.descriptors[n] ?? broken("no such descriptor");
  }

  jump(descr: number, value: MachineValue): number {
    const [, first = 0, count = 0, otherwise = 0] = this.row(descr);
    for (let i = first; i < first + count; i++)
      if (this.data.pools.switches[2 * i] === value) return this.data.pools.switches[2 * i + 1] ?? 0;
    return otherwise;
  }

  callCode(code: MachineValue, args: readonly MachineValue[]): MachineValue {
    return this.callKey(typeof code === "string" ? code : broken("a call of no code"), args);
  }

  callJitcode(n: number, args: readonly MachineValue[]): MachineValue {
    return this.callKey(this.data.jitcodes[n]?.graph.key ?? "", args);
  }

  evaluateOp(n: number, args: readonly MachineValue[]): MachineValue {
    const name = OP_NAMES[n] as EvaluatedOp;
    const kinds = LOW_OPS[name as LowOp].args as readonly string[];
    try {
      return toRegister(EVALUATE[name](...args.map((v, i) => (kinds[i] === "bool" ? v !== 0 : v))));
    } catch (problem) {
      if (problem instanceof CheckFailure) return this.fail(problem.check);
      throw problem;
    }
  }

  failed(message: string): never {
    return this.fail(message);
  }
}

function toRegister(v: MachineValue): MachineValue {
  return typeof v === "boolean" ? Number(v) : v;
}

/** Words tell neither bools nor null code from ints. */
function fromRegister(v: MachineValue, type: LowType): MachineValue {
  if (kindOf(type) === "bool") return v !== 0;
  return kindOf(type) === "func" && v === 0 ? null : v;
}

/** One frame. */
class Activation {
  private readonly runner: JitcodeRunner;
  private readonly code: ReadonlyMap<number, Decoded>;
  private readonly frame: Frame = { w: [], r: [], f: [] };

  constructor(
    runner: JitcodeRunner,
    jitcode: Jitcode,
    code: ReadonlyMap<number, Decoded>,
    args: readonly MachineValue[],
  ) {
    this.runner = runner;
    this.code = code;
    const params = jitcode.graph.args.filter((v) => v.type !== undefined && kindOf(v.type) !== "void");
    params.forEach((v, i) => {
      const kind = kindOf(v.type ?? INT);
      const cls = kind === "ref" ? "r" : kind === "float" ? "f" : "w";
      this.frame[cls].push(args[i]);
    });
  }

  run(): MachineValue {
    for (let at = 0; ;) {
      const d = this.code.get(at) ?? broken(`no instruction at ${at}`);
      this.runner.executed++;
      let next: number | { readonly result: MachineValue };
      try {
        next = this.step(d);
      } catch (problem) {
        if (!(problem instanceof Raised)) throw problem;
        const handler = this.code.get(d.next);
        if (handler?.name !== "catch" || d.name === "raise") throw problem;
        this.write(handler, problem.object);
        next = this.unit(handler, "to");
      }
      if (typeof next !== "number") return next.result;
      at = next;
    }
  }

  private unit(d: Decoded, is: string): number {
    return d.operands.find((o) => o.is === is)?.unit ?? broken(`${d.name} has no ${is}`);
  }

  private reads(d: Decoded): MachineValue[] {
    return d.operands.flatMap((o) => {
      if (o.is !== "read") return [];
      return [
        o.unit >= CONSTANT ? this.runner.pool(o.class, o.unit - CONSTANT) : this.frame[o.class][o.unit],
      ];
    });
  }

  private write(d: Decoded, value: MachineValue): void {
    const o = d.operands.find((operand) => operand.is === "write");
    if (o?.is === "write") this.frame[o.class][o.unit] = value;
  }

  private step(d: Decoded): number | { readonly result: MachineValue } {
    const args = this.reads(d);
    const [a, b, c] = args;
    const { name } = d;
    if (name === "catch") return d.next;
    if (name === "goto") return this.unit(d, "to");
    if (name === "branch") return a !== 0 ? d.next : this.unit(d, "to");
    if (name === "switch") return this.runner.jump(this.unit(d, "descr"), a);
    if (name === "raise") throw new Raised(live(a));
    if (name.startsWith("return_")) return { result: a };
    this.write(d, this.value(d, args, a, b, c));
    return d.next;
  }

  private value(
    d: Decoded,
    args: MachineValue[],
    a: MachineValue,
    b: MachineValue,
    c: MachineValue,
  ): MachineValue {
    const { name } = d;
    const { runner } = this;
    if (name.startsWith("move_")) return a;
    if (name.startsWith("eval_")) return runner.evaluateOp(this.unit(d, "op"), args);
    if (name.startsWith("is_constant_")) return 0;
    if (name.startsWith("get_field_")) return toRegister(live(a).loadAt(this.field(d)));
    if (name.startsWith("set_field_")) {
      this.store(live(a), this.field(d), b);
      return;
    }
    if (name.startsWith("get_item_")) return toRegister(live(a).loadAt(this.item(d, b)));
    if (name.startsWith("set_item_")) {
      this.store(live(a), this.item(d, b), c);
      return;
    }
    switch (name) {
      case "word_eq":
        return Number(a === b || ((a === null || a === 0) && (b === null || b === 0)));
      case "get_type":
        return live(a).struct;
      case "instance_of":
        return Number(isObject(a) && live(a).struct.extends(b as StructType));
      case "type_slot":
        return (a as StructType).vtable[this.unit(d, "n")]?.graph ?? broken("no such method");
      case "check_w":
      case "check_ww":
      case "check_f":
      case "check_int":
        return runner.evaluateOp(this.unit(d, "op"), args);
      case "check_null":
        return a ?? this.failed(d);
      case "check_cast":
        return isObject(a) && live(a).struct.extends(b as StructType) ? a : this.failed(d);
      case "check_true":
        return a !== 0 ? undefined : this.failed(d);
      case "new_struct":
      case "new_array":
        return runner.callCode(runner.pool("w", runner.row(this.unit(d, "descr"))[1] ?? 0), args);
      case "call_inline":
        return runner.callJitcode(this.unit(d, "code"), args);
      case "call_residual":
      case "call_indirect":
        return runner.callCode(a, args.slice(1));
      default:
        // The JIT's own instructions compute nothing.
        return undefined;
    }
  }

  /** Raises the error of the instruction's descriptor. */
  private failed(d: Decoded): never {
    const code = this.runner.pool("w", this.runner.row(this.unit(d, "descr"))[1] ?? 0);
    const made = this.runner.callCode(code, []);
    throw new Raised(live(made));
  }

  private field(d: Decoded): number {
    return this.runner.row(this.unit(d, "descr"))[1] ?? 0;
  }

  private item(d: Decoded, index: MachineValue): number {
    const [, offset = 0, , size = 0] = this.runner.row(this.unit(d, "descr"));
    return offset + Number(index) * size;
  }

  private store(object: HeapObject, offset: number, value: MachineValue): undefined {
    object.storeAt(offset, fromRegister(value, storedType(object.struct, offset)));
    return undefined;
  }
}

function storedType(struct: StructType, offset: number): LowType {
  const type = placedFields(struct).find((p) => p.offset === offset)?.field.type ?? struct.itemType();
  return type === null || type.tag === "narrow" ? INT : type;
}
