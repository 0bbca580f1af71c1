import * as z from "zod/mini";

const text = () => z.string().check(z.minLength(1));
const about = <T extends z.ZodMiniType>(schema: T, description: string) =>
  schema.check(z.describe(description)) as T; // a description leaves the type as it is

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
    decision: about(z.optional(decision()), "What is decided; `partial`: some of the accounts are refused."),
    code: about(z.optional(z.int()), "The code that the caller sees, of the request or of one account."),
    rule: about(z.optional(text()), "The rule that decides: its id, or `<document>/<id>`."),
    message: about(z.optional(z.string()), "What the caller reads, holes filled in."),
    refused: about(z.optional(z.array(text())), "The accounts that are refused, in the request's order."),
    text: about(z.optional(z.string()), "The message's text after masking."),
    effects: about(
      z.optional(z.record(z.string(), z.enum(effects))),
      "What single rules do, by id, e.g. `would-deny` of a rule in shadow.",
    ),
  });

const policyTest = () =>
  z.strictObject({
    name: about(text(), "Says what is tested; unique in its file."),
    command: about(text(), "The command, whose sample is changed as `set` says."),
    set: about(
      z.optional(z.record(z.string(), z.unknown())),
      "Facets (`name`) or payload fields (`MemberList.0.Member_Account`) and their values; `null` takes one away.",
    ),
    as: about(z.optional(text()), "Who asks: the operator, or else the sender."),
    at: about(z.optional(text()), "The gate's clock, e.g. 2026-01-31T22:30:00Z; default: now."),
    expect: about(z.union([decision(), expectation()]), "The decision, or more about it."),
  });

/** Tests of policies, `<document>.test.yaml`. */
export const suiteSchema = () =>
  z.strictObject({ $schema: z.optional(z.string()), tests: z.array(policyTest()).check(z.minLength(1)) });

export type Suite = z.output<ReturnType<typeof suiteSchema>>;
export type PolicyTest = Suite["tests"][number];
export type Expectation = z.output<ReturnType<typeof expectation>>;

/** `expect: deny` is short for `expect: { decision: deny }`. */
export function expectationOf({ expect }: PolicyTest): Expectation {
  return typeof expect === "string" ? { decision: expect } : expect;
}
