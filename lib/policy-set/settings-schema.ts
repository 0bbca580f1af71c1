import * as z from "zod/mini";
import { facetNames } from "../commands/facets.ts";
import type { Fallback } from "../decision.ts";
import { modes } from "../policy/document.ts";
import { eventsSchema } from "./event-settings.ts";
import { upstreamSchema } from "./upstream-settings.ts";

/** Audit records name accounts (as keyed hashes) and what has no personal content, unless settings say otherwise. */
const AUDITED = ["operator", "owner", "sender", "receiver", "channel", "groupType", "owned"] as const;

const answerSchema = () => z.enum(["allow", "deny"]);
/** One word, or one for each pattern of commands. */
const fallbackSchema = (otherwise: Fallback) =>
  z._default(z.union([answerSchema(), z.record(z.string(), answerSchema())]), otherwise);

const auditSchema = () =>
  z.strictObject({
    include: z._default(z.array(z.enum(facetNames as [string, ...string[]])), [...AUDITED]), // never empty
    accounts: z._default(z.enum(["hashed", "plain"]), "hashed"),
    sample: z._default(z.number().check(z.minimum(0), z.maximum(1)), 1),
  });

const recordingSchema = () =>
  z.strictObject({
    until: z.iso.datetime(),
    sample: z._default(z.number().check(z.minimum(0), z.maximum(100)), 100),
    by: z._default(z.enum(facetNames as [string, ...string[]]), "operator"), // never empty
    on: z._default(z.string(), "*"),
    key: z.strictObject({
      id: z.string().check(z.regex(/^[\w-]{1,60}$/)),
      publicKey: z.string().check(z.regex(/^[\w-]{43}$/)),
    }),
  });

/** The `settings` parameter of a stage. */
export const settingsSchema = () =>
  z.strictObject({
    $schema: z.optional(z.string()),
    sdkAppIds: z.array(z.int().check(z.positive())).check(z.minLength(1)),
    authentication: z._default(z.enum(["required", "off"]), "required"),
    toleranceSeconds: z._default(z.number().check(z.positive()), 60),
    mode: z._default(z.enum(modes), "enforce"),
    deadlineMs: z._default(z.int().check(z.minimum(100), z.maximum(1900)), 1500),
    refreshSeconds: z._default(z.int().check(z.minimum(1), z.maximum(3600)), 30),
    onDeadline: fallbackSchema("allow"),
    onFault: fallbackSchema("allow"),
    onOversize: fallbackSchema("deny"),
    onUnreadable: fallbackSchema("allow"),
    audit: z._default(auditSchema(), { include: [...AUDITED], accounts: "hashed", sample: 1 }),
    events: eventsSchema(),
    upstream: upstreamSchema(),
    recording: z.optional(recordingSchema()),
  });

export type Settings = z.output<ReturnType<typeof settingsSchema>>;
