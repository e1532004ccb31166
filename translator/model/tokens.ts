// Splits the text form into tokens. Comments run from `;` to the end of the line; line numbers are kept, because an
// operation ends where its line does.

export type TokenKind = "name" | "number" | "string" | "punct" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** The name without quotes, the string's value, the number's or punctuation's text. */
  readonly text: string;
  readonly line: number;
  /** A name in backquotes is never a keyword. */
  readonly quoted: boolean;
}

/** The text is not in the text form; the message tells line and what was expected. */
export class TextFormError extends Error {
  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.name = "TextFormError";
  }
}

const TOKEN = new RegExp(
  [
    String.raw`(?<space>[ \t\r]+|;[^\n]*)`,
    String.raw`(?<newline>\n)`,
    String.raw`(?<number>-?(?:\d[\d]*(?:\.\d+)?(?:e[+-]?\d+)?n?|inf\b))`,
    String.raw`(?<name>[A-Za-z_$][\w$.]*)`,
    String.raw`(?<quoted>` + "`(?:[^`\\\\]|\\\\.)*`)",
    String.raw`(?<string>"(?:[^"\\\n]|\\.)*")`,
    String.raw`(?<punct>->|[(){}\[\]:,=*&@])`,
  ].join("|"),
  "gy",
);

/** All tokens, an `end` token last. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined)
      throw new TextFormError(line, `cannot read ${JSON.stringify(text.slice(from, from + 10))}`);
    const { newline, number, name, quoted, string, punct } = groups;
    if (newline !== undefined) line++;
    else if (number !== undefined) tokens.push({ kind: "number", text: number, line, quoted: false });
    else if (name !== undefined) tokens.push({ kind: "name", text: name, line, quoted: false });
    else if (quoted !== undefined) tokens.push({ kind: "name", text: unquote(quoted), line, quoted: true });
    else if (string !== undefined)
      tokens.push({ kind: "string", text: JSON.parse(string) as string, line, quoted: false });
    else if (punct !== undefined) tokens.push({ kind: "punct", text: punct, line, quoted: false });
  }
  tokens.push({ kind: "end", text: "the end", line, quoted: false });
  return tokens;
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/g, (_, c: string) => (c === "n" ? "\n" : c));
}

/** A cursor over tokens with the usual questions. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  /** The token `ahead` places further on, without reading it. */
  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)] as Token;
  }

  next(): Token {
    const token = this.peek();
    this.at = Math.min(this.at + 1, this.tokens.length - 1);
    return token;
  }

  /** Is the next token, or the one `ahead` places further on, this keyword or punctuation? */
  sees(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.text === text && (token.kind === "punct" || (token.kind === "name" && !token.quoted));
  }

  /** Reads the keyword or punctuation if it stands next. */
  accept(text: string): boolean {
    const found = this.sees(text);
    if (found) this.next();
    return found;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(`expected '${text}', found '${this.peek().text}'`);
  }

  name(what: string): string {
    if (this.peek().kind !== "name") this.fail(`expected ${what}, found '${this.peek().text}'`);
    return this.next().text;
  }

  string(): string {
    if (this.peek().kind !== "string") this.fail(`expected a string, found '${this.peek().text}'`);
    return this.next().text;
  }

  /** Items separated by commas, up to and with the closing punctuation. */
  list<T>(close: string, item: () => T): T[] {
    const items: T[] = [];
    while (!this.accept(close)) {
      if (items.length > 0) this.expect(",");
      items.push(item());
    }
    return items;
  }

  fail(message: string): never {
    throw new TextFormError(this.peek().line, message);
  }
}
