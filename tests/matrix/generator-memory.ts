// Small programs about shared memory from a tape of numbers, as generator.ts makes them: buffers, views of every kind at
// any offset, subarrays, DataViews; stores, loads and copies that overlap, with ends of ranges on both sides of what is
// allowed. Floats are only moved as bytes: which bits a NaN has that was read and stored again is not defined.

import { Tape } from "./tape.ts";

const INTS = ["Int8", "Uint8", "Uint8Clamped", "Int16", "Uint16", "Int32", "Uint32"] as const;
const FLOATS = ["Float32", "Float64"] as const;
const BIGS = ["BigInt64", "BigUint64"] as const;
const ELEMENTS = [...INTS, ...FLOATS, ...BIGS] as const;
type Element = (typeof ELEMENTS)[number];

const VALUES = [
  "0",
  "1",
  "-1",
  "127",
  "128",
  "255",
  "256",
  "-300",
  "65535",
  "2147483648",
  "-4294967297",
  "1.5",
  "-0.6",
  "1e20",
];
const FLOAT_VALUES = [...VALUES, "-0", "0.1", "1 / 3", "-1e300", "5e-324", "NaN", "Infinity"];
const BIG_VALUES = ["0n", "-1n", "255n", "2n ** 63n", "-(2n ** 63n)", "2n ** 64n + 5n", "0x123456789abcdefn"];
const PLACES = [0, 1, 2, 3, 4, 5, 7, 8, 12, 15, 16, 17, -1, -2, -4, -20, 30];

const isFloat = (e: Element): boolean => e.startsWith("Float");
const isBig = (e: Element): boolean => e.startsWith("Big");

/** The text of the program that a tape stands for. */
export function memoryProgramOf(tape: readonly number[]): string {
  return new Generator(tape).program();
}

class Generator extends Tape {
  private readonly arrays: { readonly name: string; readonly element: Element }[] = [];
  private readonly buffers = ["b0", "b1"];
  private readonly views: string[] = [];

  program(): string {
    const body: string[] = [];
    const count = 6 + this.pick(30);
    for (let i = 0; i < count; i++) body.push(this.statement());
    return [
      "// Generated.",
      "const frozen = new ArrayBuffer(16);",
      `const f0 = new ${this.of(INTS)}Array(frozen, 8);`,
      "const f1 = new DataView(frozen, 3, 9);",
      "",
      "function attempt(f: () => void): void {",
      "  try {",
      "    f();",
      "  } catch (e) {",
      "    console.log((e as Error).name);",
      "  }",
      "}",
      "",
      "export function entryPoint(): number {",
      "  const b0 = new ArrayBuffer(24);",
      "  const b1 = frozen;",
      "  const p0 = new Uint8Array(9);",
      ...body.map((line) => `  ${line}`),
      ...this.arrays.map(
        ({ name }) =>
          `  console.log(${name}.join(), ${name}.length, ${name}.byteOffset, ${name}.byteLength);`,
      ),
      "  console.log(f0.join(), f1.getUint16(2), new Uint8Array(b0).join(), new Uint8Array(b1).join(), p0.join());",
      "  return 0;",
      "}",
      "",
    ].join("\n");
  }

  private place(): number {
    return this.of(PLACES);
  }

  private range(): string {
    return this.pick(3) === 0 ? `${this.place()}` : `${this.place()}, ${this.place()}`;
  }

  private value(e: Element): string {
    return this.of(isBig(e) ? BIG_VALUES : isFloat(e) ? FLOAT_VALUES : VALUES);
  }

  private statement(): string {
    const choice = this.pick(12);
    if (this.arrays.length === 0 || choice < 2) return this.newArray();
    if (choice === 2) return this.newView();
    const { name, element } = this.of(this.arrays);
    switch (choice) {
      case 3:
        return this.subarray(name, element);
      case 4:
        return `attempt(() => ${name}.fill(${this.value(element)}, ${this.range()}));`;
      case 5:
        return `${name}.copyWithin(${this.place()}, ${this.range()});`;
      case 6:
        return this.copy(name, element);
      case 7:
        return this.access();
      case 8:
        return `console.log(${name}.slice(${this.range()}).join(), ${name}.indexOf(${this.value(element)}), ${name}[${Math.abs(this.place())}] ?? "none");`;
      case 9:
        return isFloat(element)
          ? `console.log(${name}.at(${this.place()}));`
          : `${name}.${this.of(["reverse", "sort"])}();`;
      default:
        return `${name}[${Math.abs(this.place())}] = ${this.value(element)};`;
    }
  }

  private newArray(): string {
    const element = this.of(ELEMENTS);
    const name = `a${this.arrays.length}`;
    this.arrays.push({ name, element });
    const length = this.pick(2) === 0 ? "" : `, ${this.place()}`;
    const size = Number(/\d+/u.exec(element)?.[0] ?? 8) / 8;
    const offset = this.pick(4) === 0 ? this.place() : size * this.pick(4);
    const made = `new ${element}Array(${this.of(this.buffers)}, ${offset}${length})`;
    return `let ${name} = new ${element}Array(${this.pick(5)});\n  attempt(() => { ${name} = ${made}; });`;
  }

  private newView(): string {
    const name = `v${this.views.length}`;
    this.views.push(name);
    const made = `new DataView(${this.of(this.buffers)}, ${this.place()}${this.pick(2) === 0 ? "" : `, ${this.place()}`})`;
    return `let ${name} = new DataView(b0);\n  attempt(() => { ${name} = ${made}; });`;
  }

  private subarray(of: string, element: Element): string {
    const name = `a${this.arrays.length}`;
    this.arrays.push({ name, element });
    return `const ${name} = ${of}.subarray(${this.range()});`;
  }

  private copy(to: string, element: Element): string {
    const others = this.arrays.filter(
      (a) => isBig(a.element) === isBig(element) && (!isFloat(element) || a.element === element),
    );
    const from = this.of(others).name;
    const plain = !isBig(element) && !isFloat(element) && this.pick(4) === 0 ? "p0" : from;
    return `attempt(() => { ${to}.set(${plain}, ${this.place()}); });`;
  }

  private access(): string {
    const view = this.views.length === 0 ? "f1" : this.of(this.views);
    const element = this.of(ELEMENTS.filter((e) => e !== "Uint8Clamped"));
    const little = element.endsWith("8") ? "" : this.of(["", ", true", ", false", ", b0.byteLength > 3"]);
    return this.pick(2) === 0
      ? `attempt(() => { console.log(${view}.get${element}(${this.place()}${little})); });`
      : `attempt(() => { ${view}.set${element}(${this.place()}, ${this.value(element)}${little}); });`;
  }
}
