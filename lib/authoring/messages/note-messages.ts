import type { StageNoteDetails } from "../../policy/stage-details.ts";
import { createSituation, createStageExample, formatKilobytes, joinWords, type Messages } from "./message.ts";

const YES = '--stage dev --reason "Example" --yes';
const formatWords = (count: number) =>
  Array.from({ length: count }, (_, index) => `entry-${index}`).join("\n");

export const noteMessages = {
  "settings-kept": {
    title: "The folder has no settings for the stage, which keeps its own.",
    text: ({ details: { file } }) => `${file} does not exist, so the stage's settings stay as they are.`,
    example: createSituation(
      "a push of a folder without `stages/<stage>.yaml`, to a stage that has settings",
    ),
    fix: "Nothing; create the file to change the settings.",
  },
  "list-in-bucket": {
    title: "A large list goes to the stack's bucket.",
    text: ({ details: { bytes, bucket } }) =>
      `The list has ${formatKilobytes(bytes)} and goes to the bucket ${bucket}.`,
    example: createSituation("a list of over 32 KB, at a stage whose stack has a bucket"),
    fix: "Nothing.",
  },
  "list-bucket-unread": {
    title: "A large list goes into SSM, since the deployed function reads none from a bucket.",
    text: ({ details: { bytes } }) =>
      `The list has ${formatKilobytes(bytes)}, and the deployed function reads no list from a bucket, so it goes into SSM. Deploy this chatgate, and push again.`,
    example: createStageExample(`policy push ${YES}`, { "policies/lists/reserved.txt": formatWords(4000) }),
    fix: "Deploy this chatgate, and push again.",
  },
  "list-bucket-missing": {
    title: "A large list goes into SSM, since the stage has no bucket.",
    text: ({ details: { bytes } }) =>
      `The list has ${formatKilobytes(bytes)}, and the stage has no bucket, so it goes into SSM. Deploy the stack, which makes one, and push again.`,
    example: createSituation("a list of over 32 KB, at a stage that was pushed to before it was deployed"),
    fix: "Deploy the stack, which makes a bucket, and push again.",
  },
  "list-in-parts": {
    title: "A list is stored in several parameters.",
    text: ({ details: { bytes, parts } }) =>
      `The list has ${formatKilobytes(bytes)} and takes ${parts} parameters of the standard tier, free of charge.`,
    example: createStageExample(`policy push ${YES}`, { "policies/lists/reserved.txt": formatWords(600) }),
    fix: "Nothing.",
  },
  "document-advanced": {
    title: "A document needs an advanced parameter, which AWS bills by the month.",
    text: ({ details: { bytes } }) =>
      `The document has ${formatKilobytes(bytes)} as JSON: an advanced parameter, which is billed by the month. Move rules to another document to avoid it.`,
    example: createSituation("a policy of over 4 KB"),
    fix: "Move rules to another document, if the price matters (docs/costs.md).",
  },
  "manifest-advanced": {
    title: "The set's manifest needs an advanced parameter, which AWS bills by the month.",
    text: ({ details: { bytes } }) =>
      `The set's manifest has ${formatKilobytes(bytes)}: an advanced parameter, which is billed by the month. Put short documents together to avoid it.`,
    example: createSituation("a set of 60 documents"),
    fix: "Put short documents together, if the price matters (docs/costs.md).",
  },
  "pack-too-large": {
    title: "The set does not fit its pack, so that a cold start makes more than one call.",
    text: ({ details: { calls, ms, budget } }) =>
      `The set does not fit its pack (7 parts of 4 KB, gzipped), so a cold start makes ${calls} calls instead of 1, about ${ms} ms of the ${budget} it has. Shorten the lists, or deploy the stack's bucket.`,
    example: createSituation("lists of 100 KB in SSM"),
    fix: "Shorten the lists, or deploy the stack's bucket: of instances that start together, more have their policy at once.",
  },
  "advanced-kept": {
    title: "A parameter stays an advanced one although it is small now.",
    text: ({ details: { names } }) =>
      `${joinWords(names, "and")} would fit the standard tier, but SSM keeps an advanced parameter advanced, and bills it, until it is deleted.`,
    example: createSituation("a policy that was once over 4 KB"),
    fix: "Rename the document, push, and run `npx --no chatgate policy prune`.",
  },
  "set-replaced": {
    title: "Somebody else wrote a set at the same time, and this one replaced it.",
    text: ({ details: { set } }) =>
      `Somebody else wrote set ${set} at the same time, and this one replaced it. See \`policy history\`; \`policy rollback --to ${set}\` restores it.`,
    example: createSituation("two people who push within a second"),
    fix: "Look at `npx --no chatgate policy history`, and agree on one of the two.",
  },
  "set-origin": {
    title: "Whose set a rollback restores, and why it was pushed.",
    text: ({ details: { set, by, reason } }) => `Set ${set} was pushed by ${by}: ${reason}.`,
    example: createStageExample([
      `policy push ${YES}`,
      'policy mode shadow --stage dev --reason "Example" --yes',
      "policy rollback --stage dev --yes",
    ]),
    fix: "Nothing.",
  },
  "base-set-missing": {
    title: "The set before the one shown can no longer be read, so everything in it is shown as new.",
    text: ({ details: { set } }) => `Set ${set} can no longer be read, so the whole set is shown as new.`,
    example: createSituation("`policy history --show` of the oldest set that SSM keeps"),
    fix: "Nothing: SSM keeps the last 100 versions of a parameter.",
  },
  "hashes-changed": {
    title: "From now on, accounts have different hashes in the audit log.",
    text: () =>
      "From now on, accounts have different hashes in the audit log. A later change of tokens keeps them.",
    example: createSituation("the first `token new` at a stage whose token was made by hand"),
    fix: "Nothing; `npx --no chatgate token hash <account>` shows the new hash.",
  },
} satisfies Messages<StageNoteDetails>;
