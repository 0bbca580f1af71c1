/**
 * What editors and docs/language.md say about a key; examples wherever the schema itself does not list the values. None
 * is a mapping: editors offer those as "[object Object]".
 */
export type KeyText = { readonly about: string; readonly examples?: readonly unknown[] };

/** By path, e.g. `rules.unless.reason`: lists are seen through. */
export type KeyTexts = Readonly<Record<string, KeyText>>;

const key = (about: string, ...examples: readonly unknown[]): KeyText =>
  examples.length === 0 ? { about } : { about, examples };

const schemaKey = key("Where the schema of this file is, for editors.", "./schema/policy.schema.json");

export const documentTexts: KeyTexts = {
  $schema: schemaKey,
  description: key("What the document is for.", "Who may create what, and what it may be called."),
  mode: key("The mildest of the settings', the document's and the rule's mode holds."),
  rules: key("Every live rule is evaluated; the first refusal in order gives code and message."),
  "rules.id": key("Names the rule in audit records; unique in its document.", "reserved-names"),
  "rules.description": key("What the rule is for.", "In shadow, until it is clear whom it would reach."),
  "rules.on": key(
    "The commands it covers: a name, a glob (`*` runs over dots too), or a list of either.",
    "Group.CallbackBeforeCreateGroup",
    "*.CallbackBeforeSendMsg",
    ["Sns.CallbackPrevFriendAdd", "Sns.CallbackPrevFriendResponse"],
  ),
  "rules.when": key(
    "A CEL condition; without one the rule always holds.",
    '!(groupType in ["Work", "Public"])',
    "name.hasWord(lists.reserved)",
    "target in lists.barred",
    'now.between("22:00", "06:00", "Asia/Singapore")',
  ),
  "rules.mode": key("`enforce` decides, `shadow` only records, `off` does nothing."),
  "rules.unless": key("Accounts that the rule spares."),
  "rules.unless.account": key(
    "User IDs, or `lists.<name>`; compared with the operator, or the sender where there is none.",
    ["ops-bot"],
    "lists.staff",
  ),
  "rules.unless.reason": key("Why; people will ask.", "Runs the official groups"),
  "rules.unless.until": key("The last day, in UTC, on which it applies.", "2027-01-31"),
  "rules.rollout": key("Enforce for a stable share of a facet's values; the rest is as in shadow."),
  "rules.rollout.percent": key("0 to 100.", 10),
  "rules.rollout.by": key("The facet whose values are in or out.", "operator"),
  "rules.limit": key("Holds only above so many requests; needs the quota store."),
  "rules.limit.max": key("How many requests are still let through.", 5),
  "rules.limit.per": key("In how long: `30s`, `10m`, `1h`, `7d`.", "1h"),
  "rules.limit.by": key("The facet by whose values requests are counted.", "operator"),
  "rules.deny": key("Refuse."),
  "rules.deny.code": key(
    "Shown to the caller: one of the command's custom codes, or a map from family to code.",
    10101,
  ),
  "rules.deny.message": key(
    "Shown to the caller with a custom code; `{facet}` is filled in.",
    "Groups of type {groupType} cannot be created here.",
  ),
  "rules.drop": key("Discard silently: the sender is told that it was sent."),
  "rules.mask": key("Rewrite what the list finds in text elements."),
  "rules.mask.list": key("The list's name, without `lists.`.", "profanity"),
  "rules.mask.with": key("One character is repeated for each one found; more stand once.", "*"),
  "rules.observe": key("Only record."),
};

export const settingsTexts: KeyTexts = {
  $schema: { ...schemaKey, examples: ["./schema/settings.schema.json"] },
  sdkAppIds: key("The SDKAppIDs that may call; others are answered 403.", [1400000000]),
  authentication: key("Whether callbacks must carry a good Sign. Off only until the console's token is set."),
  toleranceSeconds: key("How far RequestTime may be from our clock, either way.", 60),
  mode: key("The mildest of this, a document's and a rule's mode holds."),
  deadlineMs: key("Milliseconds after which `onDeadline` is answered; Chat itself waits 2000.", 1500),
  refreshSeconds: key("Between reads of the parameter store.", 30),
  onDeadline: key("The answer where no decision was reached in time."),
  onFault: key("The answer where something broke."),
  onUnreadable: key("The answer where the payload lacks what is always there."),
  audit: key("What audit records hold."),
  "audit.include": key("The facets that they hold."),
  "audit.accounts": key("Whether accounts appear as keyed hashes or as they are."),
  events: key("Where events are delivered; not yet."),
  "events.on": key("The commands, as a glob.", "*.CallbackAfter*"),
  "events.to": key("Where to.", "log"),
};

export const suiteTexts: KeyTexts = {
  $schema: { ...schemaKey, examples: ["./schema/policy-test.schema.json"] },
  tests: key("Each is a callback, and what becomes of it."),
  "tests.name": key("Says what is tested; unique in its file.", "refuses live rooms, and says so"),
  "tests.command": key(
    "The command, whose sample is changed as `set` says.",
    "Group.CallbackBeforeCreateGroup",
  ),
  "tests.set": key(
    "Facets (`name`) or payload fields (`MemberList.0.Member_Account`) and their values; `null` takes one away.",
  ),
  "tests.as": key("Who asks: the operator, or else the sender.", "ops-bot"),
  "tests.at": key("The gate's clock; default: now.", "2026-01-31T22:30:00Z"),
  "tests.expect": key("The decision, or more about it.", "allow"),
  "tests.expect.decision": key("What is decided; `partial`: some of the accounts are refused."),
  "tests.expect.code": key("The code that the caller sees, of the request or of one account.", 10101),
  "tests.expect.rule": key(
    "The rule that decides: its id, or `<document>/<id>`.",
    "group-types",
    "creation/group-types",
  ),
  "tests.expect.message": key(
    "What the caller reads, holes filled in.",
    "Groups of type AVChatRoom cannot be created here.",
  ),
  "tests.expect.refused": key("The accounts that are refused, in the request's order.", ["leckie"]),
  "tests.expect.text": key("The message's text after masking.", "such ****"),
  "tests.expect.effects": key("What single rules do, by id, e.g. `would-deny` of a rule in shadow."),
};
