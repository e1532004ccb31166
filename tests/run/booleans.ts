// Booleans: short circuits as values and as conditions, truthiness of numbers, strings and objects.

let calls = 0;
function yes(): boolean {
  calls++;
  return true;
}
function no(): boolean {
  calls++;
  return false;
}
class Thing {}

export function entryPoint(): number {
  console.log(yes() && no(), yes() || no(), no() || yes(), no() && yes(), calls);
  const [zero, one] = [calls - 6, calls - 5];
  const [empty, full] = ["x".slice(1), "x"];
  console.log(!yes(), !!no(), !zero, !one, !empty, !full);
  const a = 5 > 3;
  const b = "a" < "b";
  console.log(a === b, a !== b, a && !b);
  let s = "";
  if (s) console.log("never");
  else s = "set";
  if (s && calls) console.log("both");
  const t: Thing | null = calls > 0 ? new Thing() : null;
  if (t) console.log("thing");
  if (!(no() || no()) && (yes() || no())) console.log("combined", calls);
  const n = no() ? 1 : yes() ? 2 : 3;
  console.log(n);
  let f = false;
  f ||= yes();
  f &&= no();
  console.log(f, calls);
  console.log(`${true} ${false}`, String(a));
  return a ? 1 : 0;
}
