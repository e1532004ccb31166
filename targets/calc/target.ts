// calc: an interpreter of a small expression language with variables, functions, closures and strings, walking the
// syntax tree. Usage: calc program.calc, or calc -e 'text'.

import { readFileSync } from "node:fs";
import { Parser } from "./parser.ts";
import { Scope } from "./scope.ts";
import { Builtin, CalcError, NOTHING, NumberValue, StringValue, type Value } from "./values.ts";

function only(args: Value[], name: string): Value {
  if (args.length !== 1) throw new CalcError(`${name} takes one argument, not ${args.length}`);
  return args[0]!;
}

const print = new Builtin("print", (args) => {
  console.log(args.map((a) => a.text()).join(" "));
  return NOTHING;
});

const length = new Builtin("length", (args) => {
  const a = only(args, "length");
  if (a instanceof StringValue) return new NumberValue(a.value.length);
  throw new CalcError(`length of a ${a.typeName()}`);
});

const str = new Builtin("str", (args) => new StringValue(only(args, "str").text()));
const floor = new Builtin("floor", (args) => {
  const a = only(args, "floor");
  if (a instanceof NumberValue) return new NumberValue(Math.floor(a.value));
  throw new CalcError(`floor of a ${a.typeName()}`);
});

const BUILTINS: Builtin[] = [print, length, str, floor];

export function entryPoint(argv: string[]): number {
  if (argv.length < 2) {
    console.error("usage: calc PROGRAM | calc -e TEXT");
    return 2;
  }
  const text = argv[1]! === "-e" ? argv[2]! : readFileSync(argv[1]!, "utf8");
  const globals = new Scope(null);
  for (const b of BUILTINS) globals.declare(b.name, b);
  try {
    new Parser(text).program().run(globals);
  } catch (e) {
    if (!(e instanceof CalcError)) throw e;
    console.error(`calc: ${e.message}`);
    return 1;
  }
  return 0;
}
