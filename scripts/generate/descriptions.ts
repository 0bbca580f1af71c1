/**
 * What editors and docs/language.md say about a key; examples wherever the schema itself does not list the values. No
 * example is a mapping: editors show those as "[object Object]".
 */
export type KeyText = { readonly about: string; readonly examples?: readonly unknown[] };

/** By path, e.g. `rules.unless.reason`; list indexes are left out. */
export type KeyTexts = Readonly<Record<string, KeyText>>;

const describeKey = (about: string, ...examples: readonly unknown[]): KeyText =>
  examples.length === 0 ? { about } : { about, examples };

const schemaKey = describeKey("The schema of this file, for editors.", "./schema/policy.schema.json");

export const documentTexts: KeyTexts = {
  $schema: schemaKey,
  description: describeKey("What the document is for.", "Who may create what, and what it may be called."),
  mode: describeKey(
    "`off` beats `shadow`, `shadow` beats `enforce`: the least strict mode of settings, document and rule applies.",
  ),
  rules: describeKey("Every rule that is not off is evaluated; the first refusal gives code and message."),
  "rules.id": describeKey("The name of the rule in audit records; unique in its document.", "reserved-names"),
  "rules.description": describeKey("What the rule is for.", "In shadow mode until we know whom it affects."),
  "rules.on": describeKey(
    "The commands that it covers: a name, a glob (`*` also matches dots), or a list of these.",
    "Group.CallbackBeforeCreateGroup",
    "*.CallbackBeforeSendMsg",
    ["Sns.CallbackPrevFriendAdd", "Sns.CallbackPrevFriendResponse"],
  ),
  "rules.when": describeKey(
    "A CEL condition. Without one, the rule always holds.",
    '!(groupType in ["Work", "Public"])',
    "name.hasWord(lists.reserved)",
    "target in lists.barred",
    'now.between("22:00", "06:00", "Asia/Singapore")',
  ),
  "rules.mode": describeKey("`enforce` decides, `shadow` only records, `off` does nothing."),
  "rules.pause": describeKey("The rule is in shadow mode for a while; `policy pause` writes it."),
  "rules.pause.until": describeKey("When the pause ends, in UTC.", "2027-01-31T12:00:00Z"),
  "rules.pause.reason": describeKey("Why it is paused.", "Refuses the new event's groups"),
  "rules.unless": describeKey("The accounts that the rule exempts."),
  "rules.unless.account": describeKey(
    "User IDs, or `lists.<name>`; compared with the operator, or with the sender if the command has no operator.",
    ["ops-bot"],
    "lists.staff",
  ),
  "rules.unless.reason": describeKey("Why they are exempt.", "Runs the official groups"),
  "rules.unless.until": describeKey("The last day, in UTC, on which it applies.", "2027-01-31"),
  "rules.rollout": describeKey(
    "Enforces the rule for a fixed share of a facet's values; for the others it is in shadow mode.",
  ),
  "rules.rollout.percent": describeKey("0 to 100.", 10),
  "rules.rollout.by": describeKey("The facet whose values decide who is in the share.", "operator"),
  "rules.limit": describeKey(
    "The rule holds only for requests above this number, of those that `when` holds for.",
  ),
  "rules.limit.max": describeKey("How many requests are allowed in the window; up to 100,000.", 5),
  "rules.limit.per": describeKey("The window, from `10s` to `30d`.", "1h", "30s"),
  "rules.limit.by": describeKey(
    "The facet by whose values requests are counted, or several: one count for each combination.",
    "operator",
    ["group", "sender"],
  ),
  "rules.limit.count": describeKey(
    "What is counted: `requests`, or with `refusals` only those that another rule refused.",
    "refusals",
  ),
  "rules.limit.hold": describeKey("How long everything is refused once `max` refusals are reached.", "1h"),
  "rules.deny": describeKey("Refuses the request."),
  "rules.deny.code": describeKey(
    "Shown to the caller: one of the command's custom codes, or a map from family to code.",
    10101,
  ),
  "rules.deny.message": describeKey(
    "Shown to the caller with a custom code; `{facet}` is filled in.",
    "Groups of type {groupType} cannot be created here.",
  ),
  "rules.drop": describeKey("Discards the message; its sender is told that it was sent."),
  "rules.mask": describeKey("Replaces what the list finds in text elements."),
  "rules.mask.list": describeKey("The list's name, without `lists.`.", "profanity"),
  "rules.mask.with": describeKey(
    "A single character replaces each character found; a longer text replaces the whole match.",
    "*",
  ),
  "rules.observe": describeKey("Records the match and changes nothing."),
};

export const settingsTexts: KeyTexts = {
  $schema: { ...schemaKey, examples: ["./schema/settings.schema.json"] },
  sdkAppIds: describeKey("The SDKAppIDs that may call; others get 403.", [1400000000]),
  authentication: describeKey(
    "Whether callbacks must be signed. Turn it off only until the console has a token, or for webhooks that are never signed.",
  ),
  toleranceSeconds: describeKey(
    "The allowed difference between RequestTime and chatgate's clock, in seconds, either way.",
    60,
  ),
  mode: describeKey(
    "`off` beats `shadow`, `shadow` beats `enforce`: the least strict mode of settings, document and rule applies.",
  ),
  deadlineMs: describeKey("Milliseconds after which `onDeadline` is answered; Chat itself waits 2000.", 1500),
  refreshSeconds: describeKey("Seconds between reads of the parameter store.", 30),
  onDeadline: describeKey(
    "The answer if no decision was reached in time: one word, or one by pattern of commands.",
    "deny",
  ),
  onFault: describeKey("The answer if something failed: one word, or one by pattern of commands.", "deny"),
  onOversize: describeKey(
    "The answer if a rule cannot be decided because what it reads is over four times what Chat documents.",
    "allow",
  ),
  onUnreadable: describeKey(
    "The answer if a required field of the payload is missing or has another type: one word, or one by pattern of commands.",
    { "Sns.*": "deny", "*": "allow" },
  ),
  audit: describeKey("The contents of audit records."),
  "audit.include": describeKey("The facets that audit records contain."),
  "audit.accounts": describeKey("Whether accounts appear as keyed hashes or in plain text."),
  "audit.sample": describeKey(
    "The share of plain allows that the audit log keeps, 0 to 1; everything else is always kept.",
    0.1,
  ),
  events: describeKey("Destinations of events; each destination of a matching entry gets one event."),
  "events.on": describeKey(
    "The commands that it covers: a name, a glob, or a list of these.",
    "*.CallbackAfter*",
  ),
  "events.to": describeKey(
    "`queue` (the stack's own), `sqs:<url>`, `eventbridge:<bus>`, `kinesis:<stream>`, `firehose:<stream>`, an `https:` URL, `log`, or `file:<path>` on this machine.",
    "queue",
    "eventbridge:chat",
  ),
  "events.decisions": describeKey(
    "Before-commands too: those that were refused, or all. Default: after-commands only.",
  ),
  "events.with": describeKey("The whole callback, or its facets only."),
  recording: describeKey(
    "Records whole requests, encrypted, in the log, for replay; `chatgate record start` writes this.",
  ),
  "recording.until": describeKey("The end of the recording; at most 30 days ahead.", "2026-12-01T15:00:00Z"),
  "recording.sample": describeKey("The percentage of accounts that is recorded.", 10),
  "recording.by": describeKey("The facet that the sample is drawn by; the sender if it is empty."),
  "recording.on": describeKey("The commands, as a glob.", "*.CallbackBefore*"),
  "recording.key": describeKey("The public key that encrypts the recordings."),
  "recording.key.id": describeKey("The name of the private key's parameter.", "rec-20261124-a1b2"),
  "recording.key.publicKey": describeKey(
    "An X25519 public key, as base64url.",
    "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo",
  ),
  upstream: describeKey("A backend that requests are passed on to; see docs/adopt.md."),
  "upstream.url": describeKey(
    "Its URL: `https:` and a public host, unless `allowPrivateAddress` is set.",
    "https://backend.example.com/chat",
  ),
  "upstream.on": describeKey("The commands that it covers: a name, a glob, or a list of these.", "Group.*"),
  "upstream.timeoutMs": describeKey(
    "Milliseconds to wait for its answer; never more than the deadline leaves.",
    800,
  ),
  "upstream.onFailure": describeKey(
    "The answer to a before-command that the policies allow and the backend does not answer as documented.",
  ),
  "upstream.allowPrivateAddress": describeKey(
    "Allows `http:`, and hosts that are not on the public internet.",
    true,
  ),
};

export const suiteTexts: KeyTexts = {
  $schema: { ...schemaKey, examples: ["./schema/policy-test.schema.json"] },
  tests: describeKey("Each test has a callback and the expected result."),
  "tests.name": describeKey("What is tested; unique in its file.", "refuses live rooms, and says so"),
  "tests.command": describeKey(
    "The command. Its sample callback is changed by `set`.",
    "Group.CallbackBeforeCreateGroup",
  ),
  "tests.set": describeKey(
    "Facets (`name`) or payload fields (`MemberList.0.Member_Account`) and their values; `null` removes the field.",
  ),
  "tests.as": describeKey(
    "Who makes the request: sets the operator, or the sender if the command has no operator.",
    "ops-bot",
  ),
  "tests.at": describeKey("The time of the request; default: now.", "2026-01-31T22:30:00Z"),
  "tests.given": describeKey("What limits have counted before; default: nothing."),
  "tests.given.used": describeKey(
    "In the limit of the expected rule; if no rule is expected, in every limit.",
    4,
  ),
  "tests.given.limits": describeKey("By rule: its id, or `<document>/<id>`.", { "creation-burst": 4 }),
  "tests.expect": describeKey("The expected decision, or details of it.", "allow"),
  "tests.expect.decision": describeKey("The decision; `partial`: some of the accounts are refused."),
  "tests.expect.code": describeKey(
    "The code that the caller sees, for the request or for one account.",
    10101,
  ),
  "tests.expect.rule": describeKey(
    "The rule that decides: its id, or `<document>/<id>`.",
    "group-types",
    "creation/group-types",
  ),
  "tests.expect.message": describeKey(
    "What the caller reads, with `{facet}` filled in.",
    "Groups of type AVChatRoom cannot be created here.",
  ),
  "tests.expect.refused": describeKey("The refused accounts, in the order of the request.", ["leckie"]),
  "tests.expect.text": describeKey("The message's text after masking.", "such ****"),
  "tests.expect.effects": describeKey(
    "The effect of single rules, by ID, e.g. `would-deny` for a rule in shadow mode.",
  ),
};

export const labelsTexts: KeyTexts = {
  $schema: { ...schemaKey, examples: ["./policies/schema/replay-labels.schema.json"] },
  labels: describeKey("What later callbacks report about earlier requests; up to 10 labels."),
  "labels.id": describeKey("The label's name in reports; unique in the file.", "recalled-by-staff"),
  "labels.description": describeKey("What it means.", "Recalled by staff within a week."),
  "labels.of": describeKey(
    "The before-commands whose requests can get the label: a name, a glob or a list of these.",
    "Group.CallbackBeforeSendMsg",
  ),
  "labels.key": describeKey(
    "A CEL expression over such a request: a text or number that names it.",
    "request.MsgId",
  ),
  "labels.from": describeKey(
    "The after-commands that report it: a name, a glob or a list of these.",
    "Group.CallbackAfterRecallMsg",
  ),
  "labels.when": describeKey(
    "A CEL condition over the after-command. Without one, each of them counts.",
    "operator in lists.staff",
  ),
  "labels.keys": describeKey(
    "A CEL expression over the after-command: the key of the request that it is about, or a list of keys.",
    "request.MsgSeqList.map(message, message.MsgId)",
    "request.MsgKey",
  ),
  "labels.within": describeKey(
    "How long after the request it counts: from `1m` to `30d`; default: `7d`.",
    "7d",
    "24h",
  ),
};
