import { readJsonText } from "../../json.ts";
import { countUtf8Bytes } from "./utf8-size.ts";

/** `error` never quotes the text. */
export type CustomJson =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: string };

const MAX_JSON_BYTES = 64 * 1024;
const MAX_JSON_DEPTH = 32;

/** What apps put into custom data, as JSON.parse gives it: `__proto__` is a key like any other. */
export function parseCustomJson(text: string): CustomJson {
  if (countUtf8Bytes(text) > MAX_JSON_BYTES)
    return { kind: "error", error: `json(): the text is over ${MAX_JSON_BYTES / 1024} KB` };
  if (measureJsonDepth(text) > MAX_JSON_DEPTH)
    return { kind: "error", error: `json(): the text is nested deeper than ${MAX_JSON_DEPTH}` };
  const read = readJsonText(text);
  return read.kind === "json" ? read : { kind: "error", error: "json(): the text is not JSON" };
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
