// Numbers, as operations of traces, of the low-level operations whose meaning the optimizer knows.

import { opNumber } from "../tables/operations.ts";
import { LOW_BASE } from "../tables/trace-ops.ts";

export const BOOL_NOT = LOW_BASE + opNumber("bool_not");
export const BOOL_TO_INT = LOW_BASE + opNumber("bool_to_int");
export const CHECK_INDEX = LOW_BASE + opNumber("check_index");
export const CHECK_INT = LOW_BASE + opNumber("check_int");
export const CHECK_RANGE = LOW_BASE + opNumber("check_range");
export const INT_ADD = LOW_BASE + opNumber("int_add");
export const INT_AND = LOW_BASE + opNumber("int_and");
export const INT_EQ = LOW_BASE + opNumber("int_eq");
export const INT_MUL = LOW_BASE + opNumber("int_mul");
export const INT_MUL_RANGE = LOW_BASE + opNumber("int_mul_range");
export const INT_NE = LOW_BASE + opNumber("int_ne");
export const INT_OR = LOW_BASE + opNumber("int_or");
export const INT_SHL = LOW_BASE + opNumber("int_shl");
export const INT_SHR = LOW_BASE + opNumber("int_shr");
export const INT_SUB = LOW_BASE + opNumber("int_sub");
export const INT_TO_BOOL = LOW_BASE + opNumber("int_to_bool");
export const INT_TO_REF = LOW_BASE + opNumber("int_to_ref");
export const INT_XOR = LOW_BASE + opNumber("int_xor");
export const REF_IS_INT = LOW_BASE + opNumber("ref_is_int");
export const REF_IS_NULL = LOW_BASE + opNumber("ref_is_null");
export const REF_NOT_NULL = LOW_BASE + opNumber("ref_not_null");
export const REF_TO_INT = LOW_BASE + opNumber("ref_to_int");
export const UINT_LT = LOW_BASE + opNumber("uint_lt");
