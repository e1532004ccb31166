// Constant objects as values.
const DEFAULTS = { depth: 3, name: "deep" } as const;
const FROZEN = Object.freeze({ a: 1, b: [1, 2] });
interface Config {
  readonly depth: number;
  readonly name: string;
}
function use(c: Config): string {
  return `${c.name}${c.depth}`;
}
function sum(o: { readonly a: number; readonly b: readonly number[] }): number {
  return o.a + o.b.length;
}
export function entryPoint(argv: string[]): number {
  const mine: Config = argv.length > 5 ? { depth: 1, name: "x" } : DEFAULTS;
  console.log(use(mine), use(DEFAULTS), DEFAULTS.depth, sum(FROZEN), FROZEN.a, mine === DEFAULTS);
  console.log(Object.keys(DEFAULTS).join(), Object.entries(DEFAULTS).length);
  return 0;
}
