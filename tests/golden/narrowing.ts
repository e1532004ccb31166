// A test narrows the variable it tests; a narrowed field is checked again where it is used.

class Cell {
  next: Cell | null = null;
  value: number | undefined = undefined;
}

function sum(list: Cell | null): number {
  let total = 0;
  for (let c = list; c !== null; c = c.next) total += c.value ?? 1;
  return total;
}

function second(list: Cell): number {
  if (list.next !== null) return list.next.value!;
  return -1;
}

export function entryPoint(_argv: string[]): number {
  const a = new Cell();
  a.next = new Cell();
  a.next.value = 5;
  return sum(a) + second(a);
}
