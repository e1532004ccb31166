// The system's libgc: conservative, mark and sweep, not moving.

import { packageFolder } from "../../translator/support/package-root.ts";
import type { Collector } from "../capabilities.ts";

export const BOEHM: Collector = {
  name: "boehm",
  doc: "the system's libgc: conservative, never moves an object",
  moving: false,
  needsRoots: false,
  writeBarrier: "none",
  inlineAllocation: "freeList",
  refcounted: false,
  finalizers: true,
  weakrefs: true,
  identityHash: "address",
  runtime: {
    folder: packageFolder("gc-transformers/boehm"),
    files: ["collector.h", "boehm.c", "weak.c", "stacks.c"],
    cflags: [],
    libs: ["-lgc"],
    needs: { header: "gc/gc.h", debianPackage: "libgc-dev" },
  },
};
