import type { Row } from "./row.ts";

export const warningsRows: readonly Row[] = [
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
    text: "request.InviteOption is optional, and the rule is an error if it is not sent. Write has(request.InviteOption) && before it.",
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
    text: "The rule is an error if Group.CallbackBeforeSendMsg comes with only what is required (index-out-of-bounds: request.MsgBody[0]). Ask first whether the value is there.",
  },
  { code: "expired-exemption", text: "The exemption ended on 2020-01-31. Remove it, or set a later day." },
  {
    code: "hot-limit",
    text: "groupType has few values, so many requests share one counter, and DynamoDB slows down above 1,000 a second. Count by an account or a group.",
  },
  {
    code: "short-hold",
    text: "10m is shorter than `per`, so it adds little: after `max` refusals nothing passes until the first of them is `per` old. Make it longer, or remove it.",
  },
  {
    code: "unreachable-limit",
    text: '"strict" already refuses everything that this limit would. Lower `max`, or remove the rule.',
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
];
