// Writes the flow graph of the function that finds the first match of one pattern: the library's Matcher, a place and
// whether to match only there; the end or -1 out, where the match begins in register 0. What is still to be tried is on the matcher's stack: places, and on top the number of the block
// where to go on, or ~register above its old value. A choice is only pushed if what stands next allows two ways.

import { constant, nameConst, numberConst } from "../../model/constants.ts";
import { entityConst } from "../../model/entities.ts";
import type { Block, Value } from "../../model/graph.ts";
import type { FlowOp } from "../../model/flow-ops.ts";
import type { SyntheticBody } from "../flow/synthetic.ts";
import { type CharTables, CharTests, NO_LIMIT } from "./char-tests.ts";
import {
  ACCEPT,
  type First,
  firstOf,
  isDisjoint,
  isWide,
  type PatternNode,
  type PatternPlan,
  union,
} from "./plan.ts";

const AT = "@at";
const DEPTH = "@depth";
/** Where the match that is tried begins. */
const START = "@start";
const STACK = "@stack";
const ZERO = numberConst(0);
const NONE = numberConst(-1);

export function writeMatcher(body: SyntheticBody, plan: PatternPlan, tables: CharTables): void {
  new MatcherWriter(body, plan, tables).write();
}

type Node<K extends PatternNode["kind"]> = Extract<PatternNode, { readonly kind: K }>;

class MatcherWriter {
  readonly #body: SyntheticBody;
  readonly #plan: PatternPlan;
  readonly #matcher: Value;
  readonly #text: Value;
  readonly #length: Value;
  readonly #registers: Value;
  readonly #fail: Block;
  readonly #tests: CharTests;
  /** Where entries of the stack go on, by their numbers. */
  readonly #resumes: Block[] = [];
  /** May the stack hold an entry here? If not, nothing need be undone. */
  #dirty = false;
  #undoes = false;

  constructor(body: SyntheticBody, plan: PatternPlan, tables: CharTables) {
    this.#body = body;
    this.#plan = plan;
    this.#matcher = body.params[0] ?? NONE;
    const text = this.#emit("get_prop", this.#matcher, nameConst("text"));
    this.#text = this.#emit("call", entityConst(tables.flatText), text);
    this.#length = this.#emit("get_prop", this.#text, nameConst("length"));
    this.#registers = this.#emit("get_prop", this.#matcher, nameConst("registers"));
    this.#fail = body.ssa.newBlock("fail");
    this.#tests = new CharTests(body, this.#text, this.#length, tables);
  }

  write(): void {
    const { ssa } = this.#body;
    ssa.write(START, this.#body.params[1] ?? ZERO);
    ssa.write(DEPTH, ZERO);
    // What lookahead goes back to; read where the matching may have come from before it.
    for (const key of lookKeys(this.#plan.root)) ssa.write(key, ZERO);
    const [search, next, attempt] = [this.#block("search"), this.#block("next"), this.#block("attempt")];
    if (this.#plan.anchored) this.#jump(attempt);
    else this.#branch(this.#body.params[2] ?? ZERO, attempt, search);
    this.#writeSearch(search, next, attempt);
    this.#start(attempt);
    this.#at = ssa.read(START, "start");
    ssa.write(DEPTH, ZERO);
    for (let r = 2; r < this.#plan.groups * 2; r++) this.#store(r, NONE);
    this.#node(this.#plan.root, ACCEPT);
    this.#store(0, ssa.read(START, "start"));
    ssa.return(this.#at);
    const over = this.#block("over");
    this.#writeFail(over);
    this.#start(over);
    if (this.#plan.anchored) ssa.return(NONE);
    else {
      const last = this.#block("last");
      this.#branch(this.#body.params[2] ?? ZERO, last, next);
      this.#start(last);
      ssa.return(NONE);
    }
    this.#writeNext(search, next);
  }

  /** Looks for a place where a match can begin. */
  #writeSearch(search: Block, next: Block, attempt: Block): void {
    const { ssa } = this.#body;
    const { literal } = this.#plan;
    ssa.enter(search);
    const start = ssa.read(START, "start");
    if (literal === "") {
      const first = this.#first(this.#plan.root, ACCEPT);
      const isAny = first === null || first === ACCEPT;
      if (!isAny) ssa.write(START, this.#tests.find(start, first));
      this.#tests.unitAt(ssa.read(START, "start"), first, attempt, next);
      return;
    }
    const [found, none] = [this.#block("found"), this.#block("none")];
    const text = constant({ kind: "string", value: literal });
    const place = this.#emit("call_method", this.#text, nameConst("indexOf"), text, start);
    ssa.write(START, place);
    this.#branch(this.#emit("ge", place, ZERO), found, none);
    this.#start(none);
    ssa.return(NONE);
    this.#start(found);
    this.#jump(attempt);
  }

  /** The search goes on one character further. */
  #writeNext(search: Block, next: Block): void {
    const { ssa } = this.#body;
    this.#start(next);
    const start = ssa.read(START, "start");
    const [more, none] = [this.#block("more"), this.#block("none")];
    this.#branch(this.#emit("lt", start, this.#length), more, none);
    this.#start(none);
    ssa.return(NONE);
    this.#start(more);
    const first = this.#first(this.#plan.root, ACCEPT);
    // Where no half of a pair can begin a match, it does no harm to look at the second one.
    const pairs = this.#plan.unicode && (first === null || isWide(first.chars));
    ssa.write(START, pairs ? this.#tests.behind(start) : this.#plus(start, 1));
    this.#jump(search);
    ssa.seal(search);
  }

  // ---- values ----

  #emit(op: FlowOp, ...args: Value[]): Value {
    return this.#body.emit(op, args);
  }

  get #at(): Value {
    return this.#body.ssa.read(AT, "at");
  }
  set #at(v: Value) {
    this.#body.ssa.write(AT, v);
  }

  get #depth(): Value {
    return this.#body.ssa.read(DEPTH, "depth");
  }

  #block(hint: string): Block {
    return this.#body.ssa.newBlock(hint);
  }

  #start(block: Block): void {
    this.#body.ssa.start(block);
  }

  #jump(block: Block): void {
    this.#body.ssa.jump(block);
  }

  #branch(test: Value, yes: Block, no: Block): void {
    this.#body.ssa.branch(test, yes, no);
  }

  #plus(v: Value, n: number): Value {
    return n < 0 ? this.#emit("sub_i32", v, numberConst(-n)) : this.#emit("add_i32", v, numberConst(n));
  }

  #store(register: number, v: Value): void {
    this.#emit("set_item", this.#registers, numberConst(register), v);
  }

  // ---- the stack ----

  #push(...values: Value[]): void {
    const { ssa } = this.#body;
    const [grow, ready] = [this.#block("grow"), this.#block("push")];
    const stack = this.#emit("get_prop", this.#matcher, nameConst("stack"));
    ssa.write(STACK, stack);
    const room = this.#emit("get_prop", stack, nameConst("length"));
    const depth = this.#depth;
    this.#branch(this.#emit("le", this.#plus(depth, values.length), room), ready, grow);
    this.#start(grow);
    ssa.write(STACK, this.#emit("call_method", this.#matcher, nameConst("grow")));
    this.#jump(ready);
    this.#start(ready);
    const larger = ssa.read(STACK, "stack");
    values.forEach((v, i) => {
      this.#emit("set_item", larger, i === 0 ? depth : this.#plus(depth, i), v);
    });
    ssa.write(DEPTH, this.#plus(depth, values.length));
    this.#dirty = true;
  }

  #pop(): Value {
    const depth = this.#plus(this.#depth, -1);
    this.#body.ssa.write(DEPTH, depth);
    return this.#emit("get_item", this.#emit("get_prop", this.#matcher, nameConst("stack")), depth);
  }

  /** A block that an entry of the stack leads to; its number goes on top of the entry. */
  #resume(): { block: Block; id: Value } {
    const block = this.#block("resume");
    this.#resumes.push(block);
    return { block, id: numberConst(this.#resumes.length - 1) };
  }

  /** Pushes the place: if all else fails, the matching goes on from there at the block. */
  #choose(target: Block): void {
    const { block, id } = this.#resume();
    this.#push(this.#at, id);
    const here = this.#body.ssa.block;
    this.#body.ssa.enter(block);
    this.#at = this.#pop();
    this.#jump(target);
    this.#body.ssa.enter(here);
  }

  #set(register: number, v: Value): void {
    if (this.#dirty) {
      this.#undoes = true;
      const old = this.#emit("get_item", this.#registers, numberConst(register));
      this.#push(old, numberConst(~register));
    }
    this.#store(register, v);
  }

  /** Goes on with the last entry of the stack, or gives the place up. */
  #writeFail(over: Block): void {
    const { ssa } = this.#body;
    ssa.enter(this.#fail);
    if (this.#resumes.length === 0) {
      this.#jump(over);
      ssa.seal(this.#fail);
      return;
    }
    const [more, undo] = [this.#block("backtrack"), this.#block("undo")];
    this.#branch(this.#emit("gt", this.#depth, ZERO), more, over);
    this.#start(more);
    const id = this.#pop();
    this.#resumes.forEach((block, i) => {
      const next = this.#block("which");
      if (i === this.#resumes.length - 1 && !this.#undoes) this.#jump(block);
      else this.#branch(this.#emit("eq", id, numberConst(i)), block, next);
      ssa.seal(block);
      this.#start(next);
    });
    this.#jump(undo);
    this.#start(undo);
    if (this.#undoes) {
      const old = this.#pop();
      this.#emit("set_item", this.#registers, this.#emit("bitnot", id), old);
    }
    this.#jump(this.#fail);
    ssa.seal(this.#fail);
  }

  // ---- nodes: each goes on in a block where it has matched, or fails ----

  #node(node: PatternNode, after: First): void {
    switch (node.kind) {
      case "one":
        this.#one(node, this.#fail);
        return;
      case "run":
        if (node.greedy) this.#greedyRun(node, after);
        else this.#lazyRun(node, after);
        return;
      case "sequence":
        node.parts.forEach((part, i) => {
          this.#node(part, this.#first({ kind: "sequence", parts: node.parts.slice(i + 1) }, after));
        });
        return;
      case "choice":
        this.#choice(node.parts, after);
        return;
      case "group": {
        // The beginning counts only when the end is reached: it is kept as a value where nothing comes between.
        const began = this.#at;
        const keep = this.#keepsValue(node.inside);
        if (!keep) this.#set(this.#plan.groups * 2 + node.group, began);
        this.#node(node.inside, after);
        const from = keep
          ? began
          : this.#emit("get_item", this.#registers, numberConst(this.#plan.groups * 2 + node.group));
        this.#set(node.group * 2, from);
        this.#set(node.group * 2 + 1, this.#at);
        return;
      }
      case "look":
        this.#look(node);
        return;
      case "start":
        this.#tests.lineStart(this.#at, this.#plan.multiline, this.#fail);
        return;
      case "end":
        this.#tests.lineEnd(this.#at, this.#plan.multiline, this.#fail);
        return;
      case "border":
        this.#tests.border(this.#at, this.#plan.words, node.wanted, this.#fail);
        return;
      case "option":
      case "loop":
        this.#loop(node, after);
        return;
    }
  }

  /** Can no failure come back into the node, so that values from before it hold behind it? */
  #keepsValue(node: PatternNode): boolean {
    switch (node.kind) {
      case "one":
      case "start":
      case "end":
      case "border":
        return true;
      case "sequence":
        return node.parts.every((p) => this.#keepsValue(p));
      default:
        return false;
    }
  }

  #first(node: PatternNode, after: First): First {
    return firstOf(node, after, this.#plan.multiline);
  }

  /** Takes one character of the set, or goes to the other block. */
  #one({ set }: { readonly set: readonly number[] }, otherwise: Block): void {
    const yes = this.#block("taken");
    const { ssa } = this.#body;
    const at = this.#at;
    if (this.#plan.unicode && isWide(set)) {
      this.#tests.pairAt(at, set, yes, otherwise, (width) => {
        ssa.write(AT, this.#plus(at, width));
      });
      this.#start(yes);
      return;
    }
    this.#tests.unitAt(at, { chars: set, end: false }, yes, otherwise);
    this.#start(yes);
    this.#at = this.#plus(at, 1);
  }

  #greedyRun(node: Node<"run">, after: First): void {
    const start = this.#at;
    const wide = this.#plan.unicode && isWide(node.set);
    for (let i = 0; wide && i < node.least; i++) this.#one(node, this.#fail);
    const first = wide ? this.#at : node.least === 0 ? start : this.#plus(start, node.least);
    const [head, done] = [this.#block("run"), this.#block("ran")];
    const limit = wide ? this.#length : this.#tests.limit(start, node.most);
    this.#jump(head);
    this.#body.ssa.enter(head);
    if (wide) this.#one(node, done);
    else {
      const taken = this.#block("taken");
      this.#tests.unitBelow(this.#at, limit, node.set, taken, done);
      this.#start(taken);
      this.#at = this.#plus(this.#at, 1);
    }
    this.#jump(head);
    this.#body.ssa.seal(head);
    this.#start(done);
    if (!wide && node.least > 0) this.#require(this.#emit("ge", this.#at, first));
    if (after === ACCEPT || node.least === node.most) return;
    if (isDisjoint(this.#first({ ...node, least: 1 }, null), after)) return;
    this.#giveBack(first, wide, after);
  }

  #require(test: Value): void {
    const yes = this.#block("enough");
    this.#branch(test, yes, this.#fail);
    this.#start(yes);
  }

  /** Behind a run: if more than the least was taken, later tries go on with less, where what follows can begin. */
  #giveBack(first: Value, wide: boolean, after: First): void {
    const { ssa } = this.#body;
    const { block, id } = this.#resume();
    const [more, go, less, found] = [
      this.#block("more"),
      this.#block("go"),
      this.#block("less"),
      this.#block("found"),
    ];
    const more2 = this.#block("more");
    this.#branch(this.#emit("gt", this.#at, first), more, go);
    this.#start(more);
    this.#push(first, this.#at, id);
    this.#jump(go);

    ssa.enter(block);
    this.#at = this.#pop();
    const limit = this.#pop();
    this.#jump(less);
    ssa.enter(less);
    this.#require(this.#emit("gt", this.#at, limit));
    this.#at = wide ? this.#tests.before(this.#at, limit) : this.#plus(this.#at, -1);
    this.#tests.unitAt(this.#at, after, found, less);
    ssa.seal(less);
    this.#start(found);
    this.#branch(this.#emit("gt", this.#at, limit), more2, go);
    this.#start(more2);
    this.#push(limit, this.#at, id);
    this.#jump(go);
    this.#start(go);
  }

  #lazyRun(node: Node<"run">, after: First): void {
    const { ssa } = this.#body;
    for (let i = 0; i < node.least && (i < 4 || isWide(node.set)); i++) this.#one(node, this.#fail);
    if (node.least > 4 && !isWide(node.set))
      this.#greedyRun({ ...node, least: node.least - 4, most: node.least - 4 }, { chars: [], end: false });
    if (after === ACCEPT) return;
    const { block, id } = this.#resume();
    const [decide, take, ready, go] = [
      this.#block("lazy"),
      this.#block("take"),
      this.#block("ready"),
      this.#block("go"),
    ];
    const finite = node.most < NO_LIMIT;
    const limit = finite ? this.#plus(this.#at, node.most - node.least) : this.#length;
    ssa.write("@limit", limit);
    this.#jump(decide);

    ssa.enter(decide);
    this.#tests.unitAt(this.#at, after, ready, take);
    this.#start(ready);
    this.#push(ssa.read("@limit", "limit"), this.#at, id);
    this.#jump(go);

    ssa.enter(block);
    this.#at = this.#pop();
    ssa.write("@limit", this.#pop());
    this.#jump(take);
    this.#start(take);
    if (finite) this.#require(this.#emit("lt", this.#at, ssa.read("@limit", "limit")));
    this.#one(node, this.#fail);
    this.#jump(decide);
    ssa.seal(decide);
    this.#start(go);
  }

  #choice(parts: readonly PatternNode[], after: First): void {
    const join = this.#block("join");
    const before = this.#dirty;
    let dirty = before;
    parts.forEach((part, i) => {
      this.#dirty = before;
      const next = this.#block("next");
      const first = this.#first(part, after);
      const rest = parts.slice(i + 1).map((p) => this.#first(p, after));
      const others = rest.length === 0 ? undefined : rest.reduce(union);
      if (others !== undefined) {
        const way = this.#block("way");
        this.#tests.unitAt(this.#at, first, way, next);
        this.#start(way);
        if (!isDisjoint(first, others)) this.#choose(next);
      }
      this.#node(part, after);
      dirty ||= this.#dirty;
      this.#jump(join);
      this.#start(next);
    });
    this.#start(join);
    this.#dirty = dirty;
  }

  #loop(node: Node<"loop" | "option">, after: First): void {
    const { ssa } = this.#body;
    const [head, turn, exit] = [this.#block("head"), this.#block("turn"), this.#block("exit")];
    const first = this.#first(node.inside, null);
    const onlyOne = isDisjoint(first, after);
    const before = this.#dirty;
    if (node.kind === "loop") this.#dirty ||= !onlyOne || !this.#keepsValue(node.inside);
    this.#jump(node.least > 0 ? turn : head);
    ssa.enter(head);
    const [either, whole] = [this.#block("either"), node.greedy ? exit : turn];
    this.#tests.unitAt(this.#at, node.greedy ? first : after, either, whole);
    this.#start(either);
    if (!onlyOne) this.#choose(whole);
    const afterHead = this.#dirty;
    this.#jump(node.greedy ? turn : exit);
    ssa.seal(turn);
    ssa.enter(turn);
    for (let g = node.forgets[0]; g < node.forgets[1] && node.kind === "loop"; g++) {
      this.#set(g * 2, NONE);
      this.#set(g * 2 + 1, NONE);
    }
    this.#node(node.inside, node.kind === "loop" ? union(first, after) : after);
    this.#jump(node.kind === "loop" ? head : exit);
    ssa.seal(head);
    this.#start(exit);
    this.#dirty ||= afterHead || before;
  }

  /** What is looked for leaves neither place nor choices behind. */
  #look(node: Node<"look">): void {
    const { ssa } = this.#body;
    const dirty = this.#dirty;
    const [at, depth] = keysOf(node);
    ssa.write(at, this.#at);
    ssa.write(depth, this.#depth);
    const go = this.#block("go");
    if (node.negative) this.#choose(go);
    this.#node(node.inside, ACCEPT);
    ssa.write(DEPTH, ssa.read(depth, "depth"));
    this.#dirty = dirty;
    if (node.negative) this.#jump(this.#fail);
    else {
      this.#at = ssa.read(at, "at");
      this.#jump(go);
    }
    this.#start(go);
  }
}

function keysOf(node: Node<"look">): readonly [string, string] {
  return [`@look ${node.number} at`, `@look ${node.number} depth`];
}

/** The variables of all lookahead in a pattern. */
function lookKeys(node: PatternNode): string[] {
  const own = node.kind === "look" ? keysOf(node) : [];
  const inside = "parts" in node ? node.parts : "inside" in node ? [node.inside] : [];
  return [...own, ...inside.flatMap(lookKeys)];
}
