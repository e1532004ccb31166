// VMSMITH_LOG of a translated program: who writes which section, what is told of one that nobody writes, and that the
// log is complete however the program ends.

import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { COLLECTORS, type CollectorName } from "../../gc-transformers/collectors.ts";
import { buildIr, run, type Outcome } from "./run-ir.ts";

/** The end of a program that has made a cell: it returns, exits from within a call, fails, or runs out of memory. */
const endings = `
struct Cell : Object { next: *Cell, a: int, b: int }
object @root Cell { next: null, a: 1, b: 2 }

graph leave(c: *Cell) -> int
start(c):
  n: int = get_field c, a
  none: void = call_external process_exit, n
  return 0

graph greedy() -> int
start():
  goto loop(null: *Cell)
loop(last: *Cell):
  c: *Cell = new_struct Cell
  set_field c, next, last
  more: bool = ref_not_null c
  if more goto loop(c) else return(0)

graph main() -> int
start():
  c: *Cell = new_struct Cell
  set_field @root, next, c
  THE_END
`;
const END = {
  return: "return 0",
  exit: "x: int = call leave, @root\n  return x",
  "out of memory": "x: int = call greedy\n  return x",
};

const NAMES = Object.keys(COLLECTORS) as CollectorName[];
const programs = new Map<string, string>();
const build = async (gc: CollectorName, end: keyof typeof END): Promise<void> => {
  programs.set(`${gc} ${end}`, await buildIr(endings.replace("THE_END", END[end]), { gc, maxHeap: 8 << 20 }));
};
const outcome = (program: string, log: string): Promise<Outcome> =>
  run(programs.get(program) ?? "", [], { env: { VMSMITH_LOG: log } });

beforeAll(async () => {
  for (const gc of NAMES) await build(gc, "return");
  for (const end of ["exit", "out of memory"] as const) await build("incminimark", end);
}, 240_000);

describe.each(NAMES)("with %s", (gc) => {
  test("a section that does not exist is named, and the program runs", async () => {
    const { stderr, code } = await outcome(`${gc} return`, "gcc:-");
    expect(stderr).toBe(
      "vmsmith: VMSMITH_LOG: there is no section 'gcc'; known are gc:FILE, gc-dump:FILE and jit-summary:-\n",
    );
    expect(code).toBe(0);
  });

  test("a section without a file is named", async () => {
    expect((await outcome(`${gc} return`, "gc")).stderr).toBe(
      "vmsmith: VMSMITH_LOG: 'gc' needs a file: gc:FILE\n",
    );
  });

  test("a summary of the JIT there is not", async () => {
    expect((await outcome(`${gc} return`, "jit-summary:-")).stderr).toMatch(/this program has no JIT/u);
  });

  if (gc !== "incminimark")
    test("a collector without a log says so", async () => {
      const { stderr, code } = await outcome(`${gc} return`, "gc:-");
      expect(stderr).toMatch(/^vmsmith: VMSMITH_LOG: 'gc' is not written: .*--gc=incminimark has\n$/u);
      expect(code).toBe(0);
    });
});

describe.each(Object.keys(END) as (keyof typeof END)[])("a program that ends by %s", (end) => {
  const program = `incminimark ${end}`;

  test("has a complete log", async () => {
    const { stderr } = await outcome(program, "gc:-");
    expect(stderr).toMatch(/^gc start .*\n(?:.*\n)*gc end minor=\d+ major=\d+ /u);
  });

  test("leaves a dump of its heap", async () => {
    const file = join(dirname(programs.get(program) ?? ""), "heap.dump");
    rmSync(file, { force: true });
    await outcome(program, `gc-dump:${file}`);
    const text = readFileSync(file, "utf8");
    expect(text).toMatch(/^static [0-9a-f]+ 32 Cell : [0-9a-f]+$/mu);
    expect(text).toMatch(/^object [0-9a-f]+ 32 Cell :$/mu);
  });
});

test("a file that cannot be written is named, and the program runs", async () => {
  const { stderr, code } = await outcome("incminimark return", "gc:/nowhere/log,gc-dump:/nowhere/dump");
  expect(stderr).toBe(
    ["log", "dump"]
      .map((name) => `vmsmith: VMSMITH_LOG: cannot write /nowhere/${name}: No such file or directory\n`)
      .join(""),
  );
  expect(code).toBe(0);
});
