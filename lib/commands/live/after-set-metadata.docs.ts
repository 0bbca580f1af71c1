import { describeCommand } from "../describe-command.ts";
import command from "./after-set-metadata.ts";

export default describeCommand(command, {
  title: "After a live room's metadata is set",
  notes: ["The command in the URL may differ from the one in the body. chatgate uses the one in the URL."],
  sample: {
    CallbackCommand: "Live.CallbackAfterSetMetadata",
    Operator_Account: "host_1",
    RoomId: "live_12",
    Metadata: [{ Key: "topic", Value: "jazz" }],
    EventTime: 1761820685831,
  },
});
