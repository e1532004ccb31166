// Values of flow graphs on the host: JavaScript's own, and three kinds of objects for what graphs make. A function of
// the program is a host function too, so that the host's `map` or `sort` can call it.

import type { ClassEntity, FuncEntity } from "../model/entities.ts";

/** An object of a class of the program. */
export class Instance {
  readonly cls: ClassEntity;
  readonly fields = new Map<string, unknown>();

  constructor(cls: ClassEntity) {
    this.cls = cls;
  }
}

/** A captured variable that is reassigned somewhere. */
export class Cell {
  ready = false;
  value: unknown = undefined;
}

/** The position of a for…of in a Map or Set. */
export class Entries {
  key: unknown = undefined;
  value: unknown = undefined;
  private readonly rest: Iterator<[unknown, unknown], undefined>;

  constructor(collection: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>) {
    this.rest = collection.entries();
  }

  next(): boolean {
    const { done, value } = this.rest.next();
    if (done === true) return false;
    [this.key, this.value] = value;
    return true;
  }
}

/** What stands behind a host function that is one of the program. */
export interface Closure {
  readonly func: FuncEntity;
  readonly captures: readonly unknown[];
}
export type GuestFunction = ((...args: unknown[]) => unknown) & { readonly closure: Closure };

export function isGuestFunction(value: unknown): value is GuestFunction {
  return typeof value === "function" && "closure" in value;
}

/** An exception of the program on its way through the host. */
export class Thrown extends Error {
  readonly exception: unknown;

  constructor(exception: unknown) {
    super("an exception of the program");
    this.name = "Thrown";
    this.exception = exception;
  }
}

/** Kinds of the errors that flow operations raise by themselves; made into instances of the program's own classes. */
export class Raised extends Error {
  readonly kind: "RangeError" | "TypeError" | "ReferenceError";

  constructor(kind: Raised["kind"], message: string) {
    super(message);
    this.name = "Raised";
    this.kind = kind;
  }
}
