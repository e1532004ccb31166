#!/usr/bin/env node
// The command line: parses it, then explains, runs on the host, or translates.

import { enableCompileCache } from "node:module";

enableCompileCache();
const { main } = await import("./driver/main.ts");
process.exitCode = await main(process.argv.slice(2));
