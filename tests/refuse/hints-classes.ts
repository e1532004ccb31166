// Misspelt hints on classes, fields and methods.

/** @virtualisable */ // RTS1401: the tag `@virtualisable`
class Frame {
  readonly x = 1;
}

class Table {
  /** @quasiImmutabel */ // RTS1401: the tag `@quasiImmutabel`
  x = 1;
}

class Methods {
  /** @unrolSafe */ // RTS1401: the tag `@unrolSafe`
  f(): number {
    return 1;
  }
}

function frame(): number {
  return new Frame().x;
}
function table(): number {
  return new Table().x;
}
function methods(): number {
  return new Methods().f();
}

export function entryPoint(argv: string[]): number {
  if (argv.length === 1) return frame();
  return argv.length === 2 ? table() : methods();
}
