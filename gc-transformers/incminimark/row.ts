// Incremental, generational, moving: the collector that programs get unless they ask for another.

import { packageFolder } from "../../translator/support/package-root.ts";
import type { Collector } from "../capabilities.ts";

const FILES = [
  "nursery",
  "minor",
  "arena",
  "large",
  "remember",
  "mark",
  "cycle",
  "weak",
  "pin",
  "map",
  "stack",
];

export const INCMINIMARK: Collector = {
  name: "incminimark",
  doc: "a nursery whose survivors move to an old space, which is collected in short steps",
  moving: true,
  needsRoots: true,
  writeBarrier: "object+card",
  inlineAllocation: "bumpPointer",
  refcounted: false,
  finalizers: true,
  weakrefs: true,
  identityHash: "stored",
  runtime: {
    folder: packageFolder("gc-transformers/incminimark"),
    files: ["collector.h", "heap.h", ...[...FILES, "log", "dump", "verify"].map((name) => `${name}.c`)],
    cflags: [],
    libs: [],
  },
};
