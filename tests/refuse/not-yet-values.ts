// Of the language, and not translated by this version: spreads that have no fixed shape, tagged templates.

function spreadBuiltin(ns: string[]): number {
  const n = Math.hypot(...ns.map((t) => t.length)); // RTS2101: a spread argument of `Math.hypot`
  return "a".concat(...ns).length + n; // RTS2101: a spread argument of this builtin
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

export function entryPoint(argv: string[]): number {
  switch (argv.length) {
    case 1:
      return spreadBuiltin(argv);
    case 2:
      return spreadObject(1);
    default:
      return template();
  }
}
