import type { Row } from "./row.ts";

export const notesOnASetRows: readonly Row[] = [
  {
    code: "settings-kept",
    sample: { details: { file: "policies/stages/dev.yaml" } },
    text: "policies/stages/dev.yaml does not exist, so the stage's settings stay as they are.",
  },
  {
    code: "list-in-bucket",
    sample: { details: { bytes: 40960, bucket: "chatgate-dev" } },
    text: "The list has 40 KB and goes to the bucket chatgate-dev.",
  },
  {
    code: "list-bucket-unread",
    text: "The list has 41.9 KB, and the deployed function reads no list from a bucket, so it goes into SSM. Deploy this chatgate, and push again.",
  },
  {
    code: "list-bucket-missing",
    sample: { details: { bytes: 40960 } },
    text: "The list has 40 KB, and the stage has no bucket, so it goes into SSM. Deploy the stack, which makes one, and push again.",
  },
  {
    code: "list-in-parts",
    text: "The list has 5.8 KB and takes 2 parameters of the standard tier, free of charge.",
  },
  {
    code: "document-advanced",
    sample: { details: { bytes: 5120 } },
    text: "The document has 5 KB as JSON: an advanced parameter, which is billed by the month. Move rules to another document to avoid it.",
  },
  {
    code: "manifest-advanced",
    sample: { details: { bytes: 5120 } },
    text: "The set's manifest has 5 KB: an advanced parameter, which is billed by the month. Put short documents together to avoid it.",
  },
  {
    code: "pack-too-large",
    sample: { details: { calls: 5, ms: 125, budget: 1200 } },
    text: "The set does not fit its pack (7 parts of 4 KB, gzipped), so a cold start makes 5 calls instead of 1, about 125 ms of the 1200 it has. Shorten the lists, or deploy the stack's bucket.",
  },
  {
    code: "advanced-kept",
    sample: { details: { names: ["policies/creation"] } },
    text: "policies/creation would fit the standard tier, but SSM keeps an advanced parameter advanced, and bills it, until it is deleted.",
  },
  {
    code: "set-replaced",
    sample: { details: { set: 8 } },
    text: "Somebody else wrote set 8 at the same time, and this one replaced it. See `policy history`; `policy rollback --to 8` restores it.",
  },
  { code: "set-origin", text: "Set 2 was pushed by mira: Example." },
  {
    code: "base-set-missing",
    sample: { details: { set: 6 } },
    text: "Set 6 can no longer be read, so the whole set is shown as new.",
  },
  {
    code: "hashes-changed",
    sample: {},
    text: "From now on, accounts have different hashes in the audit log. A later change of tokens keeps them.",
  },
];
