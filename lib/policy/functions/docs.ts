import { between, betweenDocs } from "./between.ts";
import { containsAny, containsAnyDocs } from "./contains-any.ts";
import { glob, globDocs } from "./glob.ts";
import { hasPhoneNumber, hasPhoneNumberDocs } from "./has-phone-number.ts";
import { hasUrl, hasUrlDocs } from "./has-url.ts";
import { hasWord, hasWordDocs } from "./has-word.ts";
import { inCidr, inCidrDocs } from "./in-cidr.ts";
import { json, jsonDocs } from "./json.ts";
import { longestDigitRun, longestDigitRunDocs } from "./longest-digit-run.ts";
import { longestRepeat, longestRepeatDocs } from "./longest-repeat.ts";
import { onlyScripts, onlyScriptsDocs } from "./only-scripts.ts";
import type { FunctionDocs, PolicyFunction } from "./policy-function.ts";
import { upperCaseShare, upperCaseShareDocs } from "./upper-case-share.ts";
import { utf8Size, utf8SizeDocs } from "./utf8-size.ts";

const joinDocs = ({ name, signature }: PolicyFunction, docs: FunctionDocs) => ({ name, signature, ...docs });

/** What docs/language.md says of each function. Nothing that the gate runs imports this. */
export const functionDocs = [
  joinDocs(hasWord, hasWordDocs),
  joinDocs(containsAny, containsAnyDocs),
  joinDocs(glob, globDocs),
  joinDocs(onlyScripts, onlyScriptsDocs),
  joinDocs(inCidr, inCidrDocs),
  joinDocs(between, betweenDocs),
  joinDocs(hasUrl, hasUrlDocs),
  joinDocs(hasPhoneNumber, hasPhoneNumberDocs),
  joinDocs(longestDigitRun, longestDigitRunDocs),
  joinDocs(longestRepeat, longestRepeatDocs),
  joinDocs(upperCaseShare, upperCaseShareDocs),
  joinDocs(utf8Size, utf8SizeDocs),
  joinDocs(json, jsonDocs),
];
