// The reader of heap dumps: dominators against their definition, a million objects, and the dump of a real program.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { analyze, pathTo } from "../../translator/heapview/analysis.ts";
import { dominatorTree } from "../../translator/heapview/dominators.ts";
import { NoDump, readDump } from "../../translator/heapview/dump.ts";
import { ROOT } from "../tools/repository.ts";

const FOLDER = join(ROOT, "build/test/heapview");
mkdirSync(FOLDER, { recursive: true });

/** Edges by node, as the arrays that the room works with. */
function arrays(edges: readonly (readonly number[])[]): { first: Uint32Array; targets: Uint32Array } {
  const first = new Uint32Array(edges.length + 1);
  edges.forEach((list, i) => (first[i + 1] = (first[i] ?? 0) + list.length));
  return { first, targets: Uint32Array.from(edges.flat()) };
}

function reachable(edges: readonly (readonly number[])[], without: number): Set<number> {
  const seen = new Set<number>(without === 0 ? [] : [0]);
  for (const node of seen) for (const to of edges[node] ?? []) if (to !== without) seen.add(to);
  return seen;
}

test("a dominator is what cannot be avoided, the immediate one the nearest", () => {
  const graphs = fc.integer({ min: 1, max: 14 }).chain((n) => {
    const node = fc.integer({ min: 0, max: n - 1 });
    return fc.array(fc.array(node, { maxLength: 3 }), { minLength: n, maxLength: n });
  });
  fc.assert(
    fc.property(graphs, (edges) => {
      const { order, dominators } = dominatorTree(arrays(edges), edges.length);
      const all = reachable(edges, -1);
      expect(new Set(order)).toEqual(all);
      const dominates = (a: number, b: number): boolean => a !== b && !reachable(edges, a).has(b);
      for (let place = 1; place < order.length; place++) {
        const node = order[place] ?? 0;
        const strict = [...all].filter((a) => dominates(a, node));
        const immediate = strict.find((a) => strict.every((b) => b === a || dominates(b, a)));
        expect(order[dominators[place] ?? 0]).toBe(immediate);
      }
    }),
    { numRuns: 500 },
  );
});

test("a million objects, a list whose cells all know their owner, take some seconds", () => {
  const file = join(FOLDER, "million.dump");
  const lines = ["root 8"];
  const at = (i: number): string => (8 + i * 24).toString(16);
  lines.push(`object 8 24 Owner : ${at(1)}`);
  for (let i = 1; i < 1_000_000; i++)
    lines.push(`object ${at(i)} 24 Cell : ${i < 999_999 ? `${at(i + 1)} ` : ""}8`);
  writeFileSync(file, `${lines.join("\n")}\n`);
  const start = performance.now();
  const analysis = analyze(readDump(file));
  expect(performance.now() - start).toBeLessThan(15_000);
  expect(analysis.types).toEqual([
    { name: "Owner", objects: 1, bytes: 24, retained: 24_000_000 },
    { name: "Cell", objects: 999_999, bytes: 23_999_976, retained: 23_999_976 },
  ]);
  expect(pathTo(analysis, 1_000_000)).toHaveLength(1_000_000);
}, 60_000);

test.each([
  ["a text that is no dump", "hello\n", /^line 1 is no line of a heap dump: hello$/u],
  ["a line that breaks off", "root 8\nobject 8 24 Ce", /^line 2 breaks off/u],
  ["an address that is none", "root zero\n", /^line 1: 'zero' is no address$/u],
])("%s is refused", (_, text, message) => {
  const file = join(FOLDER, "bad.dump");
  writeFileSync(file, text);
  expect(() => readDump(file)).toThrow(NoDump);
  expect(() => readDump(file)).toThrow(message);
});

const PROGRAM = `
class Leaf { a = 1; b = 2; }
class Holder { leaves: Leaf[] = []; other: Holder | null = null; }
const kept: Holder[] = [];
function fill(holder: Holder, n: number): Holder {
  for (let i = 0; i < n; i++) holder.leaves.push(new Leaf());
  return holder;
}
export function entryPoint(_args: string[]): number {
  for (let i = 0; i < 30; i++) kept.push(fill(new Holder(), i === 7 ? 1000 : 10));
  const shared = fill(new Holder(), 500);
  const [first, second] = kept;
  if (first !== undefined && second !== undefined) first.other = second.other = shared;
  console.log(String(kept.length));
  return 0;
}
`;

describe("the dump of a translated program", () => {
  const dump = join(FOLDER, "program.dump");
  const view = (...args: string[]): { stdout: string; stderr: string; status: number | null } =>
    spawnSync(process.execPath, ["translator/heapview/heapview.ts", ...args], {
      cwd: ROOT,
      encoding: "utf8",
    });

  beforeAll(() => {
    const target = join(FOLDER, "program.ts");
    writeFileSync(target, PROGRAM);
    const binary = join(FOLDER, "program");
    const translate = ["translator/translate.ts", "-q", "--opt=1", "-o", binary, target];
    execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", ...translate], { cwd: ROOT });
    // A small nursery, so that objects lie everywhere.
    execFileSync(binary, { env: { VMSMITH_GC: "nursery=32K", VMSMITH_LOG: `gc-dump:${dump}` } });
  }, 120_000);

  test("totals: what is reachable, by type", () => {
    const { types } = analyze(readDump(dump));
    const of = (name: string): unknown => types.find((t) => t.name === name);
    expect(of("Leaf")).toEqual({ name: "Leaf", objects: 1790, bytes: 42_960, retained: 42_960 });
    expect(of("Holder")).toMatchObject({ objects: 31 });
  });

  test("what is shared is retained by what both belong to", () => {
    const { types, graph, retained } = analyze(readDump(dump));
    const sizes = [...retained].filter((_, n) => n > 0 && graph.typeNames[graph.types[n] ?? 0] === "Holder");
    const [largest = 0, shared = 0, next = 0] = sizes.sort((a, b) => b - a);
    expect(largest).toBeGreaterThan(1000 * 24);
    expect(shared).toBeGreaterThan(500 * 24);
    expect(next).toBeLessThan(20 * 24);
    const { retained: all = 0 } = types.find((t) => t.name === "Holder") ?? {};
    expect(all).toBeGreaterThan(1790 * 24);
  });

  test("the command prints tables, and a path from what holds a type's largest object", () => {
    const { stdout, status } = view(dump, "--top=4");
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^\d+ objects, \d+ bytes reachable; \d+ objects?, \d+ bytes of garbage not freed yet$/mu,
    );
    expect(stdout).toMatch(/^ +31 +\d+ +\d+ +\d+\.\d % {2}Holder$/mu);
    const ofType = view(dump, "--type=Leaf", "--top=1").stdout;
    const path = ofType.slice(ofType.indexOf("What holds")).trim().split("\n").slice(1);
    expect(path.map((line) => line.trim().split(/ +/u))).toEqual(
      ["static Array", "→ Items_Holder", "→ Holder", "→ Array", "→ Items_Leaf", "→ Leaf"].map((line) => {
        const [how, what] = line.split(" ");
        return [how, expect.stringMatching(/^[0-9a-f]+$/u) as string, what];
      }),
    );
    const address = /^ *([0-9a-f]+) +24 +24 .*Leaf$/mu.exec(ofType)?.[1] ?? "";
    const why = view(dump, "--why", address).stdout;
    expect(why).toContain(`${address} Leaf: 24 bytes, retaining 24\n`);
    expect(why.trim().split("\n").slice(1)).toEqual(path.map((line) => line.trimEnd()));
  });

  test("what is not there is one sentence", () => {
    expect(view(dump, "--why", "10")).toEqual(
      expect.objectContaining({ status: 1, stdout: "", stderr: "heapview: there is no object at 10\n" }),
    );
    expect(view(dump, "--type=Nothing").stderr).toMatch(
      /^heapview: nothing of type Nothing is reachable; there are /u,
    );
    expect(view(`${dump}.none`)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^heapview: .*ENOENT/u) as string,
    });
    expect(view(dump, "--why", "leaf").status).toBe(2);
  });
});
