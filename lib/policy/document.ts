import * as z from "zod";

/** No code generation: it costs 2–7 ms on a first call, 30–56 ms at 128 MB (measured), for schemas used once. */
z.config({ jitless: true });

export const modes = ["off", "shadow", "enforce"] as const;
export type Mode = (typeof modes)[number];

const mode = () => z.enum(modes);
const identifier = () =>
  z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "use lower-case letters, digits and hyphens, at most 63");
const empty = () => z.strictObject({});
const facetName = () => z.string().min(1);
const message = () => z.string().min(1).max(500);
const code = () => z.int();
const date = () => z.iso.date("write a date as YYYY-MM-DD");

const rule = () =>
  z.strictObject({
    id: identifier().describe("Names the rule in audit records; unique in its document."),
    description: z.string().optional(),
    on: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .describe("The commands it covers: a name, a glob (`*` runs over dots too), or a list of either."),
    when: z.string().min(1).optional().describe("A CEL condition; without one the rule always holds."),
    mode: mode().optional().describe("`enforce` decides, `shadow` only records, `off` does nothing."),
    unless: z
      .array(
        z.strictObject({
          account: z
            .union([
              z.array(z.string().min(1)).min(1),
              z.string().regex(/^lists\.[\w-]+$/, "name a list as lists.<name>"),
            ])
            .describe(
              "User IDs, or `lists.<name>`; compared with the operator, or the sender where there is none.",
            ),
          reason: z.string().min(1).describe("Why; appears in audits."),
          until: date().optional().describe("The last day, in UTC, on which it applies."),
        }),
      )
      .min(1)
      .optional()
      .describe("Accounts that the rule spares."),
    rollout: z
      .strictObject({ percent: z.number().min(0).max(100), by: facetName() })
      .optional()
      .describe("Enforce for a stable share of a facet's values; the rest is as in shadow."),
    limit: z
      .strictObject({
        max: z.int().positive(),
        per: z.string().regex(/^\d+[smhd]$/, "write a duration as 30s, 10m, 1h or 7d"),
        by: facetName(),
      })
      .optional()
      .describe("Holds only above so many requests; needs the quota store."),
    deny: z
      .strictObject({
        code: z
          .union([code(), z.record(z.string(), code())])
          .optional()
          .describe("Shown to the caller: one of the command's custom codes, or a map from family to code."),
        message: message()
          .optional()
          .describe("Shown to the caller with a custom code; `{facet}` is filled in."),
      })
      .optional()
      .describe("Refuse."),
    drop: empty().optional().describe("Discard silently: the sender is told that it was sent."),
    mask: z
      .strictObject({ list: z.string().min(1), with: z.string().min(1) })
      .optional()
      .describe("Rewrite what the list finds in text elements."),
    observe: empty().optional().describe("Only record."),
  });

export const documentSchema = () =>
  z.strictObject({
    $schema: z.string().optional(),
    description: z.string().optional(),
    mode: mode()
      .optional()
      .describe("The mildest of the settings', the document's and the rule's mode holds."),
    rules: z.array(rule()).min(1),
  });

export type PolicyDocument = z.output<ReturnType<typeof documentSchema>>;
export type Rule = PolicyDocument["rules"][number];
