/**
 * Parses what comes over the wire; `undefined` if the text is not JSON, since the error's message would
 * quote it. An integer that a double cannot hold is read as the text of its digits.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(HAS_LONG_NUMBER.test(text) ? quoteLongIntegers(text) : text);
  } catch {
    return undefined; // JSON.parse reports only by throwing
  }
}

/** `offset`: of the first error, in UTF-16 units, if the runtime reports it. */
export type JsonText =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "error"; readonly offset: number | undefined; readonly value?: undefined };

/** Parses a text written by people or apps, with all digits of numbers. An error has only its position, since the message would quote the text. */
export function readJsonText(text: string): JsonText {
  try {
    return { kind: "json", value: JSON.parse(text) };
  } catch (error) {
    const offset = /position (\d+)/.exec(String(error))?.[1];
    return { kind: "error", offset: offset === undefined ? undefined : Number(offset) };
  }
}

/** Parses a text that this program wrote or has checked; throws for any other. */
export function parseKnownJson(text: string): unknown {
  return JSON.parse(text);
}

/** As parseJson, but also `undefined` for anything other than an object or a list. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseJson(text);
  // JSON.parse makes plain objects only, lists apart, which have none of the keys asked for.
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}

/** Whether a parsed value is an object: not a list, and not null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** 2^53 has 16 digits. Some products' callbacks have account IDs as such numbers; message IDs are as long, but quoted. */
const HAS_LONG_NUMBER = /(?:^|[[:,])\s*-?\d{16}/;
const LONG_INTEGER = /^-?[1-9]\d{15,}$/;
const NUMBER_PART = /[-+.\deE]*/y;
const COLON_NEXT = /\s*:/y;

/** Linear in the text. Never turns invalid JSON into valid JSON. */
function quoteLongIntegers(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"') {
      at = findStringEnd(text, at);
    } else if (character === "-" || (character >= "0" && character <= "9")) {
      const end = findEnd(NUMBER_PART, text, at);
      const token = text.slice(at, end);
      // A number in a key's place is a mistake that quotes would hide.
      const isKey = findEnd(COLON_NEXT, text, end) > end;
      if (LONG_INTEGER.test(token) && !Number.isSafeInteger(Number(token)) && !isKey) {
        parts.push(text.slice(copied, at), `"${token}"`);
        copied = end;
      }
      at = end;
    } else {
      at += 1;
    }
  }
  return parts.join("") + text.slice(copied);
}

/** After the string's closing quote, or the end of the text. */
function findStringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === "\\" ? 2 : 1;
  return at + 1;
}

/** Where a match that begins at `start` ends; `start` if nothing matches. */
function findEnd(sticky: RegExp, text: string, start: number): number {
  sticky.lastIndex = start;
  return sticky.test(text) ? sticky.lastIndex : start;
}
