// What stands on both sides of the border to C: pointers, kept callbacks, handles, and the checks and tables that the
// translator puts around every call of a C function (vmsmith/ffi). Restricted TypeScript: translated into the binary,
// and run under Node by the stand-ins, so that both say the same. Programs import vmsmith/ffi.

/** An address that only C looks behind. Equal addresses need not be one object: compare with `samePointer`. */
export class PointerValue {
  readonly address: number;

  constructor(address: number) {
    this.address = address;
  }
}

/** Do both point to the same place? */
export function samePointer(a: PointerValue | null, b: PointerValue | null): boolean {
  return addressOf(a) === addressOf(b);
}

/** A pointer as C has it: 0 is null. */
export function addressOf(p: PointerValue | null): number {
  return p === null ? 0 : p.address;
}

/** A pointer that C gave. */
export function pointerAt(address: number): PointerValue | null {
  return address === 0 ? null : new PointerValue(address);
}

// ---- values on their way ----

/** An int that the C type can hold. */
export function checkInt(value: number, min: number, max: number, what: string): number {
  if (value < min || value > max) throw new RangeError(`${what}: ${value} is not between ${min} and ${max}`);
  return value;
}

/** Text that C can see the end of. */
export function checkText(text: string, what: string): string {
  if (text.includes("\0")) throw new TypeError(`${what}: the text has a NUL inside`);
  return text;
}

/** The same where null is allowed. */
export function checkOptionalText(text: string | null, what: string): string | null {
  return text === null ? null : checkText(text, what);
}

/** Text that C promises to give. */
export function presentText(text: string | undefined, what: string): string {
  if (text === undefined) throw new TypeError(`${what} is NULL`);
  return text;
}

/** Text that C may leave out. */
export function optionalText(text: string | undefined): string | null {
  return text === undefined ? null : text;
}

/** A float, also where the program knows it to be a whole number. */
export function asFloat(value: number): number {
  return value / 1;
}

// ---- exceptions that leave a callback ----

/**
 * For each C function that is running and may call back, the one called last at the end: the coroutine on whose stack it
 * runs (0: the program's own), and what a callback of it raised. With coroutines they end in any order, but those of one
 * stack are inside each other.
 */
const stacks: number[] = [];
const failures: (Error | null)[] = [];

/** The place of the innermost one on the stack; -1: there is none. */
function innermost(stack: number): number {
  let at = stacks.length - 1;
  while (at >= 0 && stacks[at] !== stack) at--;
  return at;
}

/** Before a C function that may call back. */
export function beginCall(stack: number): void {
  stacks.push(stack);
  failures.push(null);
}

/** Has a callback of the C function that is running failed? Then its callbacks do nothing more. */
export function hasFailed(stack: number): boolean {
  const at = innermost(stack);
  return at >= 0 && (failures[at] ?? null) !== null;
}

/** Keeps an exception until the C function returns: C cannot be left by it. */
export function keepFailure(stack: number, error: Error): void {
  const at = innermost(stack);
  if (at >= 0) failures[at] = error;
  else
    console.error(
      `Uncaught ${error.name}: ${error.message} (in a callback that no call of a C function waits for)`,
    );
}

/** After a C function that may call back: raises what a callback kept. */
export function raiseFailure(stack: number): void {
  const at = innermost(stack);
  const error = failures[at] ?? null;
  for (let i = at + 1; i < stacks.length; i++) {
    stacks[i - 1] = stacks[i]!;
    failures[i - 1] = failures[i] ?? null;
  }
  stacks.pop();
  failures.pop();
  if (error !== null) throw error;
}

/** What C is told of an exception that leaves an entry of a library. */
export function failureText(error: Error): string {
  return `${error.name}: ${error.message}`;
}

// ---- callbacks: C knows them by their places in a table ----

/** Puts a function into its table; its place.
 * @perCallSite
 */
export function enterSlot<F>(slots: (F | null)[], f: F): number {
  for (let i = 0; i < slots.length; i++)
    if (slots[i] === null) {
      slots[i] = f;
      return i;
    }
  slots.push(f);
  return slots.length - 1;
}

/** Takes a function out of its table.
 * @perCallSite
 */
export function leaveSlot<F>(slots: (F | null)[], index: number): void {
  slots[index] = null;
  while (slots.length > 0 && slots[slots.length - 1] === null) slots.pop();
}

/** The function that C calls.
 * @perCallSite
 */
export function slotAt<F>(slots: (F | null)[], index: number): F {
  const f = index < slots.length ? (slots[index] ?? null) : null;
  if (f === null) throw new Error("C calls a callback that was released");
  return f;
}

/** A function that C may call until it is released: what a keeper of vmsmith/ffi gives. */
export class Kept {
  /** Its place in the table of its type; -1 once it is released. */
  index: number;

  constructor(index: number) {
    this.index = index;
  }
}

/** The place of a callback that is not released. */
export function keptIndex(kept: Kept): number {
  if (kept.index < 0) throw new Error("the callback is released already");
  return kept.index;
}

// ---- handles: objects that C holds ----

/** Places in a table of handles; what a handle's number has beyond its place tells the places' users apart. */
const PLACES = 1048576;

/** A number for C that stands for the object until it is released.
 * @perCallSite
 */
export function newHandle<T>(slots: (T | null)[], marks: number[], value: T): number {
  const place = enterSlot(slots, value);
  if (place >= PLACES) throw new RangeError("too many handles");
  while (marks.length <= place) marks.push(0);
  const mark = marks[place]! + 1;
  marks[place] = mark;
  return mark * PLACES + place;
}

/** The object of a handle.
 * @perCallSite
 */
export function handleValue<T>(slots: (T | null)[], marks: number[], handle: number, what: string): T {
  const place = handle % PLACES;
  const isKnown = handle > 0 && place < slots.length && marks[place] === (handle - place) / PLACES;
  const value = isKnown ? (slots[place] ?? null) : null;
  if (value === null) throw new ReferenceError(`${what}: no such handle, or it was released`);
  return value;
}

/** Ends a handle; false if there is none.
 * @perCallSite
 */
export function dropHandle<T>(slots: (T | null)[], marks: number[], handle: number): boolean {
  const place = handle % PLACES;
  if (handle <= 0 || place >= slots.length || (slots[place] ?? null) === null) return false;
  if (marks[place] !== (handle - place) / PLACES) return false;
  leaveSlot(slots, place);
  return true;
}

/** Handles that are not released.
 * @perCallSite
 */
export function countHandles<T>(slots: (T | null)[]): number {
  let n = 0;
  for (const value of slots) if (value !== null) n++;
  return n;
}
