// What transfer functions of several files share: static operands, containers made by operations, virtual calls.

import type { ClassEntity, FuncEntity } from "../model/entities.ts";
import { Container, Place } from "./containers.ts";
import type { Context } from "./engine.ts";
import * as L from "./lattice.ts";
import { type Annotation, BOTTOM } from "./lattice.ts";

/** Operand 1 of the operation, a static name. */
export function propertyName(cx: Context): string {
  const n = cx.op.args[1];
  return n?.tag === "const" && n.value.kind === "name" ? n.value.value : "";
}

/** Calls the implementation that each live class below `cls` has; `this` is annotated with the classes that share it. */
export function virtualCall(
  cx: Context,
  cls: ClassEntity,
  implementation: (live: ClassEntity) => FuncEntity | null,
  args: readonly Annotation[],
): Annotation {
  const receivers = new Map<FuncEntity, Annotation>();
  for (const live of cx.engine.liveBelow(cx, [cls])) {
    const f = implementation(live);
    if (f === null) continue;
    receivers.set(
      f,
      L.join(receivers.get(f) ?? BOTTOM, L.instanceOf(live), () => undefined),
    );
  }
  let result = BOTTOM;
  for (const [f, self] of receivers)
    result = cx.engine.joinAt(
      result,
      cx.engine.call(cx, f, args, [self]),
      cx.op.pos,
      `the result of ${f.name}`,
    );
  return result;
}

/** The container that this operation makes. */
export function containerOf(cx: Context, items: string, keys?: string): Container {
  return cx.engine.container(cx.op, () => {
    const key = `${cx.state.entity.key}:${cx.engine.siteNumber(cx)}`;
    return new Container(key, cx.op.pos, new Place(items), keys === undefined ? null : new Place(keys));
  });
}
