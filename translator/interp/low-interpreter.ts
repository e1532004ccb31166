// Runs typed programs on the host: after the rtyper, and after every later phase. Exceptions may be implicit (raising
// exits, raise blocks) or explicit (exc_* operations); frames are the machine's own, so deep recursion of the program
// is no recursion here. Whatever the graphs do wrong — reach freed memory, leave the bounds of an object, follow null —
// is an InternalError that names graph, operation and position. One machine is one run of a program.

import { blocksOf, type Graph, type Op, type Position } from "../model/graph.ts";
import type { MessageName } from "../model/messages.ts";
import type { PerOp } from "../model/ops.ts";
import type { Program } from "../model/program.ts";
import type { StructType } from "../model/types.ts";
import { broken, InternalError } from "../support/diagnostics.ts";
import { LineIndex } from "../support/positions.ts";
import { newSegment, type Code, type Registers, type Segment } from "./code.ts";
import { compileGraph } from "./compile-graph.ts";
import { CheckFailure, EVALUATE, type Evaluate, type EvaluatedOp } from "./evaluate.ts";
import type { HeapObject } from "./heap.ts";
import { fieldIndex, Heap, live } from "./heap.ts";
import type { MachineOps } from "./steps.ts";
import type { MachineValue } from "./values.ts";
import { bytesOf, ProgramExit, World, type WorldOptions } from "./world.ts";

export interface RunOptions extends WorldOptions {
  /** Frames until the stack counts as full; 10,000 if left out. */
  readonly maxDepth?: number;
  /** Operations until the run counts as endless; a billion if left out. */
  readonly maxSteps?: number;
  /** Other meanings of operations, for tests that want to see them noticed. */
  readonly evaluate?: Partial<PerOp<Evaluate, EvaluatedOp>>;
}

/** How a run ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
  /** Operations executed, counting the ends of blocks. */
  readonly steps: number;
}

interface Frame {
  readonly code: Code;
  readonly registers: Registers;
  /** Where it was left: the segment that ended in the call. */
  readonly segment: Segment;
  /** The check whose error is being made by the frames above, if that is why they are there. */
  readonly failed: Op | null;
}

interface Site {
  readonly graph: string;
  readonly pos: Position;
}

/** Runs the program from its entry. */
export function runProgram(program: Program, options: RunOptions = {}): Outcome {
  return new LowInterpreter(program, options).run();
}

export class LowInterpreter implements MachineOps {
  readonly heap = new Heap();
  readonly world: World;
  readonly evaluate: PerOp<Evaluate, EvaluatedOp>;
  exception: HeapObject | null = null;
  private readonly program: Program;
  private readonly maxDepth: number;
  /** Once stack checks are in place, only they find the stack full; before, every call does. */
  private readonly hasStackChecks: boolean;
  private readonly codes = new Map<string, Code>();
  private readonly names = new Map<StructType, HeapObject>();
  private readonly frames: Frame[] = [];
  private readonly lines = new Map<string, LineIndex>();
  private stepsLeft: number;
  private readonly maxSteps: number;
  private code: Code | undefined;
  private registers: Registers = [];
  private segment: Segment = newSegment();
  /** Number of the step in progress in `segment`. */
  private at = 0;
  private result: MachineValue;
  private traceback: { of: MachineValue; sites: Site[] } = { of: null, sites: [] };

  constructor(program: Program, options: RunOptions = {}) {
    this.program = program;
    this.world = new World(options);
    this.evaluate = options.evaluate === undefined ? EVALUATE : { ...EVALUATE, ...options.evaluate };
    this.maxDepth = options.maxDepth ?? 10_000;
    this.maxSteps = this.stepsLeft = options.maxSteps ?? 1e9;
    this.hasStackChecks = [...program.graphs.values()].some((g) =>
      blocksOf(g).some((b) => b.ops.some((op) => op.name === "stack_check" || op.name === "stack_is_low")),
    );
  }

  /** Runs the entry to its end. */
  run(): Outcome {
    let code: number;
    try {
      code = Number(this.call(this.program.entry, []));
      if (this.exception !== null) code = this.uncaught(this.exception);
    } catch (problem) {
      if (!(problem instanceof ProgramExit)) throw problem;
      code = problem.code;
    }
    const { stdout, stderr } = this.world;
    return { stdout, stderr, code: code & 0xff, steps: this.maxSteps - this.stepsLeft };
  }

  /** Calls one graph with arguments; its result. */
  call(key: string, args: readonly MachineValue[]): MachineValue {
    const code = this.codeOf(key);
    const registers = code.template.slice();
    args.forEach((value, i) => (registers[i] = value));
    this.code = code;
    this.registers = registers;
    this.loop(code.start);
    return this.result;
  }

  private loop(start: Segment): void {
    let segment: Segment | null = start;
    while (segment !== null) {
      this.segment = segment;
      try {
        segment = this.spin(segment);
      } catch (problem) {
        if (problem instanceof CheckFailure) segment = this.startError(problem.check);
        else throw this.located(problem);
      }
    }
  }

  /** Runs until the program ends or something is thrown. */
  private spin(start: Segment): null {
    let segment: Segment | null = start;
    while (segment !== null) {
      this.segment = segment;
      const { steps } = segment;
      const r = this.registers;
      for (let i = 0; i < steps.length; i++) {
        this.at = i;
        (steps[i] as (r: Registers) => void)(r);
      }
      this.at = steps.length;
      this.stepsLeft -= steps.length + 1;
      if (this.stepsLeft < 0) broken(`more than ${this.maxSteps} operations`);
      segment = segment.end(r);
    }
    return null;
  }

  codeOf(key: string): Code {
    let code = this.codes.get(key);
    if (code === undefined) {
      const graph: Graph = this.program.graphs.get(key) ?? broken(`there is no graph '${key}'`);
      this.codes.set(key, (code = compileGraph(graph, this.program, this)));
    }
    return code;
  }

  enter(code: Code, registers: Registers, from: Segment): Segment {
    const depth = this.frames.length;
    if (!this.hasStackChecks && depth === this.maxDepth) throw new CheckFailure("stack");
    if (depth > this.maxDepth + 100_000) broken("endless recursion without a stack check");
    this.push(from, null, code, registers);
    return code.start;
  }

  private push(segment: Segment, failed: Op | null, code: Code, registers: Registers): void {
    this.frames.push({ code: this.current(), registers: this.registers, segment, failed });
    this.code = code;
    this.registers = registers;
  }

  private current(): Code {
    return this.code ?? broken("nothing is running");
  }

  private pop(): Frame | undefined {
    const frame = this.frames.pop();
    if (frame === undefined) return undefined;
    this.code = frame.code;
    this.registers = frame.registers;
    this.segment = frame.segment;
    return frame;
  }

  returnValue(value: MachineValue): Segment | null {
    const frame = this.pop();
    if (frame === undefined) {
      this.result = value;
      return null;
    }
    if (frame.failed !== null) return this.raiseAt(frame.failed, live(value));
    const { resume, steps } = frame.segment;
    this.at = steps.length;
    if (resume === null) return broken("a return to something that did not call");
    resume.accept(this.registers, value);
    return resume.next;
  }

  // ---- exceptions ----

  /** A check of the operation in progress does not hold: has its error made. */
  private startError(check: MessageName): Segment {
    const key = this.program.wellKnown?.makeError.get(check) ?? broken(`no graph makes the error '${check}'`);
    const op = this.segment.ops[this.at] ?? broken("a check failed outside of an operation");
    const code = this.codeOf(key);
    this.push(this.segment, op, code, code.template.slice());
    return code.start;
  }

  /** The operation raises, in the frame on top. */
  private raiseAt(op: Op, exception: HeapObject): Segment | null {
    this.startTraceback(exception, op.pos ?? this.current().graph.pos);
    return this.unwindFrom(op, exception);
  }

  raiseHere(value: MachineValue, pos: Position | null): Segment | null {
    const exception = live(value);
    this.startTraceback(exception, pos);
    return this.leaveFrame(exception);
  }

  private unwindFrom(op: Op, exception: HeapObject): Segment | null {
    const { raising, handler } = this.segment;
    return raising === op && handler !== null
      ? handler.enter(this.registers, exception)
      : this.leaveFrame(exception);
  }

  private leaveFrame(exception: HeapObject): Segment | null {
    for (;;) {
      const frame = this.pop();
      if (frame === undefined) {
        this.exception = exception;
        return null;
      }
      const { segment, failed } = frame;
      const op =
        failed ?? segment.ops[segment.steps.length] ?? broken("an exception passes what did not call");
      this.addTraceback(op);
      if (segment.raising === op && segment.handler !== null)
        return segment.handler.enter(this.registers, exception);
    }
  }

  /** The runtime's last words about an exception that left the entry. */
  private uncaught(exception: HeapObject): number {
    this.world.write(2, bytesOf(`uncaught ${exception.struct.displayName}\n`));
    this.printTraceback();
    return 1;
  }

  // ---- traceback ----

  resetTraceback(op: Op): void {
    this.startTraceback(this.exception, op.pos);
  }

  /** Nothing if the exception is the one already recorded: a rethrow keeps its first place. */
  private startTraceback(exception: MachineValue, pos: Position | null): void {
    if (this.traceback.of === exception) return;
    this.traceback = { of: exception, sites: [] };
    this.addSite(pos);
  }

  addTraceback(op: Op): void {
    this.addSite(op.pos ?? this.current().graph.pos);
  }

  private addSite(pos: Position | null): void {
    const { graph } = this.current();
    if (pos !== null && graph.unit !== "core") this.traceback.sites.push({ graph: graph.name, pos });
  }

  printTraceback(): void {
    for (const { graph, pos } of this.traceback.sites)
      this.world.write(2, bytesOf(`    at ${graph} (${this.placeText(pos)})\n`));
  }

  private placeText(pos: Position): string {
    let index = this.lines.get(pos.file);
    if (index === undefined) {
      index = new LineIndex(pos.file, this.program.sources.get(pos.file) ?? "");
      this.lines.set(pos.file, index);
    }
    const { line, col } = index.place(pos.offset);
    return `${pos.file}:${line}:${col}`;
  }

  // ---- what steps ask ----

  stackIsLow(): boolean {
    return this.frames.length >= this.maxDepth;
  }

  /** The prebuilt string of a type's name. */
  nameOf(type: StructType): HeapObject {
    let name = this.names.get(type);
    if (name === undefined) {
      const text = type.displayName;
      const known = this.program.wellKnown ?? broken("the program has no strings");
      const wide = /[\u0100-\uffff]/u.test(text) || /[\u{10000}-\u{10ffff}]/u.test(text);
      name = this.heap.allocate(wide ? known.utf16 : known.latin1, text.length);
      for (let i = 0; i < text.length; i++) if (name.items !== null) name.items[i] = text.charCodeAt(i);
      name.fields[fieldIndex(name.struct, "length")] = text.length;
      this.names.set(type, name);
    }
    return name;
  }

  /** An InternalError with the place where the program was. */
  private located(problem: unknown): unknown {
    if (problem instanceof ProgramExit || !(problem instanceof Error)) return problem;
    const op = this.segment.ops[this.at];
    const graph = this.code?.graph;
    const where = op?.pos ?? graph?.pos ?? null;
    const place = where === null ? "" : `, at ${this.placeText(where)}`;
    const error = new InternalError(
      `${problem.message}\n  in graph '${graph?.key ?? ""}', operation ${op?.name ?? "(end of block)"}${place}`,
    );
    error.cause = problem;
    return error;
  }
}
