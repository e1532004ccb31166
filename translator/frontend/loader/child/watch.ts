// Notes what a target reads, while it loads, that may differ from run to run: time, chance, environment.
// Replaces the functions by ones that note and then do the same; the target cannot tell them apart except by
// identity with a function it got hold of before, which is impossible: this runs first.

import { performance } from "node:perf_hooks";
import { inspect } from "node:util";

/** Starts watching; the set fills while the target runs. `isTarget` tells a stack frame of the target from Node's. */
export function watchReads(isTarget: (frame: string) => boolean): ReadonlySet<string> {
  const reads = new Set<string>();
  const note = (what: string): void => {
    if (!reads.has(what) && isTarget(callerFrame())) reads.add(what);
  };
  const watched: readonly (readonly [owner: object, name: string, path: string])[] = [
    [Date, "now", "Date.now"],
    [Math, "random", "Math.random"],
    [performance, "now", "performance.now"],
    [process, "uptime", "process.uptime"],
    [process.hrtime, "bigint", "process.hrtime.bigint"],
    [process, "hrtime", "process.hrtime"],
  ];
  for (const [owner, name, path] of watched) watchFunction(owner, name, () => note(path));
  watchDate(() => note("new Date"));
  watchEnvironment((name) => note(`process.env.${name}`));
  return reads;
}

/** The innermost stack frame outside this file; Node's own frames begin with "node:". */
function callerFrame(): string {
  const frames = (new Error("where").stack ?? "").split("\n").slice(1);
  return frames.find((frame) => !frame.includes(import.meta.url) && !frame.includes("<anonymous>")) ?? "";
}

function watchFunction(object: object, name: string, note: () => void): void {
  const owner = Object.hasOwn(object, name) ? object : (Object.getPrototypeOf(object) as object);
  const property = Object.getOwnPropertyDescriptor(owner, name);
  const original: unknown = property?.value;
  if (typeof original !== "function") return;
  const watched = new Proxy(original, {
    apply: (target, self, args) => {
      note();
      return Reflect.apply(target, self, args) as unknown;
    },
  });
  Object.defineProperty(owner, name, { ...property, value: watched });
}

/** Only a Date made from nothing asks the clock. */
function watchDate(note: () => void): void {
  const original = Date;
  const watched: DateConstructor = new Proxy(original, {
    apply: (target, self, args) => {
      note();
      return Reflect.apply(target, self, args) as string;
    },
    construct: (target, args, newTarget): object => {
      if (args.length === 0) note();
      return Reflect.construct(target, args, newTarget === watched ? target : newTarget) as object;
    },
  });
  original.prototype.constructor = watched;
  globalThis.Date = watched;
}

function watchEnvironment(note: (name: string) => void): void {
  const original = process.env;
  const name = (key: string | symbol): void => {
    if (typeof key === "string") note(key);
  };
  const watched = new Proxy(original, {
    get: (target, key) => {
      // Printing process.env is no read of a variable called "inspect".
      if (key !== inspect.custom) name(key);
      return Reflect.get(target, key) as unknown;
    },
    has: (target, key) => {
      name(key);
      return Reflect.has(target, key);
    },
    ownKeys: (target) => {
      note("*");
      return Reflect.ownKeys(target);
    },
  });
  Object.defineProperty(process, "env", {
    value: watched,
    writable: true,
    configurable: true,
    enumerable: true,
  });
}
