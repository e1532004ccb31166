// The JIT at run time: what happens when a position of the interpreted program is hot. Enters compiled code, records
// loops and bridges, has them optimized, and goes back to the interpreter at the portal's merge point.

import { ENTER, ENTRY_ROW } from "../tables/pools.ts";
import { KIND } from "../tables/operations.ts";
import { TRACE } from "../tables/trace-ops.ts";
import { ABORT } from "./aborts.ts";
import { STOP } from "./calls.ts";
import { Deoptimizer, hasEnded } from "./deoptimizer.ts";
import { Fragment, type Guard } from "./fragment.ts";
import { Greens } from "./greens.ts";
import { MergeLayout } from "./merge-layout.ts";
import { ModelBackend } from "./model-backend.ts";
import { Optimizer } from "./optimizer.ts";
import { Parameters } from "./parameters.ts";
import { Runner } from "./runner.ts";
import { Statistics } from "./statistics.ts";
import { Target } from "./target.ts";
import { Tracer } from "./tracer.ts";
import type { Trace } from "./trace.ts";
import { type Cell, WarmState } from "./warm-state.ts";

/** How often a position that is being recorded gets hot before it is recorded once more. */
const MOST_WAITS = 20;
/** How often a counter is set when its position is not to be traced for now. */
const NEVER = 0x7fffffff;

/** What one entry uses until it is left. */
class Seat {
  readonly runner: Runner;
  backend: ModelBackend | null = null;

  constructor(target: Target) {
    this.runner = new Runner(target);
  }
}

export class Runtime {
  readonly target: Target = new Target();
  readonly parameters: Parameters = new Parameters();
  readonly statistics: Statistics = new Statistics();
  readonly fragments: Fragment[] = [];
  /** For logs and tests: recorded traces are kept, by the number of the first fragment made of each. */
  keepsTraces: boolean = false;
  readonly traces = new Map<number, Trace>();
  private readonly warm: WarmState = new WarmState();
  /** By driver. */
  private readonly layouts = new Map<number, MergeLayout>();
  /** Not in use. Entries are nested, but with coroutines they are not left in the opposite order. */
  private readonly seats: Seat[] = [];

  /** The pools are open: sets the counters. */
  start(): void {
    const { target, parameters } = this;
    const passes = parameters.isOff ? NEVER : parameters.threshold;
    for (let i = 0; i < target.counterCount; i++) target.setCounter(i, passes);
  }

  /** A loop header of the portal is hot; its live variables stand in the buffers. How to go on: ENTER. */
  enter(entry: number, counter: number): number {
    const { target } = this;
    const seat = this.seats.length > 0 ? this.seats.pop()! : new Seat(target);
    const { runner } = seat;
    runner.begin(target.entry(entry, ENTRY_ROW.jitcode), target.entry(entry, ENTRY_ROW.position));
    this.takeBuffers(runner);
    const stop = runner.run();
    const end = stop === STOP.mergePoint ? this.atHotLoop(seat, counter) : stop;
    const result = this.leave(runner, end);
    runner.clear();
    this.seats.push(seat);
    return result;
  }

  /** The runner stands at the merge point behind a hot loop header. Gives a STOP. */
  private atHotLoop(seat: Seat, counter: number): number {
    const { target, parameters } = this;
    const { runner } = seat;
    const cell = this.warm.cellOf(new Greens(runner));
    if (cell.fragment !== null) return this.runFrom(seat, cell.fragment);
    // A recording that never ends belongs to a coroutine that nobody resumes any more.
    const isBusy = cell.isBusy && ++cell.waits % MOST_WAITS !== 0;
    if (isBusy || cell.aborts >= parameters.patience) {
      target.setCounter(counter, isBusy ? parameters.threshold : NEVER);
      return STOP.mergePoint;
    }
    const stop = this.recordLoop(runner, cell);
    // The counter stays run out where there is a loop now, so that the interpreter enters it.
    if (!cell.isCompiled()) target.setCounter(counter, parameters.threshold);
    const first = stop === STOP.mergePoint ? this.fragmentAt(runner) : null;
    return first === null ? stop : this.runFrom(seat, first);
  }

  // ---- running compiled code ----

  /** Runs the fragment of the merge point that the runner stands at. Gives a STOP. */
  private runFrom(seat: Seat, first: Fragment): number {
    const { runner } = seat;
    const backend = this.backendOf(seat, first);
    this.statistics.entries++;
    this.putInputs(runner, backend, first);
    for (;;) {
      backend.run();
      const guard = backend.failed;
      if (guard === null) return this.finished(runner, backend);
      const stop = this.guardFailed(runner, backend, guard);
      // After a bridge was recorded the runner stands where compiled code begins.
      const isBridged = stop === STOP.mergePoint && guard.bridge !== null;
      const next = isBridged ? this.fragmentAt(runner) : null;
      if (next === null) {
        backend.slots.clear();
        return stop;
      }
      this.putInputs(runner, backend, next);
    }
  }

  /** The fragment of the merge point that the runner stands at; null if there is none. */
  private fragmentAt(runner: Runner): Fragment | null {
    const cell = this.warm.find(new Greens(runner));
    return cell === null ? null : cell.fragment;
  }

  private backendOf(seat: Seat, first: Fragment): ModelBackend {
    const backend = seat.backend ?? new ModelBackend(this.target, this.fragments, first);
    seat.backend = backend;
    backend.failEvery = this.parameters.failGuards;
    return backend;
  }

  private putInputs(runner: Runner, backend: ModelBackend, fragment: Fragment): void {
    const layout = this.layoutOf(runner);
    backend.enter(fragment);
    const { slots } = backend;
    for (let i = 0; i < layout.kinds.length; i++) {
      const register = layout.registers[i]!;
      if (layout.kinds[i]! === KIND.word) slots.words[i] = runner.w(register);
      else if (layout.kinds[i]! === KIND.ref) slots.refs[i] = runner.r(register);
      else slots.floats[i] = runner.f(register);
    }
  }

  private finished(runner: Runner, backend: ModelBackend): number {
    runner.resultWord = backend.resultWord;
    runner.resultRef = backend.resultRef;
    runner.resultFloat = backend.resultFloat;
    backend.slots.clear();
    switch (backend.leftBy) {
      case TRACE.finish_raised.n:
        return STOP.raised;
      case TRACE.finish_w.n:
        runner.resultKind = KIND.word;
        break;
      case TRACE.finish_r.n:
        runner.resultKind = KIND.ref;
        break;
      case TRACE.finish_f.n:
        runner.resultKind = KIND.float;
        break;
      default:
        runner.resultKind = KIND.none;
    }
    return STOP.returned;
  }

  /** Back to frames, and on to the merge point; records a bridge if the guard fails often. Gives a STOP. */
  private guardFailed(runner: Runner, backend: ModelBackend, guard: Guard): number {
    this.statistics.guardFailures++;
    if (!backend.isForced) guard.failures++;
    if (
      !backend.isForced &&
      guard.failures >= this.parameters.traceEagerness &&
      !guard.isHopeless &&
      guard.bridge === null
    )
      return this.recordBridge(runner, backend, guard);
    const stop = new Deoptimizer(this.target, runner, guard, backend.slots, null).rebuild();
    return hasEnded(stop) ? stop : runner.run();
  }

  // ---- recording ----

  private layoutOf(runner: Runner): MergeLayout {
    const driver = this.target.code[runner.pc + 2]!;
    const known = this.layouts.get(driver);
    if (known !== undefined) return known;
    const layout = new MergeLayout(runner);
    this.layouts.set(driver, layout);
    return layout;
  }

  /** Records from the merge point that the runner stands at until a loop is closed. Gives a STOP. */
  private recordLoop(runner: Runner, cell: Cell): number {
    const tracer = new Tracer(runner, this.parameters.traceLimit);
    const layout = this.layoutOf(runner);
    for (let i = 0; i < layout.kinds.length; i++) tracer.input(layout.kinds[i]!, layout.registers[i]!);
    tracer.beginAt(cell.greens);
    cell.isBusy = true;
    runner.observer = tracer;
    runner.passMergePoint();
    const stop = this.record(runner, tracer);
    cell.isBusy = false;
    const prefix = this.closing(runner, tracer, stop, layout.kinds, this.nameOf(cell.greens));
    if (prefix === null) cell.aborts++;
    else if (!cell.isCompiled()) cell.fragment = prefix;
    return this.stopRecording(runner, stop);
  }

  private recordBridge(runner: Runner, backend: ModelBackend, guard: Guard): number {
    const tracer = new Tracer(runner, this.parameters.traceLimit);
    runner.observer = tracer;
    const deoptimizer = new Deoptimizer(this.target, runner, guard, backend.slots, tracer);
    const end = deoptimizer.rebuild();
    const stop = hasEnded(end) ? end : this.record(runner, tracer);
    const bridge = this.closing(runner, tracer, stop, deoptimizer.kinds, "");
    if (bridge === null) guard.isHopeless = true;
    else {
      guard.sources = deoptimizer.sources;
      guard.bridge = bridge;
    }
    return this.stopRecording(runner, stop);
  }

  /** After recording: the run goes on unobserved to a merge point, if it was given up in between. */
  private stopRecording(runner: Runner, stop: number): number {
    runner.observer = null;
    runner.isStopped = false;
    return stop === STOP.observed ? runner.run() : stop;
  }

  /** Runs and records up to where the trace can end. Gives a STOP; at a merge point, the trace ends there. */
  private record(runner: Runner, tracer: Tracer): number {
    for (;;) {
      const stop = runner.run();
      if (stop === STOP.raised) tracer.finishRaised(runner.resultRef);
      if (stop !== STOP.mergePoint || tracer.abort !== ABORT.none) return stop;
      const layout = this.layoutOf(runner);
      tracer.promoteGreens(layout);
      if (tracer.seenLoopHeader) {
        tracer.seenLoopHeader = false;
        const greens = new Greens(runner);
        const cell = this.warm.find(greens);
        const isCompiled = cell !== null && cell.isCompiled();
        if (isCompiled || tracer.markOf(greens) !== null) return stop;
        tracer.mark(layout, greens);
      }
      runner.passMergePoint();
    }
  }

  // ---- from traces to fragments ----

  /** The fragment of what was recorded, with the loop it ends in if that is new; null if there is none. */
  private closing(
    runner: Runner,
    tracer: Tracer,
    stop: number,
    kinds: readonly number[],
    name: string,
  ): Fragment | null {
    const { statistics } = this;
    const { trace } = tracer;
    statistics.recordedOps += trace.opCount;
    statistics.recordedBytes += trace.size();
    if (tracer.abort === ABORT.none) {
      const made = this.compile(runner, tracer, stop, kinds, name);
      if (made !== null) return made;
      tracer.abort = ABORT.contradiction;
    }
    statistics.aborts[tracer.abort] = statistics.aborts[tracer.abort]! + 1;
    return null;
  }

  private compile(
    runner: Runner,
    tracer: Tracer,
    stop: number,
    kinds: readonly number[],
    name: string,
  ): Fragment | null {
    const { trace } = tracer;
    const end = trace.ops.length;
    if (stop !== STOP.mergePoint)
      return this.optimize(trace, this.newFragment(name, trace, kinds), 0, 0, end, null, []);
    const layout = this.layoutOf(runner);
    const operands = tracer.inputsOf(layout);
    const greens = new Greens(runner);
    const cell = this.warm.cellOf(greens);
    const mark = tracer.markOf(greens);
    if (cell.fragment !== null)
      return this.optimize(trace, this.newFragment(name, trace, kinds), 0, 0, end, cell.fragment, operands);
    if (mark === null) return null;
    const loop = this.newFragment(this.nameOf(greens), trace, layout.kinds);
    if (this.optimize(trace, loop, mark.body, mark.firstValue, end, loop, operands) === null) return null;
    cell.fragment = loop;
    if (mark.body === 0) return loop;
    return this.optimize(trace, this.newFragment(name, trace, kinds), 0, 0, mark.at, loop, mark.operands);
  }

  /** Fills a fragment from a part of its trace, with a jump to `next` at its end if there is one; null if that cannot be. */
  private optimize(
    trace: Trace,
    fragment: Fragment,
    from: number,
    firstValue: number,
    to: number,
    next: Fragment | null,
    operands: readonly number[],
  ): Fragment | null {
    const optimizer = new Optimizer(this.target, trace, fragment, from, firstValue);
    optimizer.run(to);
    if (optimizer.isContradiction) return null;
    if (next !== null) optimizer.jump(next, operands);
    this.count(fragment, optimizer);
    return fragment;
  }

  private newFragment(name: string, trace: Trace, kinds: readonly number[]): Fragment {
    const fragment = new Fragment(this.fragments.length, name, trace.constants, kinds);
    if (this.keepsTraces) this.traces.set(fragment.number, trace);
    this.fragments.push(fragment);
    return fragment;
  }

  private count(fragment: Fragment, optimizer: Optimizer): void {
    optimizer.finish();
    const { statistics } = this;
    if (fragment.name === "") statistics.bridges++;
    else statistics.loops++;
    statistics.fragmentOps += fragment.opCount();
    statistics.fragmentBytes += 4 * (fragment.code.length + fragment.resume.length);
  }

  private nameOf(greens: Greens): string {
    return `${this.target.driverName(greens.driver)} ${this.fragments.length}`;
  }

  // ---- the border ----

  /** Live registers of the instruction that the runner stands at, from the buffers. */
  private takeBuffers(runner: Runner): void {
    const { target } = this;
    const { liveness } = target;
    let set = runner.livenessOf(runner.jitcode, runner.pc);
    let n = liveness[set]!;
    for (let i = 0; i < n; i++) runner.words[liveness[set + 1 + i]!] = target.word(i);
    set += 1 + n;
    n = liveness[set]!;
    for (let i = 0; i < n; i++) runner.refs[liveness[set + 1 + i]!] = target.ref(i);
    set += 1 + n;
    n = liveness[set]!;
    for (let i = 0; i < n; i++) runner.floats[liveness[set + 1 + i]!] = target.float(i);
  }

  /** Leaves what the interpreter needs to go on in the buffers; ENTER. */
  private leave(runner: Runner, stop: number): number {
    const { target } = this;
    if (stop === STOP.raised) {
      target.putRef(0, runner.resultRef);
      return ENTER.raised;
    }
    if (stop === STOP.returned) {
      target.putWord(0, runner.resultWord);
      target.putRef(0, runner.resultRef);
      target.putFloat(0, runner.resultFloat);
      return ENTER.returned;
    }
    const { liveness } = target;
    let set = runner.livenessOf(runner.jitcode, runner.pc);
    let n = liveness[set]!;
    for (let i = 0; i < n; i++) target.putWord(i, runner.w(liveness[set + 1 + i]!));
    set += 1 + n;
    n = liveness[set]!;
    for (let i = 0; i < n; i++) target.putRef(i, runner.r(liveness[set + 1 + i]!));
    set += 1 + n;
    n = liveness[set]!;
    for (let i = 0; i < n; i++) target.putFloat(i, runner.f(liveness[set + 1 + i]!));
    return ENTER.mergePoint;
  }
}
