// A recursive-descent parser with precedence climbing.

import {
  Assign,
  Binary,
  Block,
  Call,
  FunctionNode,
  If,
  Let,
  Literal,
  Name,
  type Node,
  Return,
  While,
} from "./nodes.ts";
import { CalcError, FALSE, NOTHING, NumberValue, StringValue, TRUE } from "./values.ts";

const KEYWORDS = new Set([
  "let",
  "fun",
  "if",
  "else",
  "while",
  "return",
  "true",
  "false",
  "nothing",
  "and",
  "or",
]);

/** Binding strength of binary operators; more binds tighter. */
const PRECEDENCE = new Map<string, number>([
  ["or", 1],
  ["and", 2],
  ["==", 3],
  ["!=", 3],
  ["<", 4],
  ["<=", 4],
  [">", 4],
  [">=", 4],
  ["+", 5],
  ["-", 5],
  ["*", 6],
  ["/", 6],
  ["%", 6],
]);

function isDigit(c: string): boolean {
  return c >= "0" && c <= "9";
}

function isLetter(c: string): boolean {
  return (c >= "a" && c <= "z") || (c >= "A" && c <= "Z") || c === "_";
}

/** Kinds of token. */
const T = { end: 0, number: 1, string: 2, name: 3, keyword: 4, symbol: 5 } as const;

export class Parser {
  private readonly text: string;
  private at = 0;
  private line = 1;
  private kind: number = T.end;
  private word = "";

  constructor(text: string) {
    this.text = text;
    this.next();
  }

  program(): Block {
    const list: Node[] = [];
    while (this.kind !== T.end) list.push(this.statement());
    return new Block(list);
  }

  // ---- tokens ----

  private next(): void {
    this.skipBlank();
    const start = this.at;
    if (start >= this.text.length) {
      this.kind = T.end;
      this.word = "end of file";
      return;
    }
    const c = this.text.charAt(start);
    if (isDigit(c)) {
      this.kind = T.number;
      while (isDigit(this.peek()) || this.peek() === ".") this.at++;
    } else if (isLetter(c)) {
      while (isLetter(this.peek()) || isDigit(this.peek())) this.at++;
      this.kind = KEYWORDS.has(this.text.slice(start, this.at)) ? T.keyword : T.name;
    } else if (c === '"') {
      this.stringToken();
      return;
    } else {
      this.kind = T.symbol;
      this.at++;
      const two = this.text.slice(start, start + 2);
      if (two === "==" || two === "!=" || two === "<=" || two === ">=") this.at++;
    }
    this.word = this.text.slice(start, this.at);
  }

  private stringToken(): void {
    this.at++;
    let s = "";
    for (;;) {
      const c = this.peek();
      if (c === "" || c === "\n") throw this.error("unfinished string");
      this.at++;
      if (c === '"') break;
      if (c === "\\") {
        const e = this.peek();
        this.at++;
        s += e === "n" ? "\n" : e === "t" ? "\t" : e;
      } else s += c;
    }
    this.kind = T.string;
    this.word = s;
  }

  private skipBlank(): void {
    for (;;) {
      const c = this.peek();
      if (c === "#") while (this.peek() !== "" && this.peek() !== "\n") this.at++;
      else if (c === "\n") {
        this.line++;
        this.at++;
      } else if (c === " " || c === "\t" || c === "\r") this.at++;
      else return;
    }
  }

  private peek(): string {
    return this.text.charAt(this.at);
  }

  private is(word: string): boolean {
    return (this.kind === T.symbol || this.kind === T.keyword) && this.word === word;
  }

  private accept(word: string): boolean {
    if (!this.is(word)) return false;
    this.next();
    return true;
  }

  private expect(word: string): void {
    if (!this.accept(word)) throw this.error(`expected ${word} but found ${this.word}`);
  }

  private name(): string {
    if (this.kind !== T.name) throw this.error(`expected a name but found ${this.word}`);
    const n = this.word;
    this.next();
    return n;
  }

  private error(message: string): CalcError {
    return new CalcError(`line ${this.line}: ${message}`);
  }

  // ---- statements ----

  private statement(): Node {
    if (this.accept("let")) {
      const name = this.name();
      this.expect("=");
      return this.ended(new Let(name, this.expression(0)));
    }
    if (this.accept("while")) {
      const condition = this.expression(0);
      return new While(condition, this.block());
    }
    if (this.accept("return"))
      return this.ended(new Return(this.is(";") ? new Literal(NOTHING) : this.expression(0)));
    if (this.is("if")) return this.ifExpression();
    if (this.is("fun")) {
      const f = this.functionExpression();
      this.accept(";");
      return f;
    }
    return this.ended(this.expression(0));
  }

  private ended(node: Node): Node {
    this.expect(";");
    return node;
  }

  private block(): Block {
    this.expect("{");
    const list: Node[] = [];
    while (!this.is("}")) {
      if (this.kind === T.end) throw this.error("unfinished block");
      list.push(this.statement());
    }
    this.next();
    return new Block(list);
  }

  private ifExpression(): Node {
    this.expect("if");
    const condition = this.expression(0);
    const yes = this.block();
    if (!this.accept("else")) return new If(condition, yes, null);
    return new If(condition, yes, this.is("if") ? this.ifExpression() : this.block());
  }

  private functionExpression(): Node {
    this.expect("fun");
    const name = this.kind === T.name ? this.name() : "";
    this.expect("(");
    const params: string[] = [];
    while (!this.accept(")")) {
      params.push(this.name());
      if (!this.is(")")) this.expect(",");
    }
    return new FunctionNode(name, params, this.block());
  }

  // ---- expressions ----

  private expression(least: number): Node {
    let left = this.unary();
    if (left instanceof Name && this.is("=") && least === 0) {
      this.next();
      return new Assign(left.name, this.expression(0));
    }
    for (;;) {
      if (this.kind !== T.symbol && this.kind !== T.keyword) return left;
      const op = this.word;
      const strength = PRECEDENCE.get(op);
      if (strength === undefined || strength <= least) return left;
      this.next();
      left = new Binary(op, left, this.expression(strength));
    }
  }

  private unary(): Node {
    if (this.accept("-")) return new Binary("-", new Literal(new NumberValue(0)), this.unary());
    let node = this.primary();
    while (this.accept("(")) {
      const args: Node[] = [];
      while (!this.accept(")")) {
        args.push(this.expression(0));
        if (!this.is(")")) this.expect(",");
      }
      node = new Call(node, args);
    }
    return node;
  }

  private primary(): Node {
    const word = this.word;
    switch (this.kind) {
      case T.number:
        this.next();
        return new Literal(new NumberValue(parseFloat(word)));
      case T.string:
        this.next();
        return new Literal(new StringValue(word));
      case T.name:
        this.next();
        return new Name(word);
      default:
    }
    if (this.accept("true")) return new Literal(TRUE);
    if (this.accept("false")) return new Literal(FALSE);
    if (this.accept("nothing")) return new Literal(NOTHING);
    if (this.is("fun")) return this.functionExpression();
    if (this.is("if")) return this.ifExpression();
    this.expect("(");
    const e = this.expression(0);
    this.expect(")");
    return e;
  }
}
