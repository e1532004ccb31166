// A spread tuple that fills parameters and a rest parameter.
function sum(a: number, b = 0, ...ns: number[]): number {
  return a * 100 + b * 10 + ns.length;
}
function spread(ns: [number, ...number[]]): number {
  return sum(...ns);
}
export function entryPoint(_argv: string[]): number {
  console.log(spread([1]), spread([1, 2]), spread([1, 2, 3, 4]));
  return 0;
}
