// Programs from a tape of numbers, as generator.ts makes them, about the language above numbers and loops: values of
// unlike kinds and their narrowing, absent values, destructuring, spreads, records, tuples, generators and iterators,
// classes and functions as values, local classes, rest parameters, exceptions. Each statement is one snippet that uses
// what others have declared; snippets print what they find.

import { PRELUDE } from "./generator-prelude.ts";
import { FeatureValues, type Names } from "./generator-values.ts";

/** The text of the program that a tape stands for. */
export function featureProgramOf(tape: readonly number[]): string {
  return new Features(tape).program();
}

class Features extends FeatureValues {
  program(): string {
    const scope: Names = {
      ints: ["argc"],
      strings: ["text"],
      dyns: ["d0", "d1"],
      lists: ["l0"],
      records: ["r0"],
      shapes: ["s0"],
      functions: ["anyPlus"],
      maybes: ["m0"],
    };
    const body = this.block(scope, 8 + this.pick(8), 0);
    return [
      "// Generated; see tests/matrix/generator-features.ts.",
      PRELUDE,
      "export function entryPoint(argv: string[]): number {",
      "  const argc = argv.length;",
      '  const text = "text";',
      "  let d0 = dyn(argc);",
      "  let d1 = dyn([1, text, null]);",
      "  const l0: Dyn[] = [true, 2.5];",
      "  const r0: Record<string, Dyn> = { a: 1, b: text };",
      '  const s0: Shape = { kind: "text", text, next: { kind: "circle", r: argc } };',
      "  let m0 = opt(argc > 5 ? 1 : undefined);",
      ...body.map((l) => `  ${l}`),
      '  console.log(show(d0), show(d1), show(l0), Object.keys(r0).join(), area(s0), opt(m0) ?? "none", trace.join());',
      "  return 0;",
      "}",
      "",
    ].join("\n");
  }

  private block(outer: Names, n: number, depth: number): string[] {
    const scope: Names = {
      ints: [...outer.ints],
      strings: [...outer.strings],
      dyns: [...outer.dyns],
      lists: [...outer.lists],
      records: [...outer.records],
      shapes: [...outer.shapes],
      functions: [...outer.functions],
      maybes: [...outer.maybes],
    };
    return [...Array(n).keys()].flatMap(() => this.snippet(scope, depth));
  }

  private inner(scope: Names, depth: number): string[] {
    return this.block(scope, 1 + this.pick(2), depth + 1).map((l) => `  ${l}`);
  }

  // ---- statements ----

  private snippet(s: Names, depth: number): string[] {
    const flat: (() => string[])[] = [
      () => [`${this.of(s.dyns)} = dyn(${this.dyn(s, 2)});`],
      () => [`console.log(show(${this.dyn(s, 2)}));`],
      () => this.declaration(s),
      () => this.listWork(s),
      () => this.recordWork(s),
      () => this.destructuring(s),
      () => this.generatorWork(s),
      () => this.functionWork(s),
      () => this.classWork(s),
      () => this.objectWork(s),
      () => this.absence(s),
      () => this.tuples(s),
    ];
    const nested: (() => string[])[] = [
      () => [`if (${this.test(s)}) {`, ...this.inner(s, depth), "} else {", ...this.inner(s, depth), "}"],
      () => this.narrowing(s, depth),
      () => this.loop(s, depth),
      () => this.exceptions(s, depth),
    ];
    return this.of(depth < 2 ? [...flat, ...nested] : flat)();
  }

  private declaration(s: Names): string[] {
    const name = this.fresh("v");
    return this.of([
      () => {
        const line = `const ${name}: Shape = ${this.shape(s)};`;
        s.shapes.push(name);
        return [line, `console.log(${name}.kind, area(${name}));`];
      },
      () => {
        const line = `let ${name} = dyn(${this.dyn(s, 1)});`;
        s.dyns.push(name);
        return [line];
      },
      () => {
        const line = `const ${name} = ${this.int(s)};`;
        s.ints.push(name);
        return [line];
      },
      () => {
        const line = `const ${name} = ${this.string(s)}.slice(0, 9);`;
        s.strings.push(name);
        return [line];
      },
      () => {
        const key = this.fresh("k");
        return [
          `const ${key}: keyof typeof OPS = argc > ${this.pick(3)} ? "mul" : "sub";`,
          `console.log(OPS[${key}], Object.keys(OPS).length);`,
        ];
      },
    ])();
  }

  private listWork(s: Names): string[] {
    const l = this.of(s.lists);
    return this.of([
      () => [`if (${l}.length < 9) ${l}.push(${this.dyn(s, 2)});`],
      () => [`if (${l}.length < 9) ${l}.push(...${this.of(s.lists)}.slice(0, 2), ${this.dyn(s, 1)});`],
      () => [`${l}[${this.pick(2)}] = ${this.dyn(s, 1)};`],
      () => [`console.log(${l}.map((x, i) => i + show(x)).join(";"));`],
      () => [`console.log(${l}.filter((x) => typeof x === "${this.of(["number", "string"])}").length);`],
      () => [`console.log(${l}.indexOf(${this.of(s.dyns)}), ${l}.includes(${this.dyn(s, 1)}));`],
      () => [`console.log(show(${l}.reduce<Dyn>((a, x) => plus(a, x), ${this.int(s)})));`],
      () => [`console.log(${l}.some((x) => x === null), ${l}.every((x) => x instanceof Pair));`],
      () => [
        `console.log(show(${l}.find((x) => typeof x === "boolean") ?? "no"), show(${l}.at(-1) ?? "no"));`,
      ],
      () => [`console.log(show([...${l}].reverse()), ${l}.slice(-2).length);`],
      () => [`if (${l}.length > 3) console.log(show(${l}.shift() ?? null), show(${l}.pop() ?? null));`],
    ])();
  }

  private recordWork(s: Names): string[] {
    const r = this.of(s.records);
    const k = this.fresh("k");
    return this.of([
      () => [`${r}[${this.string(s)}] = ${this.dyn(s, 1)};`],
      () => [`console.log(show(${r}[${this.string(s)}] ?? "none"), Object.keys(${r}).length);`],
      () => [`for (const ${k} in ${r}) console.log(${k}, show(${r}[${k}] ?? null));`],
      () => [`for (const [${k}, v] of Object.entries(${r})) console.log(${k} + show(v));`],
      () => [`delete ${r}[${this.string(s)}];`],
      () => {
        const copy = this.fresh("r");
        const line = `const ${copy}: Record<string, Dyn> = { ...${r}, z: ${this.dyn(s, 1)} };`;
        s.records.push(copy);
        return [line, `console.log(Object.values(${copy}).map((v) => show(v)).join());`];
      },
    ])();
  }

  private destructuring(s: Names): string[] {
    const [a, b] = [this.fresh("a"), this.fresh("b")];
    return this.of([
      () => {
        const line = `const [${a} = null, ${b} = ${this.dyn(s, 1)}] = ${this.of(s.lists)};`;
        return [line, `console.log(show(${a} ?? null), show(${b} ?? null));`];
      },
      () => {
        const line = `const [${a}, ...${b}] = ${this.of(s.lists)};`;
        s.lists.push(b);
        return [line, `console.log(show(${a} ?? "none"), ${b}.length);`];
      },
      () => {
        const line = `const { left: ${a}, right: ${b} } = new Pair(${this.dyn(s, 1)}, ${this.dyn(s, 1)});`;
        return [line, `console.log(show(${a}), show(${b}));`];
      },
      () => [
        `const [${a}, ${b}] = new Pair(${this.dyn(s, 1)}, ${this.int(s)});`,
        `console.log(show(${a} ?? null), show(${b} ?? null));`,
      ],
      () => {
        const [x, y] = [this.of(s.dyns), this.of(s.dyns)];
        return x === y ? [`${x} = dyn([${x}, ${y}]);`] : [`[${x}, ${y}] = [dyn(${y}), dyn(${x})];`];
      },
      () => [
        `const ${a} = ({ r = ${this.pick(5)}, kind }: { r?: number; kind: string }): string => kind + r;`,
        `console.log(${a}({ kind: ${this.string(s)} }), ${a}({ kind: "c", r: ${this.int(s)} }));`,
      ],
    ])();
  }

  private generatorWork(s: Names): string[] {
    const g = this.fresh("g");
    return this.of([
      () => [`console.log([...walk(${this.dyn(s, 2)})].join());`],
      () => [
        `for (const ${g} of walk(${this.dyn(s, 2)})) {`,
        `  console.log(${g});`,
        `  if (${g} === ${this.of(["1", '"q"', "2.5"])}) break;`,
        "}",
      ],
      () => [
        `const ${g} = walk(${this.dyn(s, 2)});`,
        `console.log(${g}.next().value ?? "end", ${g}.next(${this.of(["true", "false"])}).done);`,
        `console.log(${g}.return(${this.pick(9)}).value);`,
      ],
      () => [
        `const ${g} = ${this.of([`${this.of(s.lists)}.values()`, `Object.values(${this.of(s.records)}).values()`])};`,
        `console.log(show(${g}.next().value ?? "end"));`,
        `for (const x of ${g}) console.log("rest", show(x));`,
      ],
      () => [
        `const ${g} = new Map<Dyn, number>();`,
        `for (const x of ${this.of(s.lists)}) ${g}.set(x, (${g}.get(x) ?? 0) + 1);`,
        `console.log([...${g}.keys()].map((k) => show(k)).join(), [...${g}.values()].join());`,
      ],
    ])();
  }

  private functionWork(s: Names): string[] {
    const f = this.fresh("f");
    const made = this.of([
      () => `(...args: Dyn[]): Dyn => args.length`,
      () => `(a: Dyn = true, ...more: Dyn[]): Dyn => [a, more.length]`,
      () => `(a: Dyn = ${this.pick(5)}, b: Dyn = "dflt"): Dyn => plus(a, b)`,
      () => `(a: Dyn = 0): Dyn => ${this.of(s.functions)}(a, ${this.of(s.dyns)})`,
      () => `plus.bind(null, ${this.dyn(s, 1)})`,
      () => `(${this.test(s)} ? ${this.of(s.functions)} : ${this.of(s.functions)})`,
    ])();
    const isLate = made.startsWith("(a: Dyn = 0):");
    const lines = [
      `const ${f}: (...args: Dyn[]) => Dyn = ${made.startsWith("plus.bind") ? `(...xs: Dyn[]) => (${made})(xs[0] ?? null)` : made};`,
      `console.log(show(${f}(null)), show(${f}(${this.dyn(s, 1)}, 3)), show(${f}(null, ...${this.of(s.lists)})));`,
    ];
    if (!isLate) s.functions.push(f);
    return [...lines, `console.log([${this.int(s)}, 4].map(String).join(), ["7", "x"].map(Number).join());`];
  }

  private classWork(s: Names): string[] {
    const c = this.fresh("c");
    return this.of([
      () => [
        `const ${c} = new ${this.of(["FROZEN", `(makeCounter(${this.int(s)}))`])}(${this.int(s)});`,
        `console.log(${c}.bump(), ${c}.bump(), ${c}.value);`,
      ],
      () => [
        `const ${c} = new makers[${this.of(['"pair"', '"other"'])}]!(${this.dyn(s, 1)}, ${this.dyn(s, 1)});`,
        `console.log(show(${c}), show(${c}.swap()), ${c}.size);`,
      ],
      () => [
        `const ${c} = new Named(${this.string(s)}, ${this.dyn(s, 1)});`,
        `console.log(show(${c}.swap()), show(${c}.swap().swap()), ${c}.size);`,
      ],
      () => {
        const x = this.of(s.dyns);
        return [
          `class ${c} extends Pair {`,
          `  override get size(): number {`,
          `    return super.size + sizeOf(${x});`,
          "  }",
          "}",
          `console.log(new ${c}(${this.dyn(s, 1)}, 1).size);`,
        ];
      },
      () => [
        `const ${c} = new Pair(${this.dyn(s, 1)}, ${this.int(s)});`,
        `console.log([1, 2].map(() => show(${c}.swap())).join(), show(${c}.swap.call(${c})));`,
      ],
    ])();
  }

  private objectWork(s: Names): string[] {
    const o = this.fresh("o");
    return [
      `const ${o} = {`,
      `  n: ${this.int(s)},`,
      `  label: ${this.string(s)},`,
      "  next(by = 1) {",
      "    this.n = (this.n + by) | 0;",
      "    return this;",
      "  },",
      `  get twice(): number {`,
      `    return this.n * 2 + ${this.int(s)};`,
      "  },",
      "  set twice(v: number) {",
      "    this.n = v >> 1;",
      "  },",
      "};",
      `console.log(${o}.next().next(${this.pick(4)}).n, ${o}.twice);`,
      `${o}.twice = ${this.int(s)};`,
      `console.log(${o}.n, ${o}.label);`,
    ];
  }

  private absence(s: Names): string[] {
    const m = this.of(s.maybes);
    const p = this.fresh("p");
    return this.of([
      () => [`${m} = opt(${this.test(s)} ? ${this.int(s)} : undefined);`],
      () => [`${m} ??= opt(${this.int(s)});`],
      () => [`console.log(opt(${m}) ?? "absent", ${m} === undefined ? 0 : ${m} + 1);`],
      () => [
        `const ${p} = ${this.test(s)} ? new Pair(1, ${this.dyn(s, 1)}) : undefined;`,
        `console.log(${p}?.size ?? -1, show(${p}?.swap().left ?? "gone"));`,
      ],
      () => [
        `const ${p}: { a?: number; b?: string | null } = ${this.of(["{}", `{ a: ${this.int(s)} }`, "{ b: null }"])};`,
        `console.log(${p}.a ?? "no a", ${p}.b === undefined ? "undefined" : ${p}.b === null ? "null" : ${p}.b);`,
      ],
    ])();
  }

  private tuples(s: Names): string[] {
    const t = this.fresh("t");
    return this.of([
      () => [
        `const ${t}: [number, string, Dyn] = [${this.int(s)}, ${this.string(s)}, ${this.dyn(s, 1)}];`,
        `console.log(${t}[0] + 1, ${t}[1].length, show(${t}[2]));`,
      ],
      () => [
        `const ${t}: [string, number][] = [["x", ${this.int(s)}], [${this.string(s)}, 2]];`,
        `for (const [k, v] of ${t}) console.log(k.length + v);`,
        `console.log(new Map(${t}).size, ${t}.map(([k]) => k).join("/"));`,
      ],
    ])();
  }

  private narrowing(s: Names, depth: number): string[] {
    const d = this.of(s.dyns);
    const n = this.fresh("n");
    return [
      `const ${n} = dyn(${d});`,
      `if (typeof ${n} === "number") console.log(${n} * 2, Math.floor(${n}));`,
      `else if (typeof ${n} === "string") console.log(${n}.toUpperCase(), ${n}.length);`,
      `else if (Array.isArray(${n})) console.log(${n}.length, show(${n}[0] ?? "empty"));`,
      `else if (${n} instanceof Named) console.log(${n}.name, ${n}.size);`,
      `else if (${n} instanceof Pair) {`,
      ...this.inner(s, depth),
      `} else console.log(${n} === null ? "nil" : !${n});`,
    ];
  }

  private loop(s: Names, depth: number): string[] {
    const [x, label] = [this.fresh("x"), this.fresh("outer")];
    const inner: Names = { ...s, dyns: [...s.dyns] };
    return [
      `${label}: for (const ${x} of ${this.of(s.lists)}.slice(0, 3)) {`,
      `  for (const y of [1, 2]) {`,
      `    if (y === 2 && ${x} === null) continue ${label};`,
      `    if (dyn(${x}) === ${this.of(["2.5", '"q"', "true"])}) break ${label};`,
      `    console.log(show(${x}), y);`,
      "  }",
      ...this.inner(inner, depth),
      "}",
    ];
  }

  private exceptions(s: Names, depth: number): string[] {
    return [
      "try {",
      ...this.inner(s, depth),
      `  if (${this.test(s)}) throw new Problem(${this.string(s)}, ${this.int(s)});`,
      `  if (${this.test(s)}) throw new RangeError("range", { cause: new Problem("inner", ${this.pick(9)}) });`,
      ...this.inner(s, depth),
      "} catch (e) {",
      "  if (e instanceof Problem) console.log(e.message, e.code);",
      "  else if (e instanceof Error) {",
      "    const cause = e.cause;",
      '    console.log(e.name, e.message, cause instanceof Problem ? cause.code : "no cause");',
      "  }",
      ...(this.pick(2) === 0 ? [] : ["} finally {", ...this.inner(s, depth)]),
      "}",
    ];
  }
}
