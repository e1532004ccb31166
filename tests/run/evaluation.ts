// Order of evaluation: operands, arguments, assignments to elements and fields, compound assignments, increments.

let trace = "";
function t(n: number): number {
  trace += n;
  return n;
}
class Point {
  x = 0;
  y = 0;
  self(n: number): Point {
    t(n);
    return this;
  }
}

export function entryPoint(): number {
  const xs = [0, 0, 0, 0];
  const p = new Point();
  xs[t(1)] = t(2) + t(3) * t(4);
  p.self(5).x = t(6);
  xs[t(1)]! += t(7);
  p.self(8).y += p.self(9).x;
  console.log(trace, xs.join(), p.x, p.y);
  let i = 0;
  xs[i++] = i;
  xs[i] = i++ + ++i;
  console.log(xs.join(), i);
  const f = (a: number, b: number, c: number): number => a * 100 + b * 10 + c;
  console.log(f(i++, i--, i), i);
  let n = 5;
  n += n++ * 2;
  console.log(n);
  const a = (trace = "x") + "y";
  console.log(a, trace);
  return 0;
}
