import { readText } from "../../text/reading.ts";
import { type FunctionDocs, foldingCost, type PolicyFunction } from "./policy-function.ts";

/** Not telephone numbers: dates, IPv4 addresses, UUIDs. */
const OTHER_NUMBERS =
  /(?<!\d)(?:\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2\d{4}|(?:\d{1,3}\.){3}\d{1,3})(?!\d)|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Groups of digits with at most three separators between two; a longer run than any number ends outside. */
const NUMBER = /(?<![\d.,])(\+ ?)?\(?\d+(?:[ ().\-\u2010-\u2015/]{1,3}\d+)*(?![.,]?\d)/g;

const MIN_DIGITS = 10;
/** ITU-T E.164. */
const MAX_DIGITS = 15;

export const hasPhoneNumber: PolicyFunction = {
  name: "hasPhoneNumber",
  signature: "string.hasPhoneNumber(): bool",
  ...foldingCost,
  call: (_: unknown, text: string) => {
    const { text: folded } = readText(text).folded();
    const rest = folded.replace(OTHER_NUMBERS, ",");
    for (const [written, plus] of rest.matchAll(NUMBER))
      if (isPhone(written, plus !== undefined)) return true;
    return false;
  },
};

export const hasPhoneNumberDocs: FunctionDocs = {
  about:
    "Whether the text contains what looks like a telephone number: 10 to 15 digits, or 8 to 15 after `+`, of any script, in up to 6 groups or one by one, with spaces, hyphens, dots or brackets between them. Dates, amounts and IP addresses do not count; an order number of 10 digits does.",
  example: "text.hasPhoneNumber()",
};

function isPhone(written: string, isInternational: boolean): boolean {
  const groups = written.match(/\d+/g) ?? [];
  const digits = groups.reduce((sum, group) => sum + group.length, 0);
  if (isInternational && digits >= 8 && digits <= MAX_DIGITS) return true;
  if (digits > MAX_DIGITS) return groups.some(({ length }) => length >= MIN_DIGITS && length <= MAX_DIGITS);
  if (digits < MIN_DIGITS) return false;
  if (groups.every(({ length }) => length === 1)) return true; // 1 3 8 0 …
  return groups.length <= 6 && !isAmount(groups) && !isMeasure(written, groups) && !isLottery(groups);
}

/** `1 000 000 000` and `1.000.000.000`. */
function isAmount([first = "", ...rest]: readonly string[]): boolean {
  return rest.length > 0 && first.length <= 3 && rest.every((group) => group.length === 3);
}

/** A decimal fraction, a range of numbers of one length (`10000-20000`), a version (`10.0.19041.1234`). */
function isMeasure(written: string, groups: readonly string[]): boolean {
  const [first = "", second = ""] = groups;
  if (groups.length === 2)
    return (
      /^\d+\.\d+$/.test(written) || (first.length === second.length && /\d[-\u2010-\u2015/]\d/.test(written))
    );
  return /^[\d.]+$/.test(written) && groups.some(({ length }) => length === 1);
}

/** Numbers of two digits side by side; French telephone numbers, of five such groups, begin with 0. */
function isLottery(groups: readonly string[]): boolean {
  return groups.every(({ length }) => length === 2) && !(groups.length === 5 && groups[0]?.startsWith("0"));
}
