import { describeCommand } from "../describe-command.ts";
import command from "./after-create-room-reaching-threshold.ts";

export default describeCommand(command, {
  title: "Number of live rooms near the app's limit",
  notes: [
    "The command in the URL may differ from the one in the body. chatgate uses the one in the URL.",
    "Sent at 70 % of the limit. `operator` created the room that reached it.",
  ],
  sample: {
    CallbackCommand: "Live.CallbackAfterCreateRoomReachingThreshold",
    Operator_Account: "host_1",
    EventTime: 1761820800121,
    CurRoomCount: 351,
    MaxRoomCount: 500,
  },
});
