import { describeCommand } from "../describe-command.ts";
import command from "./before-send-msg.ts";

export default describeCommand(command, {
  title: "Before an official channel's message is delivered",
  notes: [
    "A refusal without a custom code reaches the caller as 10016, the code of groups, although the custom codes are 120001–130000.",
    "`sender` is the channel. The body does not say which account or administrator sends the message.",
    "`text` is the message's own text. The text of forwarded messages is not in it; `customData`, `fileNames` and `urls` include theirs.",
    'Forwarded messages over 12 KB arrive as a download key only, so policies cannot read them. The condition for any forwarded message is `"TIMRelayElem" in elements`.',
  ],
  sample: {
    CallbackCommand: "OfficialAccount.CallbackBeforeSendMsg",
    Official_Account: "@TOA#_acme_news",
    OnlineOnlyFlag: 0,
    MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "Version 5 is out" } }],
    CloudCustomData: '{"campaign":"v5"}',
    EventTime: 1761815014123,
  },
});
