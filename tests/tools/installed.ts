// Which optional tools this machine has. A test that needs one is skipped without it, and its name says which.

import { spawnSync } from "node:child_process";

/** Is there a command of this name on the PATH? */
export function isInstalled(command: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${command}`], { stdio: "ignore" }).status === 0;
}
