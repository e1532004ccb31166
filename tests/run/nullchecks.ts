// Null dereference is a catchable TypeError; assertions that do not hold raise where Node would go on only to fail.

class Cell {
  value = 1;
  next: Cell | null = null;
  get twice(): number {
    return this.value * 2;
  }
}
function attempt(f: () => number): void {
  try {
    console.log(f());
  } catch (e) {
    console.log(e instanceof TypeError ? "TypeError" : "other");
  }
}

export function entryPoint(): number {
  const c = new Cell();
  attempt(() => c.value);
  attempt(() => c.next!.value);
  attempt(() => c.next!.twice);
  attempt(() => {
    c.next!.value = 3;
    return 0;
  });
  const m = new Map<string, Cell>();
  attempt(() => m.get("x")!.value);
  m.set("x", c);
  attempt(() => m.get("x")!.twice);
  return 0;
}
