// null and undefined in one variable are told apart.

function both(n: number): string | null | undefined {
  return n === 0 ? null : n === 1 ? undefined : "text";
}

/** An undefined of one variable and a null of another: neither holds both. */
function unlike(a?: string, b: string | null = null): string {
  return `${a === b} ${a !== b}`;
}

class Box {}

function unlikeObjects(a?: Box, b: Box | null = null): string {
  return `${a === b} ${a !== b}`;
}

export function entryPoint(): number {
  for (let i = 0; i < 3; i++) {
    const v = both(i);
    console.log(v === null, v === undefined, v == null, v ?? "default");
  }
  const box = new Box();
  console.log(unlike(), unlike("x", "x"), unlikeObjects(), unlikeObjects(box, box), unlikeObjects(box));
  return 0;
}
