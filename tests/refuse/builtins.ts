// Builtins that are not translated yet, or never will be.

export function entryPoint(argv: string[]): number {
  switch (argv.length) {
    case 0:
      return new Date().getTime(); // RTS2201: `new Date`
    case 1:
      return JSON.stringify(argv).length; // RTS2201: `JSON.stringify`
    case 2:
      return String(Symbol("x")).length; // RTS2201: `Symbol`
    case 3:
      void Promise.resolve(1); // RTS2201: `Promise.resolve`
      return 0;
    case 4:
      return eval("1") as number; // RTS2201: `eval`
    case 5:
      return new SharedArrayBuffer(8).byteLength; // RTS2201: `new SharedArrayBuffer`
    case 6:
      return "a".localeCompare(argv[0]!); // RTS2201: the method `localeCompare`
    case 7:
      return structuredClone(argv).length; // RTS2201: structuredClone
    default:
      return Object.getOwnPropertyNames(argv).length; // RTS2201: `Object.getOwnPropertyNames`
  }
}
