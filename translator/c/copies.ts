// Assigns the inputs of a block where a link is taken. All assignments happen at once by meaning; here they are put in
// an order in which none destroys what a later one reads, with temporaries only where they form a cycle.

export interface Copy {
  readonly target: string;
  /** The C declaration of a temporary with the target's type. */
  readonly declare: (name: string) => string;
  readonly source: string;
  /** Names the source reads. */
  readonly reads: ReadonlySet<string>;
}

/** The statements, in order. */
export function sequentialCopies(copies: readonly Copy[]): string[] {
  let pending = copies.filter((c) => c.source !== c.target);
  const lines: string[] = [];
  while (pending.length > 0) {
    const free = pending.find((c) => !pending.some((other) => other !== c && other.reads.has(c.target)));
    if (free === undefined) break;
    lines.push(`${free.target} = ${free.source};`);
    pending = pending.filter((c) => c !== free);
  }
  if (pending.length === 0) return lines;
  // A cycle: read everything first.
  lines.push("{");
  for (const [i, c] of pending.entries()) lines.push(`  ${c.declare(`vs_next_${i}`)} = ${c.source};`);
  for (const [i, c] of pending.entries()) lines.push(`  ${c.target} = vs_next_${i};`);
  return [...lines, "}"];
}
