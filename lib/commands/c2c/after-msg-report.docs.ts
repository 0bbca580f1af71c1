import { describeCommand } from "../describe-command.ts";
import command from "./after-msg-report.ts";

export default describeCommand(command, {
  title: "After messages of one account are marked as read",
  notes: [
    "`operator` is the reader; `target` is the account whose messages were read.",
    "The international documentation does not list the time of the event: `eventTime` may be empty.",
  ],
  sample: {
    CallbackCommand: "C2C.CallbackAfterMsgReport",
    Report_Account: "user_0815",
    Peer_Account: "user_4711",
    LastReadTime: 1761813200,
    UnreadMsgNum: 0,
    EventTime: 1761813200417,
  },
});
