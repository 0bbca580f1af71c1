import * as z from "zod/mini";
import type { DestinationFault } from "../policy/diagnostic-details.ts";
import { parseDestination } from "./destination-address.ts";

const MAX_EVENT_RULES = 10;

/** Command names or globs, as in the rules of policies. */
export const globsSchema = () => {
  const glob = z.string().check(z.minLength(1));
  return z.union([glob, z.array(glob).check(z.minLength(1), z.maxLength(100))]);
};

const eventRuleSchema = () =>
  z.strictObject({
    on: globsSchema(),
    to: z.string().check(z.minLength(1), z.maxLength(500)),
    /** Also before-commands: those that were refused, or all. Absent: none, since their callers wait. */
    decisions: z.optional(z.enum(["refused", "all"])),
    with: z._default(z.enum(["payload", "facets"]), "payload"),
  });

/** The member `events` of a stage's settings. */
export const eventsSchema = () =>
  z._default(z.array(eventRuleSchema()).check(z.maxLength(MAX_EVENT_RULES)), []);

export type EventRule = z.output<ReturnType<typeof eventRuleSchema>>;

/** `index`: the entry of `events` that is wrong. */
export type EventFault = {
  readonly index: number;
  readonly code: DestinationFault | "authentication-off" | "repeated";
};

/** Every diagnostic of `events`, except globs that match no command. */
export function checkEventRules(
  rules: readonly EventRule[],
  authentication: "required" | "off",
): readonly EventFault[] {
  const texts = rules.map((rule) => JSON.stringify(rule));
  return rules.flatMap(({ to }, index): readonly EventFault[] => {
    if (texts.indexOf(texts[index] ?? "") < index) return [{ index, code: "repeated" }];
    const address = parseDestination(to);
    if (address.kind === "invalid") return [{ index, code: address.code }];
    // Without a token nothing can be sealed, and unauthenticated requests would be delivered.
    const isOpen = authentication === "off" && address.kind !== "file";
    return isOpen ? [{ index, code: "authentication-off" }] : [];
  });
}
