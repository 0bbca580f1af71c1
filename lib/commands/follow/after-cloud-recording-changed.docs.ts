import { describeCommand } from "../describe-command.ts";
import command from "./after-cloud-recording-changed.ts";

export default describeCommand(command, {
  title: "After the state of a live recording changes",
  notes: [
    "Belongs to the live product, but its name puts it in the `Follow` family: the pattern `Follow.*` covers it.",
    "Documented on one page only.",
  ],
  sample: {
    CallbackCommand: "Follow.CallbackAfterCloudRecordingChanged",
    EventGroupId: 3,
    EventType: 305,
    CallbackTs: 1761821580082,
    EventInfo: { RoomId: "live_12", EventTs: 1761821580, EventMsTs: 1761821580081, UserId: "record_robot" },
  },
});
