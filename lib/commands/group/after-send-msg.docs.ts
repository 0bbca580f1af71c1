import { describeCommand } from "../describe-command.ts";
import command from "./after-send-msg.ts";

export default describeCommand(command, {
  title: "After a group message is sent",
  notes: ["A sender that uses the REST API can switch this webhook off for a message."],
  sample: {
    CallbackCommand: "Group.CallbackAfterSendMsg",
    GroupId: "@TGS#2QK7XB3MN",
    Type: "Public",
    From_Account: "u_tomas",
    Operator_Account: "u_tomas",
    Random: 2804799,
    MsgId: "144115233406640001-1764950900-3390011",
    MsgSeq: 57,
    MsgTime: 1764950900,
    OnlineOnlyFlag: 0,
    MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "@all meet at nine" } }],
    CloudCustomData: '{"trace":"a1"}',
    EventTime: 1764950900245,
    GroupAtInfo: [{ GroupAtAllFlag: 1 }, { GroupAtAllFlag: 0, GroupAt_Account: "u_ines" }],
  },
});
