import { describeCommand } from "../describe-command.ts";
import command from "./after-msg-with-draw.ts";

export default describeCommand(command, {
  title: "After messages of an official channel are recalled",
  notes: [],
  sample: {
    CallbackCommand: "OfficialAccount.CallbackAfterMsgWithDraw",
    Official_Account: "@TOA#_2KLX9P4TB",
    WithdrawMsgList: [{ MsgKey: "71_1_1761814500" }],
    EventTime: 1761814514123,
  },
});
