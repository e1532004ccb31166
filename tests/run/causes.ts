// Errors with causes, rethrown errors, fields of error classes, finally that overrides.
class MyErr extends Error {
  readonly code: number;
  constructor(message: string, code: number, options?: ErrorOptions) {
    super(message, options);
    this.name = "MyErr";
    this.code = code;
  }
}
function f(n: number): number {
  try {
    if (n > 0) throw new MyErr("m", n);
    return 1;
  } catch (e) {
    if (e instanceof MyErr) return e.code;
    throw e;
  } finally {
    console.log("fin");
  }
}
function chain(e: unknown): string {
  let text = "";
  let at: unknown = e;
  while (at instanceof Error) {
    text += at.message + ";";
    at = at.cause;
  }
  return text;
}
function order(): string {
  const log: string[] = [];
  for (let i = 0; i < 3; i++) {
    try {
      if (i === 1) continue;
      log.push("t" + i);
    } finally {
      log.push("f" + i);
    }
  }
  return log.join();
}
function override(): number {
  try {
    throw new Error("lost");
  } finally {
    return 7;
  }
}
export function entryPoint(argv: string[]): number {
  console.log(f(0), f(5), order(), override());
  try {
    try {
      throw new Error("inner");
    } catch (e) {
      throw new MyErr("outer", 3, { cause: e });
    }
  } catch (e) {
    if (e instanceof Error) console.log(e.message, e.cause instanceof Error ? e.cause.message : "", chain(e));
  }
  try {
    f(3);
    throw new TypeError("t", { cause: "why" });
  } catch (e) {
    console.log(e instanceof TypeError && typeof e.cause === "string" ? e.cause : "?");
  }
  const none = new RangeError("n");
  console.log(none.cause === undefined, none instanceof Error, none.name, String(none.message));
  try {
    try {
      throw new Error("a");
    } catch (e) {
      throw e;
    } finally {
      console.log("inner finally");
    }
  } catch (e) {
    console.log((e as Error).message);
  }
  return 0;
}
