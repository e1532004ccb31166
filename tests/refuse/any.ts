// `any` hides every error from TypeScript; what is really stored there decides.

function member(x: any): number {
  return x.foo.bar; // RTS1202: `foo` of an array
}

function missing(x: any): number {
  return x.lenght; // RTS1202: `lenght` of an array
}

function calculation(x: any): number {
  return x * 2; // RTS1203: a string where a number is needed
}

export function entryPoint(argv: string[]): number {
  switch (argv.length) {
    case 0:
      return member(argv);
    case 1:
      return missing(argv);
    default:
      return calculation("3");
  }
}
