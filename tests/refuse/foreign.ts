// C functions are described while modules load.

import { callback, double, external, int, keeper, text } from "vmsmith/ffi";

const abs = external({ name: "abs", from: { headers: ["stdlib.h"] }, params: [int], result: int }, Math.abs);
const onText = callback([text], double);

function describeAtRunTime(name: string): number {
  const f = external({ name, from: { headers: ["stdlib.h"] }, params: [int], result: int }, (n) => n); // RTS1501: `external` of vmsmith/ffi
  return f(1);
}

function keepAtRunTime(): void {
  keeper(onText); // RTS1501: `keeper` of vmsmith/ffi
}

export function entryPoint(argv: string[]): number {
  if (argv.length > 2) keepAtRunTime();
  return describeAtRunTime(argv[1] ?? "") + abs(-1);
}
