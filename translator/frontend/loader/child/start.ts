// The first file of the child process: turns on Node's compile cache, so that TypeScript (9 MB of JavaScript) starts
// in a tenth of a second, then runs main.ts. A static import would be compiled before the cache is on.

import module from "node:module";

module.enableCompileCache();
await import("./main.ts");
