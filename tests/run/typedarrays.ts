// Typed arrays: truncation on store, reads and writes out of range, all element types, fill.

export function entryPoint(): number {
  const u8 = new Uint8Array(4);
  u8[0] = 255;
  u8[1] = 256;
  u8[2] = -1;
  u8[3]! += 300;
  u8[4] = 9;
  console.log(u8[0], u8[1], u8[2], u8[3], u8.length, u8[4] === undefined);
  const i8 = new Int8Array(2);
  i8[0] = 200;
  i8[1] = -129;
  console.log(i8[0], i8[1]);
  const c8 = new Uint8ClampedArray(3);
  c8[0] = 300;
  c8[1] = -5;
  c8[2] = 99;
  console.log(c8[0], c8[1], c8[2]);
  const i16 = new Int16Array(1);
  i16[0] = 40000;
  const u16 = new Uint16Array(1);
  u16[0] = 70000;
  const i32 = new Int32Array(1);
  i32[0] = 4294967295;
  const u32 = new Uint32Array(1);
  u32[0] = -1;
  console.log(i16[0], u16[0], i32[0], u32[0]);
  const f32 = new Float32Array(1);
  f32[0] = 0.1;
  const f64 = new Float64Array(2);
  f64[0] = 0.1;
  f64[1] = 3;
  console.log(f32[0], f64[0], f64[1]! / 2);
  let sum = 0;
  for (const b of u8) sum += b;
  console.log(sum);
  const cells = new Uint8Array(100);
  for (let i = 0; i < 1000; i++) cells[(i * 7) % 100]!++;
  console.log(cells[3], cells[99]);
  u8.fill(3);
  console.log(u8[2]);
  return 0;
}
