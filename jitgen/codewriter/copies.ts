// Parallel copies: what a jump gives to its target's inputs, all at once, as a sequence of moves.

/** A source: a register, or a constant by its operand. */
export type Source = { readonly register: number } | { readonly constant: number };

export interface Copy {
  readonly to: number;
  readonly from: Source;
}

/** Moves in an order that destroys nothing still needed; `scratch` breaks cycles and is asked for when needed. */
export function sequence(copies: readonly Copy[], scratch: () => number): Copy[] {
  const moves: Copy[] = [];
  let waiting = copies.filter(({ to, from }) => !("register" in from && from.register === to));
  while (waiting.length > 0) {
    const isRead = (register: number): boolean =>
      waiting.some(({ from }) => "register" in from && from.register === register);
    const free = waiting.find(({ to }) => !isRead(to));
    if (free !== undefined) {
      moves.push(free);
      waiting = waiting.filter((c) => c !== free);
      continue;
    }
    // Every target is still read: a cycle. Its first target's value is put aside, and read from there.
    const [first] = waiting as [Copy];
    const aside = scratch();
    moves.push({ to: aside, from: { register: first.to } });
    waiting = waiting.map((c) =>
      "register" in c.from && c.from.register === first.to ? { to: c.to, from: { register: aside } } : c,
    );
  }
  return moves;
}
