import { defineConfig } from "vitest/config";

// Library specifiers ("vmsmith/jit") mean the sources in rlib/, as everywhere inside the repository.
const conditions = ["vmsmith-source", "node", "import", "module", "default"];

// Whole command lines, compilers that fail, packages: minutes that the everyday subset (`make check`) leaves to `make test`.
const SLOW = [
  "tests/driver/{options,bad-input,interruption,package,differences,jit-unit,targets}.test.ts",
  "tests/loader/failures.test.ts",
  "tests/mutation/**",
  "tests/jitgen/{binary,mutants,programs}.test.ts",
];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: process.env["VMSMITH_MATRIX"] === "small" ? SLOW : [],
    // Forks, not threads: tests change directory and run child processes.
    pool: "forks",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    execArgv: ["--disable-warning=ExperimentalWarning", "--conditions=vmsmith-source"],
  },
});
