import { describeDiagnostic, formatSentence, messages } from "../../lib/authoring/messages/messages.ts";
import type { Diagnostic, DiagnosticCode } from "../../lib/policy/diagnostic.ts";
import { checkTexts } from "../support/example-files.ts";
import { testRows } from "../support/table.ts";

type Row = {
  readonly code: DiagnosticCode;
  /** Of a code without an example in files. */
  readonly sample?: Partial<Omit<Diagnostic, "code">>;
  readonly text: string;
};

/** Every text, at its example: no other test asserts one. */
const rows: readonly Row[] = [
  {
    code: "folder-unreadable",
    sample: {},
    text: "Cannot be read as a folder. Name the folder that holds settings.yaml.",
  },
  { code: "file-extension", sample: {}, text: "Not read. Rename it to end in .yaml." },
  {
    code: "file-name",
    sample: {},
    text: 'Cannot be stored under this name. Use only letters, digits, ".", "-" and "_".',
  },
  {
    code: "file-encoding",
    sample: {},
    text: "Cannot be read as UTF-8 text. Check its encoding and permissions.",
  },
  {
    code: "yaml-syntax",
    text: "Not valid YAML (UNEXPECTED_TOKEN). Compare this line and the one before it with an example.",
  },
  { code: "yaml-indentation", text: '"observe" is not indented like "when". Line them up.' },
  { code: "yaml-tab", text: "YAML does not allow tabs as indentation. Use spaces." },
  { code: "yaml-unclosed", text: "This [ is never closed. Add the closing one." },
  { code: "yaml-unquoted", text: "Quote the whole value: '\"@all\" in members'" },
  {
    code: "yaml-nested-key",
    text: "Quote the whole value, since it holds a colon: 'names: what they may be'",
  },
  { code: "yaml-missing-colon", text: 'No colon in "id names". Write `key: value`.' },
  { code: "yaml-escape", text: "\\d is not an escape in double quotes. Use single quotes." },
  { code: "yaml-duplicate-key", text: 'The key "mode" is already used in this map. Remove one of the two.' },
  { code: "yaml-several-documents", text: "A file holds one document. Move this one to a file of its own." },
  {
    code: "json-invalid",
    sample: { details: { offset: 2 } },
    text: "Not valid JSON at character 3. Push the set again.",
  },
  { code: "empty-document", text: "The file is empty. Write its keys, or delete it." },
  { code: "unknown-key", text: 'Unknown key "whn". Did you mean "when"?' },
  { code: "missing-key", text: 'The key "id" is missing. Add it (text).' },
  { code: "wrong-type", text: '"sdkAppIds" must be a list, not a number.' },
  { code: "action-not-empty", text: '"drop" takes an empty map. Write `drop: {}`.' },
  { code: "no-rules", text: "A policy needs at least one rule. Add one, or delete the file." },
  { code: "empty-value", text: '"sdkAppIds" is an empty list. Add to it, or remove the key.' },
  { code: "number-too-small", text: "50 is too small. Use 100 or more." },
  { code: "number-too-large", text: "2000 is too large. Use 1900 or less." },
  { code: "text-too-long", text: "The text is too long. Use at most 500 characters." },
  { code: "unknown-value", text: 'Unknown value "off-line". Use off, shadow or enforce.' },
  {
    code: "invalid-id",
    text: '"Reserved_Names" is not a valid id. Use lower-case letters, digits and hyphens, at most 63.',
  },
  { code: "invalid-date", text: '"2027-02-30" is not a date. Write it as YYYY-MM-DD.' },
  { code: "invalid-duration", text: '"1 hour" is not a duration. Write it as 30s, 10m, 1h or 7d.' },
  {
    code: "invalid-list-reference",
    text: '"ops-bot" is not a list. Write lists.<name>, or accounts as [ops-bot].',
  },
  { code: "setting-too-long", text: '"events" has too many items. Use at most 10.' },
  {
    code: "destination-invalid",
    text: '"eventbridge:my bus" is not an event bus. Use eventbridge: and its name or ARN.',
  },
  {
    code: "events-unauthenticated",
    text: 'Nothing is delivered to "queue" with authentication off. Set `authentication: required`.',
  },
  { code: "event-rule-repeated", text: "The same entry is above. Remove one of the two." },
  {
    code: "settings-missing",
    sample: {},
    text: "settings.yaml is missing. Create it, with at least `sdkAppIds: [<SDKAppID>]`.",
  },
  { code: "list-empty", text: "The list has no entries. Add them, one a line." },
  {
    code: "list-whole-and-parts",
    sample: {},
    text: "The list is stored both whole and in parts. Delete one of the two.",
  },
  {
    code: "entry-invisible",
    text: "The entry holds only invisible characters and would match every text. Remove it.",
  },
  { code: "entry-too-long", text: "The entry has 107 characters. Use at most 100." },
  { code: "unknown-fold", text: 'Unknown fold "leat". Write "# fold: leet" or "# fold: spaced".' },
  { code: "late-fold", text: '"# fold: leet" must be before the first entry. Move it up.' },
  { code: "duplicate-rule", text: 'The id "names" is already used in this document. Use another one.' },
  {
    code: "unknown-command",
    text: 'Unknown command "Group.CallbackBeforeCreateGrop". Did you mean "Group.CallbackBeforeCreateGroup"?',
  },
  { code: "pattern-unmatched", text: '"Groups.*" matches no command. See `chatgate commands`.' },
  { code: "no-action", text: "The rule has no action. Add one of `deny`, `drop`, `mask`, `observe`." },
  { code: "several-actions", text: "The rule has `deny` and `observe`. Keep one of them." },
  {
    code: "action-unavailable",
    text: "Group.CallbackAfterCreateGroup cannot deny, since it reports what has happened. Use `observe`.",
  },
  { code: "unknown-facet", text: 'Unknown facet "operater". Did you mean "operator"?' },
  {
    code: "hole-per-target",
    text: "Sns.CallbackPrevFriendAdd is decided target by target, and {targets} would repeat all of them for each. Use {target}.",
  },
  {
    code: "facet-unavailable",
    text: 'Group.CallbackBeforeCreateGroup has no facet "text". It has command, platform, clientIp, sdkAppId, now, operator, owner, name, groupType, owned, members and eventTime.',
  },
  { code: "unknown-list", text: 'Unknown list "staff". Create lists/staff.txt.' },
  {
    code: "mask-joins",
    text: '"\u0301" would join the characters beside it. Use a whole character, such as *.',
  },
  { code: "mask-invisible", text: "The replacement is invisible. Use a visible character, such as *." },
  {
    code: "mask-separates",
    text: '"-" separates letters in a spaced list, so those beside it could become an entry. Use another character, such as *.',
  },
  {
    code: "mask-overlaps",
    text: '"[admin]" overlaps the entry "admin" of the list, which could match again. Use a character that no entry has, such as *.',
  },
  { code: "unpaired-brace", text: "This { has no partner. Write {{ or }} for a brace." },
  { code: "unknown-family", text: 'The rule covers no command of "Sns". Remove the key.' },
  {
    code: "denial-unseen",
    text: "Group.CallbackBeforeInviteJoinGroup refuses single targets by name only, so nobody would see a code or message. Write `deny: {}`.",
  },
  {
    code: "code-unavailable",
    text: "99 is not a code of Group.CallbackBeforeCreateGroup. Use 10100 to 10200 or 1.",
  },
  { code: "unexpected-character", text: '"#" is not part of CEL. Remove it.' },
  {
    code: "unexpected-token",
    text: '"groupType" cannot stand here. Put an operator such as && before it, or remove it.',
  },
  { code: "unexpected-end", text: "The condition ends too early. Add what is missing after it." },
  { code: "unterminated-string", text: "The text is not closed. Add the quote at its end." },
  { code: "bad-escape", text: '"\\q" is no escape. Write \\\\ for a backslash.' },
  { code: "bad-number", text: '"3x" is not a number. Write it as 20, 0.5 or 0xff.' },
  { code: "int-out-of-range", text: "99999999999999999999 does not fit into 64 bits. Use a smaller number." },
  { code: "reserved-word", text: '"for" is a reserved word of CEL. Use another name.' },
  { code: "word-operator", text: 'CEL has no "and". Use &&.' },
  { code: "single-operator", text: 'CEL has no "=". Use ==.' },
  {
    code: "unsupported",
    text: "`matches()` is not available: a backtracking regular expression can hang the gate. Use `glob()`, `hasWord()` or `containsAny()`.",
  },
  {
    code: "has-needs-field",
    text: "has() takes a field, such as has(request.Name). A facet is always there: compare it with its empty value.",
  },
  {
    code: "macro-arguments",
    text: 'exists(name): name each item first, then say what is computed of it: list.exists(x, x == "a").',
  },
  {
    code: "source-too-long",
    sample: {},
    text: "The condition has over 10000 characters. Split the rule in two, or use a list.",
  },
  {
    code: "too-many-nodes",
    sample: {},
    text: "The condition has over 200 names, values, operators and calls. Split the rule in two, or use a list.",
  },
  { code: "too-deep", text: "The condition is nested over 40 deep. Split the rule in two, or use a list." },
  {
    code: "too-many-items",
    sample: {},
    text: "The list has over 100 items. Put them into lists/<name>.txt and write lists.<name>.",
  },
  { code: "too-many-entries", text: "Maps are not available. Compare with == and ||, or use a list." },
  { code: "too-many-arguments", text: "The call has over 8 arguments. Remove some." },
  {
    code: "literal-too-long",
    sample: {},
    text: "The text has over 1000 characters. Use a shorter one, or a list.",
  },
  {
    code: "nested-macro",
    text: "all is inside another macro, which takes too long. Use a list, or write two rules.",
  },
  { code: "unknown-field", text: 'The payload has no "request.Nam". Did you mean "request.Name"?' },
  { code: "unknown-function", text: 'Unknown function "exist". Did you mean "exists"?' },
  { code: "field-needs-name", text: 'The name must be written out. Write lists.<name>, or request["Name"].' },
  {
    code: "list-needs-function",
    text: "lists.names can only be searched. Write `operator in lists.<name>`, or `name.hasWord(lists.<name>)`.",
  },
  {
    code: "wrong-arguments",
    text: "string.startsWith(int) does not exist. Use string.startsWith(string): bool.",
  },
  { code: "wrong-operands", text: "Types differ: int == string. Use two values of one type." },
  { code: "text-against-number", text: '"20" is a text, and the other side a number. Write 20.' },
  { code: "not-bool", text: "This must be true or false, and is int. Compare it with something." },
  { code: "not-iterable", text: "This must be a list, and is string. Use a facet that is a list." },
  { code: "mixed-items", text: "This item is int, unlike those before it. Use values of one type." },
  { code: "wrong-key", text: "The index is string. Use an int for a list, a text for a map." },
  {
    code: "no-fields",
    text: '"eventTime.hour": timestamp has no fields. Remove what follows the dot, or call a function.',
  },
  { code: "missing-call", text: '"members.size" is no field. Write members.size().' },
  { code: "bad-timestamp", text: '"2027-13-01" is not a time. Write it as "2027-01-31T00:00:00Z".' },
  { code: "bad-duration", text: '"5 minutes" is not a duration. Write it as "1h30m", "5m" or "24h".' },
  { code: "bad-zone", text: '"Asia/Singapoor" is not a time zone. Write "Asia/Singapore".' },
  { code: "bad-conversion", text: '"three" cannot be converted. Write the value itself.' },
  { code: "pattern-not-written", text: 'The pattern must be written out. Write it as "vip-*".' },
  { code: "pattern-too-long", text: "The pattern has over 100 characters. Use a shorter one, or a list." },
  { code: "scripts-not-written", text: 'The scripts must be written out. Write them as ["Latin", "Han"].' },
  { code: "unknown-script", text: '"Latn1" is not a Unicode script. Use a name such as "Latin" or "Han".' },
  { code: "bad-time-of-day", text: '"7:00" is not a time of day. Write it as "22:00".' },
  { code: "zone-not-written", text: 'The time zone must be written out. Write it as "Asia/Singapore".' },
  {
    code: "bad-network",
    text: '"10.0.0.0/33" is not an address or a block. Write it as 192.0.2.1 or 10.0.0.0/8.',
  },
  {
    code: "cost-too-high",
    text: 'This could take 151,093,259 steps for Group.CallbackBeforeSendMsg, and 500,000 are allowed; most of them in "text.size()". Search a list once with hasWord() or containsAny() instead of item by item, or split the rule.',
  },
  {
    code: "limit-with-mask",
    text: "A rule with `mask` cannot have a limit. Use `deny`, `drop` or `observe`.",
  },
  {
    code: "limit-per-target",
    text: "Group.CallbackBeforeInviteJoinGroup would be decided target by target, and requests are counted whole. Use `targets` instead.",
  },
  { code: "limit-period", text: '"60d" is not between 10s and 30d. Use a duration in between.' },
  {
    code: "limit-uncountable",
    text: 'Requests cannot be counted by "members", which is a list or a time. Use a facet with one value, such as the operator.',
  },
  { code: "hold-without-refusals", text: "`hold` needs `count: refusals`. Add it, or remove `hold`." },
  {
    code: "too-many-limits",
    text: "Group.CallbackBeforeCreateGroup has more than 100 rules with a limit. Remove some.",
  },
  {
    code: "label-repeated",
    sample: { token: "recalled" },
    text: 'The id "recalled" is already used in this file. Use another one.',
  },
  {
    code: "label-phase",
    sample: {
      path: ["labels", 0, "from"],
      details: { commands: ["Group.CallbackBeforeSendMsg"], wanted: "after" },
    },
    text: 'Group.CallbackBeforeSendMsg asks before something happens. "from" takes commands that report it afterwards.',
  },
  {
    code: "label-key-type",
    sample: { path: ["labels", 0, "keys"], details: { found: "bool", isList: true } },
    text: '"keys" gives bool. Write an expression that gives a text or a number, or a list of them.',
  },
  {
    code: "label-within",
    sample: { token: "90d", details: { shortest: "1m", longest: "30d" } },
    text: "90d is out of range. Use 1m to 30d.",
  },
  { code: "no-message", text: "The rule has no message, so users will not know why. Add a `message`." },
  {
    code: "never-holds",
    text: "No request can make this true, so the rule never applies. Change the condition.",
  },
  {
    code: "unknown-word",
    text: 'Chat sends no groupType "Klub". Use Work, Public, Meeting, AVChatRoom, Community, BChatRoom or Live.',
  },
  {
    code: "unguarded-read",
    text: "request.InviteOption is optional, and the rule is an error where it is not sent. Write has(request.InviteOption) && before it.",
  },
  {
    code: "mentions-unreliable",
    text: "Group.CallbackBeforeSendMsg may come without mentions, so the rule may never apply. Observe them after sending, too.",
  },
  {
    code: "error-on-sample",
    text: "The rule is an error on the sample of Group.CallbackBeforeCreateGroup (bad-conversion: int(name)). Change the condition, or narrow `on`.",
  },
  {
    code: "error-on-emptiest",
    text: "The rule is an error where Group.CallbackBeforeSendMsg comes with only what is required (index-out-of-bounds: request.MsgBody[0]). Ask first whether the value is there.",
  },
  { code: "expired-exemption", text: "The exemption ended on 2020-01-31. Remove it, or set a later day." },
  {
    code: "hot-limit",
    text: "groupType has few values, so one counter is asked for a great many requests, and DynamoDB slows down above 1,000 a second. Count by an account or a group.",
  },
  {
    code: "short-hold",
    text: "10m is shorter than `per`, so it adds little: after `max` refusals nothing passes until the first of them is `per` old. Make it longer, or remove it.",
  },
  {
    code: "unreachable-limit",
    text: '"strict" refuses earlier whatever this limit would. Lower `max`, or remove the rule.',
  },
  { code: "unused-list", text: "No rule uses this list. Remove it, or use it in a rule." },
  {
    code: "unguarded-sibling",
    text: "Whoever is refused here can make the change right afterwards, and no rule covers that. Observe Group.CallbackAfterGroupInfoChanged too.",
  },
  {
    code: "wide-tolerance",
    text: "toleranceSeconds is 900: a captured callback can be sent again for so long. Use 300 or less on a deployed stage.",
  },
  {
    code: "recording-too-long",
    text: "The recording ends 2199-01-01T00:00:00Z, more than 30 days from now: nothing is recorded. Use an earlier `until`.",
  },
  {
    code: "recording-ended",
    text: "The recording ended 2020-01-01T00:00:00Z. Remove it, or start another one.",
  },
  {
    code: "test-invalid",
    sample: { details: { text: 'there is no rule "names".' } },
    text: 'there is no rule "names".',
  },
  {
    code: "stage-settings-missing",
    sample: { details: { stage: "dev", file: "policies/stages/dev.yaml" } },
    text: "No settings at stage dev. Create policies/stages/dev.yaml with at least `sdkAppIds: [<SDKAppID>]`, then run `chatgate policy push`.",
  },
  {
    code: "authentication-off",
    sample: {},
    text: "authentication is off, so anybody may call. Set it to `required`.",
  },
  {
    code: "mode-not-enforced",
    sample: { details: { mode: "shadow" } },
    text: "mode is shadow, so no rule decides anything. Set it to `enforce`.",
  },
  {
    code: "policies-missing",
    sample: { details: { place: "The stage" } },
    text: "The stage has no policy, so everything is allowed. Push one.",
  },
  {
    code: "set-incomplete",
    sample: { details: { names: ["lists/names", "policies/naming"] } },
    text: "The set cannot be read: SSM has no lists/names and policies/naming. Push it again.",
  },
  {
    code: "out-of-sync",
    sample: { details: { names: ["settings"] } },
    text: "Changed since the push and not in force: settings. Push to overwrite the change.",
  },
  {
    code: "unmanaged",
    sample: {
      details: { names: ["lists/a", "lists/b", "lists/c", "lists/d", "lists/e", "lists/f", "lists/g"] },
    },
    text: "Created by hand and not in force: lists/a, lists/b, lists/c, lists/d, lists/e and 2 more. Push it from the folder, or delete it.",
  },
  {
    code: "tokens-missing",
    sample: { details: { parameter: "/chatgate-secrets/dev/tokens" } },
    text: "/chatgate-secrets/dev/tokens has no token, so every callback is refused. Store one there (docs/deploy.md).",
  },
  {
    code: "token-not-encrypted",
    sample: { details: { parameter: "/chatgate-secrets/dev/tokens" } },
    text: "/chatgate-secrets/dev/tokens is not encrypted. Delete it, and store a new token there as SecureString.",
  },
  {
    code: "token-misplaced",
    sample: { details: { parameter: "/chatgate/dev/tokens", right: "/chatgate-secrets/dev/tokens" } },
    text: "/chatgate/dev/tokens can be read by everybody who may read policies. Delete it, and store a new token at /chatgate-secrets/dev/tokens.",
  },
  {
    code: "token-published",
    sample: {},
    text: "One token is the documentation's example, which everybody knows. Remove it.",
  },
  {
    code: "token-short",
    sample: { details: { limit: 16 } },
    text: "One token is shorter than 16 characters and may be guessed. Use `openssl rand -hex 32`.",
  },
  {
    code: "tokens-unreadable",
    sample: { details: { reason: "Access denied." } },
    text: "Not checked: Access denied.",
  },
  {
    code: "parameter-encrypted",
    sample: { details: { parameter: "/chatgate/dev/notes" } },
    text: "/chatgate/dev/notes is a SecureString, which stops every read. Store it as String.",
  },
  {
    code: "document-too-large",
    sample: { document: "policies/naming", details: { bytes: 9000, limit: 8192 } },
    text: "policies/naming is 8.8 KB as JSON, over the 8 KB of a parameter. Move rules to another document.",
  },
  {
    code: "entry-too-large",
    sample: { document: "lists/names", at: { line: 3, column: 1 }, details: { limit: 4096 } },
    text: "lists/names, line 3: over 4 KB. Shorten the line.",
  },
  {
    code: "list-too-long",
    sample: { document: "lists/names", details: { parts: 1001, limit: 999 } },
    text: "lists/names needs 1001 parts, over the 999 allowed. Split the list.",
  },
  {
    code: "list-braces",
    sample: { document: "lists/names" },
    text: 'lists/names holds "{{", which SSM refuses. Remove it.',
  },
  {
    code: "manifest-too-large",
    sample: { details: { bytes: 9000, limit: 8192 } },
    text: "The set's manifest would be 8.8 KB, over the 8 KB of a parameter. Put short documents together.",
  },
  {
    code: "set-too-slow",
    sample: { details: { ms: 1325, budget: 1200, arithmetic: "53 calls: 1325 ms" } },
    text: "A cold start needs about 1325 ms to read this set and has 1200 ms. 53 calls: 1325 ms. Move lists over 32 KB to the stack's bucket, or shorten them.",
  },
  {
    code: "incident-dropped",
    sample: {
      details: { sets: ["set 5 (list add barred: Spam, by mira)"], documents: ["lists/barred"] },
    },
    text: "This push would undo changes of lists/barred at the stage: set 5 (list add barred: Spam, by mira). Take them over with `policy pull --force`.",
  },
  {
    code: "pack-stale",
    sample: {},
    text: "The pack does not hold the set in force: a cold start makes more than one call. Push again.",
  },
  {
    code: "manifest-too-new",
    sample: { details: { format: 2, reader: 1 } },
    text: "The manifest has format 2, and the deployed function reads up to 1: it keeps its last good set. Deploy this chatgate, or push again.",
  },
  {
    code: "audit-key-missing",
    sample: { details: { parameter: "/chatgate-secrets/dev/audit-key" } },
    text: "Account hashes are keyed by the first token, and change with it. `token new` makes /chatgate-secrets/dev/audit-key.",
  },
  {
    code: "nearly-full",
    sample: { document: "policies/naming", details: { bytes: 4000, limit: 4096, tier: "standard" } },
    text: "policies/naming is 3.9 KB of 4 KB. Above it is billed as an advanced parameter; split it.",
  },
  {
    code: "many-pages",
    sample: { details: { parameters: 254, pages: 26 } },
    text: "254 parameters in 26 pages, which a cold start reads one after the other. Shorten the lists.",
  },
  {
    code: "many-unused",
    sample: { details: { parameters: 12 } },
    text: "12 parameters not in use. `policy push --prune` deletes the oldest.",
  },
  {
    code: "set-not-found",
    sample: { details: { set: 9, first: 1, last: 3 } },
    text: "There is no set 9. `policy history` lists 1 to 3.",
  },
  { code: "set-current", sample: { details: { set: 3 } }, text: "Set 3 is in force. Name an earlier one." },
  {
    code: "set-lost",
    sample: { details: { set: 2, names: ["lists/names:1"] } },
    text: "Set 2 cannot be restored: SSM no longer has its version of lists/names:1. Name a later set.",
  },
  {
    code: "set-empty",
    sample: { details: { set: 1 } },
    text: "Set 1 is the state before the first push and has no settings. Name a later set.",
  },
  { code: "no-earlier-set", sample: {}, text: "There is no earlier set. Push a new one instead." },
  {
    code: "stage-unreadable",
    sample: { details: { reason: "GetParametersByPath /chatgate/dev: AccessDeniedException" } },
    text: "Cannot be read with your rights: GetParametersByPath /chatgate/dev: AccessDeniedException.",
  },
  {
    code: "function-missing",
    sample: { details: { name: "chatgate-dev-webhook", stage: "dev" } },
    text: "chatgate-dev-webhook is not deployed. Run `npx serverless deploy --stage dev`.",
  },
  {
    code: "function-unreadable",
    sample: { details: { name: "chatgate-dev-webhook", status: 403 } },
    text: "The environment cannot be read (HTTP 403). Allow your role lambda:GetFunctionConfiguration on chatgate-dev-webhook.",
  },
  {
    code: "lambda-unreachable",
    sample: { details: { cause: "ECONNREFUSED" } },
    text: "Lambda does not answer (ECONNREFUSED). Check the network.",
  },
  {
    code: "environment-invalid",
    sample: { token: "CHATGATE_ON_FAULT", details: { expected: "allow or deny" } },
    text: "CHATGATE_ON_FAULT is invalid. Set it to allow or deny.",
  },
  {
    code: "destination-local",
    sample: { token: "file:events.jsonl" },
    text: '"file:events.jsonl" is for this machine only. Use queue.',
  },
  {
    code: "destination-missing",
    sample: { token: "eventbridge:chat" },
    text: '"eventbridge:chat" does not exist. Create it, or deploy the stack that has it.',
  },
  {
    code: "destination-unreadable",
    sample: { token: "queue", details: { cause: "AccessDeniedException" } },
    text: '"queue" cannot be looked at (AccessDeniedException). Allow your role to read it.',
  },
  {
    code: "webhook-secret-missing",
    sample: { details: { parameter: "/chatgate-secrets/dev/webhook-secrets" } },
    text: "/chatgate-secrets/dev/webhook-secrets has no secret, so no webhook is sent. Store one there (docs/events.md).",
  },
  {
    code: "url-invalid",
    sample: { token: "nonsense" },
    text: '"nonsense" is not a URL. Use the one that `sls deploy` printed.',
  },
  {
    code: "url-not-https",
    sample: {},
    text: "The URL is not https, so anybody on the way could reuse a signature. Use https.",
  },
  {
    code: "url-with-query",
    sample: {},
    text: "The URL has a `?`, but Chat adds its own parameters. Remove it.",
  },
  {
    code: "url-unreachable",
    sample: { details: { host: "example.org", cause: "ECONNREFUSED" } },
    text: "example.org cannot be reached (ECONNREFUSED). Compare the URL with `npx sls info`.",
  },
  {
    code: "url-not-asked",
    sample: {},
    text: "Not called: without settings and a token there is no signature to send. Fix those first.",
  },
  {
    code: "url-refuses",
    sample: { details: { status: 401, answer: "sign-mismatch", address: "example.org/" } },
    text: "The verify request is answered 401, sign-mismatch. The function has another token. Wait for `refreshSeconds`, or use the URL of this stage.",
  },
  {
    code: "url-slow",
    sample: { details: { first: 1800, again: 1200 } },
    text: "The verify request is answered OK in 1800 ms the first time, 1200 ms again, of the 2000 ms that Chat waits. Deploy nearer to Chat's data centre.",
  },
  {
    code: "url-accepts-forged",
    sample: {},
    text: "A wrong signature is accepted. The function could not read the stage (see its log), or the URL is of another stage.",
  },
  {
    code: "clock-skew",
    sample: { details: { seconds: -70, other: "store" } },
    text: "This machine's clock is 70 s behind the store's. Set it, or what is signed here will be refused.",
  },
  { code: "aws-region-missing", sample: {}, text: "No AWS region. Set AWS_REGION or pass --region." },
  {
    code: "aws-credentials-missing",
    sample: {},
    text: "No AWS credentials. Set AWS_PROFILE, or sign in with `aws sso login`.",
  },
  { code: "aws-credentials-expired", sample: {}, text: "The AWS credentials have expired. Sign in again." },
  {
    code: "aws-credentials-invalid",
    sample: { details: { name: "InvalidSignatureException" } },
    text: "AWS refuses the credentials (InvalidSignatureException). Check them, the region and this machine's clock.",
  },
  {
    code: "aws-access-denied",
    sample: {
      details: { action: "ssm:PutParameter", resource: "arn:aws:ssm:eu-west-1:123:parameter/chatgate/dev" },
    },
    text: "Access denied (ssm:PutParameter on arn:aws:ssm:eu-west-1:123:parameter/chatgate/dev). Ask for that right on the stage's parameters.",
  },
  {
    code: "ssm-throttled",
    sample: { details: { name: "ThrottlingException" } },
    text: "SSM is busy (ThrottlingException). Wait, and try again.",
  },
  {
    code: "ssm-type-mismatch",
    sample: {},
    text: "A parameter of the set has another type in SSM. All are of type String: delete that parameter, and push again.",
  },
  {
    code: "ssm-unreachable",
    sample: { details: { cause: "ECONNREFUSED" } },
    text: "SSM cannot be reached (ECONNREFUSED). Check the network, the region and AWS_ENDPOINT_URL.",
  },
  {
    code: "ssm-error",
    sample: { details: { name: "ParameterLimitExceeded" } },
    text: "SSM refused the request (ParameterLimitExceeded). Look the name up in the SSM API reference.",
  },
];

test("every code has its text here", () => {
  expect(rows.map(({ code }) => code)).toEqual(Object.keys(messages));
});

testRows(rows, "$code", ({ code, sample, text }) => {
  const { example } = messages[code];
  const found =
    example.kind === "files"
      ? checkTexts(example.files).diagnostics
      : [{ code, severity: "error", document: "", path: [], ...sample } as Diagnostic]; // its details are the row's
  // The example causes this and nothing else.
  expect(found.map((diagnostic) => [diagnostic.code, describeDiagnostic(diagnostic)])).toEqual([
    [code, text],
  ]);
});

testRows(
  Object.entries(messages).map(([code, { title, fix, example }]) => ({ code, title, fix, example })),
  "$code: title, fix and situation read as sentences and phrases",
  ({ title, fix, example }) => {
    expect(title).toMatch(/^[A-Z`"*].*\.$/);
    expect(fix).toMatch(/^[A-Z`"].*\.$/);
    if (example.kind === "situation") expect(example.situation).not.toMatch(/\.$/);
  },
);

type Variant = { readonly name: string; readonly diagnostic: Diagnostic; readonly sentence: string };
const placed = { severity: "error", document: "policies/naming", rule: "names" } as const;
const variants: readonly Variant[] = [
  {
    name: "a rule without id",
    diagnostic: {
      ...placed,
      rule: undefined,
      code: "unknown-command",
      path: ["rules", 2, "on"],
      token: "Nope",
    },
    sentence:
      'policies/naming, rule 3, on: Unknown command "Nope". See `chatgate commands`. [unknown-command]',
  },
  {
    name: "several commands, and a place inside the value",
    diagnostic: {
      ...placed,
      code: "facet-unavailable",
      path: ["rules", 0, "when"],
      at: { line: 2, column: 3 },
      token: "text",
      details: { commands: ["A.B", "A.C", "A.D"], available: ["name", "owner"] },
    },
    sentence:
      'policies/naming, rule names, when 2:3: A.B and 2 more has no facet "text". It has name and owner. [facet-unavailable]',
  },
  {
    name: "a code with no range",
    diagnostic: {
      ...placed,
      code: "code-unavailable",
      path: ["rules", 0, "deny", "code"],
      token: "7",
      details: { commands: ["A.B"], range: undefined, defaultCode: 1 },
    },
    sentence: "policies/naming, rule names, deny.code: 7 is not a code of A.B. Use 1. [code-unavailable]",
  },
  {
    name: "a word that is read as another",
    diagnostic: {
      ...placed,
      code: "unknown-word",
      path: ["rules", 0, "when"],
      token: "ChatRoom",
      details: { facet: "groupType", readAs: "Meeting", allowed: [], neverHolds: true },
    },
    sentence:
      'policies/naming, rule names, when: groupType is never "ChatRoom", so the rule never applies: Chat\'s "ChatRoom" is read as "Meeting". Use "Meeting". [unknown-word]',
  },
  {
    name: "a condition at fault for one of several commands",
    diagnostic: {
      ...placed,
      code: "unknown-field",
      path: ["rules", 0, "when"],
      token: "request.Name",
      details: { command: "A.B", expected: undefined, found: "Request", feature: undefined },
    },
    sentence:
      'policies/naming, rule names, when: The payload has no "request.Name" (for A.B). See `chatgate commands <command>`. [unknown-field]',
  },
  {
    name: "nothing about a document",
    diagnostic: {
      code: "set-not-found",
      severity: "error",
      document: "",
      path: [],
      details: { set: 9, first: 1, last: 1 },
    },
    sentence: "There is no set 9. `policy history` lists 1. [set-not-found]",
  },
];
testRows(variants, ({ diagnostic, sentence }) => expect(formatSentence(diagnostic)).toBe(sentence));
