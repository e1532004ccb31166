// Jitcode: the form in which the tracer and the deoptimizer run the interpreter. One stream of 16-bit units for each
// graph. Registers are numbered per class (word, ref, float); parameters come first, in their order. An instruction is
// its number and its operands as this table spells them:
//
//   w r f      operand of the class: a register, or CONSTANT + index in the pool of that class
//   W R F      register that takes the result
//   live       liveness set, relative to the jitcode's first; always the first operand
//   op         number of a low-level operation (operations.ts)
//   descr      descriptor, by row     code  jitcode, by row     driver  driver, by row     n  a plain number
//   to         position in this jitcode
//   args       operands of a call, their number and classes as the callee's parameters or the descriptor say
//   dst        register for the call's result, of the class the callee or descriptor says; 0 where there is none
//   list_w …   count, then that many operands
//
// Exceptions: an instruction that raises is followed by `catch` where its graph has a handler; otherwise the frame is
// left. Liveness at an instruction is what is needed to run it again; at a call (and `new_array`) it is what is
// needed after it, in its handler too, without its result.

/** Operands from here on are constants. */
export const CONSTANT = 0x8000;

export interface InstructionFacts {
  readonly n: number;
  readonly operands: readonly string[];
  readonly doc: string;
}

// prettier-ignore
export const INSTRUCTIONS = {
  move_w:        { n: 1,  operands: ["W", "w"],                         doc: "copy" },
  move_r:        { n: 2,  operands: ["R", "r"],                         doc: "copy" },
  move_f:        { n: 3,  operands: ["F", "f"],                         doc: "copy" },

  // pure operations, by shape
  eval_w_w:      { n: 4,  operands: ["op", "W", "w"],                   doc: "evaluate" },
  eval_ww_w:     { n: 5,  operands: ["op", "W", "w", "w"],              doc: "evaluate" },
  eval_f_f:      { n: 6,  operands: ["op", "F", "f"],                   doc: "evaluate" },
  eval_ff_f:     { n: 7,  operands: ["op", "F", "f", "f"],              doc: "evaluate" },
  eval_ff_w:     { n: 8,  operands: ["op", "W", "f", "f"],              doc: "evaluate" },
  eval_f_w:      { n: 9,  operands: ["op", "W", "f"],                   doc: "evaluate" },
  eval_w_f:      { n: 10, operands: ["op", "F", "w"],                   doc: "evaluate" },
  eval_r_w:      { n: 11, operands: ["op", "W", "r"],                   doc: "evaluate" },
  eval_rr_w:     { n: 12, operands: ["op", "W", "r", "r"],              doc: "evaluate" },
  word_eq:       { n: 13, operands: ["W", "w", "w"],                    doc: "the same word (type_eq, func_eq)" },
  get_type:      { n: 14, operands: ["W", "r"],                         doc: "type description of a non-null object" },
  instance_of:   { n: 15, operands: ["W", "r", "w"],                    doc: "non-null, of the type or one extending it" },
  type_slot:     { n: 16, operands: ["W", "w", "n"],                    doc: "method of a type by slot" },

  // checks: descr is the error to raise (DESCR.check)
  check_w:       { n: 17, operands: ["live", "op", "descr", "W", "w"],  doc: "word if the test holds (check_range, check_divisor, check_present)" },
  check_ww:      { n: 18, operands: ["live", "op", "descr", "W", "w", "w"], doc: "check_index: operand 0; int_mul_range: the product" },
  check_f:       { n: 19, operands: ["live", "op", "descr", "F", "f"],  doc: "check_present_float" },
  check_int:     { n: 20, operands: ["live", "op", "descr", "W", "f"],  doc: "check_int: the float as an int" },
  check_null:    { n: 21, operands: ["live", "descr", "R", "r"],        doc: "non-null reference" },
  check_cast:    { n: 22, operands: ["live", "descr", "R", "r", "w"],   doc: "non-null object of the type or one extending it" },
  check_true:    { n: 23, operands: ["live", "descr", "w"],             doc: "assertion" },

  // heap
  get_field_w:   { n: 24, operands: ["W", "r", "descr"],                doc: "load" },
  get_field_r:   { n: 25, operands: ["R", "r", "descr"],                doc: "load" },
  get_field_f:   { n: 26, operands: ["F", "r", "descr"],                doc: "load" },
  set_field_w:   { n: 27, operands: ["r", "w", "descr"],                doc: "store" },
  set_field_r:   { n: 28, operands: ["r", "r", "descr"],                doc: "store" },
  set_field_f:   { n: 29, operands: ["r", "f", "descr"],                doc: "store" },
  get_item_w:    { n: 30, operands: ["W", "r", "w", "descr"],           doc: "load" },
  get_item_r:    { n: 31, operands: ["R", "r", "w", "descr"],           doc: "load" },
  get_item_f:    { n: 32, operands: ["F", "r", "w", "descr"],           doc: "load" },
  set_item_w:    { n: 33, operands: ["r", "w", "w", "descr"],           doc: "store" },
  set_item_r:    { n: 34, operands: ["r", "w", "r", "descr"],           doc: "store" },
  set_item_f:    { n: 35, operands: ["r", "w", "f", "descr"],           doc: "store" },
  new_struct:    { n: 36, operands: ["R", "descr"],                     doc: "fresh object" },
  new_array:     { n: 37, operands: ["live", "descr", "R", "w"],        doc: "fresh object with items; raises on a bad length" },

  // control
  goto:          { n: 38, operands: ["to"],                             doc: "jump" },
  branch:        { n: 39, operands: ["live", "w", "to"],                doc: "go on if true, jump if false" },
  switch:        { n: 40, operands: ["live", "w", "descr"],             doc: "jump by value" },
  catch:         { n: 41, operands: ["R", "to"],                        doc: "nothing; where the instruction before raised: jump, with the exception" },
  raise:         { n: 42, operands: ["r"],                              doc: "leave the frame with an exception" },
  return_v:      { n: 43, operands: [],                                 doc: "leave the frame" },
  return_w:      { n: 44, operands: ["w"],                              doc: "leave the frame" },
  return_r:      { n: 45, operands: ["r"],                              doc: "leave the frame" },
  return_f:      { n: 46, operands: ["f"],                              doc: "leave the frame" },

  // calls
  call_inline:   { n: 47, operands: ["live", "code", "dst", "args"],    doc: "run another jitcode" },
  call_residual: { n: 48, operands: ["live", "w", "descr", "dst", "args"], doc: "call code that is not looked into" },
  call_indirect: { n: 49, operands: ["live", "w", "descr", "dst", "args"], doc: "call through a code pointer, looking into what it is; a promote_w of it comes before" },

  // the JIT's own
  promote_w:     { n: 50, operands: ["live", "w"],                      doc: "from here on a constant" },
  promote_r:     { n: 51, operands: ["live", "r"],                      doc: "from here on a constant" },
  promote_f:     { n: 52, operands: ["live", "f"],                      doc: "from here on a constant" },
  loop_header:   { n: 53, operands: ["live", "driver", "n"],            doc: "backward jump of the interpreted program; n: its entry" },
  merge_point:   { n: 54, operands: ["live", "driver", "list_w", "list_r", "list_f"], doc: "top of the dispatch loop, with its greens" },
  is_constant_w: { n: 55, operands: ["W", "w"],                         doc: "does the tracer know the value" },
  is_constant_r: { n: 56, operands: ["W", "r"],                         doc: "does the tracer know the value" },
  is_constant_f: { n: 57, operands: ["W", "f"],                         doc: "does the tracer know the value" },

  eval_w_r:      { n: 58, operands: ["op", "R", "w"],                   doc: "evaluate" },
} as const satisfies Record<string, InstructionFacts>;

export type InstructionName = keyof typeof INSTRUCTIONS;
