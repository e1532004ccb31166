// Of the language, and not translated by this version: spreads that have no fixed shape, local classes, tagged
// templates.

function sum(a: number, b = 0, ...ns: number[]): number {
  return a + b + ns.length;
}
function spread(ns: [number, ...number[]]): number {
  return sum(...ns); // RTS2101: a spread argument over several parameters
}

function spreadBuiltin(ns: string[]): number {
  console.log(...ns); // RTS2101: a spread argument of `console.log`
  return [1].concat(...ns.map((n) => [n.length])).length; // RTS2101: a spread argument of this builtin
}

function spreadObject(n: number): number {
  const a = n > 1 ? { x: n } : undefined;
  const b = { ...a, y: 2 }; // RTS2101: a spread of something other than an object of one type
  return b.y;
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
      return spread([1]);
    case 1:
      return spreadBuiltin(argv);
    case 2:
      return spreadObject(1);
    case 4:
      return template();
    case 5:
      return localClass();
    default:
      return accessor();
  }
}
