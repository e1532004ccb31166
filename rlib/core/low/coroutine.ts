// What the library asks of the stacks of coroutines (translator/c/runtime/coroutine.h). The names are rows of
// translator/annotator/signatures.ts; the bodies say so to the type checker only.

import type { int } from "../../ints.ts";
import { fail } from "./intrinsics.ts";

/** Gives the object, of the layout `@coroutine`, a stack and puts its handle into it: 1, or 0 if there is none. */
export function coroutine_open(_owner: object): int {
  fail("count");
  return 0;
}

/** The handle of the running coroutine, 0 outside of any. */
export function coroutine_current(): int {
  fail("count");
  return 0;
}

/** Runs it until it suspends or ends; the first time by calling the function, which lets no exception out. */
export function coroutine_resume(_handle: int, _begin: () => void): void {
  fail("count");
}

/** Goes back to who resumed the running coroutine, until it is resumed. */
export function coroutine_suspend(): void {
  fail("count");
}
