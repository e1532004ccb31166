// Keys of records that every JavaScript object inherits.
// differs: a record has no members but its own
// | false true
// | false
// | 0

export function entryPoint(): number {
  const r: Record<string, number> = {};
  console.log("toString" in r, r["constructor"] === undefined);
  console.log(Object.keys(r).includes("valueOf"));
  console.log(r["valueOf"] ?? 0);
  return 0;
}
