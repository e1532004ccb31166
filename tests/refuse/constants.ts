// A constant object that could be changed through an alias.
const START = { depth: 1 } as const; // RTS1207: the property `depth` of constants.START, which is constant, is assigned
interface Config {
  depth: number;
}

function deepen(c: Config): number {
  c.depth++;
  return c.depth + START.depth;
}

export function entryPoint(argv: string[]): number {
  return deepen(argv.length > 1 ? { depth: 2 } : START);
}
