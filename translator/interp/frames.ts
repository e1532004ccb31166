// The machine that runs code: frames of its own, so that deep recursion of the program is no recursion of the host,
// exceptions that travel up the frames, the traceback, and the limit of steps. What is common to the interpreters of
// typed graphs and of flow graphs. Every error that is not the program's own leaves as an InternalError with its place.

import type { Graph, Op, Position } from "../model/graph.ts";
import { broken, InternalError } from "../support/diagnostics.ts";
import { LineIndex } from "../support/positions.ts";
import { newSegment, type Code, type Segment } from "./code.ts";
import { Coroutines, type Context } from "./coroutines.ts";
import { bytesOf, ProgramExit, World, type WorldOptions } from "./world.ts";

export interface RunLimits extends WorldOptions {
  /** Frames until the stack counts as full; 10,000 if left out. */
  readonly maxDepth?: number;
  /** Operations until the run counts as endless; a billion if left out. */
  readonly maxSteps?: number;
}

/** How a run ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
  /** Operations executed, counting the ends of blocks. */
  readonly steps: number;
}

export interface Frame<V> {
  readonly code: Code<V>;
  readonly registers: V[];
  /** Where it was left: the segment that ended in the call. */
  readonly segment: Segment<V>;
  /** The operation whose error is being made by the frames above, if that is why they are there. */
  readonly failed: Op | null;
}

/** An exception that no frame of a run took. */
export class Uncaught<V> {
  readonly exception: V;

  constructor(exception: V) {
    this.exception = exception;
  }
}

export abstract class Frames<V> {
  readonly world: World;
  protected readonly maxDepth: number;
  private readonly maxSteps: number;
  private stepsLeft: number;
  private frames: Frame<V>[] = [];
  protected readonly coroutines = new Coroutines<V>();
  /** Runs inside each other, by steps that run code. */
  private runs = 0;
  /** Frames below belong to whoever called this run. */
  private base = 0;
  private code: Code<V> | undefined;
  private registers: V[] = [];
  private segment: Segment<V> = newSegment();
  /** Number of the step in progress in `segment`. */
  private at = 0;
  private ending: { readonly value: V } | Uncaught<V> | undefined;
  private tracebackOf: V | undefined;
  private sites: { readonly graph: Graph; readonly pos: Position }[] = [];
  private readonly lines = new Map<string, LineIndex>();
  private readonly sources: ReadonlyMap<string, string>;

  constructor(limits: RunLimits, sources: ReadonlyMap<string, string>) {
    this.world = new World(limits);
    this.sources = sources;
    this.maxDepth = limits.maxDepth ?? 10_000;
    this.maxSteps = this.stepsLeft = limits.maxSteps ?? 1e9;
  }

  /** Makes an exception of what a step has thrown and raises it, or throws on what is no error of the program. */
  protected abstract failure(problem: unknown, op: Op | undefined): Segment<V> | null;

  /** Runs `main` to its end; the output and how it ended. */
  protected outcome(main: () => number): Outcome {
    let code: number;
    try {
      code = main();
    } catch (problem) {
      if (!(problem instanceof ProgramExit)) throw problem;
      code = problem.code;
    }
    const { stdout, stderr } = this.world;
    return { stdout, stderr, code: code & 0xff, steps: this.maxSteps - this.stepsLeft };
  }

  /** Runs code on these registers to its end, also from within a step. */
  protected runCode(code: Code<V>, registers: V[]): V | Uncaught<V> {
    const { frames, base, code: caller, registers: own, segment, at } = this;
    this.runs++;
    this.base = frames.length;
    this.code = code;
    this.registers = registers;
    try {
      this.loop(code.start);
      const ending = this.ending ?? broken("a run ended without a result");
      return ending instanceof Uncaught ? ending : ending.value;
    } finally {
      this.runs--;
      this.frames = frames;
      frames.length = this.base;
      this.base = base;
      this.code = caller;
      this.registers = own;
      this.segment = segment;
      this.at = at;
    }
  }

  private loop(start: Segment<V>): void {
    let segment: Segment<V> | null = start;
    while (segment !== null) {
      try {
        this.spin(segment);
        return;
      } catch (problem) {
        segment = this.recover(problem);
      }
    }
  }

  private recover(problem: unknown): Segment<V> | null {
    try {
      return this.failure(problem, this.segment.ops[this.at]);
    } catch (failure) {
      throw this.located(failure);
    }
  }

  /** Runs until the run ends or something is thrown. */
  private spin(start: Segment<V>): void {
    let segment: Segment<V> | null = start;
    while (segment !== null) {
      this.segment = segment;
      const { steps } = segment;
      const r = this.registers;
      for (let i = 0; i < steps.length; i++) {
        this.at = i;
        (steps[i] as (r: V[]) => void)(r);
      }
      this.at = steps.length;
      this.stepsLeft -= steps.length + 1;
      if (this.stepsLeft < 0) broken(`more than ${this.maxSteps} operations`);
      segment = segment.end(r);
    }
  }

  // ---- frames ----

  get depth(): number {
    return this.frames.length;
  }

  protected current(): Code<V> {
    return this.code ?? broken("nothing is running");
  }

  /** Starts a call from the end of the present segment, or the making of the error of `failed`. */
  protected push(code: Code<V>, registers: V[], failed: Op | null = null): Segment<V> {
    this.frames.push({ code: this.current(), registers: this.registers, segment: this.segment, failed });
    this.code = code;
    this.registers = registers;
    return code.start;
  }

  private pop(): Frame<V> | undefined {
    if (this.frames.length === this.base) return undefined;
    const frame = this.frames.pop();
    if (frame === undefined) return undefined;
    this.code = frame.code;
    this.registers = frame.registers;
    this.segment = frame.segment;
    return frame;
  }

  returned(value: V): Segment<V> | null {
    const frame = this.pop();
    if (frame === undefined) {
      if (this.frames.length === 0 && this.coroutines.isOutermost(this.runs)) return this.endCoroutine();
      this.ending = { value };
      return null;
    }
    this.at = frame.segment.steps.length;
    return frame.failed === null ? this.resumeWith(value) : this.raiseAt(frame.failed, value);
  }

  /** Goes on after the call that ended the present segment. */
  resumeWith(value: V): Segment<V> {
    const { resume } = this.segment;
    if (resume === null) return broken("a return to something that did not call");
    resume.accept(this.registers, value);
    return resume.next;
  }

  // ---- coroutines ----

  private context(): Context<V> {
    const { frames, base, code, registers, segment } = this;
    return { frames, base, code, registers, segment };
  }

  private continue(context: Context<V>): Segment<V> {
    this.frames = context.frames;
    this.base = context.base;
    this.code = context.code;
    this.registers = context.registers;
    this.segment = context.segment;
    this.at = context.segment.steps.length;
    return this.resumeWith(undefined as V);
  }

  /** At the end of a segment: the coroutine goes on, or begins with this code. */
  protected continueCoroutine(handle: number, code: () => Code<V>, registers: () => V[]): Segment<V> {
    const left = this.coroutines.resume(handle, this.context(), this.runs);
    if (left !== null) return this.continue(left);
    this.code = code();
    this.registers = registers();
    this.frames = [];
    this.base = 0;
    return this.code.start;
  }

  /** At the end of a segment: back to who resumed the running coroutine. */
  protected leaveCoroutine(): Segment<V> {
    return this.continue(this.coroutines.suspend(this.context(), this.runs));
  }

  private endCoroutine(): Segment<V> {
    this.coroutineEnds();
    return this.continue(this.coroutines.end());
  }

  /** The running coroutine is about to end. */
  protected coroutineEnds(): void {
    // Overridden where something is kept for it.
  }

  // ---- exceptions ----

  /** An operation of the frame on top raises. */
  protected raiseAt(op: Op, exception: V): Segment<V> | null {
    this.startTraceback(exception, op.pos ?? this.current().graph.pos);
    const { raising, handler } = this.segment;
    if (raising === op && handler !== null) return handler.enter(this.registers, exception);
    return this.leaveFrame(exception);
  }

  /** A link to the raise block of the graph on top. */
  raised(exception: V, pos: Position | null): Segment<V> | null {
    this.startTraceback(exception, pos);
    return this.leaveFrame(exception);
  }

  private leaveFrame(exception: V): Segment<V> | null {
    for (;;) {
      const frame = this.pop();
      if (frame === undefined) {
        if (this.coroutines.isOutermost(this.runs)) broken("an exception leaves a coroutine");
        this.ending = new Uncaught(exception);
        return null;
      }
      const { segment, failed } = frame;
      const op =
        failed ?? segment.ops[segment.steps.length] ?? broken("an exception passes what did not call");
      this.addSite(op.pos ?? frame.code.graph.pos);
      if (segment.raising === op && segment.handler !== null)
        return segment.handler.enter(this.registers, exception);
    }
  }

  // ---- traceback ----

  /** Nothing if the exception is the one already recorded: a rethrow keeps its first place. */
  protected startTraceback(exception: V, pos: Position | null): void {
    if (this.tracebackOf === exception) return;
    this.tracebackOf = exception;
    this.sites = [];
    this.addSite(pos);
  }

  /** A collector has moved objects; `now` gives undefined for a dead one. */
  protected forgetTraceback(now: (exception: V) => V | undefined): void {
    if (this.tracebackOf !== undefined) this.tracebackOf = now(this.tracebackOf);
  }

  protected addSite(pos: Position | null): void {
    const { graph } = this.current();
    if (pos !== null && graph.unit !== "core") this.sites.push({ graph, pos });
  }

  printTraceback(): void {
    for (const { graph, pos } of this.sites)
      this.world.write(2, bytesOf(`    at ${graph.name} (${this.placeText(pos)})\n`));
  }

  private placeText(pos: Position): string {
    let index = this.lines.get(pos.file);
    if (index === undefined) {
      index = new LineIndex(pos.file, this.sources.get(pos.file) ?? "");
      this.lines.set(pos.file, index);
    }
    const { line, col } = index.place(pos.offset);
    return `${pos.file}:${line}:${col}`;
  }

  /** An InternalError with the place where the program was. */
  private located(problem: unknown): unknown {
    if (problem instanceof ProgramExit || problem instanceof LocatedError || !(problem instanceof Error))
      return problem;
    const op = this.segment.ops[this.at];
    const graph = this.code?.graph;
    const where = op?.pos ?? graph?.pos ?? null;
    const place = where === null ? "" : `, at ${this.placeText(where)}`;
    return new LocatedError(
      `${problem.message}\n  in graph '${graph?.key ?? ""}', operation ${op?.name ?? "(end of block)"}${place}`,
      problem,
    );
  }
}

/** An InternalError that already tells its place: runs may be nested. */
class LocatedError extends InternalError {
  constructor(message: string, cause: Error) {
    super(message);
    this.cause = cause;
  }
}
