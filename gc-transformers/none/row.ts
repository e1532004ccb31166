// An arena that never frees: the fastest for programs that end soon, and the smallest example of a collector.

import { packageFolder } from "../../translator/support/package-root.ts";
import type { Collector } from "../capabilities.ts";

export const NONE: Collector = {
  name: "none",
  doc: "an arena that never frees memory",
  moving: false,
  needsRoots: false,
  writeBarrier: "none",
  inlineAllocation: "bumpPointer",
  refcounted: false,
  finalizers: false,
  weakrefs: false,
  identityHash: "address",
  runtime: {
    folder: packageFolder("gc-transformers/none"),
    files: ["collector.h", "arena.c"],
    cflags: [],
    libs: [],
  },
};
