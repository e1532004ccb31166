// Calls of what is no function.

function number(n: number): number {
  const f = n as unknown as () => number;
  return f(); // RTS1204: a number
}

function text(): number {
  const f = "text" as unknown as () => number;
  return f(); // RTS1204: a string
}

export function entryPoint(argv: string[]): number {
  return argv.length > 1 ? number(argv.length) : text();
}
