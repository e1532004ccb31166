// C functions with JavaScript stand-ins: numbers, text, buffers, pointers, errno, callbacks for the time of a call.

import {
  bool,
  buffer,
  callback,
  double,
  external,
  int,
  lastErrno,
  nothing,
  optionalText,
  ownedText,
  type Pointer,
  pointer,
  setErrno,
  size_t,
  text,
  uint8,
} from "vmsmith/ffi";

const libc = {
  headers: ["string.h", "stdlib.h", "ctype.h", "math.h", "fcntl.h", "unistd.h"],
  libraries: ["m"],
};

const strlen = external(
  { name: "strlen", from: libc, params: [text], result: size_t, noCallback: true },
  (s) => Buffer.byteLength(s),
);
const labs = external({ name: "abs", from: libc, params: [int], result: int, noCallback: true }, (n) =>
  Math.abs(n),
);
const hypotenuse = external({ name: "hypot", from: libc, params: [double, double], result: double }, (x, y) =>
  Math.sqrt(x * x + y * y),
);
const isupper = external(
  { name: "isupper", from: libc, params: [int], result: bool },
  (c) => c >= 65 && c <= 90,
);
const getenv = external({ name: "getenv", from: libc, params: [text], result: optionalText }, () => null);
const strdup = external({ name: "strdup", from: libc, params: [text], result: ownedText }, (s) => s);
const open = external(
  { name: "open", from: libc, params: [text, int], result: int, errno: true },
  () => (setErrno(2), -1),
);
const memset = external(
  {
    name: "memset",
    from: libc,
    params: [buffer("Uint8Array", "void *"), int, size_t],
    result: pointer("void *"),
  },
  (bytes, value, n) => {
    bytes.fill(value, 0, n);
    return null;
  },
);

type Cell = Pointer<"int">;
const compareInts = callback([pointer<"int">("const void *"), pointer<"int">("const void *")], int);
const valueOf = external(
  {
    name: "value_at",
    from: { headers: ["foreign/helper.h"], sources: ["foreign/helper.c"] },
    params: [pointer<"int">("const void *")],
    result: int,
  },
  (p) => p?.address ?? 0,
);
const qsort = external(
  {
    name: "qsort",
    from: libc,
    params: [buffer("Int32Array", "void *"), size_t, size_t, compareInts],
    result: nothing,
  },
  (items, n, _size, compare) => {
    const cell = (v: number): Cell => ({ address: v }) as Cell;
    const sorted = [...items.subarray(0, n)].sort((a, b) => compare(cell(a), cell(b)));
    items.set(sorted);
  },
);
const clamp = external(
  {
    name: "clamp",
    from: { headers: ["foreign/helper.h"], sources: ["foreign/helper.c"] },
    params: [uint8, double],
    result: double,
  },
  (n, x) => Math.min(n, x),
);

function sortInts(list: number[], descending: boolean): string {
  const items = new Int32Array(list.length);
  for (let i = 0; i < list.length; i++) items[i] = list[i]!;
  let calls = 0;
  qsort(items, items.length, 4, (a, b) => {
    calls++;
    const order = valueOf(a) - valueOf(b);
    return descending ? -order : order;
  });
  if (calls === 0) console.log("no calls");
  let out = "";
  for (const v of items) out += `${v} `;
  return out;
}

function attempt(f: () => number): void {
  try {
    console.log(f());
  } catch (e) {
    if (e instanceof RangeError) console.log("RangeError:", e.message);
    else if (e instanceof TypeError) console.log("TypeError:", e.message);
    else console.log("Error:", (e as Error).message);
  }
}

export function entryPoint(): number {
  console.log(strlen("abc"), strlen("häßlich €"), strlen(""));
  console.log(labs(-7), hypotenuse(3, 4), isupper(65), isupper(97));
  console.log(getenv("VMSMITH_SURELY_NOT_SET") ?? "nothing", strdup("cöpy") ?? "nothing");
  console.log(open("/surely/not/there", 0), lastErrno());
  const bytes = new Uint8Array(6);
  console.log(memset(bytes, 7, 4) === null || bytes.length === 6, bytes.join());
  console.log(sortInts([3, 1, 2, -5], false), sortInts([3, 1, 2, -5], true));
  console.log(clamp(200, 250.5));
  attempt(() => clamp(256, 1));
  attempt(() => strlen("a\0b"));
  attempt(() => labs(2 ** 31));
  attempt(() => {
    qsort(new Int32Array(4), 4, 4, () => {
      throw new Error("from a callback");
    });
    return 0;
  });
  attempt(() => strlen(sortInts([2, 1], false)));
  return 0;
}
