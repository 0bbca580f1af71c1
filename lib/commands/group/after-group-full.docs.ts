import { describeCommand } from "../describe-command.ts";
import command from "./after-group-full.ts";

export default describeCommand(command, {
  title: "After a group becomes full, and each time that a join fails because it is full",
  notes: [],
  sample: {
    CallbackCommand: "Group.CallbackAfterGroupFull",
    GroupId: "@TGS#2QK7XB3MN",
    EventTime: 1764951000990,
  },
});
