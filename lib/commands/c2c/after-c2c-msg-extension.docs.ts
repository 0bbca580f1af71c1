import { describeCommand } from "../describe-command.ts";
import command from "./after-c2c-msg-extension.ts";

export default describeCommand(command, {
  title: "After the extensions of a message to one account are changed",
  notes: ["`sender` sent the message. The body does not say who changed its extensions."],
  sample: {
    CallbackCommand: "C2C.CallbackAfterC2CMsgExtension",
    From_Account: "user_4711",
    To_Account: "user_0815",
    MsgKey: "48375_2837547_1761813126",
    OperateType: 1,
    ExtensionList: [{ Key: "vote_user_0815", Value: "B", Seq: 4 }],
    Seq: 4,
    EventTime: 1761813300182,
  },
});
