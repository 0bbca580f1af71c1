import { describeCommand } from "../describe-command.ts";
import command from "./after-member-enter.ts";

export default describeCommand(command, {
  title: "After accounts enter a conference room",
  notes: [],
  sample: {
    CallbackCommand: "Room.CallbackAfterMemberEnter",
    Operator_Account: "u_joao",
    RoomId: "room_42",
    MemberCount: 3,
    Type: "Enter",
    MemberList_Account: ["u_joao"],
    EventTime: 1764950412345,
  },
});
