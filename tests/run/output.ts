// Standard output and error: write without newline, console.error, many small pieces, numbers of every kind.

export function entryPoint(): number {
  process.stdout.write("no newline;");
  process.stdout.write(" then one\n");
  console.error("to stderr", 1, true);
  process.stderr.write("raw stderr\n");
  console.log();
  console.log("");
  console.log("a", "b", 1, 2.5, true, null, undefined);
  console.log("100%", "50%");
  let line = "";
  for (let i = 0; i < 300; i++) line += i % 10;
  console.log(line);
  for (let i = 0; i < 50; i++) process.stdout.write(`${i} `);
  process.stdout.write("\n");
  return 0;
}
