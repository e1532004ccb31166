// Benchmarks of shared memory: a binary decoded with a DataView, bits of floats looked at through a buffer, and the
// memory of an emulator with views of several widths.

/** Records of 16 bytes, in both byte orders: written, then read again. */
export function dataView(): number {
  const view = new DataView(new ArrayBuffer(160000));
  let sum = 0;
  for (let round = 0; round < 10; round++) {
    for (let at = 0; at < view.byteLength; at += 16) {
      view.setUint32(at, at ^ round, true);
      view.setInt16(at + 4, at - 5000);
      view.setUint8(at + 6, at >> 4);
      view.setFloat64(at + 8, at / 3, true);
    }
    for (let at = 0; at < view.byteLength; at += 16) {
      sum += view.getUint32(at, true) + view.getInt16(at + 4) + view.getUint8(at + 6);
      sum += Math.floor(view.getFloat64(at + 8, true));
    }
  }
  return sum;
}

/** Exponents of floats, and floats made of bits. */
export function floatBits(): number {
  const float = new Float64Array(1);
  const words = new Uint32Array(float.buffer);
  let sum = 0;
  for (let i = 1; i < 300000; i++) {
    float[0] = i * 1.37;
    sum += ((words[1]! >>> 20) & 0x7ff) - 1023 + (words[0]! & 15);
    words[1] = words[1]! ^ 0x100000;
    if (float[0] < 1000) sum++;
  }
  return sum;
}

/** A machine whose memory is seen as bytes and as words. */
export function emulatedMemory(): number {
  const memory = new ArrayBuffer(65536);
  const bytes = new Uint8Array(memory);
  const words = new Int32Array(memory);
  const stack = words.subarray(8192);
  for (let i = 0; i < 32768; i++) bytes[i] = i * 7;
  let sum = 0;
  let top = 0;
  for (let round = 0; round < 20; round++)
    for (let i = 0; i < 8000; i++) {
      stack[top] = words[i]!;
      top = (top + 1) & 4095;
      sum = (sum + bytes[32768 + ((i * 5) & 16383)]!) | 0;
    }
  return sum;
}
