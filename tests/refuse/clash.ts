// Kinds of value that no union can tell apart and that meet in one place: both origins are shown.

class Box {
  value: Uint8Array | Float64Array = new Uint8Array(1);
}

function variable(n: number): number {
  let v: Uint8Array | Int32Array = new Uint8Array(n);
  if (n > 1) v = new Int32Array(n); // RTS1201: meet in the variable `v`
  return v === null ? 1 : 0;
}

function elements(n: number): number {
  const list: (Uint8Array | Int8Array)[] = [];
  list.push(new Uint8Array(n));
  list.push(new Int8Array(n)); // RTS1201: meet in the elements of this array
  return list.length;
}

function values(n: number): number {
  const map = new Map<string, Uint8Array | Int8Array>();
  map.set("a", new Uint8Array(n));
  map.set("b", new Int8Array(n)); // RTS1201: meet in the values of this Map
  return map.size;
}

function keys(n: number): number {
  const set = new Set<Uint8Array | Int8Array>();
  set.add(new Uint8Array(n));
  set.add(new Int8Array(n)); // RTS1201: meet in the keys of this Set
  return set.size;
}

function parameter(v: Float32Array | Int16Array): number {
  return v === null ? 1 : 2;
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
      return parameter(new Float32Array(n));
    case 5:
      return parameter(new Int16Array(n)); // RTS1201: a Float32Array and an Int16Array meet in the variable `v`
    default: {
      const box = new Box();
      if (n > 10) box.value = new Float64Array(1); // RTS1201: meet in the field `value` of Box
      return box.value === null ? 1 : 2;
    }
  }
}
