import { defineConfig } from "vitest/config";

// Library specifiers ("vmsmith/jit") mean the sources in rlib/, as everywhere inside the repository.
const conditions = ["vmsmith-source", "node", "import", "module", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["tests/**/*.test.ts"],
    // Forks, not threads: tests change directory and run child processes.
    pool: "forks",
    testTimeout: 60_000,
    execArgv: ["--disable-warning=ExperimentalWarning", "--conditions=vmsmith-source"],
  },
});
