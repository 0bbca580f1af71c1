import { describeCommand } from "../describe-command.ts";
import command from "./after-group-info-changed.ts";

export default describeCommand(command, {
  title: "After a group's profile is changed",
  notes: [
    "Only changed fields are sent: an empty `name` does not mean that the group has no name.",
    "Documented for changes of name, introduction, notice and picture only.",
  ],
  sample: {
    CallbackCommand: "Group.CallbackAfterGroupInfoChanged",
    GroupId: "@TGS#2QK7XB3MN",
    Type: "Public",
    Operator_Account: "u_mira",
    Notification: "No run this Sunday",
    EventTime: 1764951200333,
  },
});
