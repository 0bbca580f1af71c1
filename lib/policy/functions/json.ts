import { readJsonText } from "../../json.ts";
import type { FunctionDocs, PolicyFunction } from "./policy-function.ts";
import { countUtf8Bytes } from "./utf8-size.ts";

const MAX_JSON_BYTES = 64 * 1024;
const MAX_JSON_DEPTH = 32;

export const json: PolicyFunction = {
  name: "json",
  signature: "string.json(): dyn",
  call: (_: unknown, text: string) => readCustomJson(text),
  fault: "bad-json",
  cost: (text: string) => text.length,
  worstCost: (text = 0) => text,
};

export const jsonDocs: FunctionDocs = {
  about:
    "The value of a JSON text of at most 64 KB and 32 levels. Its fields are untyped. A text that is not JSON, and a field that does not exist, are errors.",
  example: 'has(custom.json().source) && custom.json().source == "bot"',
};

/**
 * What apps put into custom data, as JSON.parse gives it: `__proto__` is a key like any other. `undefined` if the text is
 * not JSON, or is too large.
 */
export function readCustomJson(text: string): unknown {
  if (countUtf8Bytes(text) > MAX_JSON_BYTES || measureJsonDepth(text) > MAX_JSON_DEPTH) return undefined;
  return readJsonText(text).value;
}

/** Brackets outside strings; meaningless if the text is not JSON. */
function measureJsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') isString = !isString;
    else if (isString) {
      if (char === "\\") at++;
    } else if (char === "{" || char === "[") {
      depth++;
      deepest = Math.max(deepest, depth);
    } else if (char === "}" || char === "]") depth--;
  }
  return deepest;
}
