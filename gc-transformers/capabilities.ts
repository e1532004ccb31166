// What a collector is to the rest of the translator: a record of capabilities, and its half of the C runtime. Rooms
// read the record; none asks which collector it is. design/gc.md has the whole plan.

import { packageFolder } from "../translator/support/package-root.ts";

/** How references stored into the heap are announced to the collector. */
export type WriteBarrier = "none" | "object" | "object+card";

export interface Collector {
  /** Value of `--gc`. */
  readonly name: string;
  readonly doc: string;
  /** Objects may change their address at an allocation. */
  readonly moving: boolean;
  /** References in locals must be put on the shadow stack across operations that may collect. */
  readonly needsRoots: boolean;
  readonly writeBarrier: WriteBarrier;
  /** What allocation compiles to in generated code: a bump pointer, a free list per size, or always a call. */
  readonly inlineAllocation: "bumpPointer" | "freeList" | "none";
  /** Frees by counting references, so unreachable objects are found without tracing them. */
  readonly refcounted: boolean;
  readonly finalizers: boolean;
  readonly weakrefs: boolean;
  /** Where an object's identity hash comes from. */
  readonly identityHash: "address" | "stored";
  readonly runtime: CollectorRuntime;
}

/** A collector's C files, in its folder, and what they need of compiler and linker. */
export interface CollectorRuntime {
  readonly folder: URL;
  /** `collector.h` first: the inline half, included by gc.h. */
  readonly files: readonly string[];
  readonly cflags: readonly string[];
  readonly libs: readonly string[];
  /** A header that must be found, and the package that has it, for the message when it is missing. */
  readonly needs?: { readonly header: string; readonly debianPackage: string };
}

/** C files that all collectors share; `gc.h` is the contract. */
export const SHARED_RUNTIME: { readonly folder: URL; readonly files: readonly string[] } = {
  folder: packageFolder("gc-transformers"),
  files: ["gc.h", "common.c"],
};
