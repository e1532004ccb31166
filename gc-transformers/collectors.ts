// Table: the collectors one can choose with `--gc`. A row here and a folder beside it is all that a new one needs.

import { BOEHM } from "./boehm/row.ts";
import type { Collector } from "./capabilities.ts";
import { INCMINIMARK } from "./incminimark/row.ts";
import { NONE } from "./none/row.ts";
import { REFCOUNT } from "./refcount/row.ts";

export const COLLECTORS = {
  incminimark: INCMINIMARK,
  refcount: REFCOUNT,
  boehm: BOEHM,
  none: NONE,
} as const satisfies Record<string, Collector>;

export type CollectorName = keyof typeof COLLECTORS;

/** The collector of this name, or undefined. */
export function collectorNamed(name: string): Collector | undefined {
  return Object.hasOwn(COLLECTORS, name) ? COLLECTORS[name as CollectorName] : undefined;
}
