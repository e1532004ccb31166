// concat of elements and arrays.
export function entryPoint(argv: string[]): number {
  const a = [1, 2];
  console.log(
    a.concat(5, [6, 7], a).join(),
    [0].concat(argv.length).join(),
    ["x"].concat("y", ["z"]).join(""),
  );
  console.log(a.concat([3]).length, a.concat().length);
  return 0;
}
