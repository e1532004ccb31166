// Typed arrays that share memory, passed to C: whole ones, and windows in the middle of a buffer.

import { buffer, external, int, pointer, size_t } from "vmsmith/ffi";

const libc = { headers: ["string.h"] };

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
const fillWords = external(
  {
    name: "memset",
    from: { headers: ["string.h"], libraries: ["m"] },
    params: [buffer("Int32Array", "void *"), int, size_t],
    result: pointer("void *"),
  },
  (words, value, n) => {
    for (let i = 0; i < n / 4; i++) words[i] = value * 0x1010101;
    return null;
  },
);

export function entryPoint(): number {
  const bytes = new Uint8Array(8);
  memset(bytes.subarray(2, 5), 7, 2);
  console.log(bytes.join());
  memset(bytes, 9, 1);
  console.log(bytes.join());
  const words = new Int32Array(bytes.buffer, 4);
  fillWords(words, 3, 4);
  console.log(bytes.join(), words[0]);
  return 0;
}
