// Functions: parameters, defaults, optional parameters, recursion, mutual recursion, functions as values.

function add(a: number, b = 10): number {
  return a + b;
}
function greet(name?: string): string {
  return name === undefined ? "nobody" : `hello ${name}`;
}
function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}
function isEven(n: number): boolean {
  return n === 0 ? true : isOdd(n - 1);
}
function isOdd(n: number): boolean {
  return n === 0 ? false : isEven(n - 1);
}
function twice(f: (x: number) => number, x: number): number {
  return f(f(x));
}
function nothing(): void {
  return;
}
function early(n: number): string {
  if (n < 0) return "negative";
  if (n === 0) return "zero";
  return "positive";
}

export function entryPoint(): number {
  console.log(add(1), add(1, 2));
  console.log(greet(), greet("x"));
  console.log(fib(20), isEven(10), isOdd(7), isEven(3));
  console.log(
    twice((x) => x * x, 3),
    twice(add, 5),
  );
  nothing();
  console.log(early(-1), early(0), early(5));
  function local(n: number): number {
    return n <= 1 ? 1 : n * local(n - 1);
  }
  console.log(local(10));
  return 7;
}
