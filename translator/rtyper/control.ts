// Control flow that rows build inside one operation.

import { Block, link, type Value } from "../model/graph.ts";
import type { LowBuilder } from "./builder.ts";

/** `if (test) yes(); else no();` */
export function ifThen(b: LowBuilder, test: Value, yes: () => void, no: () => void = () => undefined): void {
  const [then, otherwise, after] = [new Block([], "then"), new Block([], "else"), new Block([], "endif")];
  b.branch(test, then, otherwise);
  b.start(then);
  yes();
  b.block.exits = [link(after)];
  b.start(otherwise);
  no();
  b.block.exits = [link(after)];
  b.start(after);
}
