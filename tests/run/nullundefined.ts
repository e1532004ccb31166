// null and undefined in one variable are told apart.

function both(n: number): string | null | undefined {
  return n === 0 ? null : n === 1 ? undefined : "text";
}

export function entryPoint(): number {
  for (let i = 0; i < 3; i++) {
    const v = both(i);
    console.log(v === null, v === undefined, v == null, v ?? "default");
  }
  return 0;
}
