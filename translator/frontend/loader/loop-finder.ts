// Finds out where a process is that never comes back: asks Node's debugger, which lives on a thread of its own.
// Needs: the process was started with `debuggerArguments(port)`. Its debugger sleeps, and costs nothing, until the
// process is told to wake it; it listens on this machine only, for the moment it takes to look.

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { prepareModule } from "./child/prepare.ts";
import type { Spot } from "./protocol.ts";

/** Arguments for a process into which `findLoop` shall be able to look. */
export function debuggerArguments(port: number): string[] {
  // Published over HTTP only: otherwise Node announces it on the user's terminal.
  return [`--inspect-port=127.0.0.1:${String(port)}`, "--inspect-publish-uid=http"];
}

/** The calls that process `pid` is in, innermost first; empty if it does not tell within two seconds. */
export async function findLoop(pid: number, port: number): Promise<Spot[]> {
  const limit = AbortSignal.timeout(2000);
  try {
    process.kill(pid, "SIGUSR1");
    const socket = new WebSocket(await debuggerAddress(port, limit));
    try {
      return await pausedCalls(socket, limit);
    } finally {
      socket.close();
    }
  } catch {
    // A place is a courtesy: the process may have ended, or someone else may use the port.
    return [];
  }
}

/** A call as the debugger tells it: which script, and where, counted from 0. */
type Frame = {
  readonly location: {
    readonly scriptId: string;
    readonly lineNumber: number;
    readonly columnNumber?: number;
  };
};

/** What the debugger says about scripts and about where the process stopped. */
type DebuggerEvent =
  | {
      readonly method: "Debugger.scriptParsed";
      readonly params: { readonly scriptId: string; readonly url: string };
    }
  | { readonly method: "Debugger.paused"; readonly params: { readonly callFrames: readonly Frame[] } }
  | { readonly method: "other" };

async function debuggerAddress(port: number, limit: AbortSignal): Promise<string> {
  for (;;) {
    try {
      const answer = await fetch(`http://127.0.0.1:${String(port)}/json/list`, { signal: limit });
      const [first] = (await answer.json()) as { readonly webSocketDebuggerUrl: string }[];
      if (first !== undefined) return first.webSocketDebuggerUrl;
    } catch (problem) {
      // It takes some milliseconds to wake up.
      if (limit.aborted) throw problem;
    }
    await sleep(20);
  }
}

/** The calls in which the process is stopped. */
function pausedCalls(socket: WebSocket, limit: AbortSignal): Promise<Spot[]> {
  const urls = new Map<string, string>();
  return new Promise((done, fail) => {
    limit.addEventListener("abort", () => fail(new Error("the debugger does not answer")));
    socket.addEventListener("error", () => fail(new Error("the debugger hung up")));
    socket.addEventListener("open", () => {
      for (const [id, method] of ["Debugger.enable", "Debugger.pause"].entries()) {
        socket.send(JSON.stringify({ id, method }));
      }
    });
    socket.addEventListener("message", ({ data }) => {
      const event = JSON.parse(String(data)) as DebuggerEvent;
      if (event.method === "Debugger.scriptParsed") urls.set(event.params.scriptId, event.params.url);
      if (event.method !== "Debugger.paused") return;
      done(
        event.params.callFrames.flatMap(({ location }) =>
          spotOf(urls.get(location.scriptId) ?? "", location),
        ),
      );
    });
  });
}

function spotOf(url: string, { lineNumber, columnNumber = 0 }: Frame["location"]): Spot[] {
  if (!/^file:.*\.m?ts$/u.test(url) || url.includes("/frontend/loader/child/")) return [];
  const file = fileURLToPath(url);
  const { positions } = prepareModule(file, url, readFileSync(file, "utf8"));
  return [{ file, start: positions(lineNumber + 1, columnNumber + 1) }];
}
