// Hints for the JIT generator. Under Node and in translations without a JIT they mean what the bodies below say;
// with `--opt=jit` the translator knows each of them by name and never calls these bodies. A hint may change
// speed only, never what the program computes.

/** The variables of one interpreter loop: what tells one program position from another, and the rest. */
export type JitVariables = { greens: object; reds: object };

/** What a driver without type argument knows of its variables. */
type UntypedVariables = { greens: Record<string, unknown>; reds: Record<string, unknown> };

/** Names in `T`, as they are written at the merge point. */
type Names<T> = readonly (keyof T & string)[];

/** Describes one interpreter loop to the JIT. */
export type JitDriverOptions<V extends JitVariables> = {
  /** Shown in logs; unique within a program. */
  readonly name: string;
  /** Fixed at one position of the interpreted program: position, code object, flags. Order matters for hashing. */
  readonly greens: Names<V["greens"]>;
  /** Everything else alive at the merge point; "auto" lets the translator find out. */
  readonly reds: Names<V["reds"]> | "auto";
  /** Reds whose `@virtualizable` fields live in registers while compiled code runs. */
  readonly virtualizables?: Names<V["reds"]>;
  /** Names a position in logs. */
  readonly getPrintableLocation?: (greens: V["greens"]) => string;
  /** Asked before compiled code is entered from the interpreter; false keeps interpreting. */
  readonly confirmEnterJit?: (values: V["greens"] & V["reds"]) => boolean;
  /** Whether a trace may never inline a portal call at this position. */
  readonly canNeverInline?: (greens: V["greens"]) => boolean;
  /** Whether every pass through this position begins a loop of its own, also without canEnterJit. */
  readonly shouldUnrollOneIteration?: (greens: V["greens"]) => boolean;
};

/**
 * One interpreter loop. `jitMergePoint` stands once at the top of the dispatch loop, `canEnterJit` where the
 * interpreted program jumps backwards. Their object literals are never built in translated code.
 */
export class JitDriver<V extends JitVariables = UntypedVariables> {
  readonly options: JitDriverOptions<V>;

  constructor(options: JitDriverOptions<V>) {
    this.options = options;
  }

  /** The top of the dispatch loop, with every green and red (only greens when reds are "auto"). */
  jitMergePoint(_values: V["greens"] & V["reds"]): void {
    // Only compiled code and the tracer act here.
  }

  /** A backward jump of the interpreted program; the greens already have their new values. */
  canEnterJit(_values: V["greens"] & V["reds"]): void {
    // Only compiled code and the tracer act here.
  }
}

/** While tracing, makes `value` a constant of the trace, guarded. */
export function promote<T>(value: T): T {
  return value;
}

/** Like promote, comparing strings by content instead of identity. */
export function promoteString(text: string): string {
  return text;
}

/** Whether the tracer knows `value` to be constant. Advice, never a fact about the program. */
export function isConstant(_value: unknown): boolean {
  return false;
}

/** Whether the tracer knows that the object `value` has not been allocated yet. */
export function isVirtual(_value: unknown): boolean {
  return false;
}

/** Whether this code is being traced or runs as compiled trace. */
export function weAreJitted(): boolean {
  return false;
}

/** Whether this code runs in a translated binary rather than under Node. */
export function weAreTranslated(): boolean {
  return false;
}

/** Fails the translation or the trace if `value` is not constant there. */
export function assertGreen(_value: unknown): void {
  // A promise to the tracer; the interpreter has nothing to check.
}

/** Tells the tracer the exact class of `value`, without a guard. */
export function recordExactClass<T extends object>(
  _value: T,
  _exact: abstract new (...args: never[]) => T,
): void {
  // The caller vouches for it.
}

/** Calls `call(...args)` if `condition`: tracing does not stop to find out, nor split into two paths. */
export function conditionalCall<A extends readonly unknown[]>(
  condition: boolean,
  call: (...args: A) => void,
  ...args: A
): void {
  if (condition) call(...args);
}

/** `for (const x of unrolling(table))` over a constant array becomes one copy of the body per element. */
export function unrolling<T>(items: readonly T[]): readonly T[] {
  return items;
}

/** Says that a virtualizable object was just made, so that it may stay unallocated. */
export function freshVirtualizable<T extends object>(frame: T): T {
  return frame;
}

/** A reference to an object that may stay unallocated while only compiled code looks at it. */
export class VirtualRef<T extends object> {
  private target: T | null;

  constructor(target: T) {
    this.target = target;
  }

  /** The object; null after `finish`. */
  get(): T | null {
    return this.target;
  }

  /** Ends the reference: the frame it belongs to is left. */
  finish(): void {
    this.target = null;
  }
}

/** Makes a VirtualRef to `target`. */
export function virtualRef<T extends object>(target: T): VirtualRef<T> {
  return new VirtualRef(target);
}

/** Sets a parameter of the JIT (threshold, traceLimit …) for one driver, or for all when it is null. */
export function setParam(_driver: JitDriver<never> | null, _name: string, _value: number): void {
  // There is no JIT under Node.
}
