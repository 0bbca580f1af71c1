import { readText } from "../../text/reading.ts";
import { type FunctionDocs, foldingCost, type PolicyFunction } from "./policy-function.ts";

/** Not telephone numbers: dates, IPv4 addresses, UUIDs. */
const OTHER_NUMBERS =
  /(?<!\d)(?:\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2\d{4}|(?:\d{1,3}\.){3}\d{1,3})(?!\d)|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/**
 * Groups of digits with at most three separators between two; a longer run than any number ends outside. A number may begin
 * after a comma with seven digits before it, which separates no thousands.
 */
const NUMBER = /(?<![\d.]|(?<!\d{7}),)(\+ ?\(?)?\d+(?:[ ().\-\u2010-\u2015/]{1,3}\d+)*(?![.,]?\d)/g;

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

/** `written` begins with a digit, or with the plus of an international number. */
function isPhone(written: string, isInternational: boolean): boolean {
  const lengths = written.split(/\D+/).map(({ length }) => length);
  const digits = lengths.reduce((sum, length) => sum + length);
  if (isInternational && digits >= 8 && digits <= MAX_DIGITS) return true;
  if (digits > MAX_DIGITS) return lengths.some((length) => length >= MIN_DIGITS && length <= MAX_DIGITS);
  if (digits < MIN_DIGITS) return false;
  if (lengths.every((length) => length === 1)) return true; // 1 3 8 0 …
  return (
    lengths.length <= 6 && !isAmount(lengths) && !isMeasure(written, lengths) && !isLottery(written, lengths)
  );
}

/** `1 000 000 000` and `1.000.000.000`. */
function isAmount(lengths: readonly number[]): boolean {
  return lengths.every((length, place) => (place === 0 ? length <= 3 : length === 3));
}

/** A decimal fraction, a range of numbers of one length (`10000-20000`), a version (`10.0.19041.1234`). */
function isMeasure(written: string, lengths: readonly number[]): boolean {
  const [first, second] = lengths;
  if (lengths.length === 2)
    return /\d\.\d/.test(written) || (first === second && /\d[-\u2010-\u2015/]\d/.test(written));
  return /^[\d.]+$/.test(written) && lengths.includes(1);
}

/** Numbers of two digits side by side; French telephone numbers, of five such groups, begin with 0. */
function isLottery(written: string, lengths: readonly number[]): boolean {
  return lengths.every((length) => length === 2) && !(lengths.length === 5 && written.startsWith("0"));
}
