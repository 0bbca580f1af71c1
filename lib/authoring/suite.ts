import * as z from "zod/mini";

const textSchema = () => z.string().check(z.minLength(1));
// What editors show about each key is scripts/generate/descriptions.ts, as for policies.

const decisions = ["allow", "deny", "partial", "drop", "mask", "unreadable"] as const;
const decisionSchema = () => z.enum(decisions);
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

const expectationSchema = () =>
  z.strictObject({
    decision: z.optional(decisionSchema()),
    code: z.optional(z.int()),
    rule: z.optional(textSchema()),
    message: z.optional(z.string()),
    refused: z.optional(z.array(textSchema())),
    text: z.optional(z.string()),
    effects: z.optional(z.record(z.string(), z.enum(effects))),
  });

const countSchema = () => z.int().check(z.minimum(0));
const givenSchema = () =>
  z.strictObject({
    used: z.optional(countSchema()),
    limits: z.optional(z.record(z.string(), countSchema())),
  });

const policyTestSchema = () =>
  z.strictObject({
    name: textSchema(),
    command: textSchema(),
    set: z.optional(z.record(z.string(), z.unknown())),
    as: z.optional(textSchema()),
    at: z.optional(textSchema()),
    given: z.optional(givenSchema()),
    expect: z.union([decisionSchema(), expectationSchema()]),
  });

/** Tests of policies, `<document>.test.yaml`. */
export const suiteSchema = () =>
  z.strictObject({
    $schema: z.optional(z.string()),
    tests: z.array(policyTestSchema()).check(z.minLength(1)),
  });

export type Suite = z.output<ReturnType<typeof suiteSchema>>;
export type PolicyTest = Suite["tests"][number];
export type Expectation = z.output<ReturnType<typeof expectationSchema>>;

/** `expect: deny` is short for `expect: { decision: deny }`. */
export function readExpectation({ expect }: PolicyTest): Expectation {
  return typeof expect === "string" ? { decision: expect } : expect;
}
