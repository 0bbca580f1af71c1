import type { Row } from "./row.ts";

export const keysRows: readonly Row[] = [
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
  { code: "event-rule-repeated", text: "An earlier entry is the same. Remove one of the two." },
  {
    code: "settings-missing",
    sample: {},
    text: "settings.yaml is missing. Create it, with at least `sdkAppIds: [<SDKAppID>]`.",
  },
];
