// Table: builtins whose types are fixed: methods of strings and numbers, functions of Math, and so on. A signature
// reads `(str, int=0, int?) -> str`: `=v` a default, `?` may be absent, `num` int or float (the result is float if an
// argument is), `any` any primitive. `impl` says how the rtyper lowers it: `op:` a low-level operation, `ext:` a C
// function, otherwise the name of a library function (rlib/core) that takes exactly these arguments.

export type SigType =
  | "int"
  | "float"
  | "num"
  | "bool"
  | "str"
  | "big"
  | "bytes"
  | "memory"
  | "obj"
  | "strs"
  | "void"
  | "any"
  | "never";

export interface SigParam {
  readonly type: SigType;
  readonly optional: boolean;
  readonly fallback: number | string | null;
  readonly rest: boolean;
}

export interface Signature {
  readonly params: readonly SigParam[];
  readonly result: SigType;
  /** The result may be undefined. */
  readonly maybe: boolean;
}

export interface BuiltinRow {
  readonly sig: string;
  readonly impl: string;
  /** JavaScript's function takes no more than these: further arguments (as callbacks get them) are ignored. */
  readonly complete?: true;
}

// prettier-ignore
export const BUILTINS: Readonly<Record<string, BuiltinRow>> = {
  "Math.sqrt":  { sig: "(float) -> float", impl: "op:float_sqrt", complete: true },
  "Math.sin":   { sig: "(float) -> float", impl: "ext:float_sin", complete: true },
  "Math.cos":   { sig: "(float) -> float", impl: "ext:float_cos", complete: true },
  "Math.tan":   { sig: "(float) -> float", impl: "ext:float_tan", complete: true },
  "Math.asin":  { sig: "(float) -> float", impl: "ext:float_asin", complete: true },
  "Math.acos":  { sig: "(float) -> float", impl: "ext:float_acos", complete: true },
  "Math.atan":  { sig: "(float) -> float", impl: "ext:float_atan", complete: true },
  "Math.atan2": { sig: "(float, float) -> float", impl: "ext:float_atan2", complete: true },
  "Math.exp":   { sig: "(float) -> float", impl: "ext:float_exp", complete: true },
  "Math.log":   { sig: "(float) -> float", impl: "ext:float_log", complete: true },
  "Math.log2":  { sig: "(float) -> float", impl: "ext:float_log2", complete: true },
  "Math.log10": { sig: "(float) -> float", impl: "ext:float_log10", complete: true },
  "Math.expm1": { sig: "(float) -> float", impl: "ext:float_expm1", complete: true },
  "Math.log1p": { sig: "(float) -> float", impl: "ext:float_log1p", complete: true },
  "Math.cbrt":  { sig: "(float) -> float", impl: "ext:float_cbrt", complete: true },
  "Math.sinh":  { sig: "(float) -> float", impl: "ext:float_sinh", complete: true },
  "Math.cosh":  { sig: "(float) -> float", impl: "ext:float_cosh", complete: true },
  "Math.tanh":  { sig: "(float) -> float", impl: "ext:float_tanh", complete: true },
  "Math.asinh": { sig: "(float) -> float", impl: "ext:float_asinh", complete: true },
  "Math.acosh": { sig: "(float) -> float", impl: "ext:float_acosh", complete: true },
  "Math.atanh": { sig: "(float) -> float", impl: "ext:float_atanh", complete: true },
  "Math.pow":   { sig: "(float, float) -> float", impl: "ext:float_pow", complete: true },
  "Math.fround":{ sig: "(float) -> float", impl: "op:float_round_f32", complete: true },
  "Math.random":{ sig: "() -> float", impl: "ext:random", complete: true },
  "Math.hypot": { sig: "(...float) -> float", impl: "hypot" },
  "Math.imul":  { sig: "(int, int) -> int", impl: "Math_imul", complete: true },
  "Math.clz32": { sig: "(int) -> int", impl: "op:int_clz32", complete: true },

  "performance.now": { sig: "() -> float", impl: "ext:clock_ms" },
  "Date.now":        { sig: "() -> int", impl: "ext:time_ms" },
  "process.exit":    { sig: "(int=0) -> never", impl: "process_exit" },
  "process.stdout.write": { sig: "(str) -> bool", impl: "stdout_write" },
  "process.stderr.write": { sig: "(str) -> bool", impl: "stderr_write" },
  "console.log":     { sig: "(...any) -> void", impl: "console_log" },
  "console.info":    { sig: "(...any) -> void", impl: "console_log" },
  "console.debug":   { sig: "(...any) -> void", impl: "console_log" },
  "console.error":   { sig: "(...any) -> void", impl: "console_error" },
  "console.warn":    { sig: "(...any) -> void", impl: "console_error" },
  "String.fromCharCode": { sig: "(int) -> str", impl: "String_fromCharCode" },
  "String.fromCodePoint": { sig: "(int) -> str", impl: "String_fromCodePoint" },
  "String":          { sig: "(any) -> str", impl: "to_string", complete: true },
  "parseFloat":      { sig: "(str) -> float", impl: "parse_float", complete: true },
  "Number.parseFloat": { sig: "(str) -> float", impl: "parse_float", complete: true },
  "parseInt":        { sig: "(str, int=0) -> float", impl: "parse_int", complete: true },
  "Number.parseInt": { sig: "(str, int=0) -> float", impl: "parse_int", complete: true },
  "Number":          { sig: "(str) -> float", impl: "string_to_number", complete: true },
  "isNaN":           { sig: "(float) -> bool", impl: "is_nan", complete: true },
  "Number.isNaN":    { sig: "(float) -> bool", impl: "is_nan", complete: true },
  "Number.isFinite": { sig: "(float) -> bool", impl: "is_finite", complete: true },
  "isFinite":        { sig: "(float) -> bool", impl: "is_finite", complete: true },
  "Number.isInteger":{ sig: "(float) -> bool", impl: "is_integer", complete: true },
  "Number.isSafeInteger": { sig: "(float) -> bool", impl: "is_safe_integer", complete: true },

  "BigInt":          { sig: "(any) -> big", impl: "big_of", complete: true },
  "BigInt.asIntN":   { sig: "(int, big) -> big", impl: "big_asIntN", complete: true },
  "BigInt.asUintN":  { sig: "(int, big) -> big", impl: "big_asUintN", complete: true },

  // Functions of rlib/core/low that library code in the language calls.
  "core.argument_count": { sig: "() -> int", impl: "argument_count" },
  "core.argument_at": { sig: "(int) -> str", impl: "argument_at" },
  "core.environment": { sig: "(str) -> str", impl: "environment" },
  "core.flush_output": { sig: "() -> void", impl: "flush_output" },
  "core.print_uncaught": { sig: "(str) -> void", impl: "print_uncaught" },
  "core.print_traceback": { sig: "() -> void", impl: "print_traceback" },
  "process.variable": { sig: "(str) -> str?", impl: "environment_variable" },
  "process.cwd":   { sig: "() -> str", impl: "current_folder" },
  "process.uptime":{ sig: "() -> float", impl: "process_uptime" },
  "core.file_open": { sig: "(str, int) -> int", impl: "file_open" },
  "core.console_text": { sig: "(any) -> str", impl: "console_text" },
  "core.console_checkFormat": { sig: "(str) -> str", impl: "console_checkFormat" },
  "core.utf8_length": { sig: "(str) -> int", impl: "utf8_length" },
  "core.utf8_copy": { sig: "(str, memory, int) -> void", impl: "utf8_copy" },
  "core.utf8_text": { sig: "(memory, int, int) -> str", impl: "utf8_text" },
  "core.latin1_upper": { sig: "(str) -> str?", impl: "latin1_upper" },
  "core.latin1_lower": { sig: "(str) -> str?", impl: "latin1_lower" },
  "core.text_room": { sig: "(int) -> str", impl: "text_room" },
  "core.text_add": { sig: "(str, str, int, int) -> str", impl: "text_add" },
  "core.piece": { sig: "(str, int, int) -> str", impl: "piece" },
  "core.string_flat": { sig: "(str) -> str", impl: "string_flat" },
  "core.flat_unit": { sig: "(str, int) -> int", impl: "flat_unit" },
  "core.flat_scan": { sig: "(str, bytes, int, int) -> int", impl: "flat_scan" },
  "core.flat_find": { sig: "(str, bytes, int) -> int", impl: "flat_find" },
  "core.errno_name": { sig: "(int) -> str", impl: "errno_name" },
  "core.path_kind": { sig: "(str) -> int", impl: "path_kind" },
  "core.path_size": { sig: "(str) -> int", impl: "path_size" },
  "core.path_modified": { sig: "(str) -> float", impl: "path_modified" },
  "core.path_remove": { sig: "(str) -> int", impl: "path_remove" },
  "core.path_rename": { sig: "(str, str) -> int", impl: "path_rename" },
  "core.dir_make": { sig: "(str) -> int", impl: "dir_make" },
  "core.dir_remove": { sig: "(str) -> int", impl: "dir_remove" },
  "core.dir_open": { sig: "(str) -> int", impl: "dir_open" },
  "core.dir_next": { sig: "(int) -> str", impl: "dir_next" },
  "core.dir_close": { sig: "(int) -> void", impl: "dir_close" },
  "core.current_folder": { sig: "() -> str", impl: "current_folder" },
  "core.file_readBytes": { sig: "(int, memory, int, int) -> int", impl: "file_readBytes" },
  "core.file_close": { sig: "(int) -> void", impl: "file_close" },
  "core.file_writeText": { sig: "(int, str) -> int", impl: "file_writeText" },
  "core.file_writeBytes": { sig: "(int, memory, int, int) -> int", impl: "file_writeBytes" },
  "core.file_readText": { sig: "(int) -> str", impl: "file_readText" },
  "core.file_readLatin1": { sig: "(int) -> str", impl: "file_readLatin1" },

  "core.object_hash": { sig: "(obj) -> int", impl: "op:identity_hash" },
  "core.gc_collect": { sig: "() -> void", impl: "op:gc_collect" },
  "core.gc_statistic": { sig: "(int) -> int", impl: "ext:gc_statistic" },
  "core.gc_weak_made": { sig: "(obj) -> void", impl: "ext:gc_weak_made" },
  "core.gc_drop_ready": { sig: "() -> void", impl: "ext:gc_drop_ready" },
  "core.gc_pressure": { sig: "(int) -> void", impl: "ext:gc_pressure" },

  // coroutine_resume takes a function: builtins.ts.
  "core.coroutine_open": { sig: "(obj) -> int", impl: "ext:coroutine_open" },
  "core.coroutine_current": { sig: "() -> int", impl: "ext:coroutine_current" },
  "core.coroutine_suspend": { sig: "() -> void", impl: "op:coroutine_suspend" },

  // The border to C (rlib/ffi-border.ts, translator/frontend/foreign.ts).
  "core.c_text": { sig: "(int) -> str?", impl: "c_text" },
  "core.c_free": { sig: "(int) -> void", impl: "ext:c_free" },
  "core.c_int": { sig: "(int) -> int", impl: "op:same_as" },
  "core.c_copy": { sig: "(int, bytes, int) -> void", impl: "ext:c_copy" },
  "core.c_put": { sig: "(bytes, int, int) -> void", impl: "ext:c_put" },
  "core.c_give": { sig: "(bytes, int) -> int", impl: "ext:c_give" },
  "core.c_giveText": { sig: "(str) -> int", impl: "c_giveText" },
  "core.c_fail": { sig: "(str) -> void", impl: "c_failWith" },
  "core.c_errno": { sig: "() -> int", impl: "ext:c_errno" },

  "string.charCodeAt": { sig: "(str, int) -> int", impl: "string_charCodeAt" },
  "string.codePointAt": { sig: "(str, int) -> int?", impl: "string_codePointAt" },
  "string.charAt":     { sig: "(str, int) -> str", impl: "string_charAt" },
  "string.at":         { sig: "(str, int) -> str?", impl: "string_at" },
  "string.@characterAt": { sig: "(str, int) -> str", impl: "string_characterAt" },
  "string.slice":      { sig: "(str, int=0, int=9007199254740991) -> str", impl: "string_slice" },
  "string.substring":  { sig: "(str, int, int=9007199254740991) -> str", impl: "string_substring" },
  "string.indexOf":    { sig: "(str, str, int=0) -> int", impl: "string_indexOf" },
  "string.lastIndexOf":{ sig: "(str, str, int=9007199254740991) -> int", impl: "string_lastIndexOf" },
  "string.includes":   { sig: "(str, str, int=0) -> bool", impl: "string_includes" },
  "string.startsWith": { sig: "(str, str, int=0) -> bool", impl: "string_startsWith" },
  "string.endsWith":   { sig: "(str, str, int=9007199254740991) -> bool", impl: "string_endsWith" },
  "string.trim":       { sig: "(str) -> str", impl: "string_trim" },
  "string.trimStart":  { sig: "(str) -> str", impl: "string_trimStart" },
  "string.trimEnd":    { sig: "(str) -> str", impl: "string_trimEnd" },
  "string.repeat":     { sig: "(str, int) -> str", impl: "string_repeat" },
  "string.padStart":   { sig: "(str, int, str= ) -> str", impl: "string_padStart" },
  "string.padEnd":     { sig: "(str, int, str= ) -> str", impl: "string_padEnd" },
  "string.valueOf":    { sig: "(str) -> str", impl: "string_self" },
  "string.toString":   { sig: "(str) -> str", impl: "string_self" },
  "int.toString":      { sig: "(int, int=10) -> str", impl: "int_toString" },
  "float.toString":    { sig: "(float, int=10) -> str", impl: "float_toText" },
  "bool.toString":     { sig: "(bool) -> str", impl: "bool_toString" },
  "bigint.toString":   { sig: "(big, int=10) -> str", impl: "big_toString" },
  "float.toFixed":     { sig: "(float, int=0) -> str", impl: "float_toFixed" },
  "float.toPrecision": { sig: "(float, int=-1000) -> str", impl: "float_toPrecision" },
  "float.toExponential": { sig: "(float, int=-1000) -> str", impl: "float_toExponential" },
};

/** The parsed signature of a row. */
export function signatureOf(row: BuiltinRow): Signature {
  return parse(row.sig);
}

function parse(text: string): Signature {
  const m = /^\((.*)\) -> (\w+)(\?)?$/.exec(text);
  if (m === null) throw new Error(`bad signature ${text}`);
  const params = (m[1] ?? "") === "" ? [] : (m[1] as string).split(", ").map(parseParam);
  return { params, result: m[2] as SigType, maybe: m[3] === "?" };
}

function parseParam(text: string): SigParam {
  const m = /^(\.\.\.)?(\w+)(\?)?(?:=(.*))?$/.exec(text);
  if (m === null) throw new Error(`bad parameter ${text}`);
  const type = m[2] as SigType;
  const raw = m[4];
  const fallback = raw === undefined ? null : type === "str" ? raw : Number(raw);
  return { type, rest: m[1] !== undefined, optional: m[3] !== undefined || raw !== undefined, fallback };
}
