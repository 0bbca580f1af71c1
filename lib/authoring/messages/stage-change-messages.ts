import type { StageChangeDetails } from "../../policy/stage-details.ts";
import { createSituation, createStageExample, joinWords, type Messages, quote, suggest } from "./message.ts";

const limitAdvice: Readonly<Record<string, string>> = {
  "table-missing": "Deploy the stage, which makes the table.",
  denied: "Allow your role dynamodb:GetItem and dynamodb:DeleteItem on it.",
  unreachable: "Check the region and the network.",
};
const lacks = {
  ends: "does not support expiry dates",
  "bound-tokens": "does not support tokens for one app",
} as const;
const nameSet = (set: number | undefined) => (set === undefined ? "no set" : `set ${set}`);
const YES = '--stage dev --reason "Example" --yes';

export const stageChangeMessages = {
  "set-conflict": {
    title: "Somebody else pushed after the difference was shown; this set is not in force.",
    text: ({ details: { set, before } }) =>
      `Somebody pushed: ${nameSet(set)} is in force now, but the difference was made against ${nameSet(before)}. Look at \`policy history\`, and run this again.`,
    example: createSituation("two people who push at the same time"),
    fix: "Look at `npx --no chatgate policy history`, and push again.",
  },
  "push-interrupted": {
    title: "A push was interrupted; its set may not be in force.",
    text: ({ details: { set } }) =>
      `Interrupted. ${set === undefined ? "Either the old or the new set is in force, complete" : `Set ${set} is in force, complete`}. See \`policy diff\`, and run this again.`,
    example: createSituation("a network that fails during a push"),
    fix: "Look at `npx --no chatgate policy diff`, and push again: what is already written is not written again.",
  },
  "push-stopped": {
    title: "Somebody stopped a push before its set was in force.",
    text: ({ details: { set } }) =>
      `Stopped. ${set === undefined ? "What was in force is unchanged" : `Set ${set} is still in force`}. Run this again to continue.`,
    example: createSituation("Ctrl-C during a `policy push`"),
    fix: "Push again: what is already written is not written again.",
  },
  "push-tests-fail": {
    title: "The folder's tests fail, so nothing is pushed.",
    text: () => "The tests fail. Fix them, or pass --no-test.",
    example: createStageExample(`policy push ${YES}`, {
      "policies/creation.test.yaml":
        "tests:\n  - { name: fails, command: Group.CallbackBeforeCreateGroup, expect: deny }\n",
    }),
    fix: "Fix the tests or the policies, or pass `--no-test`.",
  },
  declined: {
    title: "The change was not confirmed, so nothing was done.",
    text: () => "Not confirmed, so nothing was done. Answer yes, or pass --yes.",
    example: createSituation("`policy push`, and Enter at the question"),
    fix: "Answer `yes`, or pass `--yes`.",
  },
  "reader-too-old": {
    title: "The deployed function is older than what the command needs.",
    text: ({ details: { stage, lacks: what } }) =>
      `The function of stage ${stage} ${lacks[what]}. Deploy this chatgate first.`,
    example: createStageExample([`policy push ${YES}`, `list add reserved u_spam --for 7d ${YES}`]),
    fix: "Deploy this chatgate to the stage.",
  },
  "document-missing": {
    title: "The set in force has no such document.",
    text: ({ token }) => `The set in force has no ${token}. Push it from the folder first.`,
    example: createStageExample([`policy push ${YES}`, `list add barred u_spam ${YES}`]),
    fix: "Check the name, or push the document from the folder.",
  },
  "entry-present": {
    title: "A list has the entry already.",
    text: ({ details: { list } }) => `lists/${list} has this entry already. There is nothing to add.`,
    example: createStageExample([`policy push ${YES}`, `list add reserved admin ${YES}`]),
    fix: "Nothing: the entry is in force.",
  },
  "entry-missing": {
    title: "A list does not have the entry.",
    text: ({ details: { list } }) => `lists/${list} has no such entry. Write it as the list does.`,
    example: createStageExample([`policy push ${YES}`, `list remove reserved u_mira ${YES}`]),
    fix: "Write the entry as the list does; `npx --no chatgate policy pull` shows the list.",
  },
  "name-unfit": {
    title: "A document of the stage has a name that no file of a folder can have.",
    text: ({ details: { names } }) =>
      `${joinWords(names, "and")} cannot be a file here. Store it under another name.`,
    example: createSituation(
      "a parameter `lists/a/b` that was created by hand, at a stage that was never pushed to",
    ),
    fix: "Store the parameter under another name.",
  },
  "files-differ": {
    title: "Files differ from the stage, and a pull would overwrite them.",
    text: ({ details: { files } }) =>
      `${joinWords(files, "and")} ${files.length === 1 ? "differs" : "differ"} from the stage and would be overwritten. Compare with \`policy diff\`, or pass --force.`,
    example: createStageExample([`policy push ${YES}`, "policy pull other --stage dev"], {
      "other/lists/reserved.txt": "mine\n",
    }),
    fix: "Compare with `npx --no chatgate policy diff`. Pass `--force` to overwrite the files.",
  },
  "link-in-folder": {
    title: "A pull would write through a symbolic link, which may point outside the folder.",
    text: ({ token, details: { folder } }) =>
      `${quote(token)} is a symbolic link, which may lead out of ${folder}. Remove it.`,
    example: createSituation("`policies/lists`, a link to another folder"),
    fix: "Remove the link, and pull again.",
  },
  "never-pushed": {
    title: "Nothing has been pushed to the stage, so every parameter in it is in force.",
    text: () =>
      "Nothing has been pushed to the stage, so every parameter in it is in force. Push a set first.",
    example: createStageExample("policy prune --stage dev --yes"),
    fix: "Push a set first.",
  },
  "manifest-unreadable": {
    title: "A set's manifest is in a format that this version of chatgate cannot read.",
    text: ({ details: { set } }) =>
      `Set ${set} cannot be read, so what it names is not known. Use a newer chatgate.`,
    example: createSituation("`policy prune` at a stage that a newer chatgate pushed to"),
    fix: "Use a newer chatgate.",
  },
  "prune-conflict": {
    title: "Somebody pushed during a prune.",
    text: ({ details: { isDeleted } }) =>
      `Somebody pushed at the same time, ${isDeleted ? "and what their set names may be deleted" : "so nothing was deleted"}. Run \`policy diff\`, and push again if it says set-incomplete.`,
    example: createSituation("a `policy push` by somebody else during a `policy prune`"),
    fix: "Run `npx --no chatgate policy diff`, and push again if it says `set-incomplete`.",
  },
  "token-present": {
    title: "The stage accepts the token already.",
    text: ({ details: { stage } }) => `Stage ${stage} accepts this token already. There is nothing to add.`,
    example: createSituation("`token add`, twice with the same token"),
    fix: "Nothing; `npx --no chatgate token list` shows the tokens' fingerprints.",
  },
  "token-not-found": {
    title: "The stage has no token with this number.",
    text: ({ token, details: { stage } }) =>
      `Stage ${stage} has no token ${token}. See \`chatgate token list --stage ${stage}\`.`,
    example: createStageExample("token retire 7 --stage dev --yes"),
    fix: "Use a number that `npx --no chatgate token list` shows.",
  },
  "token-last": {
    title: "The token is the last one of its application, so that every callback would be refused.",
    text: ({ token, details: { app } }) =>
      `Token ${token} is the last one for ${app}, so every callback would be refused. Run \`chatgate token new\` first, or pass --force.`,
    example: createStageExample(["token new --stage dev", "token retire 0 --stage dev --yes"]),
    fix: "Run `npx --no chatgate token new` first, or pass `--force`.",
  },
  "tokens-overwritten": {
    title: "Somebody else wrote the tokens at the same time, and their change is lost.",
    text: ({ details: { stage } }) =>
      `Somebody else wrote the tokens at the same time, and their change is lost. Compare \`chatgate token list --stage ${stage}\`.`,
    example: createSituation("two people who run `token new` at the same time"),
    fix: "Compare `npx --no chatgate token list` with what the other person did.",
  },
  "hash-key-missing": {
    title: "The stage has neither a token nor an audit key, so its log names no account.",
    text: () =>
      "The stage has no token and no audit key, so its log names no account. Run `chatgate token new`.",
    example: createStageExample("token hash u_mira --stage dev"),
    fix: "Run `npx --no chatgate token new`.",
  },
  "rule-without-limit": {
    title: "No live rule of this name has a limit.",
    text: (found) =>
      `No live rule ${quote(found.token)} has a limit.${suggest(found) || " Write <document>/<rule>."}`,
    example: createStageExample([`policy push ${YES}`, "limit show group-types u_mira --stage dev"]),
    fix: "Use the name of a rule that has `limit`.",
  },
  "limits-unavailable": {
    title: "The counters of limits cannot be read.",
    text: ({ details: { table, reason } }) =>
      `The table ${table} cannot be used (${reason}). ${limitAdvice[reason] ?? "Try again."}`,
    example: createSituation("`limit show` at a stage without the table"),
    fix: "Deploy the stage, which makes the table, and check your role's rights.",
  },
  "recording-key-missing": {
    title: "The stage has no recording key of this name.",
    text: ({ token }) => `There is no key ${quote(token)}. Nothing was deleted.`,
    example: createStageExample("record forget rec-20260101-aaaa --stage dev"),
    fix: "Use the name that `record start` printed.",
  },
  "bucket-unusable": {
    title: "A bucket cannot be used.",
    text: ({ details: { bucket, cause, action } }) =>
      `The bucket ${bucket} cannot be used (${cause}). Check the network, and allow your role ${action} on it.`,
    example: createSituation("a role that may not call `s3:PutObject`, and a list of over 32 KB"),
    fix: "Allow your role `s3:ListBucket`, `s3:GetObject`, `s3:PutObject` and `s3:DeleteObject` on the bucket.",
  },
} satisfies Messages<StageChangeDetails>;
