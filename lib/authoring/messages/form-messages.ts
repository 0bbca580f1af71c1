import type { FormDetails } from "../../policy/diagnostic-details.ts";
import {
  CREATE,
  createFilesExample,
  createRuleExample,
  createSituation,
  DENY,
  joinWords,
  type Messages,
  quote,
  suggest,
} from "./message.ts";

const createSettingsExample = (text: string) => createFilesExample({ "settings.yaml": text });

/** Types as JSON Schema and JavaScript name them, in words. */
const typeWords: Readonly<Record<string, string>> = {
  string: "text",
  array: "a list",
  object: "a map",
  record: "a map",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  null: "nothing",
};
const nameTypes = (types: readonly string[]) =>
  joinWords([...new Set(types.map((type) => typeWords[type] ?? quote(type)))], "or");

const destinationTexts = {
  "destination-unknown":
    "is not a destination. Use queue, log, or one that begins with sqs:, eventbridge:, kinesis:, firehose:, https:// or file:.",
  "queue-url-invalid": "is not the URL of a queue. Use sqs: and the URL that SQS shows.",
  "bus-invalid": "is not an event bus. Use eventbridge: and its name or ARN.",
  "stream-invalid": "is not a stream. Use its name or ARN.",
  "url-invalid": "is not a URL that can be called. Use https:// and no #.",
  "url-with-credentials": "has a user or password. Remove them; requests are signed.",
  "url-host-private": "is not a public host. Use one that the internet can reach.",
  "path-missing": "has no path. Use file: and a file's name.",
} as const;

export const formMessages = {
  "json-invalid": {
    title: "A parameter in the store is not JSON.",
    text: ({ details: { offset } }) =>
      `Not valid JSON${offset === undefined ? "" : ` at character ${offset + 1}`}. Push the set again.`,
    example: createSituation("`settings` was edited by hand in the console of SSM"),
    fix: "Push the set again with `npx --no chatgate policy push`.",
  },
  "empty-document": {
    title: "A file is empty, or holds comments only.",
    text: () => "The file is empty. Write its keys, or delete it.",
    example: createFilesExample({ "naming.yaml": "# nothing yet\n" }),
    fix: "Write at least one rule (or, in `settings.yaml`, `sdkAppIds`), or delete the file.",
  },
  "unknown-key": {
    title: "A key does not exist here.",
    text: (found) => `Unknown key ${quote(found.token)}.${suggest(found) || " Remove it."}`,
    example: createRuleExample(CREATE, "whn: owned > 3", "observe: {}"),
    fix: "Use the key that is suggested, or remove this one. `docs/language.md` lists the keys.",
  },
  "missing-key": {
    title: "A required key is missing.",
    text: ({ token, details: { expected } }) => {
      const types = nameTypes(expected);
      return `The key ${quote(token)} is missing. Add it${types === "" ? "" : ` (${types})`}.`;
    },
    example: createFilesExample({ "naming.yaml": `rules:\n  - ${CREATE}\n    observe: {}\n` }),
    fix: "Add the key.",
  },
  "wrong-type": {
    title: "A value has the wrong type for its key.",
    text: ({ path, details: { expected, received } }) =>
      `${path.length === 0 ? "The file" : quote(String(path.at(-1)))} must be ${nameTypes(expected)}, not ${nameTypes([received])}.`,
    example: createSettingsExample("sdkAppIds: 1400000000\n"),
    fix: "Write a value of the type that is named.",
  },
  "action-not-empty": {
    title: "`drop` and `observe` take an empty map.",
    text: ({ token }) => `${quote(token)} takes an empty map. Write \`${token}: {}\`.`,
    example: createRuleExample("on: Group.CallbackBeforeSendMsg", "drop: true"),
    fix: "Write `drop: {}` or `observe: {}`.",
  },
  "no-rules": {
    title: "A policy has no rules.",
    text: () => "A policy needs at least one rule. Add one, or delete the file.",
    example: createFilesExample({ "naming.yaml": "rules: []\n" }),
    fix: "Add a rule, or delete the file.",
  },
  "empty-value": {
    title: "A text or a list is empty and must not be.",
    text: ({ path, details: { kind } }) =>
      `${quote(String(path.at(-1)))} is an empty ${kind}. Add to it, or remove the key.`,
    example: createSettingsExample("sdkAppIds: []\n"),
    fix: "Write at least one character, or one item.",
  },
  "number-too-small": {
    title: "A number is below the smallest one allowed.",
    text: ({ token, details: { limit, inclusive } }) =>
      `${token ?? "The number"} is too small. Use ${inclusive ? `${limit} or more` : `more than ${limit}`}.`,
    example: createSettingsExample("sdkAppIds: [1400000000]\ndeadlineMs: 50\n"),
    fix: "Use a larger number.",
  },
  "number-too-large": {
    title: "A number is above the largest one allowed.",
    text: ({ token, details: { limit, inclusive } }) =>
      `${token ?? "The number"} is too large. Use ${inclusive ? `${limit} or less` : `less than ${limit}`}.`,
    example: createSettingsExample("sdkAppIds: [1400000000]\ndeadlineMs: 2000\n"),
    fix: "Use a smaller number.",
  },
  "text-too-long": {
    title: "A text has too many characters.",
    text: ({ details: { limit } }) => `The text is too long. Use at most ${limit} characters.`,
    example: createRuleExample(CREATE, `deny: { message: ${"too long ".repeat(60).trim()} }`),
    fix: "Shorten the text.",
  },
  "unknown-value": {
    title: "A value is not one that its key accepts.",
    text: (found) =>
      found.token === undefined
        ? `Use ${joinWords(found.details.allowed, "or")}.`
        : `Unknown value ${quote(found.token)}. Use ${joinWords(found.details.allowed, "or")}.${suggest(found)}`,
    example: createRuleExample(CREATE, "mode: off-line", "observe: {}"),
    fix: "Use one of the values that are named.",
  },
  "invalid-id": {
    title: "A rule's `id` has characters that are not allowed, or too many.",
    text: ({ token }) =>
      `${quote(token)} is not a valid id. Use lower-case letters, digits and hyphens, at most 63.`,
    example: createFilesExample({
      "naming.yaml": `rules:\n  - id: Reserved_Names\n    ${CREATE}\n    observe: {}\n`,
    }),
    fix: "Use lower-case letters, digits and hyphens, at most 63.",
  },
  "invalid-date": {
    title: "A date or time does not exist, or is not in the format `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ssZ`.",
    text: ({ path, token }) =>
      path.includes("recording") || path.includes("pause")
        ? `${quote(token)} is not a time. Write it as 2027-01-31T12:00:00Z.`
        : `${quote(token)} is not a date. Write it as YYYY-MM-DD.`,
    example: createRuleExample(
      CREATE,
      "unless: [{ account: [ops], reason: Tests, until: 2027-02-30 }]",
      "observe: {}",
    ),
    fix: "Write a date that exists as `YYYY-MM-DD`; the end of a pause or a recording as `2027-01-31T12:00:00Z`.",
  },
  "invalid-duration": {
    title: "A duration is not a number with a unit.",
    text: ({ token }) => `${quote(token)} is not a duration. Write it as 30s, 10m, 1h or 7d.`,
    example: createRuleExample(CREATE, "mode: shadow", "limit: { max: 3, per: 1 hour, by: operator }", DENY),
    fix: "Write a number and `s`, `m`, `h` or `d`.",
  },
  "invalid-list-reference": {
    title: "An exemption names neither accounts nor a list.",
    text: ({ token }) =>
      `${quote(token)} is not a list. Write lists.<name>, or accounts as [${token ?? ""}].`,
    example: createRuleExample(
      CREATE,
      "unless: [{ account: ops-bot, reason: Official groups }]",
      "observe: {}",
    ),
    fix: "Write `account: lists.<name>`, or accounts in brackets: `account: [ops-bot]`.",
  },
  "setting-too-long": {
    title: "A list has too many items.",
    text: ({ path, details: { limit } }) =>
      `${quote(String(path.at(-1)))} has too many items. Use at most ${limit}.`,
    example: createSettingsExample(
      `sdkAppIds: [1400000000]\nevents: [${Array(11).fill('{ on: "*", to: log }').join(", ")}]\n`,
    ),
    fix: "Remove items; one glob may cover many commands.",
  },
  "destination-invalid": {
    title: "The address of a destination or of the upstream is invalid.",
    text: ({ token, details: { fault } }) => `${quote(token)} ${destinationTexts[fault]}`,
    example: createSettingsExample(
      'sdkAppIds: [1400000000]\nevents: [{ on: "*", to: "eventbridge:my bus" }]\n',
    ),
    fix: "Write `to` as docs/events.md lists it; `upstream.url` as an `https:` URL of a public host.",
  },
  "events-unauthenticated": {
    title: "Events would be delivered for requests that are not authenticated.",
    text: ({ token }) =>
      `Nothing is delivered to ${quote(token)} with authentication off. Set \`authentication: required\`.`,
    example: createSettingsExample(
      'sdkAppIds: [1400000000]\nauthentication: off\nevents: [{ on: "*", to: queue }]\n',
    ),
    fix: "Set `authentication: required`, or use `file:` on this machine.",
  },
  "event-rule-repeated": {
    title: "`events` has the same entry twice.",
    text: () => "An earlier entry is the same. Remove one of the two.",
    example: createSettingsExample(
      'sdkAppIds: [1400000000]\nevents: [{ on: "*", to: queue }, { on: "*", to: queue }]\n',
    ),
    fix: "Remove one of the two.",
  },
  "settings-missing": {
    title: "There are no settings, so nobody may call.",
    text: () => "settings.yaml is missing. Create it, with at least `sdkAppIds: [<SDKAppID>]`.",
    example: createSituation("a folder with policies and no `settings.yaml`"),
    fix: "Create `settings.yaml` beside the policies; for a stage, `stages/<stage>.yaml`. At least `sdkAppIds: [<SDKAppID>]`.",
  },
} satisfies Messages<FormDetails>;
