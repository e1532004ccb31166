// Reads own properties without running any of the target's code.

/** An own property: data, or an accessor's two functions. */
export type Property =
  | { readonly key: string; readonly kind: "data"; readonly value: unknown }
  | { readonly key: string; readonly kind: "accessor"; readonly get: unknown; readonly set: unknown };

/**
 * Own properties in JavaScript's order, without those named in `skip`. Well-known symbols are written "@@iterator",
 * other symbols "@@symbol:text".
 */
export function ownProperties(object: object, skip: (key: string) => boolean = () => false): Property[] {
  const found: Property[] = [];
  for (const raw of Reflect.ownKeys(object)) {
    const key = typeof raw === "string" ? raw : symbolKey(raw);
    if (skip(key)) continue;
    const property = Object.getOwnPropertyDescriptor(object, raw);
    if (property === undefined) continue;
    const { value, get, set } = property as { value?: unknown; get?: unknown; set?: unknown };
    const isData = "value" in property;
    found.push(isData ? { key, kind: "data", value } : { key, kind: "accessor", get, set });
  }
  return found;
}

/** Whether a key names an element of an array or typed array. */
export function isIndex(key: string): boolean {
  return /^(?:0|[1-9]\d*)$/u.test(key);
}

function symbolKey(symbol: symbol): string {
  const text = symbol.description ?? "";
  return text.startsWith("Symbol.") ? `@@${text.slice("Symbol.".length)}` : `@@symbol:${text}`;
}
