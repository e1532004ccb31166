// calc as a library for C: interpreters are handles, programs are texts, `print` calls a function of the host's, and so
// does every name that the host defines. See README.md.

import {
  defineLibrary,
  double,
  entry,
  external,
  handle,
  nothing,
  type Pointer,
  pointer,
  text,
} from "vmsmith/ffi";
import { Parser } from "../calc/parser.ts";
import { Scope } from "../calc/scope.ts";
import { Builtin, NOTHING, NumberValue } from "../calc/values.ts";

const hooks = { headers: ["hooks.h"], sources: ["hooks.c"] };
const printHook = pointer<"print hook">("print_hook *");
const numberHook = pointer<"number hook">("number_hook *");
const data = pointer<"data">();

const callPrint = external(
  { name: "call_print", from: hooks, params: [printHook, data, text], result: nothing },
  () => undefined,
);
const callNumber = external(
  { name: "call_number", from: hooks, params: [numberHook, data, double], result: double },
  () => 0,
);

class Interpreter {
  readonly globals = new Scope(null);

  constructor(print: Pointer<"print hook"> | null, own: Pointer<"data"> | null) {
    const builtin = new Builtin("print", (args) => {
      callPrint(print, own, args.map((a) => a.text()).join(" "));
      return NOTHING;
    });
    this.globals.declare("print", builtin);
  }

  run(program: string): void {
    new Parser(program).program().run(this.globals);
  }

  define(name: string, hook: Pointer<"number hook"> | null, own: Pointer<"data"> | null): void {
    const builtin = new Builtin(name, (args) => {
      const [a] = args;
      if (!(a instanceof NumberValue)) throw new TypeError(`${name} takes a number`);
      return new NumberValue(callNumber(hook, own, a.value));
    });
    this.globals.declare(name, builtin);
  }
}

const interpreter = handle<Interpreter>("Interpreter");

export const library = defineLibrary({
  name: "calc",
  headers: ["hooks.h"],
  exports: {
    open: entry([printHook, data], interpreter, (print, own) => new Interpreter(print, own)),
    run: entry([interpreter, text], nothing, (i, program) => {
      i.run(program);
    }),
    define: entry([interpreter, text, numberHook, data], nothing, (i, name, hook, own) => {
      i.define(name, hook, own);
    }),
    set: entry([interpreter, text, double], nothing, (i, name, x) => {
      i.globals.declare(name, new NumberValue(x));
    }),
    number: entry([interpreter, text], double, (i, name) => {
      const v = i.globals.get(name);
      if (v instanceof NumberValue) return v.value;
      throw new TypeError(`${name} is a ${v.typeName()}`);
    }),
    show: entry([interpreter, text], text, (i, name) => i.globals.get(name).text()),
  },
});
