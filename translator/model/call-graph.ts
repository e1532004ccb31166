// Who may call whom in a typed program. An indirect call reaches a set of graphs: the implementations of one method
// where the code pointer comes straight from `type_slot`, else every graph of that signature whose address is taken;
// what another unit may call (`call_unit` may come back, `call_word` goes anywhere) are those whose address is a word.
// Conservative; a snapshot: build it anew after changing calls.

import type { ConstantValue, PrebuiltObject } from "./constants.ts";
import { blocksOf, type Graph, type Op, type Value, type Variable } from "./graph.ts";
import { callbacks, type Program } from "./program.ts";
import { reachableObjects } from "./text.ts";
import { kindOf, WORD, type StorageType, type StructType } from "./types.ts";
import { slotIndex } from "./verify-ops.ts";

/** The graphs one call may run. Call sites with the same possibilities share the object. */
export interface CallTargets {
  /** Names the set: the key of the only graph, or what is no key: the method, the signature, "(words)", "(c)". */
  readonly id: string;
  readonly keys: readonly string[];
}

export class CallGraph {
  private readonly program: Program;
  private readonly sets = new Map<string, CallTargets>();
  private readonly sites = new Map<Op, CallTargets>();
  private readonly callsOf = new Map<string, Set<CallTargets>>();
  /** Keys of graphs whose address is taken, by signature. */
  private readonly pointedAt = new Map<string, Set<string>>();
  /** Keys of graphs whose address is a word. */
  private readonly words = new Set<string>();
  private allAreWords = false;

  constructor(program: Program) {
    this.program = program;
    const slots = new Map<Graph, Map<Variable, Op>>();
    for (const graph of program.graphs.values()) slots.set(graph, this.methodPointers(graph));
    for (const graph of program.graphs.values())
      this.collectAddresses(graph, slots.get(graph) ?? new Map<Variable, Op>());
    for (const object of reachableObjects(program)) this.collectPointers(object);
    for (const graph of program.graphs.values())
      this.collectCalls(graph, slots.get(graph) ?? new Map<Variable, Op>());
  }

  /** What a call of the program may run; undefined for other operations. */
  targets(op: Op): CallTargets | undefined {
    return this.sites.get(op);
  }

  /** Everything a graph may call. */
  calls(key: string): ReadonlySet<CallTargets> {
    return this.callsOf.get(key) ?? new Set();
  }

  /** Keys of the graphs that may call each graph, by its key. */
  callers(): Map<string, Set<string>> {
    const found = new Map<string, Set<string>>();
    for (const [caller, calls] of this.callsOf)
      for (const targets of calls)
        for (const key of targets.keys) {
          const known = found.get(key);
          if (known === undefined) found.set(key, new Set([caller]));
          else known.add(caller);
        }
    return found;
  }

  /** Keys of the graphs that may, through whatever chain, call themselves. */
  recursive(): Set<string> {
    const found = new Set<string>();
    for (const component of this.components()) {
      const only = component.length === 1 ? component[0] : undefined;
      if (only !== undefined && !this.successors(only).includes(only)) continue;
      for (const node of component) if (this.program.graphs.has(node)) found.add(node);
    }
    return found;
  }

  private methodPointers(graph: Graph): Map<Variable, Op> {
    const found = new Map<Variable, Op>();
    for (const block of blocksOf(graph))
      for (const op of block.ops) if (op.name === "type_slot") found.set(op.result, op);
    return found;
  }

  private collectAddresses(graph: Graph, slots: ReadonlyMap<Variable, Op>): void {
    const escape = (v: Value, asWord = false): void => {
      const slot = v.tag === "var" ? slots.get(v) : undefined;
      if (slot !== undefined)
        for (const key of this.slotTargets(slot).keys) this.point({ kind: "graph", key }, asWord);
      if (v.tag === "const") this.point(v.value, v.type === WORD || asWord);
      // Any code pointer: whatever has its address taken may be behind it.
      else if (asWord && slot === undefined && v.type?.tag === "func") this.allAreWords = true;
    };
    for (const block of blocksOf(graph)) {
      for (const op of block.ops)
        for (const arg of calledFirst(op) ? op.args.slice(1) : op.args) escape(arg, op.name === "word_of");
      for (const exit of block.exits) for (const arg of exit.args) escape(arg);
    }
  }

  private collectPointers(object: PrebuiltObject): void {
    const see = (value: ConstantValue, type: StorageType | null | undefined): void =>
      this.point(value, type === WORD);
    for (const [name, value] of object.fields) see(value, object.struct.field(name)?.type);
    for (const value of object.items ?? []) see(value, object.struct.itemType());
  }

  private point(value: ConstantValue, asWord: boolean): void {
    const graph = value.kind === "graph" ? this.program.graphs.get(value.key) : undefined;
    if (graph === undefined) return;
    const signature = signatureOf(graph.args);
    const keys = this.pointedAt.get(signature) ?? new Set();
    this.pointedAt.set(signature, keys.add(graph.key));
    if (asWord) this.words.add(graph.key);
  }

  private collectCalls(graph: Graph, slots: ReadonlyMap<Variable, Op>): void {
    const calls = new Set<CallTargets>();
    this.callsOf.set(graph.key, calls);
    for (const block of blocksOf(graph))
      for (const op of block.ops) {
        if (!isCall(op)) continue;
        const targets = this.targetsOf(op, slots);
        this.sites.set(op, targets);
        calls.add(targets);
      }
  }

  private targetsOf(op: Op, slots: ReadonlyMap<Variable, Op>): CallTargets {
    if (op.name === "call_word" || op.name === "call_unit") return this.share("(words)", this.wordTargets());
    // C may call whatever it was ever given.
    if (op.name === "call_c") return this.share("(c)", callbacks(this.program));
    const [callee, ...rest] = op.args;
    // The handle is for the runtime, not for the code.
    const args = op.name === "coroutine_resume" ? rest.slice(1) : rest;
    if (callee?.tag === "const" && callee.value.kind === "graph")
      return this.share(callee.value.key, [callee.value.key]);
    const slot = callee?.tag === "var" ? slots.get(callee) : undefined;
    if (slot !== undefined) return this.slotTargets(slot);
    const signature = signatureOf(args);
    return this.share(`fn(${signature})`, [...(this.pointedAt.get(signature) ?? [])]);
  }

  private wordTargets(): string[] {
    return this.allAreWords ? [...this.pointedAt.values()].flatMap((keys) => [...keys]) : [...this.words];
  }

  private slotTargets(slot: Op): CallTargets {
    const [, layout, selector] = slot.args;
    if (
      layout?.tag !== "const" ||
      layout.value.kind !== "struct" ||
      selector?.tag !== "const" ||
      selector.value.kind !== "name"
    )
      return this.share("no method", []);
    const { struct } = layout.value;
    const id = `${struct.name}.${selector.value.value}()`;
    return this.sets.get(id) ?? this.share(id, methodsAt(struct, slotIndex(struct, selector.value.value)));
  }

  private share(id: string, keys: readonly string[]): CallTargets {
    const known = this.sets.get(id) ?? { id, keys };
    this.sets.set(id, known);
    return known;
  }

  /** Graphs call sets, sets run graphs: the sets are nodes too, so that edges do not multiply. */
  private successors(node: string): readonly string[] {
    const calls = this.callsOf.get(node);
    if (calls === undefined) return this.sets.get(node)?.keys ?? [];
    return [...calls].map((set) => set.id);
  }

  /** Strongly connected components (Tarjan), without recursion: call chains are tens of thousands long. */
  private components(): string[][] {
    const index = new Map<string, number>();
    const low = new Map<string, number>();
    const open: string[] = [];
    const isOpen = new Set<string>();
    const found: string[][] = [];
    const stack: { node: string; next: readonly string[]; at: number }[] = [];
    const enter = (node: string): void => {
      index.set(node, index.size);
      low.set(node, index.size - 1);
      open.push(node);
      isOpen.add(node);
      stack.push({ node, next: this.successors(node), at: 0 });
    };
    const lower = (node: string, to: number | undefined): void => {
      if (to !== undefined && to < (low.get(node) ?? Infinity)) low.set(node, to);
    };
    for (const root of this.callsOf.keys()) {
      if (!index.has(root)) enter(root);
      for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
        const next = top.next[top.at++];
        if (next !== undefined) {
          if (!index.has(next)) enter(next);
          else if (isOpen.has(next)) lower(top.node, index.get(next));
          continue;
        }
        stack.pop();
        const above = stack.at(-1);
        if (above !== undefined) lower(above.node, low.get(top.node));
        if (low.get(top.node) === index.get(top.node)) found.push(closeComponent(top.node, open, isOpen));
      }
    }
    return found;
  }
}

/** Does it only call its first operand? */
function calledFirst({ name }: Op): boolean {
  return name === "call" || name === "call_indirect" || name === "coroutine_resume";
}

function isCall(op: Op): boolean {
  const { name } = op;
  return calledFirst(op) || name === "call_word" || name === "call_unit" || name === "call_c";
}

function closeComponent(root: string, open: string[], isOpen: Set<string>): string[] {
  const component: string[] = [];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    isOpen.delete(node);
    component.push(node);
    if (node === root) break;
  }
  return component;
}

/** Implementations of method `index` in a layout and all that extend it. */
function methodsAt(struct: StructType, index: number): string[] {
  const found = new Set<string>();
  const layouts = new Set([struct]);
  for (const s of layouts) {
    const key = s.vtable[index]?.graph;
    if (key != null) found.add(key);
    for (const extension of s.extensions) layouts.add(extension);
  }
  return [...found];
}

// By kinds only: which layouts a pointer may be called with is not worth the precision.
function signatureOf(args: readonly Value[]): string {
  return args.map((v) => (v.type === undefined ? "?" : kindOf(v.type))).join(", ");
}
