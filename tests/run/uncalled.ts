// A function value that nobody calls.
export function entryPoint(argv: string[]): number {
  const n = argv.length;
  const fs: (() => number)[] = [];
  fs.push(() => n);
  console.log(fs.length);
  return 0;
}
