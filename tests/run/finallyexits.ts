// finally on every way out of try: return, break, continue, labelled jumps, throw, from loops in loops, overriding.

let log = "";
function step(s: string): void {
  log += s;
}
function returns(n: number): number {
  for (let i = 0; ; i++) {
    try {
      step(`t${i}`);
      if (n === 1) return i;
      if (n === 2 && i === 1) break;
      if (n === 3 && i < 2) continue;
      if (n === 4) throw new Error("four");
      if (i > 3) return -1;
    } finally {
      step("f");
    }
    step(".");
  }
  return 100;
}
function labelled(): string {
  outer: for (let i = 0; i < 3; i++) {
    try {
      for (let j = 0; j < 3; j++) {
        try {
          if (j === 1) continue outer;
          if (i === 2) break outer;
          step(`${i}${j}`);
        } finally {
          step("a");
        }
      }
    } finally {
      step("b");
    }
  }
  return log;
}
function nested(n: number): number {
  try {
    try {
      if (n > 0) throw new RangeError("inner");
      return 1;
    } finally {
      step("x");
      if (n > 1) throw new TypeError("replaced");
    }
  } catch (e) {
    step(e instanceof TypeError ? "T" : e instanceof RangeError ? "R" : "?");
    return 2;
  } finally {
    step("y");
  }
}
function wins(): number {
  for (let i = 0; i < 3; i++) {
    try {
      return i;
    } finally {
      if (i < 2) continue;
    }
  }
  return 50;
}
function value(): number {
  let x = 1;
  try {
    return x;
  } finally {
    x = 2;
    step(String(x));
  }
}

export function entryPoint(): number {
  for (let n = 0; n < 5; n++) {
    log = "";
    try {
      console.log(n, returns(n), log);
    } catch (e) {
      console.log(n, e instanceof Error ? e.message : "", log);
    }
  }
  log = "";
  console.log(labelled());
  for (let n = 0; n < 3; n++) {
    log = "";
    console.log(nested(n), log);
  }
  console.log(wins(), value());
  return 0;
}
