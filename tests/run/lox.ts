// A whole interpreter as its author would write it: regular expressions, unions, closures, tables of functions.
import { readFileSync } from "node:fs";

const KEYWORDS = [
  "and",
  "class",
  "else",
  "false",
  "for",
  "fun",
  "if",
  "nil",
  "or",
  "print",
  "return",
  "this",
  "true",
  "var",
  "while",
] as const;
type Keyword = (typeof KEYWORDS)[number];
type TokenKind = "num" | "str" | "id" | "op" | "eof" | Keyword;
interface Token {
  kind: TokenKind;
  text: string;
  line: number;
  value?: number | string;
}

class LoxError extends Error {
  constructor(message: string, line: number) {
    super(`[line ${line}] ${message}`);
    this.name = "LoxError";
  }
}

const TOKEN = /\s+|\/\/[^\n]*|(\d+(?:\.\d+)?)|"([^"]*)"|([A-Za-z_]\w*)|([<>=!]=|[-+*\/%(){};,.<>=!])/y;

function tokenize(src: string): Token[] {
  const out: Token[] = [];
  let line = 1;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < src.length) {
    const at = TOKEN.lastIndex;
    const m = TOKEN.exec(src);
    if (m === null) throw new LoxError(`unexpected '${src[at] ?? "?"}'`, line);
    const [all, num, str, id, op] = m;
    if (num !== undefined) out.push({ kind: "num", text: num, line, value: Number(num) });
    else if (str !== undefined) out.push({ kind: "str", text: str, line, value: str });
    else if (id !== undefined) {
      const isKeyword = (KEYWORDS as readonly string[]).includes(id);
      out.push({ kind: isKeyword ? (id as Keyword) : "id", text: id, line });
    } else if (op !== undefined) out.push({ kind: "op", text: op, line });
    for (const c of all) if (c === "\n") line++;
  }
  out.push({ kind: "eof", text: "", line });
  return out;
}

type Value = number | string | boolean | null | Callable | Instance;
interface Callable {
  arity: number;
  call(interp: Interpreter, args: Value[]): Value;
  toString(): string;
}

type Expr =
  | { type: "literal"; value: Value }
  | { type: "binary"; op: string; left: Expr; right: Expr; line: number }
  | { type: "logical"; op: "and" | "or"; left: Expr; right: Expr }
  | { type: "unary"; op: string; right: Expr; line: number }
  | { type: "var"; name: string; line: number }
  | { type: "assign"; name: string; value: Expr; line: number }
  | { type: "call"; callee: Expr; args: Expr[]; line: number }
  | { type: "get"; object: Expr; name: string; line: number }
  | { type: "set"; object: Expr; name: string; value: Expr; line: number };
type Stmt =
  | { type: "expr"; expr: Expr }
  | { type: "print"; expr: Expr }
  | { type: "var"; name: string; init: Expr | null }
  | { type: "block"; body: Stmt[] }
  | { type: "if"; cond: Expr; then: Stmt; else?: Stmt }
  | { type: "while"; cond: Expr; body: Stmt }
  | FunStmt
  | { type: "return"; value: Expr | null }
  | { type: "class"; name: string; methods: FunStmt[] };
interface FunStmt {
  type: "fun";
  name: string;
  params: string[];
  body: Stmt[];
}

const POWER: Record<string, [number, number]> = {
  or: [1, 2],
  and: [3, 4],
  "==": [5, 6],
  "!=": [5, 6],
  "<": [7, 8],
  ">": [7, 8],
  "<=": [7, 8],
  ">=": [7, 8],
  "+": [9, 10],
  "-": [9, 10],
  "*": [11, 12],
  "/": [11, 12],
  "%": [11, 12],
};

class Parser {
  #pos = 0;
  readonly #tokens: readonly Token[];
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }
  get #cur(): Token {
    return this.#tokens[this.#pos]!;
  }
  #next(): Token {
    return this.#tokens[this.#pos++]!;
  }
  #is(text: string): boolean {
    const t = this.#cur;
    return t.kind !== "str" && t.kind !== "num" && t.text === text;
  }
  #eat(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#pos++;
    return true;
  }
  #want(text: string): Token {
    if (!this.#is(text)) throw new LoxError(`expected '${text}' but saw '${this.#cur.text}'`, this.#cur.line);
    return this.#next();
  }
  program(): Stmt[] {
    const list: Stmt[] = [];
    while (this.#cur.kind !== "eof") list.push(this.statement());
    return list;
  }
  statement(): Stmt {
    const t = this.#cur;
    switch (t.kind) {
      case "print": {
        this.#next();
        const expr = this.expression();
        this.#want(";");
        return { type: "print", expr };
      }
      case "var": {
        this.#next();
        const name = this.#next().text;
        const init = this.#eat("=") ? this.expression() : null;
        this.#want(";");
        return { type: "var", name, init };
      }
      case "if": {
        this.#next();
        this.#want("(");
        const cond = this.expression();
        this.#want(")");
        const then = this.statement();
        return this.#eat("else")
          ? { type: "if", cond, then, else: this.statement() }
          : { type: "if", cond, then };
      }
      case "while": {
        this.#next();
        this.#want("(");
        const cond = this.expression();
        this.#want(")");
        return { type: "while", cond, body: this.statement() };
      }
      case "for": {
        this.#next();
        this.#want("(");
        const init = this.#eat(";") ? null : this.statement();
        const cond: Expr = this.#is(";") ? { type: "literal", value: true } : this.expression();
        this.#want(";");
        const step = this.#is(")") ? null : this.expression();
        this.#want(")");
        const body = this.statement();
        const loop: Stmt = {
          type: "while",
          cond,
          body: step === null ? body : { type: "block", body: [body, { type: "expr", expr: step }] },
        };
        return init === null ? loop : { type: "block", body: [init, loop] };
      }
      case "fun":
        this.#next();
        return this.#function();
      case "class": {
        this.#next();
        const name = this.#next().text;
        this.#want("{");
        const methods: FunStmt[] = [];
        while (!this.#eat("}")) methods.push(this.#function());
        return { type: "class", name, methods };
      }
      case "return": {
        this.#next();
        const value = this.#is(";") ? null : this.expression();
        this.#want(";");
        return { type: "return", value };
      }
      default:
        if (this.#is("{")) return { type: "block", body: this.#block() };
        const expr = this.expression();
        this.#want(";");
        return { type: "expr", expr };
    }
  }
  #function(): FunStmt {
    const name = this.#next().text;
    this.#want("(");
    const params: string[] = [];
    if (!this.#is(")"))
      do params.push(this.#next().text);
      while (this.#eat(","));
    this.#want(")");
    return { type: "fun", name, params, body: this.#block() };
  }
  #block(): Stmt[] {
    this.#want("{");
    const body: Stmt[] = [];
    while (!this.#eat("}")) body.push(this.statement());
    return body;
  }
  expression(): Expr {
    const left = this.#binary(0);
    if (!this.#is("=")) return left;
    const { line } = this.#next();
    const value = this.expression();
    if (left.type === "var") return { type: "assign", name: left.name, value, line };
    if (left.type === "get") return { type: "set", object: left.object, name: left.name, value, line };
    throw new LoxError("bad assignment", line);
  }
  #binary(min: number): Expr {
    let left = this.#unary();
    for (;;) {
      const op = this.#cur;
      const power = op.kind === "num" || op.kind === "str" ? undefined : POWER[op.text];
      if (power === undefined || power[0] < min) return left;
      this.#next();
      const right = this.#binary(power[1]);
      left =
        op.text === "and" || op.text === "or"
          ? { type: "logical", op: op.text, left, right }
          : { type: "binary", op: op.text, left, right, line: op.line };
    }
  }
  #unary(): Expr {
    if (this.#is("-") || this.#is("!")) {
      const { text, line } = this.#next();
      return { type: "unary", op: text, right: this.#unary(), line };
    }
    let e = this.#primary();
    for (;;) {
      if (this.#is("(")) {
        const { line } = this.#next();
        const args: Expr[] = [];
        if (!this.#is(")"))
          do args.push(this.expression());
          while (this.#eat(","));
        this.#want(")");
        e = { type: "call", callee: e, args, line };
      } else if (this.#is(".")) {
        const { line } = this.#next();
        e = { type: "get", object: e, name: this.#next().text, line };
      } else return e;
    }
  }
  #primary(): Expr {
    const t = this.#next();
    switch (t.kind) {
      case "num":
      case "str":
        return { type: "literal", value: t.value ?? null };
      case "true":
      case "false":
        return { type: "literal", value: t.kind === "true" };
      case "nil":
        return { type: "literal", value: null };
      case "id":
      case "this":
        return { type: "var", name: t.text, line: t.line };
      default:
        if (t.text === "(") {
          const e = this.expression();
          this.#want(")");
          return e;
        }
        throw new LoxError(`unexpected '${t.text}'`, t.line);
    }
  }
}

class Env {
  readonly vars = new Map<string, Value>();
  constructor(parent: Env | null) {
    this.parent = parent;
  }
  readonly parent: Env | null;
  find(name: string): Env | null {
    for (let e: Env | null = this; e; e = e.parent) if (e.vars.has(name)) return e;
    return null;
  }
}

class ReturnSignal extends Error {
  value: Value;
  constructor(value: Value) {
    super("return");
    this.value = value;
  }
}

class LoxFunction implements Callable {
  constructor(decl: FunStmt, closure: Env) {
    this.decl = decl;
    this.closure = closure;
  }
  readonly decl: FunStmt;
  readonly closure: Env;
  get arity(): number {
    return this.decl.params.length;
  }
  bind(self: Instance): LoxFunction {
    const env = new Env(this.closure);
    env.vars.set("this", self);
    return new LoxFunction(this.decl, env);
  }
  call(interp: Interpreter, args: Value[]): Value {
    const env = new Env(this.closure);
    this.decl.params.forEach((p, i) => env.vars.set(p, args[i] ?? null));
    try {
      interp.run(this.decl.body, env);
    } catch (e) {
      if (e instanceof ReturnSignal) return e.value;
      throw e;
    }
    return null;
  }
  toString(): string {
    return `<fn ${this.decl.name}>`;
  }
}
class LoxClass implements Callable {
  readonly name: string;
  readonly methods: Map<string, LoxFunction>;
  constructor(name: string, methods: Map<string, LoxFunction>) {
    this.name = name;
    this.methods = methods;
  }
  get arity(): number {
    return this.methods.get("init")?.arity ?? 0;
  }
  call(interp: Interpreter, args: Value[]): Value {
    const o = new Instance(this);
    this.methods.get("init")?.bind(o).call(interp, args);
    return o;
  }
  toString(): string {
    return this.name;
  }
}
class Instance {
  readonly fields = new Map<string, Value>();
  readonly cls: LoxClass;
  constructor(cls: LoxClass) {
    this.cls = cls;
  }
  toString(): string {
    return `${this.cls.name} instance`;
  }
}
class Native implements Callable {
  readonly arity: number;
  readonly #f: (...args: Value[]) => Value;
  constructor(arity: number, f: (...args: Value[]) => Value) {
    this.arity = arity;
    this.#f = f;
  }
  call(_: Interpreter, args: Value[]): Value {
    return this.#f(...args);
  }
  toString(): string {
    return "<native>";
  }
}

const NATIVES: { [name: string]: Native } = {
  sqrt: new Native(1, (x) => (typeof x === "number" ? Math.sqrt(x) : null)),
  len: new Native(1, (s) => (typeof s === "string" ? s.length : -1)),
  max: new Native(2, (a, b) => Math.max(Number(a), Number(b))),
};

function show(v: Value): string {
  if (v === null) return "nil";
  return typeof v === "string"
    ? v
    : typeof v === "number" || typeof v === "boolean"
      ? String(v)
      : v.toString();
}
const truthy = (v: Value): boolean => v !== null && v !== false;

class Interpreter {
  readonly globals = new Env(null);
  readonly out: string[] = [];
  steps = 0;
  constructor() {
    for (const [name, f] of Object.entries(NATIVES)) this.globals.vars.set(name, f);
  }
  run(list: readonly Stmt[], env: Env): void {
    for (const s of list) this.exec(s, env);
  }
  exec(s: Stmt, env: Env): void {
    this.steps++;
    switch (s.type) {
      case "expr":
        this.eval(s.expr, env);
        break;
      case "print":
        console.log(show(this.eval(s.expr, env)));
        break;
      case "var":
        env.vars.set(s.name, s.init ? this.eval(s.init, env) : null);
        break;
      case "block":
        this.run(s.body, new Env(env));
        break;
      case "if":
        if (truthy(this.eval(s.cond, env))) this.exec(s.then, env);
        else if (s.else) this.exec(s.else, env);
        break;
      case "while":
        while (truthy(this.eval(s.cond, env))) this.exec(s.body, env);
        break;
      case "fun":
        env.vars.set(s.name, new LoxFunction(s, env));
        break;
      case "return":
        throw new ReturnSignal(s.value === null ? null : this.eval(s.value, env));
      case "class": {
        const methods = new Map(s.methods.map((m) => [m.name, new LoxFunction(m, env)] as const));
        env.vars.set(s.name, new LoxClass(s.name, methods));
        break;
      }
      default: {
        const never: never = s;
        throw new Error(String(never));
      }
    }
  }
  eval(e: Expr, env: Env): Value {
    switch (e.type) {
      case "literal":
        return e.value;
      case "logical": {
        const l = this.eval(e.left, env);
        return (e.op === "or") === truthy(l) ? l : this.eval(e.right, env);
      }
      case "unary": {
        const v = this.eval(e.right, env);
        return e.op === "!" ? !truthy(v) : -this.#num(v, e.line);
      }
      case "binary":
        return this.#binary(e.op, this.eval(e.left, env), this.eval(e.right, env), e.line);
      case "var": {
        const home = env.find(e.name);
        if (!home) throw new LoxError(`undefined '${e.name}'`, e.line);
        return home.vars.get(e.name) ?? null;
      }
      case "assign": {
        const v = this.eval(e.value, env);
        const home = env.find(e.name);
        if (home === null) throw new LoxError(`undefined '${e.name}'`, e.line);
        home.vars.set(e.name, v);
        return v;
      }
      case "call": {
        const f = this.eval(e.callee, env);
        const args = e.args.map((a) => this.eval(a, env));
        if (!(f instanceof LoxFunction || f instanceof LoxClass || f instanceof Native))
          throw new LoxError("not callable", e.line);
        if (f.arity !== args.length)
          throw new LoxError(`${f.toString()} wants ${f.arity} arguments, not ${args.length}`, e.line);
        return f.call(this, args);
      }
      case "get": {
        const o = this.eval(e.object, env);
        if (!(o instanceof Instance)) throw new LoxError("no object", e.line);
        const field = o.fields.get(e.name);
        if (field !== undefined) return field;
        const m = o.cls.methods.get(e.name);
        if (!m) throw new LoxError(`no member '${e.name}'`, e.line);
        return m.bind(o);
      }
      case "set": {
        const o = this.eval(e.object, env);
        if (!(o instanceof Instance)) throw new LoxError("no object", e.line);
        const v = this.eval(e.value, env);
        o.fields.set(e.name, v);
        return v;
      }
    }
  }
  #num(v: Value, line: number): number {
    if (typeof v !== "number") throw new LoxError(`not a number: ${show(v)}`, line);
    return v;
  }
  #binary(op: string, a: Value, b: Value, line: number): Value {
    if (op === "==") return a === b;
    if (op === "!=") return a !== b;
    if (op === "+" && (typeof a === "string" || typeof b === "string")) return show(a) + show(b);
    const [x, y] = [this.#num(a, line), this.#num(b, line)];
    const table: { [op: string]: () => Value } = {
      "+": () => x + y,
      "-": () => x - y,
      "*": () => x * y,
      "/": () => x / y,
      "%": () => x % y,
      "<": () => x < y,
      ">": () => x > y,
      "<=": () => x <= y,
      ">=": () => x >= y,
    };
    const f = table[op];
    if (!f) throw new LoxError(`bad operator ${op}`, line);
    return f();
  }
}

const DEMO = `
fun fib(n) { if (n < 2) return n; return fib(n - 1) + fib(n - 2); }
print fib(15);
class Counter { init(start) { this.n = start; } add(k) { this.n = this.n + k; return this; } }
var c = Counter(10);
print c.add(5).add(7).n;
for (var i = 0; i < 3; i = i + 1) print "i=" + i;
print max(3, 4) + sqrt(16);
print nil == false or "yes";
fun outer() { var x = 1; fun inner() { x = x + 1; return x; } return inner; }
var f = outer(); f(); print f();
print Counter; print c; print f;
print 7 % 4 * -1;
print undefinedThing;
`;

export function entryPoint(argv: string[]): number {
  const src = argv[1] !== undefined ? readFileSync(argv[1], "utf8") : DEMO;
  const interp = new Interpreter();
  try {
    interp.run(new Parser(tokenize(src)).program(), interp.globals);
  } catch (e) {
    if (e instanceof LoxError) console.log(`${e.name}: ${e.message}`);
    else throw e;
    return 70;
  } finally {
    console.log(`${interp.steps} steps`);
  }
  return 0;
}
