import type { Row } from "./row.ts";

export const conditionsRows: readonly Row[] = [
  { code: "unknown-field", text: 'The payload has no "request.Nam". Did you mean "request.Name"?' },
  { code: "unknown-function", text: 'Unknown function "exist". Did you mean "exists"?' },
  { code: "field-needs-name", text: 'The name must be a literal. Write lists.<name>, or request["Name"].' },
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
  { code: "missing-call", text: '"members.size" is not a field. Write members.size().' },
  { code: "bad-timestamp", text: '"2027-13-01" is not a time. Write it as "2027-01-31T00:00:00Z".' },
  { code: "bad-duration", text: '"5 minutes" is not a duration. Write it as "1h30m", "5m" or "24h".' },
  { code: "bad-zone", text: '"Asia/Singapoor" is not a time zone. Write "Asia/Singapore".' },
  { code: "bad-conversion", text: '"three" cannot be converted. Write the value itself.' },
  { code: "pattern-not-written", text: 'The pattern must be a literal. Write it as "vip-*".' },
  { code: "pattern-too-long", text: "The pattern has over 100 characters. Use a shorter one, or a list." },
  { code: "scripts-not-written", text: 'The scripts must be literals. Write them as ["Latin", "Han"].' },
  { code: "unknown-script", text: '"Latn1" is not a Unicode script. Use a name such as "Latin" or "Han".' },
  { code: "bad-time-of-day", text: '"7:00" is not a time of day. Write it as "22:00".' },
  { code: "zone-not-written", text: 'The time zone must be a literal. Write it as "Asia/Singapore".' },
  {
    code: "bad-network",
    text: '"10.0.0.0/33" is not an address or a block. Write it as 192.0.2.1 or 10.0.0.0/8.',
  },
  {
    code: "cost-too-high",
    text: 'This could take 151,096,331 steps for Group.CallbackBeforeSendMsg, and 500,000 are allowed; most of them in "text.size()". Search a list once with hasWord() or containsAny() instead of item by item, or split the rule.',
  },
];
