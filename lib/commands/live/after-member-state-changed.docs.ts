import { describeCommand } from "../describe-command.ts";
import command from "./after-member-state-changed.ts";

export default describeCommand(command, {
  title: "After somebody entered or left a live room",
  notes: [
    "The command in the URL may differ from the one in the body. The one in the URL counts.",
    "A lost heartbeat counts as leaving: `request.EventCause` gives the cause.",
  ],
  sample: {
    CallbackCommand: "Live.CallbackAfterMemberStateChanged",
    RoomId: "live_12",
    EventType: "Online",
    EventCause: "Enter",
    MemberList: [{ Member_Account: "user_4711" }],
    EventTime: 1761820922780,
  },
});
