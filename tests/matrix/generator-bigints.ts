// Small programs about bigints from a tape of numbers, as generator.ts makes them: words, numbers of any size, and both
// in one place; operators on values around 2^31, 2^32, 2^53, 2^63 and 2^64, wrapped and not. Sizes stay bounded:
// variables are assigned wrapped values, and counts of shifts are small.

import { Tape } from "./tape.ts";

const EDGES: readonly string[] = [
  "0n",
  "1n",
  "-1n",
  "7n",
  "0x7fffffffn",
  "-0x80000000n",
  "0xffffffffn",
  "2n ** 53n",
  "-(2n ** 53n) - 1n",
  "2n ** 63n",
  "-(2n ** 63n)",
  "2n ** 63n - 1n",
  "0xffffffffffffffffn",
  "2n ** 64n + 3n",
  "-(3n ** 50n)",
];
const NUMBERS: readonly string[] = [
  "0",
  "-1",
  "0.5",
  "2 ** 31",
  "2 ** 53",
  "-(2 ** 63)",
  "2 ** 64",
  "1e30",
  "NaN",
  "1 / 0",
];
const RING: readonly string[] = ["+", "-", "*", "&", "|", "^"];
const ORDERS: readonly string[] = ["<", "<=", ">", ">=", "===", "!=="];
const BITS: readonly number[] = [64, 32, 8, 63, 53, 54, 1, 65, 100, 0];

/** The text of the program that a tape stands for. */
export function bigintProgramOf(tape: readonly number[]): string {
  return new Generator(tape).program();
}

class Generator extends Tape {
  private readonly vars: string[] = [];
  private readonly lists: string[] = [];

  program(): string {
    const helper = this.helper();
    const body: string[] = [];
    for (let i = 0; i < 3 + this.pick(3); i++) {
      body.push(`let v${i} = ${this.wrap(this.expression(1))};`);
      this.vars.push(`v${i}`);
    }
    body.push(
      `const list = [${this.expression(1)}, ${this.expression(1)}];`,
      "const table = new Map<bigint, number>();",
    );
    this.lists.push("list");
    for (let i = 0; i < 8 + this.pick(8); i++) body.push(...this.statement(1));
    body.push(`console.log(${this.vars.join(", ")}, list.join(), table.size);`);
    body.push("for (const [k, n] of table) console.log(k, n, table.has(k));");
    return [
      "// Generated; see tests/matrix/generator-bigints.ts.",
      "",
      ...helper,
      "export function entryPoint(): number {",
      ...body.map((l) => `  ${l}`),
      "  return 0;",
      "}",
      "",
    ].join("\n");
  }

  private helper(): string[] {
    this.vars.push("a", "b");
    const lines = [
      "function f(a: bigint, b: bigint): bigint {",
      `  const c = ${this.expression(2)};`,
      `  if (${this.condition()}) return ${this.wrap(this.expression(2))};`,
      `  return ${this.of(["c", "BigInt.asIntN(64, c)", "BigInt.asUintN(64, c)"])};`,
      "}",
      "",
    ];
    this.vars.length = 0;
    return lines;
  }

  private statement(depth: number): string[] {
    const v = this.of(this.vars);
    switch (this.pick(8)) {
      case 0:
        return [`${v} = ${this.wrap(this.expression(2))};`];
      case 1:
        return [`console.log(${this.expression(3)}, ${this.condition()});`];
      case 2:
        return [
          `${v} ${this.of(["+=", "-=", "^=", "|=", "&="])} ${this.wrap(this.expression(1))};`,
          `${v} = ${this.wrap(v)};`,
        ];
      case 3:
        return [`list.push(${this.wrap(this.expression(2))});`];
      case 4:
        return [`table.set(${this.wrap(this.expression(1))}, list.length);`];
      case 5:
        return [
          `console.log(\`\${${this.expression(1)}}\`, (${this.expression(1)}).toString(${2 + this.pick(35)}), Number(${this.expression(2)}));`,
        ];
      case 6:
        return [`${v}${this.of(["++", "--"])};`, `console.log(typeof ${v}, ${v} ? "true" : "false");`];
      default:
        if (depth === 0) return [`console.log(${v});`];
        return [
          `if (${this.condition()}) {`,
          ...this.statement(depth - 1).map((l) => `  ${l}`),
          `} else for (let i = 0; i < ${1 + this.pick(5)}; i++) {`,
          `  ${v} = ${this.wrap(`${v} * ${this.expression(1)} + BigInt(i)`)};`,
          "}",
        ];
    }
  }

  private wrap(text: string): string {
    return `BigInt.${this.of(["asIntN", "asUintN"])}(${this.of(BITS)}, ${text})`;
  }

  private condition(): string {
    // Wrapped, so that TypeScript does not compare two literals itself.
    const left = this.wrap(this.expression(1));
    const order = this.of(ORDERS);
    if (this.pick(3) > 0 || order.length === 3) return `${left} ${order} ${this.expression(1)}`;
    return `${left} ${order} ${this.of(NUMBERS)}`;
  }

  private expression(depth: number): string {
    const choice = depth === 0 ? this.pick(2) : this.pick(9);
    const inner = (): string => this.expression(depth - 1);
    switch (choice) {
      case 0:
        return `(${this.of(EDGES)})`;
      case 1:
        return this.vars.length > 0
          ? this.of(this.vars)
          : this.of(EDGES.slice(0, 7)).replace(/^-.*/u, "($&)");
      case 2:
      case 3:
        return `(${inner()} ${this.of(RING)} ${inner()})`;
      case 4:
        return this.wrap(inner());
      case 5:
        return `(${inner()} ${this.of(["/", "%"])} (${inner()} | 1n))`;
      case 6:
        return `(${inner()} ${this.of(["<<", ">>"])} ${this.of(["1n", "7n", "31n", "32n", "63n", "64n", "65n", `BigInt.asIntN(6, ${inner()})`, `BigInt.asUintN(7, ${inner()})`])})`;
      case 7:
        return `(${this.of(["-", "~"])}${inner().replace(/^-.*/u, "($&)")})`;
      default:
        return this.lists.length > 0
          ? this.of(["list[0]!", "f(list[1]!, 3n)", "BigInt(list.length)"])
          : `(${inner()} ** 3n)`;
    }
  }
}
