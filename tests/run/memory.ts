// Shared memory of typed arrays: ArrayBuffer, subarray, typed arrays over a buffer, DataView, frozen ones; errors.

const bank = new ArrayBuffer(16);
const bankBytes = new Uint8Array(bank);
const bankWords = new Uint32Array(bank, 4, 2);
const bankView = new DataView(bank, 2, 10);
bankBytes.set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const alone = new Float64Array([1.5, -2.5]);
const constants = new Int16Array([1, 2, 3]).subarray(1);

function bits(): void {
  const f = new Float64Array(1);
  const u = new Uint32Array(f.buffer);
  f[0] = 1.1;
  console.log(u[0], u[1]);
  u[0] = 0;
  u[1] = 0x40090000;
  console.log(f[0], f.buffer === u.buffer, f.buffer.byteLength);
  const b64 = new BigInt64Array(f.buffer);
  const u64 = new BigUint64Array(f.buffer);
  f[0] = -0;
  console.log(b64[0], u64[0]);
  b64[0] = -1n;
  console.log(f[0], u64[0]);
  const s = new Float32Array(2);
  const si = new Int32Array(s.buffer);
  s[0] = 0.1;
  s[1] = -1e40;
  console.log(si[0], si[1], s[0], s[1]);
  s[0] = NaN;
  console.log(si[0]! >>> 0, s[0]);
}

function windows(): void {
  const a = new Uint8Array(10);
  for (let i = 0; i < 10; i++) a[i] = i * 11;
  const b = a.subarray(2, 6);
  const c = b.subarray(1);
  const d = a.subarray(-3);
  const e = a.subarray(7, 3);
  console.log(b.join(), c.join(" "), d.join(), e.length, b.length, b.byteOffset, c.byteOffset, b.byteLength);
  c[0] = 255;
  c[9] = 1;
  console.log(a[3], b[1], a.join());
  a.set(a.subarray(0, 5), 2);
  console.log(a.join());
  a.copyWithin(0, 4, 8);
  b.fill(7, 1, 3);
  b.reverse();
  console.log(a.join(), b.indexOf(7), b.includes(99), [...c].length);
  const copy = b.slice(1, 3);
  copy[0] = 100;
  console.log(
    b[1],
    copy.join(),
    copy.byteOffset,
    copy.buffer.byteLength,
    a.buffer === b.buffer,
    a.buffer === copy.buffer,
  );
  let sum = 0;
  for (const x of b) sum += x;
  console.log(sum, b.map((x) => x * 2).join(), b.filter((x) => x > 7).join(), b.BYTES_PER_ELEMENT);
  const sorted = new Int16Array([5, -1, 3, 2, 9, 0]);
  sorted.subarray(1, 5).sort();
  console.log(sorted.join(), sorted.byteLength);
  const words = new Uint16Array(a.buffer, 2, 3);
  words[0] = 0x1234;
  words[1]! += 1;
  console.log(a.join(), words.join(), words.byteOffset, words.length);
  a.set(words, 0);
  console.log(a.join());
  a.set(new Float64Array([1.9, 300.5, -1]), 6);
  console.log(a.join());
}

function buffers(): void {
  const buffer = new ArrayBuffer(8);
  const bytes = new Uint8Array(buffer);
  const clamped = new Uint8ClampedArray(buffer, 4);
  clamped[0] = 300;
  clamped[1] = -4;
  clamped[2] = 1.5;
  new Int8Array(buffer)[7] = -2;
  console.log(bytes.join(), buffer.byteLength, bytes.buffer === buffer);
  const part = buffer.slice(4, -1);
  new Uint8Array(part)[0] = 9;
  console.log(part.byteLength, bytes[4], new Uint8Array(part).join());
  console.log(ArrayBuffer.isView(bytes), ArrayBuffer.isView(buffer), new ArrayBuffer(0).byteLength);
}

function views(little: boolean): void {
  const v = new DataView(new ArrayBuffer(24), 4, 16);
  v.setInt8(0, -5);
  v.setUint8(1, 511);
  v.setInt16(2, -300, little);
  v.setUint16(4, 65537, !little);
  v.setInt32(6, -123456789);
  v.setFloat32(10, 1 / 3, true);
  console.log(
    v.getInt8(0),
    v.getUint8(1),
    v.getInt16(2, little),
    v.getInt16(2),
    v.getUint16(4, true),
    v.getUint16(4),
  );
  console.log(v.getInt32(6), v.getUint32(6), v.getInt32(6, true), v.getFloat32(10, true), v.getUint32(10));
  v.setFloat64(1, Math.PI);
  v.setBigInt64(8, -2n, little);
  console.log(
    v.getFloat64(1),
    v.getFloat64(1, true),
    v.getBigUint64(8, little),
    v.getBigInt64(8),
    v.getBigUint64(0, true),
  );
  v.setFloat64(3, -1e300, little);
  console.log(
    v.getFloat64(3, little),
    v.byteLength,
    v.byteOffset,
    v.buffer.byteLength,
    new Uint8Array(v.buffer).join(),
  );
}

function failing(what: string, f: () => number): void {
  try {
    console.log(what, f());
  } catch (e) {
    console.log(what, (e as Error).name, (e as Error).message);
  }
}

function errors(): void {
  const buffer = new ArrayBuffer(10);
  failing("offset 1", () => new Uint32Array(buffer, 1).length);
  failing("offset -4", () => new Uint32Array(buffer, -4).length);
  failing("odd end", () => new Uint32Array(buffer, 4).length);
  failing("behind", () => new Uint8Array(buffer, 11).length);
  failing("end", () => new Uint8Array(buffer, 10).length);
  failing("length 2", () => new Uint32Array(buffer, 4, 2).length);
  failing("length 1", () => new Uint32Array(buffer, 4, 1).length);
  failing("length -1", () => new Uint32Array(buffer, 4, -1).length);
  failing("view 11", () => new DataView(buffer, 11).byteLength);
  failing("view -1", () => new DataView(buffer, -1).byteLength);
  failing("view 3, 8", () => new DataView(buffer, 3, 8).byteLength);
  failing("view 3, 7", () => new DataView(buffer, 3, 7).byteLength);
  failing("get", () => new DataView(buffer).getInt32(7));
  failing("get -1", () => new DataView(buffer).getInt8(-1));
  failing("get 6", () => new DataView(buffer).getInt32(6));
  failing("set", () => {
    new DataView(buffer, 4).setFloat64(0, 1);
    return 1;
  });
  failing("set array", () => {
    new Uint8Array(buffer, 8).set([1, 2], 1);
    return 1;
  });
  failing("set same", () => {
    const a = new Uint8Array(buffer);
    a.set(a.subarray(5), 6);
    return 1;
  });
}

interface Memory {
  readonly bytes: Uint8Array;
  readonly view: DataView | null;
}

function held(memory: Memory, other: ArrayBuffer | undefined): number {
  return (
    memory.bytes.length + (memory.view === null ? 0 : memory.view.byteLength) + (other?.byteLength ?? 100)
  );
}

function mixed(x: number | Uint8Array | ArrayBuffer | DataView): string {
  if (typeof x === "number") return `number ${x}`;
  if (x instanceof ArrayBuffer) return `buffer ${x.byteLength}`;
  if (x instanceof DataView) return `view ${x.byteLength}`;
  return `bytes ${x.length}`;
}

export function entryPoint(): number {
  bits();
  windows();
  buffers();
  views(true);
  views(false);
  errors();
  bankWords[0] = 0xdeadbeef;
  bankView.setUint8(0, 77);
  console.log(bankBytes.join(), bankView.getUint16(2), bank.byteLength, bankWords.buffer === bank);
  console.log(alone[0], alone.length, constants.join(), constants.byteOffset, constants.buffer.byteLength);
  console.log(
    held({ bytes: bankBytes, view: bankView }, bank),
    held({ bytes: bankBytes.subarray(3), view: null }, undefined),
  );
  console.log(mixed(3), mixed(bank), mixed(bankView), mixed(bankBytes));
  return 0;
}
