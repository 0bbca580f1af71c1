import * as z from "zod/mini";

/** No code generation: it costs 2–7 ms on a first call, 30–56 ms at 128 MB (measured), for schemas used once. */
z.config({ jitless: true });

// The texts of what does not fit are in lib/authoring/messages/. What editors show about each key is scripts/generate/descriptions.ts: here every description would make its schema
// a second time, at each cold start.

export const modes = ["off", "shadow", "enforce"] as const;
export type Mode = (typeof modes)[number];

export const MAX_LIMIT = 100_000;
const MAX_COUNTED_FACETS = 4;

export const text = () => z.string().check(z.minLength(1));
const texts = () => z.array(text()).check(z.minLength(1));
const mode = () => z.enum(modes);
export const identifier = () => z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/));
const empty = () => z.strictObject({});
const listName = () => z.string().check(z.regex(/^lists\.[\w-]+$/));
export const duration = () => z.string().check(z.regex(/^\d+[smhd]$/));

const exemption = () =>
  z.strictObject({
    account: z.union([texts(), listName()]),
    reason: text(),
    until: z.optional(z.iso.date()),
  });

const limit = () =>
  z.strictObject({
    max: z.int().check(z.positive(), z.maximum(MAX_LIMIT)),
    per: duration(),
    by: z.union([text(), texts().check(z.maxLength(MAX_COUNTED_FACETS))]),
    count: z.optional(z.enum(["requests", "refusals"])),
    hold: z.optional(duration()),
  });

const rule = () =>
  z.strictObject({
    id: identifier(),
    description: z.optional(z.string()),
    on: z.union([text(), texts()]),
    when: z.optional(text()),
    mode: z.optional(mode()),
    pause: z.optional(z.strictObject({ until: z.iso.datetime(), reason: text() })),
    unless: z.optional(z.array(exemption()).check(z.minLength(1))),
    rollout: z.optional(
      z.strictObject({ percent: z.number().check(z.minimum(0), z.maximum(100)), by: text() }),
    ),
    limit: z.optional(limit()),
    deny: z.optional(
      z.strictObject({
        code: z.optional(z.union([z.int(), z.record(z.string(), z.int())])),
        message: z.optional(text().check(z.maxLength(500))),
      }),
    ),
    drop: z.optional(empty()),
    mask: z.optional(z.strictObject({ list: text(), with: text() })),
    observe: z.optional(empty()),
  });

export const documentSchema = () =>
  z.strictObject({
    $schema: z.optional(z.string()),
    description: z.optional(z.string()),
    mode: z.optional(mode()),
    rules: z.array(rule()).check(z.minLength(1)),
  });

export type PolicyDocument = z.output<ReturnType<typeof documentSchema>>;
export type Rule = PolicyDocument["rules"][number];
