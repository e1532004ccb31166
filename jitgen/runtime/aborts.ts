// Table: why recording is given up.

export const ABORT = {
  none: 0,
  tooLong: 1,
  failedCheck: 2,
  raisedInFolded: 3,
  contradiction: 4,
} as const;

export const ABORT_NAMES: readonly string[] = [
  "none",
  "the trace grew too long",
  "a check failed while tracing",
  "an elidable call raised",
  "the optimizer found that the trace cannot happen",
];
