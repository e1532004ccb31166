// The strength of the whole-JIT tests: each mutant breaks one thing that the JIT must do; some program must notice. A
// mutant is noticed by another output, another exit code or an error of ours.

import { beforeAll, expect, test } from "vitest";

import { prepareJit, runWithJit } from "../../jitgen/host/simulated-jit.ts";
import { Deoptimizer } from "../../jitgen/runtime/deoptimizer.ts";
import { Facts } from "../../jitgen/runtime/facts.ts";
import { Folding } from "../../jitgen/runtime/folding.ts";
import { Greens } from "../../jitgen/runtime/greens.ts";
import { HeapCache } from "../../jitgen/runtime/heap-cache.ts";
import { ModelBackend } from "../../jitgen/runtime/model-backend.ts";
import { Needed } from "../../jitgen/runtime/needed.ts";
import { Optimizer } from "../../jitgen/runtime/optimizer.ts";
import { Runner } from "../../jitgen/runtime/runner.ts";
import { CONST, Tracer } from "../../jitgen/runtime/tracer.ts";
import type { Program } from "../../translator/model/program.ts";
import { TINY_PROGRAMS, tinyText } from "./guests/programs.ts";
import { randomProgram } from "./guests/random-program.ts";
import { programOf } from "./workshop.ts";

type Method = (this: never, ...args: never[]) => unknown;
type Original = (self: object, ...args: unknown[]) => unknown;

/** Class, method, and what it does instead: gets the original, the object and its arguments. */
type Mutant = readonly [
  owner: object,
  method: string,
  broken: (original: Original, self: object, args: unknown[]) => unknown,
];

const nothing = (): undefined => undefined;
const changed =
  (i: number, by: (value: number) => number) =>
  (original: Original, self: object, args: unknown[]): unknown =>
    original(self, ...args.map((value, at) => (at === i ? by(value as number) : value)));

const MUTANTS: Readonly<Record<string, Mutant>> = {
  "a call leaves the heap cache as it is": [HeapCache.prototype, "clear", nothing],
  "a store is not remembered": [
    HeapCache.prototype,
    "stored",
    (original, self, [descr]) => original(self, descr, -1, -1, -1, 0),
  ],
  "a store leaves what is known of its place": [HeapCache.prototype, "stored", nothing],
  "different constants are one index": [HeapCache.prototype, "isElsewhere", () => true],
  "an operation is the same for other second operands": [
    Facts.prototype,
    "earlier",
    (_original, self, [op, a]) => {
      const facts = self as Facts;
      return facts.op.findIndex((known, i) => known === op && facts.a[i] === a);
    },
  ],
  "x + c is x": [
    Folding.prototype,
    "isInt",
    (original, self, args) => original(self, ...args) || (args[0] as number) < 0,
  ],
  "every int is safe": [Folding.prototype, "bits", () => 8],
  "every reference is an object": [Folding.prototype, "isObject", () => true],
  "guards on truth conclude the opposite": [
    Optimizer.prototype,
    "learnTruth",
    (original, self, args) => original(self, args[0], args[1] !== true),
  ],
  "checks are dropped": [Optimizer.prototype, "isKnownCheck", () => true],
  "a replaced slot stays what it was": [
    Optimizer.prototype,
    "replace",
    changed(1, (by) => (by < 0 ? by + 1 : by)),
  ],
  "values of guards are not needed": [Needed.prototype, "needRow", nothing],
  "branches are not guarded": [Tracer.prototype, "truth", nothing],
  "promotion is not guarded": [
    Tracer.prototype,
    "promote",
    (_original, self, [kind, unit]) => {
      const tracer = self as unknown as {
        setBox(kind: unknown, register: number, box: number): void;
        base(kind: unknown): number;
      };
      tracer.setBox(kind, tracer.base(kind) + (unit as number), CONST);
    },
  ],
  "results of operations keep their old boxes": [Tracer.prototype, "pure", nothing],
  "arguments are constant": [Tracer.prototype, "argument", changed(2, () => -1)],
  "results of frames are constant": [Tracer.prototype, "returned", changed(2, () => -1)],
  "moves are not seen": [Tracer.prototype, "move", nothing],
  "exceptions of calls are not guarded": [
    Tracer.prototype,
    "callDone",
    (original, self, [kind, register, raised]) =>
      raised === true
        ? original(self, kind, register, raised)
        : (self as unknown as { delivered(k: unknown, r: unknown): void }).delivered(kind, register),
  ],
  "stores are not recorded": [Tracer.prototype, "store", nothing],
  "checks are not recorded": [
    Tracer.prototype,
    "check",
    (original, self, args) => original(self, ...args.with(3, 0)),
  ],
  "the frame of a guard is the outermost one": [
    Tracer.prototype,
    "frame",
    (original, self, args) => original(self, ...args.with(0, -1)),
  ],
  "a caught exception is a constant": [
    Tracer.prototype,
    "caught",
    (_original, self, [register]) => {
      (self as Tracer).setBox(2, register as number, CONST);
    },
  ],
  "resume data begin a register late": [Deoptimizer.prototype, "fillClass", changed(2, (at) => at + 1)],
  "a bridge takes inputs for constants": [Deoptimizer.prototype, "boxOf", () => CONST],
  "a failed guard's word is an input": [Deoptimizer.prototype, "restore", nothing],
  "jumps move nothing": [
    ModelBackend.prototype,
    "arrive",
    (_original, self, [at]) => (self as ModelBackend).enter(at as never),
  ],
  "guards on truth hold": [
    ModelBackend.prototype,
    "fail",
    (_original, self) => (self as unknown as { next(): boolean }).next(),
  ],
  "raised exceptions are not noted": [
    ModelBackend.prototype,
    "finishCall",
    (original, self, [done, kind]) => (done === true ? original(self, done, kind) : undefined),
  ],
  "all positions are one": [Greens.prototype, "equals", () => true],
  "handlers are passed by": [
    Runner.prototype,
    "unwind",
    (original, self, [exception, behind]) => original(self, exception, (behind as number) + 3),
  ],
};

let program: Program;
const texts = [
  ...Object.keys(TINY_PROGRAMS).map(tinyText),
  ...Array.from({ length: 40 }, (_, i) => randomProgram(7000 + i)),
];
const expected = new Map<string, string>();
const SETTINGS = ["threshold=1,traceEagerness=1", "threshold=2,traceEagerness=2,failGuards=3"];

function told(text: string, settings: string): string {
  const { outcome } = runWithJit(program, settings, { args: ["guest", text], maxSteps: 3e6 });
  return JSON.stringify([outcome.stdout, outcome.code, outcome.stderr.split("\n")[0]]);
}

beforeAll(async () => {
  program = await programOf("tests/jitgen/guests/tiny.ts");
  prepareJit(program);
  for (const text of texts) expected.set(text, told(text, "off"));
}, 60_000);

/** Some program shows the mutant. */
function isNoticed(): boolean {
  for (const text of texts)
    for (const settings of SETTINGS)
      try {
        if (told(text, settings) !== expected.get(text)) return true;
      } catch {
        // Whatever the JIT runtime or the interpreter found wrong.
        return true;
      }
  return false;
}

test("without a mutant nothing is noticed", () => {
  expect(isNoticed()).toBe(false);
});

test.each(Object.entries(MUTANTS))("%s", (_name, [owner, method, broken]) => {
  const methods = owner as Record<string, Method>;
  const original = methods[method] as Method;
  expect(original).toBeTypeOf("function");
  methods[method] = function (this: object, ...args: unknown[]): unknown {
    return broken((self, ...given) => original.apply(self as never, given as never), this, args);
  };
  try {
    expect(isNoticed()).toBe(true);
  } finally {
    methods[method] = original;
  }
});
