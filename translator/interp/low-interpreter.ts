// Runs typed programs on the host: after the rtyper, and after every later phase. Exceptions may be implicit (raising
// exits, raise blocks) or explicit (exc_* operations). Whatever the graphs do wrong — reach freed memory, leave the
// bounds of an object, follow null, read what was never assigned — is an InternalError that names graph, operation and
// position. One interpreter is one run of a program.

import type { Constant } from "../model/constants.ts";
import { blocksOf, type Op, type Variable } from "../model/graph.ts";
import type { ForeignFunction } from "../model/foreign.ts";
import type { MessageName } from "../model/messages.ts";
import type { PerOp } from "../model/ops.ts";
import type { Program } from "../model/program.ts";
import { VOID, type StructType } from "../model/types.ts";
import type { UnitFunctionName } from "../model/unit-functions.ts";
import { verifyGraph } from "../model/verify.ts";
import { broken } from "../support/diagnostics.ts";
import type { Code, End, Segment, Step } from "./code.ts";
import { compileGraph, type Dialect, type Site } from "./compile-graph.ts";
import { CheckFailure, EVALUATE, type Evaluate, type EvaluatedOp } from "./evaluate.ts";
import { Frames, Uncaught, type Outcome, type RunLimits } from "./frames.ts";
import { Collection, USUAL_PLAN, type CollectionPlan } from "./collection.ts";
import { Heap, live, type HeapObject } from "./heap.ts";
import { type RootOwner, RootStack } from "./root-stack.ts";
import { CALL_OPS, type CallOp } from "./call-steps.ts";
import type { MachineOps } from "./operands.ts";
import { STEPS } from "./steps.ts";
import { describe, isOfType, machineValue, type MachineValue } from "./values.ts";
import { bytesOf } from "./world.ts";

export interface RunOptions extends RunLimits {
  /** When to collect, of programs fitted to a collector that needs roots. */
  readonly collections?: CollectionPlan;
  /** Other meanings of operations, for tests that want to see them noticed. */
  readonly evaluate?: Partial<PerOp<Evaluate, EvaluatedOp>>;
  /** The functions that other units export (model/unit-functions.ts). They may call graphs of this program. */
  readonly units?: Partial<Readonly<Record<UnitFunctionName, UnitHook>>>;
  /** Runs code whose key no graph of this program has: that of another unit, whose address came as a word. */
  readonly elsewhere?: (key: string, args: readonly MachineValue[]) => MachineValue;
}

export type UnitHook = (args: readonly MachineValue[]) => MachineValue;

/** Runs the program from its entry. */
export function runProgram(program: Program, options: RunOptions = {}): Outcome {
  return new LowInterpreter(program, options).run();
}

export class LowInterpreter extends Frames<MachineValue> implements MachineOps, Dialect<MachineValue> {
  readonly heap = new Heap();
  readonly collection: Collection | undefined;
  readonly evaluate: PerOp<Evaluate, EvaluatedOp>;
  exception: HeapObject | null = null;
  private readonly program: Program;
  /** Once stack checks are in place, only they find the stack full; before, every call does. */
  private readonly hasStackChecks: boolean;
  private readonly codes = new Map<string, Code<MachineValue>>();
  private readonly names = new Map<StructType, HeapObject>();
  /** By handle, of coroutines that have not ended. */
  private readonly owners = new Map<number, RootOwner>();
  /** Root stacks of those that wait for a coroutine they have resumed, the innermost last. */
  private readonly waiting: RootStack[] = [];
  readonly elsewhere: NonNullable<RunOptions["elsewhere"]>;
  private readonly units: Readonly<Record<string, UnitHook | undefined>>;

  constructor(program: Program, options: RunOptions = {}) {
    super(options, program.sources);
    this.program = program;
    this.evaluate = options.evaluate === undefined ? EVALUATE : { ...EVALUATE, ...options.evaluate };
    this.units = options.units ?? {};
    if (program.collector !== undefined) {
      this.collection = new Collection(program.collector, options.collections ?? USUAL_PLAN, {
        replace: (move) => {
          this.exception = move(this.exception) as HeapObject | null;
        },
        forget: (now) => {
          this.forgetTraceback(now);
        },
        coroutine: (handle) => this.owners.get(Number(handle)),
        active: () => this.coroutines.active().map((handle) => this.ownerOf(handle)),
        waiting: () => this.waiting,
      });
      this.heap.onAllocation = (object) => this.collection?.allocated(object);
    }
    this.elsewhere = options.elsewhere ?? ((key) => broken(`there is no graph '${key}'`));
    this.hasStackChecks = [...program.graphs.values()].some((g) =>
      blocksOf(g).some((b) => b.ops.some((op) => op.name === "stack_check" || op.name === "stack_is_low")),
    );
  }

  /** Runs the entry to its end. */
  run(): Outcome {
    return this.outcome(() => {
      const result = this.callGraph(this.program.entry, []);
      this.collection?.checkLeft();
      return this.exception === null ? Number(result) : this.uncaught(this.exception);
    });
  }

  /** Calls one graph with arguments; its result. An exception is left in `exception`. */
  callGraph(key: string, args: readonly MachineValue[]): MachineValue {
    const code = this.codeOf(key);
    const registers = code.template.slice();
    args.forEach((value, i) => (registers[i] = value));
    const result = this.runCode(code, registers);
    if (!(result instanceof Uncaught)) return result;
    this.exception = live(result.exception);
    return undefined;
  }

  /** The runtime's last words about an exception that left the entry. */
  get collections(): number {
    return this.collection?.collections ?? 0;
  }

  private uncaught(exception: HeapObject): number {
    this.world.write(2, bytesOf(`uncaught ${exception.struct.displayName}\n`));
    this.printTraceback();
    return 1;
  }

  /** A check that does not hold has its error made by the program's own graph. */
  protected failure(problem: unknown, op: Op | undefined): Segment<MachineValue> | null {
    if (!(problem instanceof CheckFailure)) throw problem;
    const code = this.codeOf(this.makerOf(problem.check));
    return this.push(code, code.template.slice(), op ?? broken("a check failed outside of an operation"));
  }

  private makerOf(check: MessageName): string {
    return this.program.wellKnown?.makeError.get(check) ?? broken(`no graph makes the error '${check}'`);
  }

  // ---- the dialect ----

  constant(c: Constant): MachineValue {
    const value = machineValue(c.value, c.type, (object) => this.heap.objectFor(object));
    const isStatic = c.value.kind === "name" || c.value.kind === "struct" || c.value.kind === "graph";
    if (!isStatic && c.type !== undefined && !isOfType(value, c.type))
      return broken(`the constant ${describe(value)} has another type`);
    return value;
  }

  step(site: Site): Step<MachineValue> | null {
    if (Object.hasOwn(CALL_OPS, site.op.name)) return null;
    return STEPS[site.op.name as keyof typeof STEPS](site, this);
  }

  call(site: Site): End<MachineValue> {
    return CALL_OPS[site.op.name as CallOp](site, this);
  }

  check(value: MachineValue, variable: Variable): void {
    if (!isOfType(value, variable.type ?? VOID)) broken(`'${variable.hint}' would be ${describe(value)}`);
  }

  // ---- what steps ask ----

  codeOf(key: string): Code<MachineValue> {
    let code = this.codes.get(key);
    if (code === undefined) {
      const graph = this.program.graphs.get(key) ?? broken(`there is no graph '${key}'`);
      const problems = verifyGraph(graph, "typed", this.program);
      if (problems.length > 0) broken(`an ill-formed graph:\n${problems.slice(0, 10).join("\n")}`);
      this.codes.set(key, (code = compileGraph(graph, this, undefined)));
    }
    return code;
  }

  hasCode(key: string): boolean {
    return this.program.graphs.has(key);
  }

  enter(code: Code<MachineValue>, registers: MachineValue[]): Segment<MachineValue> {
    if (!this.hasStackChecks && this.depth === this.maxDepth) throw new CheckFailure("stack");
    if (this.depth > this.maxDepth + 100_000) broken("endless recursion without a stack check");
    return this.push(code, registers);
  }

  // ---- coroutines; the collector sees their references as coroutine.c shows them ----

  get currentCoroutine(): number {
    return this.coroutines.current;
  }

  openCoroutine(object: HeapObject): void {
    const handle = this.coroutines.open();
    object.fields[0] = handle;
    this.owners.set(handle, { object, roots: new RootStack(), isActive: false });
  }

  private ownerOf(handle: number): RootOwner {
    return this.owners.get(handle) ?? broken(`there is no coroutine ${handle}`);
  }

  resumeCoroutine(
    handle: number,
    code: () => Code<MachineValue>,
    registers: () => MachineValue[],
  ): Segment<MachineValue> {
    const owner = this.ownerOf(handle);
    const { collection } = this;
    // What is behind the barrier is what it had before.
    collection?.barrier(owner.object);
    const next = this.continueCoroutine(handle, code, registers);
    owner.isActive = true;
    if (collection !== undefined) {
      this.waiting.push(collection.roots);
      collection.roots = owner.roots;
    }
    return next;
  }

  suspendCoroutine(): Segment<MachineValue> {
    const owner = this.ownerOf(this.coroutines.current);
    this.collection?.barrier(owner.object);
    this.leaveRoots(owner);
    return this.leaveCoroutine();
  }

  protected override coroutineEnds(): void {
    const owner = this.ownerOf(this.coroutines.current);
    if (this.exception !== null) broken("an exception leaves a coroutine");
    if (owner.roots.depth > 0) broken(`a coroutine ends with ${owner.roots.depth} frames of roots`);
    this.leaveRoots(owner);
    owner.object.fields[0] = 0;
    this.owners.delete(this.coroutines.current);
  }

  private leaveRoots(owner: RootOwner): void {
    owner.isActive = false;
    const roots = this.waiting.pop();
    if (this.collection !== undefined && roots !== undefined) this.collection.roots = roots;
  }

  stackIsLow(): boolean {
    return this.depth >= this.maxDepth;
  }

  resetTraceback(op: Op): void {
    this.startTraceback(this.exception, op.pos);
  }

  addTraceback(op: Op): void {
    this.addSite(op.pos ?? this.current().graph.pos);
  }

  foreignFunction(name: string): ForeignFunction {
    return this.program.foreign.get(name) ?? broken(`the program has no C function '${name}'`);
  }

  unitFunction(name: string): UnitHook {
    return this.units[name] ?? broken(`no unit exports '${name}'`);
  }

  /** The prebuilt string of a type's name. */
  nameOf(type: StructType): HeapObject {
    let name = this.names.get(type);
    if (name === undefined) {
      const text = type.displayName;
      const known = this.program.wellKnown ?? broken("the program has no strings");
      const units = [...Array(text.length).keys()].map((i) => text.charCodeAt(i));
      name = this.heap.allocatePrebuilt(
        units.some((u) => u > 0xff) ? known.utf16 : known.latin1,
        text.length,
      );
      for (const [i, unit] of units.entries()) if (name.items !== null) name.items[i] = unit;
      this.names.set(type, name);
    }
    return name;
  }
}
