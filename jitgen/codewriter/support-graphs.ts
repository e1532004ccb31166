// Graphs the JIT runtime calls in the target: stubs by signature, evaluators of operations, tests of checks,
// allocation, and operations that have no instruction of their own. Each is made when first asked for and belongs to
// the target's unit. How they are called: jitgen/tables/pools.ts.

import { shapeOf, SHAPE } from "../tables/operations.ts";
import { addressTaken } from "./addresses.ts";
import { kindLetter } from "./pools.ts";
import {
  constant,
  graphConst,
  numberConst,
  structConst,
  type Constant,
  type PrebuiltObject,
} from "../../translator/model/constants.ts";
import { Block, Graph, link, RAISES, Variable, type Op, type Value } from "../../translator/model/graph.ts";
import { LOW_OPS, type LowOp, type OpFacts } from "../../translator/model/ops.ts";
import type { Program } from "../../translator/model/program.ts";
import {
  BOOL,
  FLOAT,
  funcType,
  INT,
  OBJECT,
  type FuncType,
  type LowType,
  type StructType,
  TYPE,
  typeText,
  VOID,
  WORD,
} from "../../translator/model/types.ts";
import { broken } from "../../translator/support/diagnostics.ts";
import { CHECKS, isCheck, type CheckBuilder } from "../../translator/transform/check-expansions.ts";

/** Where arguments and results of stubs stand. */
export interface Buffers {
  readonly words: PrebuiltObject;
  readonly refs: PrebuiltObject;
  readonly floats: PrebuiltObject;
}

const int = (value: number): Constant => numberConst(value, INT);
const at = (object: PrebuiltObject): Constant => constant({ kind: "prebuilt", object }, object.struct.ref);

/** Emits into one graph of ours. */
export class GraphMaker {
  readonly graph: Graph;
  block: Block;

  constructor(key: string, args: readonly Variable[], result: LowType, program: Program) {
    this.graph = new Graph(key, key, [...args], null, new Map([["noinline", ""]]));
    this.graph.unit = "target";
    this.graph.resultType = result;
    (this.graph.returnBlock.inputs[0] as Variable).type = result;
    (this.graph.raiseBlock.inputs[0] as Variable).type = errorType(program);
    this.block = this.graph.start;
    if (program.graphs.has(key)) broken(`two graphs are called '${key}'`);
    program.graphs.set(key, this.graph);
  }

  emit(name: LowOp, args: Value[], type: LowType, hint = "t"): Variable {
    const result = new Variable(hint, type);
    this.block.ops.push({ name, args, result, pos: null });
    return result;
  }

  branch(condition: Value, yes: Block, no: Block): void {
    this.block.exitSwitch = condition;
    this.block.exits = [link(no, [], false), link(yes, [], true)];
  }

  return(value: Value): void {
    this.block.exits = [link(this.graph.returnBlock, [value])];
  }

  /** The word as a value of the type; other values pass. */
  fromWord(v: Value, type: LowType): Value {
    return type === WORD ? v : this.emit("of_word", [v], type);
  }

  toWord(v: Value): Value {
    return v.type === WORD ? v : this.emit("word_of", [v], WORD);
  }

  /** Any reference as one to the given layout. */
  cast(v: Value, to: StructType): Value {
    return v.type?.tag === "ref" && v.type.to === to ? v : this.emit("cast", [v, structConst(to)], to.ref);
  }
}

export function errorType(program: Program): LowType {
  return program.wellKnown?.error.ref ?? broken("the program has no error class");
}

export class SupportGraphs {
  private readonly program: Program;
  private readonly buffers: Buffers;
  private readonly taken: ReadonlySet<string>;

  constructor(program: Program, buffers: Buffers) {
    this.program = program;
    this.buffers = buffers;
    this.taken = addressTaken(program);
  }

  /** Does the program itself have pointers to the graph? */
  isPointedAt(key: string): boolean {
    return this.taken.has(key);
  }

  /** A graph to call instead: itself where its address is taken anyway, else one that calls it. */
  callable(key: string): string {
    if (this.taken.has(key)) return key;
    const way = `jit.call.${key}`;
    return this.made(way, () => {
      const { args, result } = this.signatureOf(key);
      const params = args.map((t) => new Variable("x", t));
      const m = new GraphMaker(way, params, result, this.program);
      const value = m.emit("call", [graphConst(key), ...params], result, "result");
      m.return(result === VOID ? constant({ kind: "undefined" }, VOID) : value);
    });
  }

  private made(key: string, make: () => void): string {
    if (!this.program.graphs.has(key)) make();
    return key;
  }

  /** () -> int that calls code of the signature as STUB_PROTOCOL says. */
  stub(type: FuncType): string {
    const key = `jit.stub.${type.args.map(kindLetter).join("")}_${kindLetter(type.result)}`;
    return this.made(key, () => this.makeStub(key, type));
  }

  private makeStub(key: string, type: FuncType): void {
    const m = new GraphMaker(key, [], INT, this.program);
    const next = { w: 1, r: 0, f: 0 };
    const { words, refs, floats } = this.buffers;
    // Whatever layouts the callee wants: references are alike to C.
    const loose = (t: LowType): LowType => (t.tag === "ref" ? OBJECT.ref : t);
    const signature = funcType(type.args.map(loose), loose(type.result));
    const code = m.fromWord(m.emit("get_item", [at(words), int(0)], WORD, "code"), signature);
    const args = signature.args.map((t) => {
      if (t.tag === "ref") return m.emit("get_item", [at(refs), int(next.r++)], t);
      if (t === FLOAT) return m.emit("get_item", [at(floats), int(next.f++)], t);
      return m.fromWord(m.emit("get_item", [at(words), int(next.w++)], WORD), t);
    });
    const result = m.emit("call_indirect", [code, ...args], signature.result, "result");
    const exception = new Variable("e", errorType(this.program));
    const caught = new Variable("e", errorType(this.program));
    const [fine, raised] = [new Block([], "fine"), new Block([caught], "raised")];
    m.block.exitSwitch = RAISES;
    m.block.exits = [link(fine), { ...link(raised, [exception]), exception }];
    m.block = raised;
    m.emit("set_item", [at(refs), int(0), m.cast(caught, OBJECT)], VOID);
    m.return(int(1));
    m.block = fine;
    if (signature.result !== VOID) {
      const t = signature.result;
      const buffer = t.tag === "ref" ? refs : t === FLOAT ? floats : words;
      m.emit("set_item", [at(buffer), int(0), buffer === words ? m.toWord(result) : result], VOID);
    }
    m.return(int(0));
  }

  /** () -> ref, or (int) -> ref for a layout with items: a fresh object. */
  allocator(struct: StructType): string {
    const key = `jit.new.${struct.name}`;
    return this.made(key, () => {
      const hasItems = struct.itemType() !== null;
      const args = hasItems ? [new Variable("length", INT)] : [];
      const m = new GraphMaker(key, args, struct.ref, this.program);
      m.return(
        m.emit(hasItems ? "new_array" : "new_struct", [structConst(struct), ...args], struct.ref, "object"),
      );
    });
  }

  /** Operands and result as words, floats and references: what the shape of the operation says. */
  evaluator(name: LowOp): string {
    const key = `jit.eval.${name}`;
    return this.made(key, () => this.makeEvaluator(key, name));
  }

  private makeEvaluator(key: string, name: LowOp): void {
    const facts: OpFacts = LOW_OPS[name];
    if (shapeOf(name) === SHAPE.none) broken(`${name} has no evaluator`);
    const params = facts.args.map((kind) => new Variable("x", registerOf(kind)));
    const resultKind = isCheck(name) ? "bool" : facts.result;
    const result = registerOf(resultKind);
    const m = new GraphMaker(key, params, result, this.program);
    const args = facts.args.map((kind, i) => {
      const p = params[i] as Variable;
      return kind === "int" ? m.fromWord(p, INT) : kind === "bool" ? m.fromWord(p, BOOL) : p;
    });
    if (isCheck(name)) {
      this.test(m, { name, args, result: new Variable("x", typeOfKind(facts.result)), pos: null });
      return;
    }
    const value = m.emit(name, args, typeOfKind(facts.result));
    m.return(result === WORD ? m.toWord(value) : value);
  }

  /** Goes through the conditions of a check; 1 if all of them hold. */
  private test(m: GraphMaker, op: Op): void {
    const name = isCheck(op.name) ? op.name : broken(`${op.name} is no check`);
    const failed = new Block([], "failed");
    const builder: CheckBuilder = {
      emit: (n, args, type, hint) => m.emit(n, args, type, hint),
      require: (condition) => {
        const on = new Block([], "holds");
        m.branch(condition, on, failed);
        m.block = on;
      },
    };
    CHECKS[name].expand(builder, op);
    m.return(m.toWord(int(1)));
    m.block = failed;
    m.return(m.toWord(int(0)));
  }

  /** A graph that does just this operation, with its operands as parameters; static ones stay. */
  wrapper(op: Op): { readonly key: string; readonly args: readonly Value[] } {
    const facts = LOW_OPS[op.name as LowOp] as OpFacts;
    const isStatic = (i: number): boolean =>
      ["name", "field", "struct", "graph"].includes(facts.args[Math.min(i, facts.args.length - 1)] ?? "");
    const text = op.args.map((v, i) => (isStatic(i) ? staticText(v) : typeText(v.type ?? VOID)));
    const key = `jit.op.${op.name}(${text.join(",")})`;
    const args = op.args.filter((_, i) => !isStatic(i));
    this.made(key, () => {
      const params = args.map((v) => new Variable("x", v.type));
      const type = op.result.type ?? VOID;
      const m = new GraphMaker(key, params, type, this.program);
      let next = 0;
      const operands = op.args.map((v, i) => (isStatic(i) ? v : (params[next++] as Variable)));
      const result = m.emit(op.name as LowOp, operands, type, "result");
      m.return(type === VOID ? constant({ kind: "undefined" }, VOID) : result);
    });
    return { key, args };
  }

  signatureOf(key: string): FuncType {
    const graph = this.program.graphs.get(key) ?? broken(`there is no graph '${key}'`);
    const typeOf = (t: LowType | undefined): LowType => t ?? broken(`${key} is not typed`);
    return funcType(
      graph.args.map((v) => typeOf(v.type)),
      typeOf(graph.resultType),
    );
  }

  codeConst(key: string): Constant {
    return graphConst(key, this.signatureOf(key));
  }
}

function registerOf(kind: string): LowType {
  return kind === "ref" ? OBJECT.ref : kind === "float" ? FLOAT : WORD;
}

function typeOfKind(kind: string): LowType {
  const types: Readonly<Record<string, LowType>> = {
    int: INT,
    bool: BOOL,
    float: FLOAT,
    type: TYPE,
    void: VOID,
    ref: OBJECT.ref,
    same: OBJECT.ref,
    word: WORD,
  };
  return types[kind] ?? broken(`no evaluator gives a ${kind}`);
}

function staticText(v: Value): string {
  if (v.tag !== "const") return broken("a static operand is a constant");
  if (v.value.kind === "struct") return v.value.struct.name;
  return v.value.kind === "name" || v.value.kind === "number" ? String(v.value.value) : v.value.kind;
}
