// Spread, rest, generators, local classes: of the language, and not translated by this version.

function* count(): Generator<number> {
  yield 1;
}
function viaFor(): number {
  let n = 0;
  for (const x of count()) n += x; // RTS2101: iteration over something other than
  return n;
}

function sum(...ns: number[]): number {
  return ns.length;
}
function spread(ns: number[]): number {
  return sum(...ns); // RTS2101: a spread argument
}

function spreadObject(n: number): number {
  const a = { x: n };
  const b = { ...a, y: 2 }; // RTS2101: a spread in an object literal
  return b.x + b.y;
}

function restElement(ns: number[]): number {
  const [first, ...rest] = ns; // RTS2101: a rest element
  return (first ?? 0) + rest.length;
}

function tagged(s: TemplateStringsArray, n: number): number {
  return s.length + n;
}
function template(): number {
  return tagged`a${1}b`; // RTS2101: a tagged template expression
}

function localClass(): number {
  // prettier-ignore
  class Inner { readonly x = 1; } // RTS2101: a class declaration
  return new Inner().x; // RTS2101: `new` of a class that is a value
}

function accessor(): number {
  const o = {
    get x(): number { // RTS2101: an accessor in an object literal
      return 1;
    },
  };
  return o.x;
}

export function entryPoint(argv: string[]): number {
  switch (argv.length) {
    case 0:
      return viaFor();
    case 1:
      return spread([1]);
    case 2:
      return spreadObject(1);
    case 3:
      return restElement([1]);
    case 4:
      return template();
    case 5:
      return localClass();
    default:
      return accessor();
  }
}
