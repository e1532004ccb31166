// Errors raised deep inside library code and runtime checks, caught far up; state stays consistent; messages of own errors.

class ParseError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(`${message} at ${at}`);
    this.name = "ParseError";
    this.at = at;
  }
}
class Parser {
  private readonly text: string;
  private pos = 0;
  depth = 0;
  constructor(text: string) {
    this.text = text;
  }
  parse(): number {
    const v = this.sum();
    if (this.pos < this.text.length) throw new ParseError("unexpected input", this.pos);
    return v;
  }
  private sum(): number {
    let v = this.atom();
    while (this.pos < this.text.length) {
      const c = this.text.charAt(this.pos);
      if (c === "+") {
        this.pos++;
        v += this.atom();
      } else if (c === "-") {
        this.pos++;
        v -= this.atom();
      } else break;
    }
    return v;
  }
  private atom(): number {
    const c = this.text.charAt(this.pos);
    if (c === "(") {
      this.pos++;
      this.depth++;
      try {
        const v = this.sum();
        if (this.text.charAt(this.pos) !== ")") throw new ParseError("missing )", this.pos);
        this.pos++;
        return v;
      } finally {
        this.depth--;
      }
    }
    const start = this.pos;
    while (
      this.pos < this.text.length &&
      this.text.charAt(this.pos) >= "0" &&
      this.text.charAt(this.pos) <= "9"
    )
      this.pos++;
    if (start === this.pos) throw new ParseError("number expected", this.pos);
    return parseInt(this.text.slice(start, this.pos), 10);
  }
}
function attempt(text: string): string {
  const p = new Parser(text);
  try {
    return `${text} = ${p.parse()}`;
  } catch (e) {
    if (e instanceof ParseError) return `${e.name}: ${e.message} (${e.at}, depth ${p.depth})`;
    throw e;
  }
}
function range(f: () => string): string {
  try {
    return f();
  } catch (e) {
    return e instanceof RangeError ? "RangeError" : "other";
  }
}

export function entryPoint(): number {
  for (const t of ["1+2", "(1+(2-3))", "1+", "((4", "(5)6", ""]) console.log(attempt(t));
  console.log(range(() => "ab".repeat(0 - 1)));
  console.log(range(() => (12.5).toFixed(200)));
  console.log(range(() => (255).toString(99)));
  console.log(range(() => "fine".padEnd(6, ".")));
  let caught = 0;
  for (let i = 0; i < 10; i++) {
    try {
      if (i % 3 === 0) throw new ParseError("x", i);
      if (i % 4 === 0) throw new Error("y");
    } catch (e) {
      caught += e instanceof ParseError ? e.at : 100;
    }
  }
  console.log(caught);
  return 0;
}
