import { describeCommand } from "../describe-command.ts";
import command from "./after-member-leave.ts";

export default describeCommand(command, {
  title: "After accounts leave a conference room",
  notes: [
    "`request.Type` says why. `Leave` is one of its values; the documentation does not list the others.",
  ],
  sample: {
    CallbackCommand: "Room.CallbackAfterMemberLeave",
    Operator_Account: "u_joao",
    RoomId: "room_42",
    MemberCount: 2,
    Type: "Leave",
    MemberList_Account: ["u_joao"],
    EventTime: 1764950412345,
  },
});
