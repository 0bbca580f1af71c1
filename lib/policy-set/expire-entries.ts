import type { Parameter } from "./parameter.ts";

/** `u_spam until=2027-01-31`: the last day, in UTC, on which the entry is part of its list. */
const ENTRY_WITH_END = /^(?!#)(.*\S)[ \t]+until=(\d{4}-\d{2}-\d{2})[ \t]*\r?$/gm;
const EXPIRED = "# expired: ";
const DAY_MS = 86_400_000;

/**
 * The parameters with expired entries made comments, so that lines keep their numbers. A set that is the same at the store
 * counts as changed when an entry expires, and is reloaded.
 */
export function expireEntries(parameters: readonly Parameter[], now: number): readonly Parameter[] {
  return parameters.map((parameter) => {
    const { name, value } = parameter;
    if (!name.startsWith("lists/") || !value.includes("until=")) return parameter;
    const current = value.replace(ENTRY_WITH_END, (line: string, _: string, day: string) =>
      isOver(day, now) ? EXPIRED + line : line,
    );
    return { ...parameter, value: current };
  });
}

/** `day`: as in an entry or exemption; inclusive. */
const isOver = (day: string, now: number) => now >= Date.parse(day) + DAY_MS;

/** A list's text without the expiry dates of its entries, which are not matched. */
export const dropEnds = (text: string) =>
  text.includes("until=") ? text.replace(ENTRY_WITH_END, "$1") : text;

/** Whether a list is empty only because its entries have expired, which is valid. */
export const hasExpired = (text: string) => text.startsWith(EXPIRED) || text.includes(`\n${EXPIRED}`);
