import { describeCommand } from "../describe-command.ts";
import command from "./before-send-msg.ts";

export default describeCommand(command, {
  title: "Before a group message is delivered",
  notes: [
    "A sender that uses the REST API can switch this webhook off for a message. Imported messages never cause it.",
    "`mentions` is documented for the webhook after sending only and may be empty here: a rule that needs it may never hold.",
    "`text` is the message's own text. The text of forwarded messages is not in it; `customData`, `fileNames` and `urls` include theirs.",
    'Forwarded messages over 12 KB arrive as a download key only, so policies cannot read them. The condition for any forwarded message is `"TIMRelayElem" in elements`.',
  ],
  sample: {
    CallbackCommand: "Group.CallbackBeforeSendMsg",
    GroupId: "@TGS#2QK7XB3MN",
    Type: "Public",
    From_Account: "u_tomas",
    Operator_Account: "u_tomas",
    Random: 2804799,
    MsgId: "144115233406640001-1764950900-3390011",
    OnlineOnlyFlag: 0,
    MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "meet at nine by the bridge" } }],
    CloudCustomData: '{"trace":"a1"}',
    EventTime: 1764950900118,
  },
});
