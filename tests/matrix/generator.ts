// Small typed programs from a tape of numbers: each choice takes the next one, and an empty tape chooses what is
// simplest, so that shrinking the tape shrinks the program. Every program ends, prints what it computed, and means the
// same in all engines: ints stay far inside the safe range and off -0, divisors are not 0, elements are in range.

import { add, copy, emptyScope, KINDS, printAll, TYPE, type Kind, type Scope } from "./generator-scope.ts";
import { Tape } from "./tape.ts";

interface Func {
  readonly name: string;
  readonly params: readonly Kind[];
  readonly result: Kind;
}

/** The text of the program that a tape stands for. */
export function programOf(tape: readonly number[]): string {
  return new Generator(tape).program();
}

class Generator extends Tape {
  private readonly funcs: Func[] = [];
  private loops = 0;

  program(): string {
    const classes = this.classes();
    const functions = [...Array(this.pick(4)).keys()].map(() => this.func());
    const scope = emptyScope();
    const body = [...this.declarations(scope), ...this.block(scope, 6 + this.pick(6), 0), ...printAll(scope)];
    return [
      "// Generated; see tests/matrix/generator.ts.",
      "",
      ...classes,
      ...functions,
      "export function entryPoint(): number {",
      ...body.map((l) => `  ${l}`),
      "  return 0;",
      "}",
      "",
    ].join("\n");
  }

  // ---- functions and classes ----

  private classes(): string[] {
    const method = (self: string): string => {
      const scope = emptyScope();
      add(scope, "int", "x", false);
      add(scope, "int", "this.n", true);
      add(scope, "float", "this.f", true);
      add(scope, "string", "this.s", false);
      return `  ${self}m(x: number): number {\n    this.n = (this.n + 1) | 0;\n    return ${this.int(scope, 2)};\n  }`;
    };
    const base = `class Base {\n  n: number;\n  f = 0.5;\n  s: string;\n  next: Base | null = null;\n  constructor(n: number, s: string) {\n    this.n = n;\n    this.s = s;\n  }\n${method("")}\n}`;
    return [
      base,
      `class Derived extends Base {\n  extra = 1;\n${method("override ")}\n}`,
      // Not written out where it is asked: TypeScript would narrow the variable to never.
      "function isDerived(o: Base): boolean {\n  return o instanceof Derived;\n}",
    ];
  }

  private func(): string {
    const scope = emptyScope();
    const params = [...Array(this.pick(3) + 1).keys()].map(() => this.of(KINDS));
    const result = this.of(KINDS);
    const names = params.map((kind) => {
      const name = this.fresh("p");
      add(scope, kind, name, false);
      return `${name}: ${TYPE[kind]}`;
    });
    const name = this.fresh("fun");
    const lines = [
      ...this.declarations(scope),
      ...this.block(scope, 1 + this.pick(4), 1),
      `return ${this.expr(result, scope, 2)};`,
    ];
    const text = `function ${name}(${names.join(", ")}): ${TYPE[result]} {\n${lines.map((l) => `  ${l}`).join("\n")}\n}`;
    // Known only from here on, so that functions never call themselves.
    this.funcs.push({ name, params, result });
    return text;
  }

  // ---- statements ----

  private declarations(scope: Scope): string[] {
    const lines = KINDS.map((kind) => {
      const name = this.fresh("v");
      const line = `let ${name}: ${TYPE[kind]} = ${this.expr(kind, scope, 1)};`;
      add(scope, kind, name, true);
      return line;
    });
    const array = this.fresh("a");
    const map = this.fresh("m");
    const object = this.fresh("o");
    lines.push(`const ${array}: number[] = [${this.int(scope, 1)}, ${this.int(scope, 1)}, 3];`);
    lines.push(`const ${map} = new Map<number, string>();`, `${map}.set(3, ${this.string(scope, 1)});`);
    lines.push(
      `const ${object}: Base = new ${this.of(["Base", "Derived"])}(${this.int(scope, 1)}, ${this.string(scope, 1)});`,
    );
    scope.arrays.push(array);
    scope.maps.push(map);
    scope.objects.push(object);
    add(scope, "int", `${object}.n`, true);
    add(scope, "float", `${object}.f`, true);
    return lines;
  }

  private block(outer: Scope, n: number, depth: number): string[] {
    const scope = copy(outer);
    return [...Array(n).keys()].flatMap(() => this.statement(scope, depth));
  }

  private nested(scope: Scope, depth: number): string[] {
    return this.block(scope, 1 + this.pick(3), depth + 1).map((l) => `  ${l}`);
  }

  private statement(scope: Scope, depth: number): string[] {
    const simple = [
      () => this.assignment(scope),
      () => [`console.log(${this.expr(this.of(KINDS), scope, 2)});`],
      () => this.arrayWork(scope),
      () => this.mapWork(scope),
      () => this.closure(scope),
      () => [`${this.of(scope.objects)}.s = (${this.string(scope, 2)}).slice(0, 12);`],
    ];
    const compound = [
      () => [
        `if (${this.bool(scope, 2)}) {`,
        ...this.nested(scope, depth),
        "} else {",
        ...this.nested(scope, depth),
        "}",
      ],
      () => this.loop(scope, depth),
      () => this.tryStatement(scope, depth),
      () => this.switchStatement(scope, depth),
      () => this.iteration(scope, depth),
    ];
    return this.of(depth < 3 ? [...simple, ...compound] : simple)();
  }

  private assignment(scope: Scope): string[] {
    const kind = this.of(KINDS);
    const target = this.of(scope.mutable[kind]);
    if (kind === "int") return [`${target} = (${this.int(scope, 3)}) | 0;`];
    if (kind === "string") return [`${target} = (${this.string(scope, 2)}).slice(0, 24);`];
    return [`${target} = ${this.expr(kind, scope, 3)};`];
  }

  private arrayWork(scope: Scope): string[] {
    const a = this.of(scope.arrays);
    const i = this.int(scope, 1);
    return this.of([
      () => [`if (${a}.length < 20) ${a}.push((${this.int(scope, 2)}) | 0);`],
      () => [`if (${a}.length > 0) ${a}[(${i} >>> 0) % ${a}.length] = (${this.int(scope, 2)}) | 0;`],
      () => [`${a}.sort((x, y) => x - y);`],
      () => [`${a}.reverse();`],
      () => [`console.log(${a}.join(), ${a}.map((x) => (x * 3) | 0).filter((x) => x > ${i}).length);`],
      () => [`console.log(${a}.pop() ?? -1, ${a}.indexOf(${i}));`],
    ])();
  }

  private mapWork(scope: Scope): string[] {
    const m = this.of(scope.maps);
    const key = `(${this.int(scope, 1)}) & 7`;
    return this.of([
      () => [`${m}.set(${key}, ${this.string(scope, 1)});`],
      () => [`console.log(${m}.get(${key}) ?? "none", ${m}.size);`],
      () => [`console.log(${m}.delete(${key}), ${m}.has(${key}));`],
    ])();
  }

  /** Captures, and sometimes changes, what is around it. */
  private closure(scope: Scope): string[] {
    const name = this.fresh("c");
    const inner = copy(scope);
    add(inner, "int", "z", false);
    const target = this.of(scope.mutable.int);
    const lines = [
      `const ${name} = (z: number): number => {`,
      `  ${target} = (${target} + z) | 0;`,
      `  return (${this.int(inner, 2)}) | 0;`,
      "};",
      `console.log(${name}(${this.int(scope, 1)}));`,
    ];
    scope.closures.push(name);
    return lines;
  }

  private loop(scope: Scope, depth: number): string[] {
    if (this.loops > 1) return this.assignment(scope);
    this.loops++;
    const i = this.fresh("i");
    const inner = copy(scope);
    add(inner, "int", i, false);
    const leave = this.of([
      "",
      `  if (${this.bool(inner, 1)}) break;`,
      `  if (${this.bool(inner, 1)}) continue;`,
    ]);
    const lines = [
      `for (let ${i} = 0; ${i} < ${1 + this.pick(5)}; ${i}++) {`,
      ...(leave === "" ? [] : [leave]),
      ...this.nested(inner, depth),
      "}",
    ];
    this.loops--;
    return lines;
  }

  private iteration(scope: Scope, depth: number): string[] {
    if (this.loops > 1) return this.assignment(scope);
    this.loops++;
    const x = this.fresh("x");
    const inner = copy(scope);
    const source = this.of([`${this.of(scope.arrays)}.slice(0, 4)`, `[1, 2, 3]`]);
    add(inner, "int", x, false);
    const lines = [`for (const ${x} of ${source}) {`, ...this.nested(inner, depth), "}"];
    this.loops--;
    return lines;
  }

  private tryStatement(scope: Scope, depth: number): string[] {
    const error = this.of(["RangeError", "TypeError", "Error"]);
    return [
      "try {",
      ...this.nested(scope, depth),
      `  if (${this.bool(scope, 2)}) throw new ${error}(${this.string(scope, 1)});`,
      ...this.nested(scope, depth),
      "} catch (e) {",
      '  console.log(e instanceof RangeError ? "range" : e instanceof Error ? e.message : "?");',
      ...this.nested(scope, depth),
      ...(this.pick(2) === 0 ? ["}"] : ["} finally {", ...this.nested(scope, depth), "}"]),
    ];
  }

  private switchStatement(scope: Scope, depth: number): string[] {
    return [
      `switch ((${this.int(scope, 2)}) & 3) {`,
      "  case 0: {",
      ...this.nested(scope, depth).map((l) => `  ${l}`),
      "    break;",
      "  }",
      "  case 1:",
      "  case 2: {",
      ...this.nested(scope, depth).map((l) => `  ${l}`),
      "    break;",
      "  }",
      "  default: {",
      ...this.nested(scope, depth).map((l) => `  ${l}`),
      "  }",
      "}",
    ];
  }

  // ---- expressions ----

  private expr(kind: Kind, scope: Scope, depth: number): string {
    switch (kind) {
      case "int":
        return this.int(scope, depth);
      case "float":
        return this.float(scope, depth);
      case "bool":
        return this.bool(scope, depth);
      case "string":
        return this.string(scope, depth);
    }
  }

  private variable(kind: Kind, scope: Scope, otherwise: string): string {
    const vars = scope.vars[kind];
    return vars.length === 0 ? otherwise : this.of(vars);
  }

  private called(kind: Kind, scope: Scope, depth: number, otherwise: string): string {
    const fits = this.funcs.filter((f) => f.result === kind);
    if (fits.length === 0) return otherwise;
    const f = this.of(fits);
    const text = `${f.name}(${f.params.map((p) => this.expr(p, scope, depth)).join(", ")})`;
    // What comes back is as large as anything inside; the caller's bounds need it small again.
    return kind === "int" ? `(${text} | 0)` : text;
  }

  private int(scope: Scope, depth: number): string {
    const literal = String(this.of([0, 1, 2, -1, 7, 100, -3, 255, 65536, 2147483647, -2147483648]));
    if (depth === 0) return this.variable("int", scope, `(${literal})`);
    const a = (): string => this.int(scope, depth - 1);
    return this.of([
      () => this.variable("int", scope, `(${literal})`),
      () => `(${literal})`,
      () => `(${a()} + ${a()})`,
      () => `(${a()} - ${a()})`,
      () => `((${a()} * ${a()}) | 0)`,
      () => `Math.imul(${a()}, ${a()})`,
      () => `((${a()} % ${this.of([1, 3, 10, 97])}) | 0)`,
      () => `((${a()} / ${a()}) | 0)`,
      () => `Math.floor(${a()} / ${this.of([1, 2, 7])})`,
      () => `(${a()} ${this.of(["&", "|", "^", "<<", ">>", ">>>"])} ${a()})`,
      () => `(~${a()})`,
      () => `(${this.bool(scope, depth - 1)} ? ${a()} : ${a()})`,
      () => `(${this.float(scope, depth - 1)} | 0)`,
      () => `${this.string(scope, depth - 1)}.length`,
      () => this.called("int", scope, depth - 1, "(5)"),
      () => (scope.objects.length === 0 ? "(6)" : `(${this.of(scope.objects)}.m(${a()}) | 0)`),
      () => (scope.arrays.length === 0 ? "(8)" : `(${this.of(scope.arrays)}[${a()} & 3] ?? 9)`),
      () => (scope.closures.length === 0 ? "(4)" : `${this.of(scope.closures)}(${a()} | 0)`),
      () => `Math.${this.of(["min", "max"])}(${a()}, ${a()})`,
    ])();
  }

  private float(scope: Scope, depth: number): string {
    const literal = String(this.of([0.5, 1.25, -2.75, 1e-3, 123456.789, 3.5e9 + 0.5]));
    if (depth === 0) return this.variable("float", scope, `(${literal})`);
    const a = (): string => this.float(scope, depth - 1);
    return this.of([
      () => this.variable("float", scope, `(${literal})`),
      () => `(${literal})`,
      () => `(${a()} ${this.of(["+", "-", "*", "/", "%"])} ${a()})`,
      () => `(${this.int(scope, depth - 1)} * ${a()})`,
      () => `(-${a()})`,
      () => `Math.${this.of(["sqrt", "abs", "floor", "ceil", "trunc", "round"])}(${a()})`,
      () => `(${this.int(scope, depth - 1)} / ${this.of([3, 8, 1000])})`,
      () => `(${this.bool(scope, depth - 1)} ? ${a()} : ${a()})`,
      () => this.called("float", scope, depth - 1, "(0.25)"),
    ])();
  }

  private bool(scope: Scope, depth: number): string {
    const compare = (): string =>
      `(${this.int(scope, depth - 1)} ${this.of(["<", "<=", ">", ">="])} ${this.int(scope, depth - 1)})`;
    if (depth === 0) return this.variable("bool", scope, "(0 < 1)");
    const a = (): string => this.bool(scope, depth - 1);
    return this.of([
      () => this.variable("bool", scope, "(0 < 1)"),
      compare,
      () =>
        `((${this.int(scope, depth - 1)} | 0) ${this.of(["===", "!=="])} (${this.int(scope, depth - 1)} | 0))`,
      () =>
        `(${this.float(scope, depth - 1)} ${this.of(["<", "<=", ">", ">="])} ${this.float(scope, depth - 1)})`,
      () =>
        `(${this.string(scope, depth - 1)} ${this.of(["<", "<=", ">", ">="])} ${this.string(scope, depth - 1)})`,
      () => `(${a()} && ${a()})`,
      () => `(${a()} || ${a()})`,
      () => `!${a()}`,
      () => this.called("bool", scope, depth - 1, "(1 > 2)"),
      () => (scope.objects.length === 0 ? "(2 > 1)" : `isDerived(${this.of(scope.objects)})`),
    ])();
  }

  private string(scope: Scope, depth: number): string {
    const literal = this.of(['"a"', '""', '"xyz"', '"é"', '"€"', '"ab" + "cd"', '"0"']);
    if (depth === 0) return this.variable("string", scope, `(${literal})`);
    const a = (): string => this.string(scope, depth - 1);
    return this.of([
      () => this.variable("string", scope, `(${literal})`),
      () => `(${literal})`,
      () => `(${a()} + ${a()})`,
      () => `\`\${${this.int(scope, depth - 1)}}:\${${a()}}\``,
      () => `String(${this.of([() => this.float(scope, depth - 1), () => this.bool(scope, depth - 1)])()})`,
      () => `(${a()}).slice(${this.pick(4)}, ${this.pick(9)})`,
      () => `(${a()}).charAt(${this.int(scope, depth - 1)} & 3)`,
      () => `(${a()}).repeat(${this.pick(3)})`,
      () => `(${a()}).padStart(${this.pick(6)}, "-")`,
      () => this.called("string", scope, depth - 1, '("q")'),
      () => `(${this.bool(scope, depth - 1)} ? ${a()} : ${a()})`,
    ])();
  }
}
