// Portal rewriting: at each `jit_can_enter` the compiled interpreter counts down; where the count runs out it hands
// its variables to the JIT and does what that says — go on at the merge point, return, or raise. The merge point so
// gets a second way in, with variables that come from the buffers.
// Needs: typed, the jitcodes of exactly these graphs. Keeps: typed.

import { ENTER } from "../tables/pools.ts";
import { classOf, type RegisterClass } from "./code.ts";
import { driverOf, greensOf, type Marker, type Portal } from "./portals.ts";
import { addDefinitions, liveAtEntry, splitBefore } from "./ssa.ts";
import { GraphMaker } from "./support-graphs.ts";
import { COUNTERS, type JitData, type Jitcode, markerOf, rootOf } from "./write.ts";
import {
  constant,
  graphConst,
  nameConst,
  numberConst,
  structConst,
  type Constant,
  type PrebuiltObject,
} from "../../translator/model/constants.ts";
import {
  Block,
  blocksOf,
  type Graph,
  link,
  type Op,
  type Position,
  type Value,
  Variable,
} from "../../translator/model/graph.ts";
import type { LowOp } from "../../translator/model/ops.ts";
import type { Program } from "../../translator/model/program.ts";
import { simplifyGraph } from "../../translator/model/simplify.ts";
import { BOOL, FLOAT, INT, kindOf, type LowType, OBJECT, VOID, WORD } from "../../translator/model/types.ts";
import { broken } from "../../translator/support/diagnostics.ts";

const int = (value: number): Constant => numberConst(value, INT);
const at = (object: PrebuiltObject): Constant => constant({ kind: "prebuilt", object }, object.struct.ref);

/** Rewrites the portals and the entry of the program, and makes the pools its root "jit". */
export function installJit(program: Program, data: JitData): void {
  const root = rootOf(data);
  // Everything that is asked of the jitcodes is about the graphs as they were: liveness first, then changes.
  data.portals.forEach((portal, i) => new PortalRewriter(program, data, portal, i).run());
  program.roots.set("jit", root);
  surroundEntry(program, root);
  for (const graph of program.graphs.values()) finishBeforeExit(graph);
}

/** Appends operations to a block. */
class Emitter {
  readonly block: Block;
  private readonly pos: Position | null;

  constructor(block: Block, pos: Position | null) {
    this.block = block;
    this.pos = pos;
  }

  op(name: LowOp, args: Value[], type: LowType, hint = "t"): Variable {
    const result = new Variable(hint, type);
    this.block.ops.push({ name, args, result, pos: this.pos });
    return result;
  }
}

class PortalRewriter {
  private readonly program: Program;
  private readonly data: JitData;
  private readonly portal: Portal;
  private readonly number: number;
  private readonly jitcode: Jitcode;
  private readonly graph: Graph;

  constructor(program: Program, data: JitData, portal: Portal, number: number) {
    this.program = program;
    this.data = data;
    this.portal = portal;
    this.number = number;
    this.jitcode = data.jitcodes[number] ?? broken("a portal without a jitcode");
    this.graph = portal.graph;
  }

  run(): void {
    if (this.portal.entries.length === 0) return;
    this.forgetReds();
    const { op } = this.portal.mergePoint;
    const merge = splitBefore(blockOf(this.graph, op), op, new Block([], "merge"));
    const live = [...(liveAtEntry(this.graph).get(merge) ?? [])].filter((v) => classOf(v.type) !== null);
    const code = new Variable("how", INT);
    const dispatch = new Block([code], "entered");
    for (const entry of this.portal.entries) this.enterAt(entry, dispatch);
    const resume = this.dispatch(dispatch, code);
    const values = this.load(live, resume);
    resume.exits = [link(merge)];
    for (const v of live)
      addDefinitions(this.graph, v, new Map([[resume, values.get(v) ?? broken("no value")]]));
    simplifyGraph(this.graph);
  }

  /** A red is kept by what the loop does with it, not by being listed: the JIT gives back only what is used. */
  private forgetReds(): void {
    for (const { op } of [this.portal.mergePoint, ...this.portal.entries])
      op.args.length = 2 + greensOf(op).length;
  }

  /** The count, and the way into the JIT where it runs out. */
  private enterAt({ op }: Marker, dispatch: Block): void {
    const block = blockOf(this.graph, op);
    const rest = splitBefore(block, op, new Block([], block.hint));
    const e = new Emitter(block, op.pos);
    const counter = this.counterOf(e, greensOf(op));
    const counters = at(this.data.objects.counters);
    const left = e.op("get_item", [counters, counter], INT, "left");
    const now = e.op("int_sub", [left, int(1)], INT, "left");
    e.op("set_item", [counters, counter, now], VOID);
    const hot = e.op("int_le", [now, int(0)], BOOL, "hot");
    const cold = new Block([], "hot");
    block.exitSwitch = hot;
    block.exits = [link(rest, [], false), link(cold, [], true)];
    const { variables } = this.liveSet(op);
    const enter = this.enterGraph(op, variables);
    const how = new Variable("how", INT);
    const args = [graphConst(enter), counter, ...variables];
    cold.ops.push({ name: "call", args, result: how, pos: op.pos, note: "cold" });
    cold.exits = [link(dispatch, [how])];
  }

  /** A hash of the greens, as an index. */
  private counterOf(e: Emitter, greens: readonly Value[]): Value {
    let hash: Value | undefined;
    for (const green of greens) {
      if (classOf(green.type) === null) continue;
      const word = asInt(e, green);
      hash =
        hash === undefined
          ? word
          : e.op("int_add", [e.op("int_mul", [hash, int(31)], INT), word], INT, "hash");
    }
    return e.op("int_and", [hash ?? int(0), int(COUNTERS - 1)], INT, "counter");
  }

  private liveSet(op: Op): { readonly variables: readonly Variable[] } {
    const instruction = markerOf(this.data, this.number, op);
    return this.jitcode.code.liveSets.get(instruction) ?? broken("a marker without liveness");
  }

  /** A graph of its own keeps what only hot loops need out of the portal. */
  private enterGraph(op: Op, variables: readonly Variable[]): string {
    const n = this.data.entries.findIndex((entry) => entry.op === op);
    const counter = new Variable("counter", INT);
    const params = variables.map((v) => new Variable(v.hint, v.type));
    const key = `jit.enter.${driverOf(op)}.${n}`;
    const m = new GraphMaker(key, [counter, ...params], INT, this.program);
    const { words, refs, floats } = this.data.objects.buffers;
    const next = { w: 0, r: 0, f: 0 };
    for (const v of params) {
      const c = classOf(v.type) ?? broken("a void variable is live");
      const buffer = { w: words, r: refs, f: floats }[c];
      const stored = c === "w" ? m.toWord(v) : c === "r" ? m.cast(v, OBJECT) : v;
      m.emit("set_item", [at(buffer), int(next[c]++), stored], VOID);
    }
    m.return(m.emit("call_unit", [nameConst("jit_enter"), int(n), counter], INT, "how"));
    return key;
  }

  /** What `jit_enter` may say. Gives the block that goes on at the merge point. */
  private dispatch(dispatch: Block, code: Variable): Block {
    const { graph } = this;
    const [resume, returned, raised] = ["resume", "returned", "raised"].map(
      (hint) => new Block([], hint),
    ) as [Block, Block, Block];
    dispatch.exitSwitch = code;
    dispatch.exits = [
      link(resume, [], ENTER.mergePoint),
      link(returned, [], ENTER.returned),
      link(raised, [], "default"),
    ];
    const result = graph.resultType ?? broken(`${graph.key} is not typed`);
    const c = classOf(result);
    const value =
      c === null
        ? constant({ kind: "undefined" }, VOID)
        : this.fromBuffer(new Emitter(returned, null), c, 0, result);
    returned.exits = [link(graph.returnBlock, [value])];
    const error = graph.raiseBlock.inputs[0]?.type ?? broken("an untyped raise block");
    raised.exits = [link(graph.raiseBlock, [this.fromBuffer(new Emitter(raised, null), "r", 0, error)])];
    return resume;
  }

  private fromBuffer(e: Emitter, c: RegisterClass, i: number, type: LowType, hint = "t"): Variable {
    const { words, refs, floats } = this.data.objects.buffers;
    if (c === "f") return e.op("get_item", [at(floats), int(i)], FLOAT, hint);
    if (c === "w") {
      const word = e.op("get_item", [at(words), int(i)], WORD, hint);
      return type === WORD ? word : e.op("of_word", [word], type, hint);
    }
    const ref = e.op("get_item", [at(refs), int(i)], OBJECT.ref, hint);
    const struct = type.tag === "ref" ? type.to : broken("a reference of another type");
    return struct === OBJECT ? ref : e.op("cast", [ref, structConst(struct)], type, hint);
  }

  /** The merge point's variables, as the buffers hold them: in the order of its liveness set. */
  private load(live: readonly Variable[], into: Block): Map<Variable, Value> {
    const { variables } = this.liveSet(this.portal.mergePoint.op);
    const places = new Map<Variable, { c: RegisterClass; i: number }>();
    const next = { w: 0, r: 0, f: 0 };
    for (const v of variables) {
      const c = classOf(v.type) ?? broken("a void variable is live");
      places.set(v, { c, i: next[c]++ });
    }
    const e = new Emitter(into, this.portal.mergePoint.op.pos);
    const values = new Map<Variable, Value>();
    for (const v of live) {
      // In jitcodes casts are other names of what they cast.
      let root: Value = v;
      for (let to; root instanceof Variable && (to = this.jitcode.lowered.replaced.get(root)) !== undefined;)
        root = to;
      if (!(root instanceof Variable)) {
        values.set(v, root);
        continue;
      }
      const place = places.get(root) ?? broken(`'${v.hint}' is not live in the portal's jitcode`);
      const type = v.type ?? broken(`'${v.hint}' is not typed`);
      values.set(v, this.fromBuffer(e, place.c, place.i, type, v.hint));
    }
    return values;
  }
}

function asInt(e: Emitter, v: Value): Value {
  switch (kindOf(v.type ?? VOID)) {
    case "int":
      return v;
    case "bool":
      return e.op("bool_to_int", [v], INT);
    case "float":
      return e.op("float_bits", [v], INT);
    case "ref":
      return e.op("identity_hash", [v], INT);
    default:
      return e.op("word_hash", [v.type === WORD ? v : e.op("word_of", [v], WORD)], INT);
  }
}

function blockOf(graph: Graph, op: Op): Block {
  return blocksOf(graph).find((b) => b.ops.includes(op)) ?? broken("the graph no longer holds a marker");
}

/** `jit_start` before the program, `jit_finish` after it. */
function surroundEntry(program: Program, root: PrebuiltObject): void {
  const graph = program.graphs.get(program.entry) ?? broken("the program has no entry");
  const pools = constant({ kind: "prebuilt", object: root }, OBJECT.ref);
  const first = new Block([], "start");
  new Emitter(first, null).op("call_unit", [nameConst("jit_start"), pools], VOID);
  first.exits = [link(graph.start)];
  for (const block of blocksOf(graph))
    for (const exit of block.exits) {
      if (exit.target !== graph.returnBlock) continue;
      const value = new Variable("code", INT);
      const last = new Block([value], "finish");
      new Emitter(last, null).op("call_unit", [nameConst("jit_finish")], VOID);
      last.exits = [link(graph.returnBlock, [value])];
      exit.target = last;
    }
  graph.start = first;
  simplifyGraph(graph);
}

/** `process.exit` ends the program, too. */
function finishBeforeExit(graph: Graph): void {
  for (const block of blocksOf(graph))
    block.ops = block.ops.flatMap((op) => {
      const name = op.name === "call_external" ? op.args[0] : undefined;
      const exits =
        name?.tag === "const" && name.value.kind === "name" && name.value.value === "process_exit";
      if (!exits) return [op];
      const args = [nameConst("jit_finish")];
      return [{ name: "call_unit", args, result: new Variable("none", VOID), pos: op.pos }, op];
    });
}
