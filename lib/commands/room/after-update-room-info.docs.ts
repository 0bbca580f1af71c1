import { describeCommand } from "../describe-command.ts";
import command from "./after-update-room-info.ts";

export default describeCommand(command, {
  title: "After a conference room's details are changed",
  notes: [
    "Only changed fields are sent: an empty `name` does not mean that the room has no name.",
    "Sent after the fact only: a new name cannot be refused.",
  ],
  sample: {
    CallbackCommand: "Room.CallbackAfterUpdateRoomInfo",
    Operator_Account: "u_mira",
    RoomInfo: { RoomId: "room_42", RoomName: "Weekly call, longer" },
    EventTime: 1764950412345,
  },
});
