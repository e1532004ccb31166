// An optional property that is there, but undefined, in a spread.
// differs: an optional property that is undefined counts as missing
// | 1

interface Options {
  depth?: number | undefined;
}

export function entryPoint(): number {
  const given: Options = { depth: undefined };
  const all: Options = { ...{ depth: 1 }, ...given };
  console.log(all.depth ?? "none");
  return 0;
}
