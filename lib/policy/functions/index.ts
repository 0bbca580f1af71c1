import { between } from "./between.ts";
import { containsAny } from "./contains-any.ts";
import { glob } from "./glob.ts";
import { hasWord } from "./has-word.ts";
import { inCidr } from "./in-cidr.ts";
import { onlyScripts } from "./only-scripts.ts";
import type { PolicyFunction } from "./policy-function.ts";

/** What policies may call besides CEL's own functions. */
export const functions: readonly PolicyFunction[] = [
  hasWord,
  containsAny,
  glob,
  onlyScripts,
  inCidr,
  between,
];
