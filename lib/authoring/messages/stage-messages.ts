import type { StageDetails } from "../../policy/stage-details.ts";
import { createSituation, formatKilobytes, joinWords, type Messages, pluralize, quote } from "./message.ts";

const summarizeList = (names: readonly string[]) =>
  names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : joinWords(names, "and");

export const stageMessages = {
  "stage-settings-missing": {
    title: "A stage has no settings, so nobody may call.",
    text: ({ details: { stage, file } }) =>
      `No settings at stage ${stage}. Create ${file} with at least \`sdkAppIds: [<SDKAppID>]\`, then run \`chatgate policy push\`.`,
    example: createSituation("the first push of a folder without `stages/<stage>.yaml`"),
    fix: "Create `policies/stages/<stage>.yaml` with at least `sdkAppIds: [<SDKAppID>]`, then `npx --no chatgate policy push`.",
  },
  "authentication-off": {
    title: "Anybody may call the stage.",
    text: () => "authentication is off, so anybody may call. Set it to `required`.",
    example: createSituation("`authentication: off` in the stage's settings"),
    fix: "Set `authentication: required`, and store a token.",
  },
  "mode-not-enforced": {
    title: "The stage's mode is weaker than `enforce`, so no rule decides anything.",
    text: ({ details: { mode } }) => `mode is ${mode}, so no rule decides anything. Set it to \`enforce\`.`,
    example: createSituation("`mode: shadow` in the stage's settings"),
    fix: "Set `mode: enforce` when you are ready.",
  },
  "policies-missing": {
    title: "There is no policy, so everything is allowed.",
    text: ({ details: { place } }) => `${place} has no policy, so everything is allowed. Push one.`,
    example: createSituation("a push of a folder that holds settings only"),
    fix: "Name the folder with the policies. `policy push --force` pushes a set without policies.",
  },
  "set-incomplete": {
    title: "The set in force names a parameter that SSM no longer has.",
    text: ({ details: { names } }) =>
      `The set cannot be read: SSM has no ${summarizeList(names)}. Push it again.`,
    example: createSituation("a parameter of the set was deleted by hand"),
    fix: "Run `npx --no chatgate policy push` again at once: instances that start now have no policies.",
  },
  "out-of-sync": {
    title: "A parameter was changed since the set was pushed; the change is not in force.",
    text: ({ details: { names } }) =>
      `Changed since the push and not in force: ${summarizeList(names)}. Push to overwrite the change.`,
    example: createSituation("`settings` was edited by hand in the console of SSM"),
    fix: "Run `npx --no chatgate policy push`, or `policy pull` to look at the set in force.",
  },
  unmanaged: {
    title: "A parameter was created by hand; it is not in force.",
    text: ({ details: { names } }) =>
      `Created by hand and not in force: ${summarizeList(names)}. Push it from the folder, or delete it.`,
    example: createSituation("a parameter `lists/names` was created in the console of SSM"),
    fix: "Add it to the folder and push, or delete the parameter.",
  },
  "tokens-missing": {
    title: "The stage has no token, so every callback is refused.",
    text: ({ details: { parameter } }) =>
      `${parameter} has no token, so every callback is refused. Run \`chatgate token new\`.`,
    example: createSituation("the parameter with the tokens does not exist, or is empty"),
    fix: "Run `npx --no chatgate token new --stage <stage>`, and enter the token in Chat's console.",
  },
  "token-not-encrypted": {
    title: "The tokens are stored as plain text.",
    text: ({ details: { parameter } }) =>
      `${parameter} is not encrypted. Delete it, and store a new token there as SecureString.`,
    example: createSituation("the tokens were stored as `String`"),
    fix: "Delete the parameter, and store a new token as `SecureString`.",
  },
  "token-misplaced": {
    title: "A token is stored where everybody who may read policies can read it.",
    text: ({ details: { parameter, right } }) =>
      `${parameter} can be read by everybody who may read policies. Delete it, and store a new token at ${right}.`,
    example: createSituation("the tokens were stored beside the policies"),
    fix: "Delete the parameter, and store a new token under the name in the text.",
  },
  "token-published": {
    title: "A token is the example from Tencent's documentation.",
    text: () => "One token is the documentation's example, which everybody knows. Remove it.",
    example: createSituation("`xxxxyyyy` was copied from the documentation"),
    fix: "Remove it, and use `openssl rand -hex 32`.",
  },
  "token-short": {
    title: "A token is short enough to be guessed.",
    text: ({ details: { limit } }) =>
      `One token is shorter than ${limit} characters and may be guessed. Use \`openssl rand -hex 32\`.`,
    example: createSituation("the token `secret`"),
    fix: "Replace it by one from `openssl rand -hex 32`.",
  },
  "tokens-unreadable": {
    title: "The tokens could not be checked with your rights; the function has its own.",
    text: ({ details: { reason } }) => `Not checked: ${reason}`,
    example: createSituation("your role may not read `/chatgate-secrets`"),
    fix: "Ask for permission to read the tokens, or ask somebody who has it to run `doctor`.",
  },
  "parameter-encrypted": {
    title: "A parameter beside the policies is a SecureString, which stops every read.",
    text: ({ details: { parameter } }) =>
      `${parameter} is a SecureString, which stops every read. Store it as String.`,
    example: createSituation("a parameter of the stage was created as `SecureString`"),
    fix: "Delete it, and push again or store it as `String`.",
  },
  "document-too-large": {
    title: "A document is larger than an SSM parameter can hold.",
    text: ({ document, details: { bytes, limit } }) =>
      `${document} is ${formatKilobytes(bytes)} as JSON, over the ${formatKilobytes(limit)} of a parameter. Move rules to another document.`,
    example: createSituation("a policy of 100 rules in one file"),
    fix: "Move rules to another document.",
  },
  "entry-too-large": {
    title: "One line of a list is larger than an SSM parameter can hold.",
    text: ({ document, at, details: { limit } }) =>
      `${document}, line ${at?.line}: over ${formatKilobytes(limit)}. Shorten the line.`,
    example: createSituation("a list whose entries were joined into one line"),
    fix: "Write one entry a line.",
  },
  "list-too-long": {
    title: "A list needs more parts than a set may have.",
    text: ({ document, details: { parts, limit } }) =>
      `${document} needs ${parts} parts, over the ${limit} allowed. Split the list.`,
    example: createSituation("a list of several megabytes"),
    fix: "Split the list into several.",
  },
  "list-braces": {
    title: "A list holds `{{`, which SSM refuses.",
    text: ({ document }) => `${document} holds "{{", which SSM refuses. Remove it.`,
    example: createSituation("an entry `{{name}}`"),
    fix: "Remove the entry.",
  },
  "manifest-too-large": {
    title: "The set has so many documents that its manifest does not fit into a parameter.",
    text: ({ details: { bytes, limit } }) =>
      `The set's manifest would be ${formatKilobytes(bytes)}, over the ${formatKilobytes(limit)} of a parameter. Put short documents together.`,
    example: createSituation("a set of 200 documents"),
    fix: "Put short documents together.",
  },
  "set-too-slow": {
    title: "A cold start cannot read the set in its budget, so instances would start without a policy.",
    text: ({ details: { ms, budget, arithmetic } }) =>
      `A cold start needs about ${ms} ms to read this set and has ${budget} ms. ${arithmetic}. Move lists over 32 KB to the stack's bucket, or shorten them.`,
    example: createSituation("lists of 500 parts in SSM"),
    fix: "Deploy the stack's bucket, so that `policy push` moves large lists there, or shorten the lists.",
  },
  "incident-dropped": {
    title: "A push would undo what was changed at the stage in an incident.",
    text: ({ details: { sets, documents } }) =>
      `This push would undo changes of ${summarizeList(documents)} at the stage: ${summarizeList(sets)}. Take them over with \`policy pull --force\`.`,
    example: createSituation("`list add` at a stage, then a `policy push` of a folder without that entry"),
    fix: "Run `policy pull --force`, or pass `--force` to undo them.",
  },
  "pack-stale": {
    title: "The stage's pack does not hold the set in force, so a cold start makes more than one call.",
    text: () => "The pack does not hold the set in force: a cold start makes more than one call. Push again.",
    example: createSituation("a parameter `pack/1` that was deleted or changed by hand"),
    fix: "Push the same policies again: only the pack is written.",
  },
  "manifest-too-new": {
    title: "The set in force is in a format that the deployed function does not read.",
    text: ({ details: { format, reader } }) =>
      `The manifest has format ${format}, and the deployed function reads up to ${reader}: it keeps its last good set. Deploy this chatgate, or push again.`,
    example: createSituation("a stack that was deployed again from an older release"),
    fix: "Deploy this chatgate, or push again, which writes what the function reads.",
  },
  "audit-key-missing": {
    title: "Account hashes in the audit log are keyed by the first token, and change with it.",
    text: ({ details: { parameter } }) =>
      `Account hashes are keyed by the first token, and change with it. \`token new\` makes ${parameter}.`,
    example: createSituation("a stage whose token was made by hand"),
    fix: "Run `npx --no chatgate token new`, which makes the key, at the next change of tokens.",
  },
  "nearly-full": {
    title: "A parameter is nearly as large as its tier allows.",
    text: ({ document, details: { bytes, limit, tier } }) =>
      `${document} is ${formatKilobytes(bytes)} of ${formatKilobytes(limit)}. ${tier === "standard" ? "Above it is billed as an advanced parameter" : "It cannot grow beyond"}; split it.`,
    example: createSituation("a policy of 3.9 KB"),
    fix: "Move rules to another document.",
  },
  "many-pages": {
    title: "The stage has so many parameters that a cold start takes long to read them.",
    text: ({ details: { parameters, pages } }) =>
      `${pluralize(parameters, "parameter")} in ${pluralize(pages, "page")}, which a cold start reads one after the other. Shorten the lists.`,
    example: createSituation("a list of 100,000 entries"),
    fix: "Shorten the lists, and run `policy push --prune`.",
  },
  "many-unused": {
    title: "The stage has many parameters that no set uses.",
    text: ({ details: { parameters } }) =>
      `${pluralize(parameters, "parameter")} not in use. \`policy push --prune\` deletes the oldest.`,
    example: createSituation("lists that became shorter over many pushes"),
    fix: "Run `npx --no chatgate policy push --prune`.",
  },
  "set-not-found": {
    title: "A rollback names a set that does not exist.",
    text: ({ details: { set, first, last } }) =>
      `There is no set ${set}. \`policy history\` lists ${first === last ? first : `${first} to ${last}`}.`,
    example: createSituation("`policy rollback --to 9` at a stage that is at set 3"),
    fix: "Name a set that `npx --no chatgate policy history` lists.",
  },
  "set-current": {
    title: "A rollback names the set that is in force.",
    text: ({ details: { set } }) => `Set ${set} is in force. Name an earlier one.`,
    example: createSituation("`policy rollback --to 3` at a stage that is at set 3"),
    fix: "Name an earlier set.",
  },
  "set-lost": {
    title: "An earlier set cannot be restored, because SSM keeps only the last 100 versions.",
    text: ({ details: { set, names } }) =>
      `Set ${set} cannot be restored: SSM no longer has its version of ${summarizeList(names)}. Name a later set.`,
    example: createSituation("a rollback over more than 100 pushes"),
    fix: "Name a later set, or push the policies from version control.",
  },
  "set-empty": {
    title: "A rollback names the state before the first push.",
    text: ({ details: { set } }) =>
      `Set ${set} is the state before the first push and has no settings. Name a later set.`,
    example: createSituation("`policy rollback --to 1` at a stage that was empty before its first push"),
    fix: "Name a later set.",
  },
  "no-earlier-set": {
    title: "There is no earlier set to roll back to.",
    text: () => "There is no earlier set. Push a new one instead.",
    example: createSituation("`policy rollback` at a stage that was never pushed to"),
    fix: "Change the policies, and push them.",
  },
  "stage-unreadable": {
    title: "The stage's parameters cannot be read with your rights.",
    text: ({ details: { reason } }) => `Cannot be read with your rights: ${reason}.`,
    example: createSituation("your role may not read `/chatgate/<stage>`, or SSM cannot be reached"),
    fix: "Check your role's rights, the region and the network.",
  },
  "function-missing": {
    title: "The stage's function is not deployed.",
    text: ({ details: { name, stage } }) =>
      `${name} is not deployed. Run \`npx serverless deploy --stage ${stage}\`.`,
    example: createSituation("`doctor` at a stage that was pushed to and never deployed"),
    fix: "Run `npx serverless deploy --stage <stage>`.",
  },
  "function-unreadable": {
    title: "The function's environment cannot be read with your rights.",
    text: ({ details: { name, status } }) =>
      `The environment cannot be read (HTTP ${status}). Allow your role lambda:GetFunctionConfiguration on ${name}.`,
    example: createSituation("your role may not call `lambda:GetFunctionConfiguration`"),
    fix: "Allow your role `lambda:GetFunctionConfiguration` on the function.",
  },
  "lambda-unreachable": {
    title: "Lambda does not answer.",
    text: ({ details: { cause } }) => `Lambda does not answer (${cause}). Check the network.`,
    example: createSituation("a network without a way to Lambda's endpoint"),
    fix: "Check the network and the region.",
  },
  "stage-parameter-invalid": {
    title: "A parameter of `serverless.yml` is invalid, so nothing is packaged.",
    text: ({ token, details: { expected } }) => `${token} is invalid. Set it to ${expected}.`,
    example: createSituation("`params.alarms: topic` in `serverless.yml`, which takes a list"),
    fix: "Set the parameter to what the text names.",
  },
  "environment-invalid": {
    title: "An environment variable of the function is invalid; its safe value is used instead.",
    text: ({ token, details: { expected } }) => `${token} is invalid. Set it to ${expected}.`,
    example: createSituation("`CHATGATE_ON_FAULT=Deny`"),
    fix: "Set it to what the text names, and deploy again.",
  },
  "destination-local": {
    title: "Events of a stage would go into a file, which only this machine has.",
    text: ({ token }) => `${quote(token)} is for this machine only. Use queue.`,
    example: createSituation("`to: file:events.jsonl` in `stages/<stage>.yaml`"),
    fix: "Use `queue`, or another destination that docs/events.md lists.",
  },
  "destination-missing": {
    title: "A destination of events does not exist.",
    text: ({ token }) => `${quote(token)} does not exist. Create it, or deploy the stack that has it.`,
    example: createSituation("`to: eventbridge:chat`, and the account has no such bus in that region"),
    fix: "Create it. EventBridge takes events for a bus that does not exist and drops them.",
  },
  "destination-unreadable": {
    title: "Your role may not check whether a destination exists.",
    text: ({ token, details: { cause } }) =>
      `${quote(token)} cannot be checked (${cause}). Allow your role to read it.`,
    example: createSituation("your role lacks `events:DescribeEventBus`"),
    fix: "Allow your role `sqs:GetQueueUrl`, `sqs:GetQueueAttributes`, `events:DescribeEventBus`, `kinesis:DescribeStreamSummary`, `firehose:DescribeDeliveryStream`.",
  },
  "webhook-secret-missing": {
    title: "There is no secret to sign webhooks to an `https:` destination, so none are sent.",
    text: ({ details: { parameter } }) =>
      `${parameter} has no secret, so no webhook is sent. Store one there (docs/events.md).`,
    example: createSituation("an `https:` destination, and no parameter `webhook-secrets`"),
    fix: "Store a secret (`whsec_` and base64) as SecureString `/chatgate-secrets/<stage>/webhook-secrets`, one a line.",
  },
} satisfies Messages<StageDetails>;
