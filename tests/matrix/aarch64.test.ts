// Executables for AArch64, under qemu: what of the runtime depends on the processor, above all the switch between stacks
// (translator/c/runtime/switch.h). Only where the tools are: apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross
// qemu-user (`make arm` does). VMSMITH_STRESS=long: all programs.

import { expect, test } from "vitest";
import { isInstalled } from "../tools/installed.ts";
import { bundlePrograms } from "./bundle.ts";
import { describeEngine } from "./describe-engine.ts";
import { native } from "./engines.ts";
import { askNode } from "./oracle.ts";
import { allPrograms } from "./programs.ts";

const CC = "aarch64-linux-gnu-gcc";
const QEMU = "qemu-aarch64";
const missing = [CC, QEMU].filter((tool) => !isInstalled(tool));

const SOME = [
  "differs_coroutines",
  "differs_range",
  "exceptions",
  "floats",
  "generators",
  "integers",
  "largebigints",
  "linkedlists",
  "recursion",
  "typedarrays",
  "weak",
];
const programs = allPrograms().filter(
  (p) => process.env["VMSMITH_STRESS"] === "long" || SOME.includes(p.name),
);

if (missing.length > 0)
  test.skip(`AArch64: not tested, as there is no ${missing.join(" and no ")}`, () => {});
else {
  const { bundles, failures } = await bundlePrograms(programs, "aarch64");
  test("the front half takes the programs", () => {
    expect(Object.fromEntries(failures)).toEqual({});
  });
  const node = askNode(programs);
  // An executable without libraries of that processor's system.
  const cc = `${CC} -static`;
  const under = { under: [QEMU], timeout: 120_000 };
  describeEngine(
    native("2", "incminimark", cc, "stress=61,nursery=64K,verify=1", under),
    bundles,
    programs,
    node,
  );
  const portable = { ...under, flags: ["-DVS_PORTABLE_SWITCH"] };
  const coroutines = programs.filter((p) => p.name === "differs_coroutines");
  describeEngine(native("1", "refcount", cc, "stress=7", portable), bundles, coroutines, node);
}
