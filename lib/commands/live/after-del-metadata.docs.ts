import { describeCommand } from "../describe-command.ts";
import command from "./after-del-metadata.ts";

export default describeCommand(command, {
  title: "After a live room's metadata is deleted",
  notes: ["The command in the URL may differ from the one in the body. chatgate uses the one in the URL."],
  sample: {
    CallbackCommand: "Live.CallbackAfterDelMetadata",
    Operator_Account: "host_1",
    RoomId: "live_12",
    Keys: ["topic"],
    EventTime: 1761820700001,
  },
});
