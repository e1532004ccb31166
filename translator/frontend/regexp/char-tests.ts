// The questions that a matcher's graph asks of one place of the text: is the unit there in a set, is it the beginning or
// the end of a line, a border of a word? Each branches to a block where it holds and one where it does not. Sets with
// few ranges are compared, others looked up in a table of the first 256 characters.

import { constant, type Constant, numberConst } from "../../model/constants.ts";
import { type BuiltinEntity, entityConst, type FuncEntity } from "../../model/entities.ts";
import type { FlowOp } from "../../model/flow-ops.ts";
import type { Block, Value } from "../../model/graph.ts";
import { complement } from "../../../rlib/core/regexp-sets.ts";
import type { SyntheticBody } from "../flow/synthetic.ts";
import { ACCEPT, type Chars, type First } from "./plan.ts";

/** What the library has for it, and makers of frozen tables: bytes, or a list of borders for `within`. */
export interface CharTables {
  readonly bytes: (set: Chars) => Constant;
  readonly borders: (set: Chars) => Constant;
  readonly within: FuncEntity;
  /** The text so that its units can be read, and the unit at a place that is in it. */
  readonly flatText: BuiltinEntity;
  readonly flatUnit: BuiltinEntity;
  /** The first place whose unit is beyond the table or in it. */
  readonly flatFind: BuiltinEntity;
}

const FALSE = constant({ kind: "bool", value: false });
const UNITS = 0x10000;
const LINE_ENDS: Chars = [10, 11, 13, 14, 0x2028, 0x202a];
/** Longest text, and so the longest run, with room to add them. */
export const NO_LIMIT = 0x20000000;
/** Ranges that are compared one after the other. */
const FEW = 2;

export class CharTests {
  readonly #body: SyntheticBody;
  readonly #text: Value;
  readonly #length: Value;
  readonly #tables: CharTables;

  constructor(body: SyntheticBody, text: Value, length: Value, tables: CharTables) {
    this.#body = body;
    this.#text = text;
    this.#length = length;
    this.#tables = tables;
  }

  /** Does what stands at the place begin what is wanted? */
  unitAt(at: Value, wanted: First, yes: Block, no: Block): void {
    if (wanted === null || wanted === ACCEPT) {
      this.#body.ssa.jump(yes);
      return;
    }
    this.#inText(at, wanted.chars, yes, no, wanted.end ? yes : no);
  }

  /** The first place from one on where what is wanted may stand, or the end of the text. */
  find(at: Value, wanted: NonNullable<First>): Value {
    return this.#emit(
      "call",
      entityConst(this.#tables.flatFind),
      this.#text,
      this.#tables.bytes(wanted.chars),
      at,
    );
  }

  /** Is the unit at the place, if that is below a limit, in the set? */
  unitBelow(at: Value, limit: Value, set: Chars, yes: Block, no: Block): void {
    const inside = this.#block("inside");
    this.#branch("lt", at, limit, inside, no);
    this.#start(inside);
    this.#test(this.#unit(at), set, yes, no);
  }

  #inText(at: Value, set: Chars, yes: Block, no: Block, atEnd: Block): void {
    const inside = this.#block("inside");
    this.#branch("lt", at, this.#length, inside, atEnd);
    this.#start(inside);
    this.#test(this.#unit(at), set, yes, no);
  }

  /** The character at the place, of one unit or two; `take` is told how many in a block that leads on. */
  pairAt(at: Value, set: Chars, yes: Block, no: Block, take: (width: number) => void): void {
    const { ssa } = this.#body;
    const [inside, high, more, pair, single, one, two] = [
      this.#block("inside"),
      this.#block("high"),
      this.#block("more"),
      this.#block("pair"),
      this.#block("single"),
      this.#block("one"),
      this.#block("two"),
    ];
    this.#branch("lt", at, this.#length, inside, no);
    this.#start(inside);
    const c = this.#unit(at);
    this.#isHalf(c, 0xd800, high, single);
    this.#start(high);
    const next = this.#emit("add_i32", at, numberConst(1));
    this.#branch("lt", next, this.#length, more, single);
    this.#start(more);
    const low = this.#unit(next);
    this.#isHalf(low, 0xdc00, pair, single);
    this.#start(pair);
    const upper = this.#emit("shl", this.#emit("sub_i32", c, numberConst(0xd800)), numberConst(10));
    const code = this.#emit("add_i32", upper, this.#emit("add_i32", low, numberConst(0x10000 - 0xdc00)));
    this.#ranges(code, set, two, no, 0x110000);
    this.#start(two);
    take(2);
    ssa.jump(yes);
    this.#start(single);
    this.#test(c, set, one, no);
    this.#start(one);
    take(1);
    ssa.jump(yes);
  }

  /** The place one character further back, not below a limit. */
  before(at: Value, limit: Value): Value {
    const one = this.#emit("sub_i32", at, numberConst(1));
    const two = this.#emit("sub_i32", at, numberConst(2));
    const inPair = this.#body.choose(
      this.#emit("ge", two, limit),
      () => this.#isPair(two, one),
      () => FALSE,
    );
    return this.#body.choose(
      inPair,
      () => two,
      () => one,
    );
  }

  /** The place one character further on, from one in the text. */
  behind(at: Value): Value {
    const one = this.#emit("add_i32", at, numberConst(1));
    const inPair = this.#body.choose(
      this.#emit("lt", one, this.#length),
      () => this.#isPair(at, one),
      () => FALSE,
    );
    return this.#body.choose(
      inPair,
      () => this.#emit("add_i32", at, numberConst(2)),
      () => one,
    );
  }

  #isPair(first: Value, second: Value): Value {
    const isHalf = (place: Value, start: number): Value =>
      this.#emit("eq", this.#emit("bitand", this.#unit(place), numberConst(0xfc00)), numberConst(start));
    return this.#body.choose(
      isHalf(first, 0xd800),
      () => isHalf(second, 0xdc00),
      () => FALSE,
    );
  }

  /** Where a run of at most so many units ends at the latest. */
  limit(start: Value, most: number): Value {
    if (most >= NO_LIMIT) return this.#length;
    const wanted = this.#emit("add_i32", start, numberConst(most));
    return this.#body.choose(
      this.#emit("lt", wanted, this.#length),
      () => wanted,
      () => this.#length,
    );
  }

  lineStart(at: Value, multiline: boolean, no: Block): void {
    const yes = this.#block("yes");
    const inside = multiline ? this.#block("inside") : no;
    this.#branch("eq", at, numberConst(0), yes, inside);
    if (multiline) {
      this.#start(inside);
      this.#test(this.#unit(this.#emit("sub_i32", at, numberConst(1))), LINE_ENDS, yes, no);
    }
    this.#start(yes);
  }

  lineEnd(at: Value, multiline: boolean, no: Block): void {
    const yes = this.#block("yes");
    this.#inText(at, multiline ? LINE_ENDS : [], yes, no, yes);
    this.#start(yes);
  }

  border(at: Value, words: Chars, wanted: boolean, no: Block): void {
    const yes = this.#block("yes");
    const before = this.#isWord(this.#emit("sub_i32", at, numberConst(1)), words);
    const behind = this.#isWord(at, words);
    this.#body.ssa.branch(this.#emit(wanted ? "ne" : "eq", before, behind), yes, no);
    this.#start(yes);
  }

  /** 1 or 0; outside the text there are no words. */
  #isWord(at: Value, words: Chars): Value {
    const { ssa } = this.#body;
    const [below, yes, no, join] = [
      this.#block("below"),
      this.#block("yes"),
      this.#block("no"),
      this.#block("join"),
    ];
    this.#branch("ge", at, numberConst(0), below, no);
    this.#start(below);
    this.#inText(at, words, yes, no, no);
    for (const [block, value] of [[yes, 1] as const, [no, 0] as const]) {
      this.#start(block);
      ssa.write("@word", numberConst(value));
      ssa.jump(join);
    }
    this.#start(join);
    return ssa.read("@word", "word");
  }

  /** Is the unit in the set? */
  #test(c: Value, set: Chars, yes: Block, no: Block): void {
    const below = clipped(set, UNITS);
    const outside = clipped(complement([...below]), UNITS);
    if (below.length <= FEW * 2) this.#ranges(c, below, yes, no, UNITS);
    else if (outside.length <= FEW * 2) this.#ranges(c, outside, no, yes, UNITS);
    else this.#lookUp(c, below, yes, no);
  }

  #lookUp(c: Value, set: Chars, yes: Block, no: Block): void {
    const { ssa } = this.#body;
    const [narrow, wide] = [this.#block("narrow"), this.#block("wide")];
    this.#branch("lt", c, numberConst(256), narrow, wide);
    this.#start(narrow);
    const entry = this.#emit("get_item", this.#tables.bytes(set), c);
    this.#branch("eq", entry, numberConst(1), yes, no);
    this.#start(wide);
    const rest = set.filter((x) => x > 256);
    const high = rest.length % 2 === 1 ? [256, ...rest] : rest;
    const outside = clipped(complement(high), UNITS).filter((x) => x > 256);
    if (high.length <= FEW * 4) this.#ranges(c, high, yes, no, UNITS);
    else if (outside.length % 2 === 0 && outside.length <= FEW * 4) this.#ranges(c, outside, no, yes, UNITS);
    else
      ssa.branch(
        this.#emit("call_func", entityConst(this.#tables.within), this.#tables.borders(high), c),
        yes,
        no,
      );
  }

  /** Compares with each range; all values are below `end`. */
  #ranges(c: Value, set: Chars, yes: Block, no: Block, end: number): void {
    if (set.length > FEW * 8) {
      const within = entityConst(this.#tables.within);
      this.#body.ssa.branch(this.#emit("call_func", within, this.#tables.borders(set), c), yes, no);
      return;
    }
    for (let i = 0; i < set.length; i += 2) {
      const [from, to] = [set[i] ?? 0, set[i + 1] ?? end];
      const next = this.#block("next");
      if (to === from + 1) this.#branch("eq", c, numberConst(from), yes, next);
      else if (from === 0) this.#branch("lt", c, numberConst(to), yes, next);
      else if (to >= end) this.#branch("ge", c, numberConst(from), yes, next);
      else {
        const over = this.#block("over");
        this.#branch("ge", c, numberConst(from), over, next);
        this.#start(over);
        this.#branch("lt", c, numberConst(to), yes, next);
      }
      this.#start(next);
    }
    this.#body.ssa.jump(no);
  }

  #isHalf(c: Value, start: number, yes: Block, no: Block): void {
    const top = this.#emit("bitand", c, numberConst(0xfc00));
    this.#branch("eq", top, numberConst(start), yes, no);
  }

  #unit(at: Value): Value {
    return this.#emit("call", entityConst(this.#tables.flatUnit), this.#text, at);
  }

  #emit(op: FlowOp, ...args: Value[]): Value {
    return this.#body.emit(op, args);
  }

  #block(hint: string): Block {
    return this.#body.ssa.newBlock(hint);
  }

  #start(block: Block): void {
    this.#body.ssa.start(block);
  }

  #branch(op: FlowOp, a: Value, b: Value, yes: Block, no: Block): void {
    this.#body.ssa.branch(this.#emit(op, a, b), yes, no);
  }
}

/** The part of a set below a bound. */
function clipped(set: Chars, bound: number): Chars {
  const below = set.filter((x) => x < bound);
  return below.length % 2 === 1 ? [...below, bound] : below;
}
