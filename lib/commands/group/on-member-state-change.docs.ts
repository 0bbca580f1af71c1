import { describeCommand } from "../describe-command.ts";
import command from "./on-member-state-change.ts";

export default describeCommand(command, {
  title: "After members of a live room go online or offline",
  notes: [
    "Only for live rooms (`AVChatRoom`). `groupType`, `platform` and `clientIp` are usually empty.",
    "Besides the webhook's own switch, the online status of live group members must be on in the console; not every edition of Chat has it.",
    "A lost connection is reported up to 30 seconds late.",
  ],
  sample: {
    CallbackCommand: "Group.CallbackOnMemberStateChange",
    GroupId: "live_room_88",
    EventType: "Offline",
    EventCause: "HeartbeatInterrupt",
    MemberList: [{ Member_Account: "u_fan" }, { Member_Account: "u_lara" }],
    EventTime: 1764951400222,
  },
});
