import * as z from "zod/mini";

const text = () => z.string().check(z.minLength(1));
// What editors show about each key is scripts/generate/descriptions.ts, as for policies.

const decisions = ["allow", "deny", "partial", "drop", "mask", "unreadable"] as const;
const decision = () => z.enum(decisions);
const effects = [
  "pass",
  "exempt",
  "observe",
  "error",
  "deny",
  "drop",
  "mask",
  "would-deny",
  "would-drop",
  "would-mask",
] as const;

const expectation = () =>
  z.strictObject({
    decision: z.optional(decision()),
    code: z.optional(z.int()),
    rule: z.optional(text()),
    message: z.optional(z.string()),
    refused: z.optional(z.array(text())),
    text: z.optional(z.string()),
    effects: z.optional(z.record(z.string(), z.enum(effects))),
  });

const count = () => z.int().check(z.minimum(0));
const given = () =>
  z.strictObject({ used: z.optional(count()), limits: z.optional(z.record(z.string(), count())) });

const policyTest = () =>
  z.strictObject({
    name: text(),
    command: text(),
    set: z.optional(z.record(z.string(), z.unknown())),
    as: z.optional(text()),
    at: z.optional(text()),
    given: z.optional(given()),
    expect: z.union([decision(), expectation()]),
  });

/** Tests of policies, `<document>.test.yaml`. */
export const suiteSchema = () =>
  z.strictObject({ $schema: z.optional(z.string()), tests: z.array(policyTest()).check(z.minLength(1)) });

export type Suite = z.output<ReturnType<typeof suiteSchema>>;
export type PolicyTest = Suite["tests"][number];
export type Expectation = z.output<ReturnType<typeof expectation>>;

/** `expect: deny` is short for `expect: { decision: deny }`. */
export function readExpectation({ expect }: PolicyTest): Expectation {
  return typeof expect === "string" ? { decision: expect } : expect;
}
