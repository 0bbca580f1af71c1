import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";

/** No code generation: it costs 2–7 ms on a first call, 30–56 ms at 128 MB (measured), for schemas used once. */
z.config({ jitless: true, ...en() });

export const modes = ["off", "shadow", "enforce"] as const;
export type Mode = (typeof modes)[number];

const text = () => z.string().check(z.minLength(1));
const mode = () => z.enum(modes);
const identifier = () =>
  z
    .string()
    .check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "use lower-case letters, digits and hyphens, at most 63"));
const empty = () => z.strictObject({});
const date = () => z.iso.date("write a date as YYYY-MM-DD");
const texts = () => z.array(text()).check(z.minLength(1));
const listName = () => z.string().check(z.regex(/^lists\.[\w-]+$/, "name a list as lists.<name>"));
const duration = () => z.string().check(z.regex(/^\d+[smhd]$/, "write a duration as 30s, 10m, 1h or 7d"));

/** An optional key of a document, with what an editor shows about it. */
const key = <T extends z.ZodMiniType>(schema: T, about: string) =>
  z.optional(schema.check(z.describe(about)) as T); // a check leaves the type as it is

const exemption = () =>
  z.strictObject({
    account: z
      .union([texts(), listName()])
      .check(
        z.describe(
          "User IDs, or `lists.<name>`; compared with the operator, or the sender where there is none.",
        ),
      ),
    reason: text().check(z.describe("Why; appears in audits.")),
    until: key(date(), "The last day, in UTC, on which it applies."),
  });

const rule = () =>
  z.strictObject({
    id: identifier().check(z.describe("Names the rule in audit records; unique in its document.")),
    description: z.optional(z.string()),
    on: z
      .union([text(), texts()])
      .check(
        z.describe("The commands it covers: a name, a glob (`*` runs over dots too), or a list of either."),
      ),
    when: key(text(), "A CEL condition; without one the rule always holds."),
    mode: key(mode(), "`enforce` decides, `shadow` only records, `off` does nothing."),
    unless: key(z.array(exemption()).check(z.minLength(1)), "Accounts that the rule spares."),
    rollout: key(
      z.strictObject({ percent: z.number().check(z.minimum(0), z.maximum(100)), by: text() }),
      "Enforce for a stable share of a facet's values; the rest is as in shadow.",
    ),
    limit: key(
      z.strictObject({ max: z.int().check(z.positive()), per: duration(), by: text() }),
      "Holds only above so many requests; needs the quota store.",
    ),
    deny: key(
      z.strictObject({
        code: key(
          z.union([z.int(), z.record(z.string(), z.int())]),
          "Shown to the caller: one of the command's custom codes, or a map from family to code.",
        ),
        message: key(
          text().check(z.maxLength(500)),
          "Shown to the caller with a custom code; `{facet}` is filled in.",
        ),
      }),
      "Refuse.",
    ),
    drop: key(empty(), "Discard silently: the sender is told that it was sent."),
    mask: key(
      z.strictObject({ list: text(), with: text() }),
      "Rewrite what the list finds in text elements.",
    ),
    observe: key(empty(), "Only record."),
  });

export const documentSchema = () =>
  z.strictObject({
    $schema: z.optional(z.string()),
    description: z.optional(z.string()),
    mode: key(mode(), "The mildest of the settings', the document's and the rule's mode holds."),
    rules: z.array(rule()).check(z.minLength(1)),
  });

export type PolicyDocument = z.output<ReturnType<typeof documentSchema>>;
export type Rule = PolicyDocument["rules"][number];
