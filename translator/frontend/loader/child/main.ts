// The child process: runs the target's modules as Node would, waits until the event loop is empty, freezes what they
// left behind, writes one report to file descriptor 3 and ends. Whatever the target does (throw, exit, hang) becomes
// a report too; the parent turns it into words.

import { writeSync } from "node:fs";
import module from "node:module";
import { pathToFileURL } from "node:url";
import { type ChildArguments, type ChildReport, type LoadFailure, REPORT_FD } from "../protocol.ts";
import { freeze } from "./freeze.ts";
import { installHooks } from "./hooks.ts";
import { nameIntrinsics } from "./intrinsics.ts";
import { Registry } from "./registry.ts";
import { messageOf, spotsOf } from "./stack.ts";
import { watchReads } from "./watch.ts";

const [target, library, timeoutSeconds] = process.argv.slice(2) as unknown as ChildArguments;
// The target sees the arguments it would have if it had been started itself.
process.argv.splice(1, Infinity, target);

const HERE = new URL(".", import.meta.url).href;
const entryUrl = pathToFileURL(target).href;
const registry = new Registry();
const reads = watchReads(isTargetFrame);
const builtins = installHooks(registry, library);
const reallyExit = Reflect.get(process, "reallyExit") as (code: number) => never;
watchEnds();
runTarget();

function runTarget(): void {
  const progress = { loaded: false };
  import(entryUrl).then(() => (progress.loaded = true), failWith);
  process.once("beforeExit", () => {
    if (!progress.loaded) return fail({ kind: "await" });
    finish().catch((problem: unknown) => {
      const { stack = String(problem) } = problem instanceof Error ? problem : {};
      fail({ kind: "broken", stack });
    });
  });
}

async function finish(): Promise<void> {
  const modules: (readonly [specifier: string, object: object])[] = [];
  for (const specifier of [...builtins].sort()) {
    const namespace = (await import(specifier)) as { readonly default?: unknown };
    const { default: object } = namespace;
    if (typeof object === "object" && object !== null) modules.push([specifier, object]);
    modules.push([specifier, namespace]);
  }
  report({ image: freeze({ registry, intrinsics: nameIntrinsics(modules), entryUrl, reads }) });
}

/** Everything by which a target may end other than by running to its end. */
function watchEnds(): void {
  for (const [name, call] of [
    ["exit", "process.exit"],
    ["reallyExit", "process.reallyExit"],
    ["abort", "process.abort"],
  ] as const) {
    Object.defineProperty(process, name, {
      value: () => fail({ kind: "exit", call, spots: spotsOf(registry, new Error("exit")) }),
      writable: true,
      configurable: true,
    });
  }
  const mine = (problem: unknown): void => {
    // A target with a handler of its own has decided to live on, as under Node.
    if (process.listenerCount("uncaughtException") === 1) failWith(problem);
  };
  process.on("uncaughtException", mine);
  const seconds = Number(timeoutSeconds);
  // Fires only while the loop turns; a loop in the target's own code is ended by the parent a little later.
  setTimeout(() => fail({ kind: "endless", active: activeResources(), spots: [] }), seconds * 1000).unref();
}

function activeResources(): string[] {
  // Pipes and terminals are those of the standard streams; a pipe to a process shows as that process too.
  const found = new Set(process.getActiveResourcesInfo());
  return [...found].filter((each) => each !== "PipeWrap" && each !== "TTYWrap").sort();
}

function failWith(problem: unknown): void {
  fail({ kind: "threw", message: messageOf(problem), spots: spotsOf(registry, problem) });
}

function fail(failure: LoadFailure): never {
  return report({ failure });
}

function report(what: ChildReport): never {
  const bytes = Buffer.from(JSON.stringify(what));
  for (let done = 0; done < bytes.length;) done += writeSome(bytes, done);
  module.flushCompileCache();
  // Not process.exit: the target's handlers for "exit" belong to the run of its program, which has not begun.
  return reallyExit.call(process, 0);
}

function writeSome(bytes: Buffer, from: number): number {
  try {
    return writeSync(REPORT_FD, bytes, from);
  } catch (problem) {
    if ((problem as { code?: unknown }).code !== "EAGAIN") throw problem;
    // The parent is still checking types and the pipe is full.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    return 0;
  }
}

/** Whether a stack frame belongs to the target or its packages, rather than to Node, TypeScript or this loader. */
function isTargetFrame(frame: string): boolean {
  const url = /(file:.*?|node:.*?|\/.*?):\d+(?::\d+)?\)?$/u.exec(frame)?.[1] ?? "";
  return !url.startsWith("node:") && !url.includes("/typescript/lib/") && !url.startsWith(HERE);
}
