import { describeCommand } from "../describe-command.ts";
import command from "./after-member-field-changed.ts";

export default describeCommand(command, {
  title: "After a member's role or name card in a group is changed",
  notes: [
    "`name` is the member's new name card in the group, empty if only the role changed.",
    "`target` is the member, under either of the two names that the body may use.",
    "Muting a member is not documented to trigger it.",
  ],
  sample: {
    CallbackCommand: "Group.CallbackAfterMemberFieldChanged",
    GroupId: "@TGS#2QK7XB3MN",
    Type: "Public",
    Operator_Account: "u_mira",
    Member_Account: "u_ines",
    Role: "Admin",
    EventTime: 1764951600404,
  },
});
