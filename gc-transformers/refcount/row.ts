// Deferred reference counting: only references from heap to heap count, and only between two epochs; cycles are found by
// tracing now and then.

import { packageFolder } from "../../translator/support/package-root.ts";
import type { Collector } from "../capabilities.ts";

export const REFCOUNT: Collector = {
  name: "refcount",
  doc: "deferred reference counting, with tracing for cycles; never moves an object",
  moving: false,
  needsRoots: true,
  writeBarrier: "object+card",
  inlineAllocation: "freeList",
  refcounted: true,
  finalizers: true,
  weakrefs: true,
  identityHash: "address",
  runtime: {
    folder: packageFolder("gc-transformers/refcount"),
    files: ["collector.h", "heap.h", "cells.c", "allocate.c", "counts.c", "epochs.c", "trace.c", "weak.c"],
    cflags: [],
    libs: [],
  },
};
