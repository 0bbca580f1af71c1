import { describeCommand } from "../describe-command.ts";
import command from "./after-modify-admin.ts";

export default describeCommand(command, {
  title: "After a live room's administrators are changed",
  notes: [
    "The command in the URL may differ from the one in the body. chatgate uses the one in the URL.",
    "`targets` holds the accounts that were added or removed; `request.opType` says which.",
  ],
  sample: {
    CallbackCommand: "Live.CallbackAfterModifyAdmin",
    RoomId: "live_12",
    EventTime: 1761821010780,
    Operator_Account: "host_1",
    Admin_Account: ["user_1", "user_2"],
    opType: "add",
  },
});
