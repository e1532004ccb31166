// The methods of generator objects other than the body: how `next`, `return`, `throw` and loops run it.

import { boolConst, constant, numberConst } from "../../model/constants.ts";
import { entityConst, type FuncEntity } from "../../model/entities.ts";
import type { FlowOp } from "../../model/flow-ops.ts";
import { Graph, type Value, Variable } from "../../model/graph.ts";
import { mergeBlocks, simplifyParams } from "../../model/simplify.ts";
import { broken } from "../../support/diagnostics.ts";
import {
  type GeneratorClass,
  type GeneratorMethod,
  MODE_NEXT,
  MODE_RETURN,
  MODE_THROW,
} from "../generators.ts";
import type { Universe } from "../universe.ts";
import { name, UNDEFINED } from "./builder.ts";
import { SsaBuilder } from "./ssa.ts";
import { FINISHED, NOT_STARTED, RUNNING } from "./suspend.ts";

export function buildMethod(
  universe: Universe,
  method: Exclude<GeneratorMethod, "@resume">,
  f: FuncEntity,
  generator: GeneratorClass,
): Graph {
  const args = [new Variable("this"), ...f.params.map((p) => new Variable(p.name))];
  const graph = new Graph(f.key, f.name, args, f.pos, f.hints);
  graph.unit = f.unit;
  const m = new MethodBuilder(universe, graph, generator);
  m.build(method, args.slice(1));
  simplifyParams(graph);
  mergeBlocks(graph);
  return graph;
}

class MethodBuilder {
  readonly #universe: Universe;
  readonly #ssa: SsaBuilder;
  readonly #self: Value;
  readonly #generator: GeneratorClass;

  constructor(universe: Universe, graph: Graph, generator: GeneratorClass) {
    this.#universe = universe;
    this.#ssa = new SsaBuilder(graph);
    this.#ssa.pos = graph.pos;
    this.#self = graph.args[0] ?? broken("a method without this");
    this.#generator = generator;
  }

  build(method: Exclude<GeneratorMethod, "@resume">, [a, b, c, d]: readonly Value[]): void {
    const first = a ?? UNDEFINED;
    switch (method) {
      case "[Symbol.iterator]":
        this.#ssa.return(this.#self);
        return;
      case "@step":
        this.#next(UNDEFINED);
        this.#ssa.return(this.#self);
        return;
      case "@close":
        this.#return(UNDEFINED);
        this.#ssa.return(UNDEFINED);
        return;
      case "@delegate":
        this.#delegate(first, b ?? UNDEFINED, c ?? UNDEFINED, d ?? UNDEFINED);
        this.#ssa.return(this.#self);
        return;
      case "next":
        this.#next(first);
        break;
      case "return":
        this.#return(first);
        break;
      case "throw":
        this.#throw(first);
    }
    this.#ssa.return(this.#result());
  }

  #emit(op: FlowOp, args: Value[], hint = "t"): Variable {
    return this.#ssa.emit(op, args, hint);
  }

  #set(field: string, v: Value): void {
    this.#emit("set_state", [this.#self, name(field), v]);
  }

  #get(field: string): Value {
    return this.#emit("get_state", [this.#self, name(field)], field);
  }

  #if(test: Value, yes: () => void, no: () => void): void {
    const [then, otherwise, after] = ["then", "else", "endif"].map((hint) => this.#ssa.newBlock(hint));
    if (then === undefined || otherwise === undefined || after === undefined) return;
    this.#ssa.branch(test, then, otherwise);
    this.#ssa.start(then);
    yes();
    this.#ssa.jump(after);
    this.#ssa.start(otherwise);
    no();
    this.#ssa.jump(after);
    this.#ssa.start(after);
  }

  #isState(state: number): Value {
    return this.#emit("eq", [this.#get("state"), numberConst(state)]);
  }

  /** Runs the body; raises if it is running already. */
  #resume(mode: number): void {
    this.#set("mode", numberConst(mode));
    this.#emit("call_func", [entityConst(this.#method("@resume")), this.#self]);
  }

  #method(which: GeneratorMethod): FuncEntity {
    return this.#generator.cls.methods.get(which) ?? broken(`a generator without ${which}`);
  }

  #notRunning(): void {
    this.#if(
      this.#isState(RUNNING),
      () => {
        const cls = this.#universe.coreClass("TypeError") ?? broken("no class TypeError");
        const error = this.#emit("alloc", [entityConst(cls)], "error");
        const text = constant({ kind: "string", value: "Generator is already running" });
        this.#emit("call_func", [entityConst(cls.ctor), error, text]);
        this.#ssa.raise(error);
      },
      () => undefined,
    );
  }

  #finished(value: Value): void {
    this.#set("state", numberConst(FINISHED));
    this.#set("done", boolConst(true));
    this.#set("result", value);
  }

  #next(value: Value): void {
    this.#notRunning();
    this.#if(
      this.#isState(FINISHED),
      () => {
        this.#finished(UNDEFINED);
      },
      () => {
        this.#set("sent", value);
        this.#resume(MODE_NEXT);
      },
    );
  }

  /** Before its start and after its end the body has nothing to clean up. */
  #ifSuspended(yes: () => void, no: () => void): void {
    this.#notRunning();
    this.#if(this.#emit("gt", [this.#get("state"), numberConst(NOT_STARTED)]), yes, no);
  }

  #return(value: Value): void {
    this.#ifSuspended(
      () => {
        this.#set("result", value);
        this.#resume(MODE_RETURN);
      },
      () => {
        this.#finished(value);
      },
    );
  }

  #throw(error: Value): void {
    this.#ifSuspended(
      () => {
        this.#set("error", error);
        this.#resume(MODE_THROW);
      },
      () => {
        this.#finished(UNDEFINED);
        this.#ssa.raise(this.#emit("throwable", [error], "error"));
      },
    );
  }

  #delegate(mode: Value, sent: Value, error: Value, result: Value): void {
    const is = (n: number): Value => this.#emit("eq", [mode, numberConst(n)]);
    this.#if(
      is(MODE_NEXT),
      () => {
        this.#next(sent);
      },
      () => {
        this.#if(
          is(MODE_THROW),
          () => {
            this.#throw(error);
          },
          () => {
            this.#return(result);
          },
        );
      },
    );
  }

  /** A fresh `{ value, done }`. */
  #result(): Value {
    const done = this.#get("done");
    this.#if(
      done,
      () => {
        this.#ssa.write("value", this.#get("result"));
        this.#set("result", UNDEFINED);
      },
      () => {
        this.#ssa.write("value", this.#get("value"));
      },
    );
    const object = this.#emit("alloc", [entityConst(this.#generator.result)], "result");
    this.#emit("init_prop", [object, name("value"), this.#ssa.read("value", "value")]);
    this.#emit("init_prop", [object, name("done"), done]);
    return object;
  }
}
