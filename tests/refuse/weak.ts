// Weak collections are made empty; they cannot be gone through.

class Key {
  name = "";
}

export function entryPoint(): number {
  const key = new Key();
  const map = new WeakMap<Key, number>([[key, 1]]); // RTS2101: a weak collection with elements to begin with
  return map.get(key) ?? 0;
}
