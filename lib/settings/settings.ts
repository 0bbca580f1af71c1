import * as z from "zod/mini";
import { facetNames } from "../commands/facets.ts";
import { modes } from "../policy/document.ts";

/** Audit records name accounts (as keyed hashes) and what has no personal content, unless settings say otherwise. */
const AUDITED = ["operator", "owner", "sender", "receiver", "channel", "groupType", "owned"] as const;

/** A setting with its default, and what an editor shows about it. */
const setting = <T extends z.ZodMiniType>(
  schema: T,
  value: z.core.util.NoUndefined<z.output<T>>,
  about: string,
) => z._default(schema.check(z.describe(about)) as T, value); // a check leaves the type as it is

const fallback = (about: string) => setting(z.enum(["allow", "deny"]), "allow", about);

const audit = () =>
  z.strictObject({
    include: z._default(z.array(z.enum(facetNames as [string, ...string[]])), [...AUDITED]), // never empty
    accounts: z._default(z.enum(["hashed", "plain"]), "hashed"),
  });

/** The `settings` parameter of a stage. */
export const settingsSchema = () =>
  z.strictObject({
    $schema: z.optional(z.string()),
    sdkAppIds: z
      .array(z.int().check(z.positive()))
      .check(z.minLength(1), z.describe("The SDKAppIDs that may call; others are answered 403.")),
    authentication: setting(
      z.enum(["required", "off"]),
      "required",
      "Whether callbacks must carry a good Sign. Off only until the console's token is set.",
    ),
    toleranceSeconds: setting(
      z.number().check(z.positive()),
      60,
      "How far RequestTime may be from our clock, either way.",
    ),
    mode: setting(z.enum(modes), "enforce", "The mildest of this, a document's and a rule's mode holds."),
    deadlineMs: setting(
      z.int().check(z.minimum(100), z.maximum(1900)),
      1500,
      "Milliseconds after which `onDeadline` is answered; Chat itself waits 2000.",
    ),
    refreshSeconds: setting(
      z.int().check(z.minimum(1), z.maximum(3600)),
      30,
      "Between reads of the parameter store.",
    ),
    onDeadline: fallback("The answer where no decision was reached in time."),
    onFault: fallback("The answer where something broke."),
    onUnreadable: fallback("The answer where the payload lacks what is always there."),
    audit: setting(
      audit(),
      { include: [...AUDITED], accounts: "hashed" },
      "Which facets audit records hold, and how accounts appear.",
    ),
    events: z._default(
      z
        .array(z.strictObject({ on: z.string(), to: z.string() }))
        .check(z.maxLength(0, "event delivery does not exist yet: leave `events` out")),
      [],
    ),
  });

export type Settings = z.output<ReturnType<typeof settingsSchema>>;
