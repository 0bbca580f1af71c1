import { describeCommand } from "../describe-command.ts";
import command from "./after-change-owner.ts";

export default describeCommand(command, {
  title: "After a live room's owner is changed",
  notes: [
    "The command in the URL may differ from the one in the body. chatgate uses the one in the URL.",
    "`owner` is the new owner; `request.OriginalOwner_Account` is the former one.",
  ],
  sample: {
    CallbackCommand: "Live.CallbackAfterChangeOwner",
    RoomId: "live_12",
    EventTime: 1761821000780,
    Operator_Account: "administrator",
    CurrentOwner_Account: "host_2",
    OriginalOwner_Account: "host_1",
  },
});
