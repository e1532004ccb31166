// Values of the calc language: numbers, strings, booleans, nothing, functions. One class each, so that the operations
// dispatch on the class of the left operand.

import type { Block } from "./nodes.ts";
import type { Scope } from "./scope.ts";

export class CalcError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CalcError";
  }
}

export abstract class Value {
  abstract typeName(): string;
  abstract text(): string;

  isTrue(): boolean {
    return true;
  }
  add(other: Value): Value {
    throw this.mismatch("+", other);
  }
  arithmetic(op: string, other: Value): Value {
    throw this.mismatch(op, other);
  }
  compare(other: Value): number {
    throw this.mismatch("<", other);
  }
  equals(other: Value): boolean {
    return this === other;
  }
  call(args: Value[]): Value {
    throw new CalcError(`a ${this.typeName()} cannot be called with ${args.length} arguments`);
  }
  protected mismatch(op: string, other: Value): CalcError {
    return new CalcError(`cannot compute ${this.typeName()} ${op} ${other.typeName()}`);
  }
}

export class NumberValue extends Value {
  readonly value: number;
  constructor(value: number) {
    super();
    this.value = value;
  }
  typeName(): string {
    return "number";
  }
  /**
   * Numbers never change, and which string object it is nobody can tell.
   * @elidable
   */
  text(): string {
    return `${this.value}`;
  }
  override isTrue(): boolean {
    return this.value !== 0;
  }
  override add(other: Value): Value {
    if (other instanceof NumberValue) return new NumberValue(this.value + other.value);
    if (other instanceof StringValue) return new StringValue(this.text() + other.value);
    throw this.mismatch("+", other);
  }
  override arithmetic(op: string, other: Value): Value {
    if (!(other instanceof NumberValue)) throw this.mismatch(op, other);
    switch (op) {
      case "-":
        return new NumberValue(this.value - other.value);
      case "*":
        return new NumberValue(this.value * other.value);
      case "/":
        return new NumberValue(this.value / other.value);
      default:
        return new NumberValue(this.value % other.value);
    }
  }
  override compare(other: Value): number {
    if (!(other instanceof NumberValue)) throw this.mismatch("<", other);
    return this.value < other.value ? -1 : this.value > other.value ? 1 : 0;
  }
  override equals(other: Value): boolean {
    return other instanceof NumberValue && other.value === this.value;
  }
}

export class StringValue extends Value {
  readonly value: string;
  constructor(value: string) {
    super();
    this.value = value;
  }
  typeName(): string {
    return "string";
  }
  text(): string {
    return this.value;
  }
  override isTrue(): boolean {
    return this.value.length > 0;
  }
  override add(other: Value): Value {
    return new StringValue(this.value + other.text());
  }
  override arithmetic(op: string, other: Value): Value {
    if (op === "*" && other instanceof NumberValue)
      return new StringValue(this.value.repeat(Math.floor(other.value)));
    throw this.mismatch(op, other);
  }
  override compare(other: Value): number {
    if (!(other instanceof StringValue)) throw this.mismatch("<", other);
    return this.value < other.value ? -1 : this.value > other.value ? 1 : 0;
  }
  override equals(other: Value): boolean {
    return other instanceof StringValue && other.value === this.value;
  }
}

export class BoolValue extends Value {
  readonly value: boolean;
  constructor(value: boolean) {
    super();
    this.value = value;
  }
  typeName(): string {
    return "boolean";
  }
  text(): string {
    return this.value ? "true" : "false";
  }
  override isTrue(): boolean {
    return this.value;
  }
}

export class Nothing extends Value {
  typeName(): string {
    return "nothing";
  }
  text(): string {
    return "nothing";
  }
  override isTrue(): boolean {
    return false;
  }
}

export const TRUE = new BoolValue(true);
export const FALSE = new BoolValue(false);
export const NOTHING = new Nothing();

export function truth(b: boolean): Value {
  return b ? TRUE : FALSE;
}

/** A function of the program together with the variables around it. */
export class Closure extends Value {
  readonly name: string;
  readonly params: string[];
  readonly body: Block;
  readonly scope: Scope;
  constructor(name: string, params: string[], body: Block, scope: Scope) {
    super();
    this.name = name;
    this.params = params;
    this.body = body;
    this.scope = scope;
  }
  typeName(): string {
    return "function";
  }
  text(): string {
    return `<function ${this.name}>`;
  }
  override call(args: Value[]): Value {
    if (args.length !== this.params.length)
      throw new CalcError(`${this.name} takes ${this.params.length} arguments, not ${args.length}`);
    return this.body.run(this.scope.inner(this.params, args));
  }
}

/** A function that the interpreter provides. */
export class Builtin extends Value {
  readonly name: string;
  private readonly body: (args: Value[]) => Value;
  constructor(name: string, body: (args: Value[]) => Value) {
    super();
    this.name = name;
    this.body = body;
  }
  typeName(): string {
    return "builtin";
  }
  text(): string {
    return `<builtin ${this.name}>`;
  }
  override call(args: Value[]): Value {
    return this.body(args);
  }
}
