// What every collector of the table must do, and what the settings of the running program mean.

import { describe, expect, test } from "vitest";
import { COLLECTORS, type CollectorName } from "../../gc-transformers/collectors.ts";
import { buildIr, run } from "./run-ir.ts";

const NAMES = Object.keys(COLLECTORS) as CollectorName[];

/** Builds and drops trees, keeping one; prints the sums of both, so that a lost or dirty object shows. */
const TREES = `
struct Node : Object { left: *Node, right: *Node, value: int }
struct Nodes : Object { length: u32, items *Node }
struct Bytes : Object { length: u32, items u8 }

graph tree(depth: int) -> *Node
start(depth):
  n: *Node = new_struct Node
  old: int = get_field n, value
  clean: bool = int_eq old, 0
  check_true clean, count
  set_field n, value, depth
  leaf: bool = int_le depth, 0
  if leaf goto return(n) else inner()
inner():
  d: int = int_sub depth, 1
  l: *Node = call tree, d
  set_field n, left, l
  r: *Node = call tree, d
  set_field n, right, r
  return n

graph sum(n: *Node) -> int
start(n):
  none: bool = ref_is_null n
  if none goto return(0) else some()
some():
  l: *Node = get_field n, left
  a: int = call sum, l
  r: *Node = get_field n, right
  b: int = call sum, r
  v: int = get_field n, value
  s: int = int_add a, b
  t: int = int_add s, v
  return t

; Flat and scanned arrays of many sizes; a fresh one must be zeroed, wherever its memory was before.
graph arrays(n: int) -> int
start(n):
  keep: *Nodes = new_array Nodes, n
  goto loop(0, 0)
loop(i: int, dirt: int):
  more: bool = int_lt i, n
  if more goto body() else return(dirt)
body():
  b: *Bytes = new_array Bytes, i
  k: *Nodes = new_array Nodes, i
  x: *Node = call tree, 1
  set_item keep, i, x
  goto scan(0, dirt)
scan(j: int, d: int):
  inside: bool = int_lt j, i
  if inside goto look() else next()
look():
  y: int = get_item b, j
  set_item b, j, 255
  z: *Node = get_item k, j
  nz: bool = ref_not_null z
  zi: int = bool_to_int nz
  d2: int = int_add d, y
  d3: int = int_add d2, zi
  j2: int = int_add j, 1
  goto scan(j2, d3)
next():
  i2: int = int_add i, 1
  goto loop(i2, d)

object @root Node { left: null, right: null, value: 1000 }

graph main() -> int
start():
  kept: *Node = call tree, 10
  set_field @root, right, kept
  goto loop(0)
loop(i: int):
  more: bool = int_lt i, 200
  if more goto body() else end()
body():
  t: *Node = call tree, 8
  s: int = call sum, t
  right: bool = int_eq s, 502
  check_true right, count
  j: int = int_add i, 1
  goto loop(j)
end():
  dirt: int = call arrays, 600
  call printInt, dirt
  total: int = call sum, @root
  call printInt, total
  h1: int = identity_hash @root
  h2: int = identity_hash kept
  same: bool = int_eq h1, h2
  call printBool, same
  return 0
`;

/** Holds on to everything it allocates. */
const GREEDY = `
struct Cell : Object { next: *Cell, a: int, b: int }
graph main() -> int
start():
  goto loop(null: *Cell)
loop(last: *Cell):
  c: *Cell = new_struct Cell
  set_field c, next, last
  goto loop(c)
`;

/** Asks for one object of 4 GB at once. */
const HUGE = `
struct Ints : Object { length: u32, items int }
graph main() -> int
start():
  a: *Ints = new_array Ints, 500000000
  n: int = get_field a, length
  call printInt, n
  return 0
`;

describe.each(NAMES)("%s", (gc) => {
  test("keeps what is reachable and hands out clean memory", async () => {
    const { stdout, code } = await run(await buildIr(TREES, { gc, opt: "2" }));
    expect({ stdout, code }).toEqual({ stdout: "0\n3036\nfalse\n", code: 0 });
  });

  test("running out of memory is a message and exit code 1", async () => {
    const program = await buildIr(GREEDY, { gc, maxHeap: 8 << 20 });
    const { stderr, code } = await run(program);
    expect(stderr).toMatch(/^out of memory: cannot allocate \d+ bytes more/);
    expect(code).toBe(1);
    const more = await run(program, [], { env: { VMSMITH_GC: "max=16M" } });
    expect(more.stderr).toMatch(/^out of memory/);
  });

  test("so is an object larger than the limit", async () => {
    const program = await buildIr(HUGE, { gc });
    const { stderr, code } = await run(program, [], { env: { VMSMITH_GC: "max=1G" } });
    expect(stderr).toMatch(/^out of memory/);
    expect(code).toBe(1);
  });
});

test("boehm frees what is no longer used", async () => {
  const garbage = GREEDY.replace("goto loop(null: *Cell)", "goto loop(0)")
    .replace(
      "loop(last: *Cell):",
      "loop(i: int):\n  more: bool = int_lt i, 2000000\n  if more goto body() else return(0)\nbody():",
    )
    .replace(
      "  set_field c, next, last\n  goto loop(c)",
      "  j: int = int_add i, 1\n  set_field c, a, j\n  goto loop(j)",
    );
  const program = await buildIr(garbage, { gc: "boehm", maxHeap: 4 << 20 });
  expect(await run(program)).toEqual({ stdout: "", stderr: "", code: 0 });
});
