// matchAll: one match after the other, from where the expression stands, as a loop, an iterator, a spread.

const R = /(\w)(\w*)/g;
export function entryPoint(): number {
  const s = "ab cd efg h";
  for (const m of s.matchAll(R)) console.log(m[1], m[2], m.index);
  const all = [...s.matchAll(R)];
  console.log(all.length, all[2]![0]);
  const it = s.matchAll(/x*/g);
  const first = it.next();
  if (first.done !== true) console.log(first.value.index);
  let n = 0;
  for (const m of it) n += m.index ?? 0;
  console.log(n);
  console.log(Array.from(s.matchAll(R), (m) => m[0]).join("|"));
  R.lastIndex = 3;
  for (const m of s.matchAll(R)) {
    console.log(m[0]);
    if (m[0] === "efg") break;
  }
  console.log(R.lastIndex);
  const [a, b] = s.matchAll(/\w+/g);
  console.log(a?.[0], b?.[0]);
  return 0;
}
