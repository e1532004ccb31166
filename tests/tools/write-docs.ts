// `make docs`: writes the generated pages of docs/.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedPages } from "./documentation.ts";
import { ROOT } from "./repository.ts";
import { walkthrough, WALKTHROUGH_PAGE } from "../jitgen/walkthrough.ts";

for (const [page, text] of [...generatedPages(), [WALKTHROUGH_PAGE, await walkthrough()] as const]) {
  writeFileSync(join(ROOT, page), text);
  console.log(page);
}
