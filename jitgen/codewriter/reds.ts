// The rule of rlib/jit.ts: a driver that lists its reds lists everything alive at the merge point that is not green.

import type { PlaceOf } from "./portals.ts";
import { type JitData, markerOf } from "./write.ts";
import { Variable, type Value } from "../../translator/model/graph.ts";
import { diagnostic, Diagnostics } from "../../translator/support/diagnostics.ts";

/** Throws a Refusal that names every variable which is missing. */
export function checkReds(data: JitData, place: PlaceOf): void {
  const sink = new Diagnostics();
  data.portals.forEach((portal, i) => {
    const { op } = portal.mergePoint;
    const jitcode = data.jitcodes[i];
    const live = jitcode?.code.liveSets.get(markerOf(data, i, op));
    if (portal.reds === null || jitcode === undefined || live === undefined) return;
    const { replaced } = jitcode.lowered;
    const root = (v: Value): Value => {
      let now = v;
      for (let to; now instanceof Variable && (to = replaced.get(now)) !== undefined;) now = to;
      return now;
    };
    const listed = new Set(op.args.slice(2).map(root));
    const missing = live.variables.filter((v) => !listed.has(v)).map((v) => `\`${v.hint}\``);
    if (missing.length === 0) return;
    sink.report(
      diagnostic("RTS1403", place(op.pos), {
        seen: `${missing.join(", ")}: alive at the merge point of "${portal.driver}", neither green nor red.`,
        why: "Compiled code enters and leaves the loop here, and has to know every variable that the loop goes on with.",
        instead: 'List them as reds, or write `reds: "auto"`, which also covers variables without a name.',
      }),
    );
  });
  sink.throwIfAny();
}
