// exit: 1
// An exception that nobody catches: what was printed before is kept, the exit code is 1.

function deep(n: number): number {
  if (n === 0) throw new Error("at the bottom");
  return deep(n - 1) + 1;
}

export function entryPoint(): number {
  console.log("before");
  const n = deep(5);
  console.log("after", n);
  return 0;
}
