import { describeCommand } from "../describe-command.ts";
import command from "./after-send-msg.ts";

export default describeCommand(command, {
  title: "After an official channel's message is sent",
  notes: ["`sender` is the channel. The body does not say which account or administrator sent the message."],
  sample: {
    CallbackCommand: "OfficialAccount.CallbackAfterSendMsg",
    Official_Account: "@TOA#_acme_news",
    MsgKey: "72_1_1761815014",
    MsgTime: 1761815014,
    OnlineOnlyFlag: 0,
    MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "Version 5 is out" } }],
    CloudCustomData: '{"campaign":"v5"}',
    EventTime: 1761815014422,
  },
});
