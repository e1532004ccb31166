// Syntax that has no meaning fixed at translation time.

function loose(n: number): boolean {
  return n == 1; // RTS1101: `==`
}

function looseNot(s: string): boolean {
  return s != "x"; // RTS1101: `!=`
}

function remove(r: { a?: number }): void {
  delete r.a; // RTS1101: a delete expression
}

function computed(key: string): number {
  const o = { [key]: 1 }; // RTS1101: a computed property name
  return o[key] ?? 0;
}

function hoisted(n: number): number {
  if (n > 1) {
    var x = n; // RTS1101: a `var` declaration
  }
  return x!;
}

class Target {
  constructor() {
    console.log(new.target === Target); // RTS1101: a meta property
  }
}

function breakpoint(): void {
  debugger; // RTS1101: a debugger statement
}

async function later(): Promise<number> { // RTS1101: an async function
  return 1;
}

export function entryPoint(argv: string[]): number {
  const n = argv.length;
  switch (n) {
    case 0:
      return loose(n) ? 1 : 0;
    case 1:
      return looseNot("a") ? 1 : 0;
    case 2:
      remove({});
      return 0;
    case 3:
      return computed("k");
    case 4:
      return hoisted(n);
    case 5:
      new Target();
      return 0;
    case 6:
      breakpoint();
      return 0;
    case 7:
      void later();
      return 0;
    default:
      return (argv[1] ?? null) == null ? 1 : 0;
  }
}
