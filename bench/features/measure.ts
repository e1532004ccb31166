// How the benchmarks of features are timed: rounds for a while, of which the fastest counts.

import { performance } from "node:perf_hooks";

export interface Benchmark {
  readonly name: string;
  readonly run: () => number;
}

/** One line for each that is wanted (none named: all): name, milliseconds, result. */
export function measure(benchmarks: readonly Benchmark[], wanted: readonly string[]): void {
  for (const { name, run } of benchmarks) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    let best = 1e9;
    let result = 0;
    const start = performance.now();
    for (let round = 0; round < 200 && (round < 8 || performance.now() - start < 300); round++) {
      const before = performance.now();
      result = run();
      best = Math.min(best, performance.now() - before);
    }
    console.log(name, best.toFixed(4), result);
  }
}
