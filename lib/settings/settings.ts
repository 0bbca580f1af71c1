import * as z from "zod";
import { facetNames } from "../commands/facets.ts";
import { modes } from "../policy/document.ts";

const fallback = () => z.enum(["allow", "deny"]).default("allow");

/** Audit records name accounts (as keyed hashes) and what has no personal content, unless settings say otherwise. */
const AUDITED = ["operator", "owner", "sender", "receiver", "channel", "groupType", "owned"] as const;

/** The `settings` parameter of a stage. */
export const settingsSchema = () =>
  z.strictObject({
    $schema: z.string().optional(),
    sdkAppIds: z
      .array(z.int().positive())
      .min(1)
      .describe("The SDKAppIDs that may call; others are answered 403."),
    authentication: z
      .enum(["required", "off"])
      .default("required")
      .describe("Whether callbacks must carry a good Sign. Off only until the console's token is set."),
    toleranceSeconds: z
      .number()
      .positive()
      .default(60)
      .describe("How far RequestTime may be from our clock, either way."),
    mode: z
      .enum(modes)
      .default("enforce")
      .describe("The mildest of this, a document's and a rule's mode holds."),
    deadlineMs: z
      .int()
      .min(100)
      .max(1900)
      .default(1500)
      .describe("Milliseconds after which `onDeadline` is answered; Chat itself waits 2000."),
    refreshSeconds: z.int().min(1).max(3600).default(30).describe("Between reads of the parameter store."),
    onDeadline: fallback().describe("The answer where no decision was reached in time."),
    onFault: fallback().describe("The answer where something broke."),
    onUnreadable: fallback().describe("The answer where the payload lacks what is always there."),
    audit: z
      .strictObject({
        include: z.array(z.enum(facetNames as [string, ...string[]])).default([...AUDITED]), // never empty
        accounts: z.enum(["hashed", "plain"]).default("hashed"),
      })
      .default({ include: [...AUDITED], accounts: "hashed" })
      .describe("Which facets audit records hold, and how accounts appear."),
    events: z
      .array(z.strictObject({ on: z.string().min(1), to: z.string().min(1) }))
      .max(0, "event delivery does not exist yet: leave `events` out")
      .default([]),
  });

export type Settings = z.output<ReturnType<typeof settingsSchema>>;
