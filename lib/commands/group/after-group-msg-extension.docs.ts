import { describeCommand } from "../describe-command.ts";
import command from "./after-group-msg-extension.ts";

export default describeCommand(command, {
  title: "After the extensions of a group message are changed",
  notes: ["The body does not say who changed the extensions."],
  sample: {
    CallbackCommand: "Group.CallbackAfterGroupMsgExtension",
    GroupId: "@TGS#2QK7XB3MN",
    MsgSeq: 57,
    OperateType: 1,
    ExtensionList: [
      { Key: "poll:yes", Value: "4", Seq: 12 },
      { Key: "poll:no", Value: "1", Seq: 12 },
    ],
    Seq: 12,
    EventTime: 1764952100959,
  },
});
