import type { Row } from "./row.ts";

export const changesOfAStageRows: readonly Row[] = [
  {
    code: "set-conflict",
    sample: { details: { set: 8, before: 7 } },
    text: "Somebody pushed: set 8 is in force now, but the difference was made against set 7. Look at `policy history`, and run this again.",
  },
  {
    code: "push-interrupted",
    sample: { details: { set: 7 } },
    text: "Interrupted. Set 7 is in force, complete. See `policy diff`, and run this again.",
  },
  {
    code: "push-stopped",
    sample: { details: { set: 7 } },
    text: "Stopped. Set 7 is still in force. Run this again to continue.",
  },
  { code: "push-tests-fail", text: "The tests fail. Fix them, or pass --no-test." },
  { code: "declined", sample: {}, text: "Not confirmed, so nothing was done. Answer yes, or pass --yes." },
  {
    code: "reader-too-old",
    text: "The function of stage dev does not support expiry dates. Deploy this chatgate first.",
  },
  { code: "document-missing", text: "The set in force has no lists/barred. Push it from the folder first." },
  { code: "entry-present", text: "lists/reserved has this entry already. There is nothing to add." },
  { code: "entry-missing", text: "lists/reserved has no such entry. Write it as the list does." },
  {
    code: "name-unfit",
    sample: { details: { names: ["lists/a b", "policies/c d"] } },
    text: "lists/a b and policies/c d cannot be a file here. Store it under another name.",
  },
  {
    code: "files-differ",
    text: "other/lists/reserved.txt differs from the stage and would be overwritten. Compare with `policy diff`, or pass --force.",
  },
  {
    code: "link-in-folder",
    sample: { token: "policies/lists", details: { folder: "policies" } },
    text: '"policies/lists" is a symbolic link, which may lead out of policies. Remove it.',
  },
  {
    code: "never-pushed",
    text: "Nothing has been pushed to the stage, so every parameter in it is in force. Push a set first.",
  },
  {
    code: "manifest-unreadable",
    sample: { details: { set: "7" } },
    text: "Set 7 cannot be read, so what it names is not known. Use a newer chatgate.",
  },
  {
    code: "prune-conflict",
    sample: { details: { isDeleted: false } },
    text: "Somebody pushed at the same time, so nothing was deleted. Run `policy diff`, and push again if it says set-incomplete.",
  },
  {
    code: "token-present",
    sample: { details: { stage: "dev" } },
    text: "Stage dev accepts this token already. There is nothing to add.",
  },
  { code: "token-not-found", text: "Stage dev has no token 7. See `chatgate token list --stage dev`." },
  {
    code: "token-last",
    text: "Token 0 is the last one for any app, so every callback would be refused. Run `chatgate token new` first, or pass --force.",
  },
  {
    code: "tokens-overwritten",
    sample: { details: { stage: "dev" } },
    text: "Somebody else wrote the tokens at the same time, and their change is lost. Compare `chatgate token list --stage dev`.",
  },
  {
    code: "hash-key-missing",
    text: "The stage has no token and no audit key, so its log names no account. Run `chatgate token new`.",
  },
  { code: "rule-without-limit", text: 'No live rule "group-types" has a limit. Write <document>/<rule>.' },
  {
    code: "limits-unavailable",
    sample: { details: { table: "chatgate-dev-limits", reason: "table-missing" } },
    text: "The table chatgate-dev-limits cannot be used (table-missing). Deploy the stage, which makes the table.",
  },
  { code: "recording-key-missing", text: 'There is no key "rec-20260101-aaaa". Nothing was deleted.' },
  {
    code: "bucket-unusable",
    sample: { details: { bucket: "chatgate-dev", cause: "HTTP 403", action: "s3:PutObject" } },
    text: "The bucket chatgate-dev cannot be used (HTTP 403). Check the network, and allow your role s3:PutObject on it.",
  },
];
