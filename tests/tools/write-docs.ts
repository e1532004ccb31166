// `make docs`: writes the generated pages of docs/.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedPages } from "./documentation.ts";
import { ROOT } from "./repository.ts";

for (const [page, text] of generatedPages()) {
  writeFileSync(join(ROOT, page), text);
  console.log(page);
}
