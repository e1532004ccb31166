// Numbers at the edges: -0, NaN through ints, large ints, mixed int and float, conversion to text and back.

function mixed(flag: boolean): number {
  return flag ? 1 : 0.5;
}
function avg(xs: number[]): number {
  let sum = 0;
  for (const x of xs) sum += x;
  return sum / xs.length;
}

export function entryPoint(): number {
  console.log(mixed(true), mixed(false), mixed(true) + 1, mixed(true) === 1);
  console.log(avg([1, 2, 3, 4]), avg([]), avg([5]));
  console.log(9007199254740991, -9007199254740991, 9007199254740991 - 1);
  const big = 9007199254740991;
  console.log(big % 10, Math.floor(big / 10), (big / 1000) | 0, big & 255, big >>> 4, big | 0);
  console.log(Number("12"), Number(" 12.5 "), Number(""), Number("1e3"), Number("-7"), Number("Infinity"));
  console.log(parseInt("  42abc", 10), parseFloat("-.5"), parseInt("z", 36), Number("12x"));
  console.log((255).toString(16), (-255).toString(2), (35).toString(36), (0).toString(), (1e21).toString());
  console.log(1e21, 123456789012345680000, 1e-7, 0.000001, 100, 1.0, 5e-324, 1.7976931348623157e308);
  console.log(0.1 * 3, 4.35 * 100, 1.1 + 2.2, 9.95, 1 / 7);
  const zero = 0.5 * 0;
  console.log(1 / -zero, Math.round(-0.4) === 0, Math.max(-zero, zero));
  console.log(
    Math.floor(-0.5),
    Math.ceil(0.2),
    Math.round(0.49999999999999994),
    Math.round(4503599627370495.5),
  );
  console.log(
    (25).toFixed(2),
    (0.5).toFixed(0),
    (1.5).toFixed(0),
    (1234.5678).toFixed(1),
    (-1.005).toFixed(2),
  );
  console.log(`${0.1}`, "" + 1e100, `${-1.5}`);
  return 0;
}
