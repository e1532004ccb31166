// Words for the ways in which loading a target can fail.

import { readFileSync } from "node:fs";
import { InternalError, type Place, type Refusal, refusal, type Related } from "../../support/diagnostics.ts";
import { LineIndex } from "../../support/positions.ts";
import type { LoadFailure, Spot } from "./protocol.ts";

/** The error for `failure`; `timeout` is the limit that was set, in seconds. */
export function refuseFailure(
  failure: LoadFailure,
  target: string,
  timeout: number,
): Refusal | InternalError {
  switch (failure.kind) {
    case "threw":
      return refusal("RTS1001", placeOf(failure.spots[0]), {
        seen: `${failure.message}.`,
        why: "Translation starts by running the target's modules under Node, and this ended that run.",
        instead: `Make the modules run to their end first: node ${target}`,
        related: callers(failure.spots),
      });
    case "exit":
      return refusal("RTS1002", placeOf(failure.spots[0]), {
        seen: `The target called ${failure.call} while its modules were running.`,
        why: "What the modules leave in memory becomes part of the binary; ending the process leaves nothing.",
        instead: "Move the call into entryPoint, or return the exit code from there.",
        related: callers(failure.spots),
      });
    case "endless":
      return refusal("RTS1003", placeOf(failure.spots[0]), {
        seen: `After ${String(timeout)} s the target's modules had not run to their end${stillActive(failure.active)}.`,
        why: "Loading is over when the modules have run and Node's event loop is empty.",
        instead:
          "Do at module level only what ends: close servers, clear timers, move loops into entryPoint.",
        related: callers(failure.spots),
      });
    case "await":
      return refusal("RTS1004", undefined, {
        seen: "A module waits at top level for a promise that nothing is going to settle.",
        why: "Node's event loop is empty, so the module will never run to its end.",
        instead: `Look for the await that does not end; under Node the program stops in the same way: node ${target}`,
      });
    case "killed":
      return refusal("RTS1008", undefined, {
        seen: `The process that runs the target's modules was ended by ${failure.how}.`,
        why: "Without it there is no heap to freeze.",
        instead:
          "If memory ran out, build smaller tables at module level; NODE_OPTIONS=--max-old-space-size=… raises the limit.",
      });
    case "broken":
      return new InternalError(`freezing the heap failed: ${failure.stack}`);
  }
}

function stillActive(active: readonly string[]): string {
  return active.length === 0 ? ": they are still running" : `; still active: ${active.join(", ")}`;
}

function callers(spots: readonly Spot[]): Related[] {
  return spots.slice(1, 6).flatMap((spot) => {
    const place = placeOf(spot);
    return place === undefined ? [] : [{ place, message: "called from here" }];
  });
}

function placeOf(spot: Spot | undefined): Place | undefined {
  if (spot === undefined) return undefined;
  try {
    return new LineIndex(spot.file, readFileSync(spot.file, "utf8").replace(/^\uFEFF/u, "")).place(
      spot.start,
    );
  } catch {
    // The message matters more than its place: the file may be gone by now.
    return undefined;
  }
}
