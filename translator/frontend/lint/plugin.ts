// The ESLint plugin, published as `vmsmith/eslint`: what the translator would refuse, shown in the editor.
//
//   import vmsmith from "vmsmith/eslint";
//   export default [{ files: ["**/*.ts"], languageOptions: { parser }, ...vmsmith.configs.recommended }];

import { vmsmithVersion } from "../../support/version.ts";
import { RULES } from "./rules.ts";

const plugin = {
  meta: { name: "vmsmith", version: vmsmithVersion() },
  rules: RULES,
};

const vmsmith = {
  ...plugin,
  configs: {
    /** A flat config without `files` and parser: every rule an error. */
    recommended: {
      plugins: { vmsmith: plugin },
      rules: Object.fromEntries(Object.keys(RULES).map((name) => [`vmsmith/${name}`, "error" as const])),
    },
  },
};

export default vmsmith;
