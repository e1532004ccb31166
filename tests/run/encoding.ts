// TextEncoder and TextDecoder, String.raw, console.log of spread arrays, Object.is.
export function entryPoint(): number {
  const d = new TextDecoder();
  console.log(
    d.decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0xff, 0xe2, 0x82, 0x62, 0xf0, 0x9f, 0x98, 0x80])),
  );
  console.log(
    new TextEncoder().encode("\ud800x").join(),
    new TextEncoder().encode().length,
    d.encoding,
    d.fatal,
  );
  const b = new Uint8Array(10);
  const r = new TextEncoder().encodeInto("a\u00e9\u20ac", b.subarray(2, 7));
  console.log(r.read, r.written, b.join());
  console.log(d.decode(b.subarray(2, 5)));
  console.log(String.raw`a\n${1}\u{41}b${"c"}`, String.raw`x\y`);
  const list: (string | number)[] = ["a", 1, -0, 2.5];
  console.log(...list);
  console.log("n", ...[1.5, -0]);
  console.log(Object.is(-0, 0), Object.is(0.5, 0.5), Object.is("a", "b"), Object.is(NaN, 0 / 0));
  return 0;
}
