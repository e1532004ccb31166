// Table: messages of the errors that checks raise. `check` names the low-level operation or helper that raises it.

export const MESSAGES = {
  intRange: { error: "RangeError", text: "integer result outside the safe range ±(2^53-1)" },
  intOfFloat: { error: "RangeError", text: "number is not an integer in the safe range" },
  divisor: { error: "RangeError", text: "integer division by zero" },
  index: { error: "RangeError", text: "index out of range" },
  null: { error: "TypeError", text: "value is null or undefined" },
  absent: { error: "TypeError", text: "value is undefined" },
  cast: { error: "TypeError", text: "object is not of the expected class" },
  stack: { error: "RangeError", text: "Maximum call stack size exceeded" },
  length: { error: "RangeError", text: "invalid array length" },
  memory: { error: "RangeError", text: "out of memory" },
  count: { error: "RangeError", text: "invalid count value" },
  stringLength: { error: "RangeError", text: "Invalid string length" },
  uninitialised: { error: "ReferenceError", text: "variable used before its initialisation" },
  emptyReduce: { error: "TypeError", text: "Reduce of empty array with no initial value" },
  mapChanged: { error: "RangeError", text: "too many entries" },
  radix: { error: "RangeError", text: "toString() radix must be between 2 and 36" },
  digits: { error: "RangeError", text: "toFixed() digits argument must be between 0 and 100" },
  precision: { error: "RangeError", text: "digits argument must be between 0 (toPrecision: 1) and 100" },
  radixLarge: {
    error: "RangeError",
    text: "toString() of a number of 2^53 or more with a radix that is no power of two",
  },
  impossible: { error: "TypeError", text: "a value of a kind that TypeScript's types deny" },
  consoleFormat: {
    error: "TypeError",
    text: "console.log with a %-format that is not known at translation time",
  },
  notFound: { error: "Error", text: "no such file or directory" },
  notWritable: { error: "Error", text: "cannot write the file" },
  notReadable: { error: "Error", text: "cannot read the file" },
  bigDivisor: { error: "RangeError", text: "Division by zero" },
  bigExponent: { error: "RangeError", text: "Exponent must be non-negative" },
  bigSize: { error: "RangeError", text: "Maximum BigInt size exceeded" },
  bigBits: { error: "RangeError", text: "Invalid value: not (convertible to) a safe integer" },
  bigInteger: {
    error: "RangeError",
    text: "The number cannot be converted to a BigInt because it is not an integer",
  },
  bigText: { error: "SyntaxError", text: "Cannot convert the string to a BigInt" },
  viewPlace: { error: "RangeError", text: "Offset is outside the bounds of the DataView" },
  viewOffset: { error: "RangeError", text: "offset is out of bounds" },
  codePoint: { error: "RangeError", text: "Invalid code point" },
} as const satisfies Record<
  string,
  { error: "RangeError" | "TypeError" | "ReferenceError" | "SyntaxError" | "Error"; text: string }
>;

export type MessageName = keyof typeof MESSAGES;
