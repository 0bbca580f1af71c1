import { describeCommand } from "../describe-command.ts";
import command from "./after-recall-msg.ts";

export default describeCommand(command, {
  title: "After group messages are recalled",
  notes: [],
  sample: {
    CallbackCommand: "Group.CallbackAfterRecallMsg",
    Operator_Account: "administrator",
    Type: "Community",
    GroupId: "@TGS#_cityride",
    MsgSeqList: [{ MsgSeq: 57, MsgId: "144115233406640001-1764950900-3390011" }],
    TopicId: "@TGS#_cityride@TOPIC#_routes",
    EventTime: 1764951300111,
  },
});
