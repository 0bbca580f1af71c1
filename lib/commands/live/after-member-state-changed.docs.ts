import { describeCommand } from "../describe-command.ts";
import command from "./after-member-state-changed.ts";

export default describeCommand(command, {
  title: "After a member enters or leaves a live room",
  notes: [
    "Its page shows the URL with the command `Live.CallbackMemberStateChanged`. Both names are accepted; policies and records use `Live.CallbackAfterMemberStateChanged`.",
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
