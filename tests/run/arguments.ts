// args: one "two words" ünï 42
// Command-line arguments: count, contents, conversion to numbers.

export function entryPoint(argv: string[]): number {
  console.log(argv.length);
  for (let i = 1; i < argv.length; i++) console.log(i, argv[i]!, argv[i]!.length);
  const n = Number(argv[4]);
  console.log(
    n + 1,
    parseInt("12px", 10),
    parseInt("ff", 16),
    parseFloat("2.5e1x"),
    Number("abc"),
    Number("0x10"),
  );
  return argv.length;
}
