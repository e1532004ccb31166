// The builtin error classes, as the binary knows them; and makers of the errors that checks raise.

interface Options {
  readonly cause?: unknown;
}

export class Error {
  message: string;
  name: string;
  cause: unknown;
  constructor(message = "", options?: Options) {
    this.message = message;
    this.name = "Error";
    this.cause = options?.cause;
  }
  toString(): string {
    return this.message === "" ? this.name : `${this.name}: ${this.message}`;
  }
}

export class TypeError extends Error {
  constructor(message = "", options?: Options) {
    super(message, options);
    this.name = "TypeError";
  }
}

export class RangeError extends Error {
  constructor(message = "", options?: Options) {
    super(message, options);
    this.name = "RangeError";
  }
}

export class ReferenceError extends Error {
  constructor(message = "", options?: Options) {
    super(message, options);
    this.name = "ReferenceError";
  }
}

export class SyntaxError extends Error {
  constructor(message = "", options?: Options) {
    super(message, options);
    this.name = "SyntaxError";
  }
}

export class EvalError extends Error {
  constructor(message = "", options?: Options) {
    super(message, options);
    this.name = "EvalError";
  }
}

export class URIError extends Error {
  constructor(message = "", options?: Options) {
    super(message, options);
    this.name = "URIError";
  }
}

export function make_Error(message: string): Error {
  return new Error(message);
}
export function make_TypeError(message: string): TypeError {
  return new TypeError(message);
}
export function make_RangeError(message: string): RangeError {
  return new RangeError(message);
}
export function make_SyntaxError(message: string): SyntaxError {
  return new SyntaxError(message);
}
export function make_ReferenceError(message: string): ReferenceError {
  return new ReferenceError(message);
}
