// Exceptions: catch by class, rethrow, nested try, finally on every way out, errors of the program's own classes.

class AppError extends Error {
  readonly code: number;
  constructor(message: string, code: number) {
    super(message);
    this.name = "AppError";
    this.code = code;
  }
}
class SubError extends AppError {}

function risky(n: number): number {
  if (n === 1) throw new Error("plain");
  if (n === 2) throw new AppError("app", 42);
  if (n === 3) throw new SubError("sub", 43);
  if (n === 4) throw new RangeError("range");
  return n;
}
function attempt(n: number): string {
  try {
    return `value ${risky(n)}`;
  } catch (e) {
    if (e instanceof SubError) return `sub ${e.code}`;
    if (e instanceof AppError) return `app ${e.code} ${e.message} ${e.name}`;
    if (e instanceof RangeError) return `range ${e.message}`;
    return e instanceof Error ? `error ${e.message}` : "other";
  }
}
let log = "";
function withFinally(n: number): string {
  for (let i = 0; i < 3; i++) {
    try {
      log += `t${i}`;
      if (n === 0) return "returned";
      if (n === 1) break;
      if (n === 2 && i === 0) continue;
      if (n === 3) risky(1);
    } catch (e) {
      log += "c";
      if (n === 3) throw new AppError("again", 1);
    } finally {
      log += `f${i}`;
    }
  }
  return "end";
}
function overriding(): string {
  try {
    throw new Error("lost");
  } finally {
    return "from finally";
  }
}
function nested(): string {
  let out = "";
  try {
    try {
      risky(2);
    } finally {
      out += "inner ";
    }
  } catch (e) {
    out += e instanceof AppError ? `outer ${e.code} ` : "? ";
    try {
      throw e;
    } catch (again) {
      out += again === e ? "same" : "different";
    }
  }
  return out;
}

export function entryPoint(): number {
  for (let i = 0; i < 5; i++) console.log(attempt(i));
  for (let i = 0; i < 5; i++) {
    log = "";
    try {
      console.log(withFinally(i), log);
    } catch (e) {
      console.log("escaped", e instanceof Error ? e.message : "", log);
    }
  }
  console.log(overriding(), nested());
  const e = new AppError("made", 7);
  console.log(e.message, e.name, e instanceof Error, e instanceof SubError, e.toString());
  return 0;
}
