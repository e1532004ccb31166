// Containers that nothing is ever put into: iterated, measured, asked.

export function entryPoint(): number {
  const map = new Map<number, string>();
  for (const [k, v] of map) console.log(k, v);
  const set = new Set<string>();
  for (const x of set) console.log(x);
  const list: number[] = [];
  for (const x of list) console.log(x);
  console.log(map.size, set.size, list.length);
  console.log(map.get(1) === undefined, set.has("a"), list.pop() === undefined, list.join());
  return 0;
}
