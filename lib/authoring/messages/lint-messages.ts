import type { LintDetails } from "../../policy/diagnostic-details.ts";
import {
  CREATE,
  createFilesExample,
  createRuleExample,
  DENY,
  joinWords,
  type Messages,
  quote,
  suggest,
} from "./message.ts";

export const lintMessages = {
  "no-message": {
    title: "A rule refuses and says nothing to the user.",
    text: () => "The rule has no message, so users will not know why. Add a `message`.",
    example: createRuleExample(CREATE, "deny: { code: 10101 }"),
    fix: "Add `message` to `deny`.",
  },
  "never-holds": {
    title: "No request can make the condition true.",
    text: () => "No request can make this true, so the rule never applies. Change the condition.",
    example: createRuleExample(CREATE, 'when: groupType == "Work" && groupType == "Public"', "observe: {}"),
    fix: "Change the condition, or remove the rule.",
  },
  "unknown-word": {
    title: "A condition compares with a word that Chat never sends.",
    text: (found) => {
      const { facet, readAs, allowed, neverHolds } = found.details;
      const so = neverHolds ? ", so the rule never applies" : "";
      return readAs === undefined
        ? `Chat sends no ${facet} ${quote(found.token)}${so}. Use ${joinWords(allowed, "or")}.${suggest(found)}`
        : `${facet} is never ${quote(found.token)}${so}: Chat's ${quote(found.token)} is read as ${quote(readAs)}. Use ${quote(readAs)}.`;
    },
    example: createRuleExample(CREATE, 'when: groupType == "Klub" || owned > 3', "observe: {}"),
    fix: "Use one of the words that are named.",
  },
  "unguarded-read": {
    title: "An optional field of `request` is read without `has()`.",
    text: ({ token }) =>
      `${token ?? "The field"} is optional, and the rule is an error if it is not sent. Write has(${token ?? ""}) && before it.`,
    example: createRuleExample(CREATE, 'when: request.InviteOption == "FreeAccess"', "observe: {}"),
    fix: "Ask first: `has(request.InviteOption) && request.InviteOption == …`.",
  },
  "mentions-unreliable": {
    title: "A rule before sending looks at `mentions`, which Chat may leave out there.",
    text: ({ details: { command } }) =>
      `${command} may come without mentions, so the rule may never apply. Observe them after sending, too.`,
    example: createRuleExample(
      "on: Group.CallbackBeforeSendMsg",
      "when: '\"@all\" in mentions'",
      "observe: {}",
    ),
    fix: "Add a rule that observes the command after sending.",
  },
  "error-on-sample": {
    title: "A condition cannot be evaluated on the sample of a command.",
    text: ({ details: { command, error } }) =>
      `The rule is an error on the sample of ${command} (${error}). Change the condition, or narrow \`on\`.`,
    example: createRuleExample(CREATE, "when: int(name) > 3", "observe: {}"),
    fix: "Change the condition so that it has a value on every payload; `npx --no chatgate explain <command>` shows it.",
  },
  "error-on-emptiest": {
    title: "A condition cannot be evaluated on a payload that has only what is required.",
    text: ({ details: { command, error } }) =>
      `The rule is an error if ${command} comes with only what is required (${error}). Ask first whether the value is there.`,
    example: createRuleExample(
      "on: Group.CallbackBeforeSendMsg",
      'when: request.MsgBody[0].MsgType == "TIMCustomElem"',
      "observe: {}",
    ),
    fix: 'Ask first: `request.MsgBody.size() > 0 && …`, `custom.startsWith("{") && …`, `has(…) && …`.',
  },
  "expired-exemption": {
    title: "An exemption has ended.",
    text: ({ token }) => `The exemption ended on ${token}. Remove it, or set a later day.`,
    example: createRuleExample(
      CREATE,
      "unless: [{ account: [ops], reason: Tests, until: 2020-01-31 }]",
      "observe: {}",
    ),
    fix: "Remove the exemption, or set a later day.",
  },
  "hot-limit": {
    title: "A limit counts by a facet with few values, so many requests share a counter.",
    text: ({ token }) =>
      `${token} has few values, so many requests share one counter, and DynamoDB slows down above 1,000 a second. Count by an account or a group.`,
    example: createRuleExample(CREATE, "limit: { max: 100, per: 1h, by: groupType }", DENY),
    fix: "Count by an account or a group, or by both: `by: [groupType, operator]`.",
  },
  "short-hold": {
    title: "A hold ends before the window that led to it.",
    text: ({ token }) =>
      `${token} is shorter than \`per\`, so it adds little: after \`max\` refusals nothing passes until the first of them is \`per\` old. Make it longer, or remove it.`,
    example: createFilesExample({
      "naming.yaml": [
        "rules:",
        `  - { id: names, ${CREATE}, when: owned > 9, ${DENY} }`,
        `  - { id: strikes, ${CREATE}, limit: { max: 3, per: 1h, by: operator, count: refusals, hold: 10m }, ${DENY} }`,
        "",
      ].join("\n"),
    }),
    fix: "Make `hold` longer than `per`, or remove it.",
  },
  "unreachable-limit": {
    title: "A limit can never be exceeded.",
    text: ({ details: { rule } }) =>
      rule === undefined
        ? "Nothing refuses what this limit counts, so it is never exceeded. Add a rule that refuses, or count requests."
        : `${quote(rule)} already refuses everything that this limit would. Lower \`max\`, or remove the rule.`,
    example: createFilesExample({
      "naming.yaml": [
        "rules:",
        `  - { id: strict, ${CREATE}, limit: { max: 3, per: 1h, by: operator }, ${DENY} }`,
        `  - { id: loose, ${CREATE}, limit: { max: 5, per: 10m, by: operator }, ${DENY} }`,
        "",
      ].join("\n"),
    }),
    fix: "Lower `max` or remove the rule; for `count: refusals`, add a rule that refuses.",
  },
  "unused-list": {
    title: "No rule uses a list.",
    text: () => "No rule uses this list. Remove it, or use it in a rule.",
    example: createFilesExample({ "lists/names.txt": "admin\n" }),
    fix: "Remove the list, or use it in a rule.",
  },
  "unguarded-sibling": {
    title: "What is refused at creation can be written by a later change, and no rule covers that.",
    text: ({ details: { commands } }) =>
      `Whoever is refused here can make the change right afterwards, and no rule covers that. Observe ${joinWords(commands, "and")} too.`,
    example: createRuleExample(CREATE, 'when: name == "admin"', DENY),
    fix: "Add a rule that observes the command that is named.",
  },
  "wide-tolerance": {
    title: "Signatures are valid for so long that a captured callback can be sent again.",
    text: ({ details: { seconds, limit } }) =>
      `toleranceSeconds is ${seconds}: a captured callback can be sent again for so long. Use ${limit} or less on a deployed stage.`,
    example: createFilesExample({ "settings.yaml": "sdkAppIds: [1400000000]\ntoleranceSeconds: 900\n" }),
    fix: "Use 300 seconds or less on a deployed stage; 60 is the default.",
  },
  "recording-too-long": {
    title: "A recording would end too far in the future, so that the function records nothing.",
    text: ({ token, details: { days } }) =>
      `The recording ends ${token ?? "too late"}, more than ${days} days from now: nothing is recorded. Use an earlier \`until\`.`,
    example: createFilesExample({
      "settings.yaml":
        "sdkAppIds: [1400000000]\nrecording:\n  until: 2199-01-01T00:00:00Z\n  key: { id: rec-1, publicKey: 1YW2mH1lZ6j7n3yWc2xQ3dO0oXh5mQm0mJb2n4kq0Vw }\n",
    }),
    fix: "Use an `until` at most 30 days from now, or let `chatgate record start` write it.",
  },
  "recording-ended": {
    title: "A recording has ended.",
    text: ({ token }) => `The recording ended ${token ?? ""}. Remove it, or start another one.`,
    example: createFilesExample({
      "settings.yaml":
        "sdkAppIds: [1400000000]\nrecording:\n  until: 2020-01-01T00:00:00Z\n  key: { id: rec-1, publicKey: 1YW2mH1lZ6j7n3yWc2xQ3dO0oXh5mQm0mJb2n4kq0Vw }\n",
    }),
    fix: "Run `chatgate record stop`, or remove `recording` from the settings.",
  },
} satisfies Messages<LintDetails>;
