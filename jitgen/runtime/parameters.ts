// Table: the parameters of the JIT, and how VMSMITH_JIT sets them: `threshold=50,traceLimit=1000`, or `off`.

export class Parameters {
  /** Backward jumps of the interpreted program at one position until it is traced. */
  threshold: number = 1039;
  /** Failures of one guard until a bridge is traced from it. */
  traceEagerness: number = 200;
  /** Operations until recording is given up. */
  traceLimit: number = 6000;
  /** Recordings given up at one position until it is left alone for good. */
  patience: number = 3;
  /** For tests: every so many guards one fails that holds; 0: none. */
  failGuards: number = 0;
  isOff: boolean = false;

  /** Reads a setting; the part that makes no sense, or "" if all does. */
  read(setting: string): string {
    for (const part of setting.split(",")) {
      if (part === "") continue;
      if (part === "off") this.isOff = true;
      else if (!this.assign(part)) return part;
    }
    return "";
  }

  private assign(part: string): boolean {
    const equals = part.indexOf("=");
    if (equals < 0) return false;
    const value = Number(part.slice(equals + 1));
    if (!Number.isInteger(value) || value < 1 || value > 1000000000) return false;
    const count = Math.floor(value);
    switch (part.slice(0, equals)) {
      case "threshold":
        this.threshold = count;
        return true;
      case "traceEagerness":
        this.traceEagerness = count;
        return true;
      case "traceLimit":
        this.traceLimit = count;
        return true;
      case "failGuards":
        this.failGuards = count;
        return true;
      case "patience":
        this.patience = count;
        return true;
      default:
        return false;
    }
  }
}
