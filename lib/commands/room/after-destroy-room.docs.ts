import { describeCommand } from "../describe-command.ts";
import command from "./after-destroy-room.ts";

export default describeCommand(command, {
  title: "After a conference room is closed",
  notes: [],
  sample: {
    CallbackCommand: "Room.CallbackAfterDestroyRoom",
    Operator_Account: "u_mira",
    RoomId: "room_42",
    EventTime: 1764950412345,
  },
});
