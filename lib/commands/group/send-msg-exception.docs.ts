import { describeCommand } from "../describe-command.ts";
import command from "./send-msg-exception.ts";

export default describeCommand(command, {
  title: "After sending a group message fails",
  notes: [
    "`request.ErrorCode` gives the reason: a bad parameter, a frequency limit, a content filter, a muted sender.",
    "The group need not exist: a wrong group ID is one of the reasons.",
    "Whether a refusal by chatgate triggers it is not documented.",
  ],
  sample: {
    CallbackCommand: "Group.CallbackSendMsgException",
    GroupId: "@TGS#2QK7XB3MN",
    Type: "Public",
    From_Account: "u_tomas",
    Operator_Account: "u_tomas",
    Random: 991,
    OnlineOnlyFlag: 0,
    MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "again" } }],
    CloudCustomData: "",
    ErrorCode: 10017,
    ErrorInfo: "not allowed to speak",
    EventTime: 1764951500666,
  },
});
