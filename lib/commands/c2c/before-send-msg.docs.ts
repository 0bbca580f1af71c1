import { describeCommand } from "../describe-command.ts";
import command from "./before-send-msg.ts";

export default describeCommand(command, {
  title: "Before a message to one account is delivered",
  notes: [
    "A refusal without a custom code reaches the sender as 20006; for a group message it is 10016.",
    "A refused or dropped message causes no webhook after sending. After a masked one, that webhook carries the masked text.",
    "Documented for messages from clients and from the REST API's `sendmsg`, which can switch it off for a message. Batch messages, pushes and imported messages probably never cause it.",
    "`text` is the message's own text. The text of forwarded messages is not in it; `customData`, `fileNames` and `urls` include theirs.",
    'Forwarded messages over 12 KB arrive as a download key only, so policies cannot read them. The condition for any forwarded message is `"TIMRelayElem" in elements`.',
  ],
  sample: {
    CallbackCommand: "C2C.CallbackBeforeSendMsg",
    From_Account: "user_4711",
    To_Account: "user_0815",
    MsgSeq: 48375,
    MsgRandom: 2837547,
    MsgTime: 1761813126,
    MsgKey: "48375_2837547_1761813126",
    MsgId: "144115233406643804-1761813126-4026038329",
    OnlineOnlyFlag: 0,
    MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "lunch at noon?" } }],
    CloudCustomData: '{"replyTo":null}',
    EventTime: 1761813126201,
  },
});
