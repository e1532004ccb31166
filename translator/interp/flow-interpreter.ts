// Runs flow graphs, before anything is known about types, with JavaScript's own values: shows that the front end's
// graphs already mean what the program means. Checks that the language asks for (elements out of range, assertions)
// raise here too; what depends on inferred types (the range of ints, their division by zero) cannot.

import type { Constant } from "../model/constants.ts";
import { type ClassEntity, type FuncEntity, type GlobalEntity } from "../model/entities.ts";
import type { Graph, Op } from "../model/graph.ts";
import { verifyGraph } from "../model/verify.ts";
import { broken } from "../support/diagnostics.ts";
import type { Code, End, Segment, Step } from "./code.ts";
import { compileGraph, type Dialect, type Site } from "./compile-graph.ts";
import { flowCall, flowStep, type FlowMachine } from "./flow-steps.ts";
import { Instance, Raised, Thrown, type Cell, type Closure, type GuestFunction } from "./flow-values.ts";
import { Frames, Uncaught, type Outcome, type RunLimits } from "./frames.ts";
import { Thaw } from "./thaw.ts";

/** The library's classes (those of errors) and functions (methods that JavaScript has not), by name. */
export interface Library {
  coreClass(name: string): ClassEntity | undefined;
  coreFunction(name: string): FuncEntity | undefined;
}

export interface FlowOptions extends RunLimits {
  readonly library: Library;
  /** Source text by file, for places. */
  readonly sources?: ReadonlyMap<string, string>;
}

/** Runs a function without parameters to its end; its result is the exit code. */
export function runFlow(start: FuncEntity, options: FlowOptions): Outcome {
  return new FlowInterpreter(options).run(start);
}

class FlowInterpreter extends Frames<unknown> implements FlowMachine, Dialect<unknown> {
  private readonly library: Library;
  private readonly codes = new Map<Graph, Code<unknown>>();
  /** The objects of coroutines that have not ended, by handle. */
  private readonly owners = new Map<number, Instance>();
  private readonly thaw = new Thaw((func, captures) => this.makeFunction(func, captures));

  constructor(options: FlowOptions) {
    super(options, options.sources ?? new Map<string, string>());
    this.library = options.library;
  }

  run(start: FuncEntity): Outcome {
    return this.outcome(() => Number(this.callFromHost({ func: start, captures: [] }, null, [])));
  }

  /** A host function that runs a function of the program. */
  makeFunction(func: FuncEntity, captures: readonly unknown[]): GuestFunction {
    const closure: Closure = { func, captures };
    const f: GuestFunction = Object.assign((...args: unknown[]) => this.callFromHost(closure, f, args), {
      closure,
    });
    return f;
  }

  private callFromHost(closure: Closure, f: GuestFunction | null, args: readonly unknown[]): unknown {
    const code = this.codeOf(closure.func);
    const result = this.runCode(code, this.arguments(code, closure.func, f, undefined, args));
    if (result instanceof Uncaught) throw new Thrown(result.exception);
    return result;
  }

  private codeOf(func: FuncEntity): Code<unknown> {
    const graph = func.graph();
    let code = this.codes.get(graph);
    if (code === undefined) {
      const problems = verifyGraph(graph, "flow");
      if (problems.length > 0) broken(`an ill-formed graph:\n${problems.slice(0, 10).join("\n")}`);
      this.codes.set(graph, (code = compileGraph<unknown>(graph, this, undefined)));
    }
    return code;
  }

  /** Closure, `this` and parameters as the graph wants them; missing ones are undefined, surplus ones fall away. */
  private arguments(
    code: Code<unknown>,
    func: FuncEntity,
    closure: GuestFunction | null,
    self: unknown,
    args: readonly unknown[],
  ): unknown[] {
    const registers = code.template.slice();
    let at = 0;
    if (func.captures.length > 0) registers[at++] = closure;
    if (func.hasThis) registers[at++] = self;
    func.params.forEach((p, i) => (registers[at++] = p.rest ? args.slice(i) : args[i]));
    return registers;
  }

  // ---- the dialect ----

  constant(c: Constant): unknown {
    return this.thaw.value(c);
  }

  step(site: Site): Step<unknown> | null {
    return flowStep(site, this);
  }

  call(site: Site): End<unknown> {
    return flowCall(site, this);
  }

  check(): void {
    // Before types, any value may stand anywhere.
  }

  // ---- what steps ask ----

  global(g: GlobalEntity): Cell {
    return this.thaw.global(g);
  }

  libraryFunction(name: string): FuncEntity | undefined {
    return this.library.coreFunction(name);
  }

  enter(
    func: FuncEntity,
    closure: GuestFunction | null,
    self: unknown,
    args: readonly unknown[],
  ): Segment<unknown> {
    if (this.depth === this.maxDepth) throw new Raised("RangeError", "Maximum call stack size exceeded");
    const code = this.codeOf(func);
    return this.push(code, this.arguments(code, func, closure, self, args));
  }

  openCoroutine(owner: Instance): void {
    const handle = this.coroutines.open();
    owner.fields.set("handle", handle);
    this.owners.set(handle, owner);
  }

  get currentCoroutine(): number {
    return this.coroutines.current;
  }

  resumeCoroutine(handle: number, f: GuestFunction): Segment<unknown> {
    const { closure } = f;
    const code = (): Code<unknown> => this.codeOf(closure.func);
    return this.continueCoroutine(handle, code, () => this.arguments(code(), closure.func, f, undefined, []));
  }

  suspendCoroutine(): Segment<unknown> {
    return this.leaveCoroutine();
  }

  protected override coroutineEnds(): void {
    const handle = this.coroutines.current;
    this.owners.get(handle)?.fields.set("handle", 0);
    this.owners.delete(handle);
  }

  resume(value: unknown): Segment<unknown> {
    return this.resumeWith(value);
  }

  // ---- exceptions ----

  /** What a step throws is an exception of the program, if it is one of the errors JavaScript raises by itself. */
  protected failure(problem: unknown, op: Op | undefined): Segment<unknown> | null {
    if (op === undefined) throw problem;
    if (problem instanceof Thrown) return this.raiseAt(op, problem.exception);
    if (problem instanceof Raised) return this.raiseAt(op, this.makeError(problem.kind, problem.message));
    if (problem instanceof SyntaxError)
      return this.raiseAt(op, this.makeError("SyntaxError", problem.message));
    if (problem instanceof RangeError) return this.raiseAt(op, this.makeError("RangeError", problem.message));
    throw problem;
  }

  private makeError(kind: string, message: string): Instance {
    const error = new Instance(this.library.coreClass(kind) ?? broken(`no class ${kind}`));
    error.fields.set("message", message);
    error.fields.set("name", kind);
    return error;
  }
}
