import { between } from "./between.ts";
import { containsAny } from "./contains-any.ts";
import { glob } from "./glob.ts";
import { hasPhoneNumber } from "./has-phone-number.ts";
import { hasUrl } from "./has-url.ts";
import { hasWord } from "./has-word.ts";
import { inCidr } from "./in-cidr.ts";
import { inList } from "./in-list.ts";
import { json } from "./json.ts";
import { longestDigitRun } from "./longest-digit-run.ts";
import { longestRepeat } from "./longest-repeat.ts";
import { onlyScripts } from "./only-scripts.ts";
import type { PolicyFunction } from "./policy-function.ts";
import { upperCaseShare } from "./upper-case-share.ts";
import { utf8Size } from "./utf8-size.ts";

/** What policies may call besides CEL's own functions. */
export const functions: readonly PolicyFunction[] = [
  inList,
  hasWord,
  containsAny,
  glob,
  onlyScripts,
  inCidr,
  between,
  hasUrl,
  hasPhoneNumber,
  longestDigitRun,
  longestRepeat,
  upperCaseShare,
  utf8Size,
  json,
];
