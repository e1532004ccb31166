// Errors only, no inline disabling: a rule that is wrong for a file gets a row below, with the reason.
// Layers and house rules that need the whole repository are tests (tests/layers.test.ts, tests/house.test.ts).

import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["build/", "dist/", "node_modules/"] },
  // Programs to translate, which hold odd things on purpose; the tests beside them are checked.
  {
    ignores: [
      ...[
        "tests/**/fixtures/",
        "tests/run/",
        "tests/gc/programs/",
        "tests/refuse/*.ts",
        "tests/golden/*.ts",
        "tests/jitgen/guests/{tiny,sum,dyn,dead-red}.ts",
      ],
      "!tests/**/*.test.ts",
    ],
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { noInlineConfig: true },
    rules: {
      // A default is a decision; a switch without one must name every case.
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      // Numbers in text are fine; undefined in generated C is the defect this rule is here for.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: false, allowNullish: false, allowAny: false },
      ],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // A walk along a chain begins with `let at = this`; arrows make the old `self = this` needless anyway.
      "@typescript-eslint/no-this-alias": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "max-lines": ["error", 800],
      "max-lines-per-function": ["error", 80],
      "no-console": "error",
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true, named: true } }],
      "no-restricted-properties": ["error", { object: "process", property: "exit" }],
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  {
    // The driver talks to the terminal and ends the process.
    files: ["translator/driver/**", "translator/translate.ts", "tests/**", "bench/**"],
    rules: { "no-console": "off", "no-restricted-properties": "off" },
  },
  {
    // Tools read their settings from a default export.
    files: ["*.config.ts", "translator/frontend/lint/plugin.ts"],
    rules: { "no-restricted-exports": "off" },
  },
  {
    // A describe block is one long function; fixtures hold odd programs on purpose.
    files: ["tests/**"],
    rules: { "max-lines-per-function": "off" },
  },
  {
    // Product code: an interpreter's dispatch loop stays whole (the JIT and gcc need it so), it prints and exits,
    // and the hints of vmsmith/jit have parameters and type parameters that only the translator looks at.
    files: ["rlib/**", "targets/**", "bench/features/{target,memory,regexps}.ts", "jitgen/runtime/**"],
    rules: {
      "max-lines-per-function": "off",
      "no-console": "off",
      "no-restricted-properties": "off",
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      // `a[i]!` is how RTS reads an element that must be there: the binary checks it.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/prefer-for-of": "off",
    },
  },
  {
    // The library implements JavaScript's own classes and methods, for types that only the annotator sees.
    files: ["rlib/core/**"],
    rules: {
      "@typescript-eslint/only-throw-error": "off",
      "@typescript-eslint/restrict-template-expressions": "off",
      "@typescript-eslint/no-unnecessary-condition": "off",
    },
  },
  {
    // Tables are exempt from length; each says so in its header.
    files: ["translator/support/catalogue.ts", "translator/model/*-ops.ts", "translator/model/operations/**"],
    rules: { "max-lines": "off" },
  },
  {
    // The type of the table says what its functions take and give; the rule does not look through arrays.
    files: ["translator/driver/phases.ts"],
    rules: { "@typescript-eslint/explicit-module-boundary-types": "off" },
  },
  { files: ["**/*.js"], extends: [tseslint.configs.disableTypeChecked] },
);
