import * as z from "zod/mini";

/** No code generation: it costs 2–7 ms on a first call, 30–56 ms at 128 MB (measured), for schemas used once. */
z.config({ jitless: true });

// The texts of what does not fit are in lib/authoring/messages/. What editors show about each key is scripts/generate/descriptions.ts: here every description would make its schema
// a second time, at each cold start.

export const modes = ["off", "shadow", "enforce"] as const;
export type Mode = (typeof modes)[number];

export const MAX_LIMIT = 100_000;
const MAX_COUNTED_FACETS = 4;

export const textSchema = () => z.string().check(z.minLength(1));
const textsSchema = () => z.array(textSchema()).check(z.minLength(1));
const modeSchema = () => z.enum(modes);
export const identifierSchema = () => z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/));
const emptySchema = () => z.strictObject({});
const listNameSchema = () => z.string().check(z.regex(/^lists\.[\w-]+$/));
export const durationSchema = () => z.string().check(z.regex(/^\d+[smhd]$/));

const exemptionSchema = () =>
  z.strictObject({
    account: z.union([textsSchema(), listNameSchema()]),
    reason: textSchema(),
    until: z.optional(z.iso.date()),
  });

const limitSchema = () =>
  z.strictObject({
    max: z.int().check(z.positive(), z.maximum(MAX_LIMIT)),
    per: durationSchema(),
    by: z.union([textSchema(), textsSchema().check(z.maxLength(MAX_COUNTED_FACETS))]),
    count: z.optional(z.enum(["requests", "refusals"])),
    hold: z.optional(durationSchema()),
  });

const ruleSchema = () =>
  z.strictObject({
    id: identifierSchema(),
    description: z.optional(z.string()),
    on: z.union([textSchema(), textsSchema()]),
    when: z.optional(textSchema()),
    mode: z.optional(modeSchema()),
    pause: z.optional(z.strictObject({ until: z.iso.datetime(), reason: textSchema() })),
    unless: z.optional(z.array(exemptionSchema()).check(z.minLength(1))),
    rollout: z.optional(
      z.strictObject({ percent: z.number().check(z.minimum(0), z.maximum(100)), by: textSchema() }),
    ),
    limit: z.optional(limitSchema()),
    deny: z.optional(
      z.strictObject({
        code: z.optional(z.union([z.int(), z.record(z.string(), z.int())])),
        message: z.optional(textSchema().check(z.maxLength(500))),
      }),
    ),
    drop: z.optional(emptySchema()),
    mask: z.optional(z.strictObject({ list: textSchema(), with: textSchema() })),
    observe: z.optional(emptySchema()),
  });

export const documentSchema = () =>
  z.strictObject({
    $schema: z.optional(z.string()),
    description: z.optional(z.string()),
    mode: z.optional(modeSchema()),
    rules: z.array(ruleSchema()).check(z.minLength(1)),
  });

export type PolicyDocument = z.output<ReturnType<typeof documentSchema>>;
export type Rule = PolicyDocument["rules"][number];
