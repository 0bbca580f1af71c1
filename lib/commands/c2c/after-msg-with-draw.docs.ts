import { describeCommand } from "../describe-command.ts";
import command from "./after-msg-with-draw.ts";

export default describeCommand(command, {
  title: "After a message to one account is recalled",
  notes: [
    "The body does not say who recalled the message. At most, the platform `restapi` shows that an administrator did.",
    "The international documentation does not list the time of the event: `eventTime` may be empty.",
  ],
  sample: {
    CallbackCommand: "C2C.CallbackAfterMsgWithDraw",
    From_Account: "user_4711",
    To_Account: "user_0815",
    MsgKey: "48375_2837547_1761813126",
    UnreadMsgNum: 2,
    EventTime: 1761813290001,
  },
});
