// Scopes of generated programs: the variables of each kind, and what else there is to use.

export type Kind = "int" | "float" | "bool" | "string";
export const KINDS: readonly Kind[] = ["int", "float", "bool", "string"];
export const TYPE: Readonly<Record<Kind, string>> = {
  int: "number",
  float: "number",
  bool: "boolean",
  string: "string",
};

/** What a statement of a generated program can name. */
export interface Scope {
  readonly vars: Record<Kind, string[]>;
  /** Variables that may be assigned, also in loops and closures. */
  readonly mutable: Record<Kind, string[]>;
  readonly arrays: string[];
  readonly maps: string[];
  readonly objects: string[];
  readonly closures: string[];
}

export function emptyScope(): Scope {
  const lists = (): Record<Kind, string[]> => ({ int: [], float: [], bool: [], string: [] });
  return { vars: lists(), mutable: lists(), arrays: [], maps: [], objects: [], closures: [] };
}

export function add(scope: Scope, kind: Kind, name: string, mutable: boolean): void {
  scope.vars[kind].push(name);
  if (mutable) scope.mutable[kind].push(name);
}

export function copy(scope: Scope): Scope {
  const lists = (from: Record<Kind, string[]>): Record<Kind, string[]> => ({
    int: [...from.int],
    float: [...from.float],
    bool: [...from.bool],
    string: [...from.string],
  });
  return {
    vars: lists(scope.vars),
    mutable: lists(scope.mutable),
    arrays: [...scope.arrays],
    maps: [...scope.maps],
    objects: [...scope.objects],
    closures: [...scope.closures],
  };
}

export function printAll(scope: Scope): string[] {
  return [
    `console.log(${KINDS.flatMap((kind) => scope.vars[kind]).join(", ")});`,
    ...scope.arrays.map((a) => `console.log(${a}.join());`),
    ...scope.maps.map((m) => `for (const [k, v] of ${m}) console.log(k, v);`),
  ];
}
