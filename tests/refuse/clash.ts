// Unlike kinds of value that meet in one place: both origins are shown.

class Box {
  value: number | string = 0;
}

class Pair {}

function variable(n: number): number {
  let v: number | string = n;
  if (n > 1) v = "text"; // RTS1201: meet in the variable `v`
  return v === n ? 1 : 0;
}

function elements(n: number): number {
  const list: (number | string)[] = [];
  list.push(n);
  list.push("text"); // RTS1201: meet in the elements of this array
  return list.length;
}

function values(n: number): number {
  const map = new Map<string, number | string>();
  map.set("a", n);
  map.set("b", "text"); // RTS1201: meet in the values of this Map
  return map.size;
}

function keys(n: number): number {
  const set = new Set<number | string>();
  set.add(n);
  set.add("text"); // RTS1201: meet in the keys of this Set
  return set.size;
}

function parameter(v: number | boolean): number {
  return v === true ? 1 : 2;
}

function objectOrNumber(n: number): number {
  let v: Pair | number = n;
  if (n > 1) v = new Pair(); // RTS1201: a number and a Pair meet in the variable `v`
  return v === n ? 1 : 0;
}

function functionOrNumber(n: number): number {
  let f: unknown = (): number => 1;
  if (n > 1) f = n; // RTS1201: meet in the variable `f`
  return f === n ? 1 : 0;
}

export function entryPoint(argv: string[]): number {
  const n = argv.length;
  switch (n) {
    case 0:
      return variable(n);
    case 1:
      return elements(n);
    case 2:
      return values(n);
    case 3:
      return keys(n);
    case 4:
      return parameter(n);
    case 5:
      return parameter(true); // RTS1201: a number and a boolean meet in the variable `v`
    case 6:
      return objectOrNumber(n);
    case 7:
      return functionOrNumber(n);
    default: {
      const box = new Box();
      if (n > 10) box.value = "text"; // RTS1201: meet in the field `value` of Box
      return box.value === 0 ? 1 : 2;
    }
  }
}
