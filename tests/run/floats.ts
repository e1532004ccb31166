// Floats: arithmetic, printing, NaN, infinities, negative zero, comparisons, Math functions.

function half(x: number): number {
  return x / 2;
}

export function entryPoint(): number {
  console.log(half(1), half(3), half(4), 0.1 + 0.2, 1 / 3, 2 / 3);
  console.log(1e21 + 0.5, 1.5e-7, 123456789.125, 1e300 * 10, -1e-320 / 1);
  const nan = half(NaN);
  const inf = 1 / half(0);
  console.log(nan, inf, -inf, inf - inf, nan === nan, nan !== nan, nan < 1, nan > 1);
  const zero = -half(0);
  console.log(1 / zero, zero === 0, 1 / (zero + 0));
  console.log(half(7) % 2, -half(7) % 2, half(7) % inf, 5.5 % 1.25);
  console.log(
    Math.floor(2.7),
    Math.floor(-2.7),
    Math.ceil(2.1),
    Math.ceil(-2.1),
    Math.round(2.5),
    Math.round(-2.5),
    Math.trunc(-2.9),
  );
  console.log(
    Math.sqrt(2),
    Math.abs(-2.5),
    Math.min(1.5, 2.5),
    Math.max(1.5, nan),
    Math.pow(2, 0.5),
    2 ** 10,
  );
  console.log(Math.sin(1), Math.cos(1), Math.atan2(1, 2), Math.exp(1), Math.log(10));
  let sum = 0.5;
  for (let i = 1; i <= 10; i++) sum += 1 / i;
  console.log(sum, sum > 3, sum < 3, sum >= sum, sum !== 0);
  console.log(3.7 | 0, -3.7 | 0, 4294967296.5 | 0, 2147483648.5 >>> 0, half(7) & 3, ~half(5));
  console.log(
    (0.000001234).toString(),
    (255.5).toString(),
    (1.005).toFixed(2),
    (12.5).toFixed(0),
    (1e-10).toFixed(3),
  );
  console.log(isNaN(nan), Number.isInteger(2.5), Number.isFinite(inf), Number.isSafeInteger(5));
  return 0;
}
