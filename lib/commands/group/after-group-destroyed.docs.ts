import { describeCommand } from "../describe-command.ts";
import command from "./after-group-destroyed.ts";

export default describeCommand(command, {
  title: "After a group is disbanded",
  notes: [
    "`operator` is documented on the Chinese page only. `members` is never sent for communities.",
    "A custom group ID can be reused afterwards: the same `group` may later be another group.",
  ],
  sample: {
    CallbackCommand: "Group.CallbackAfterGroupDestroyed",
    Operator_Account: "administrator",
    GroupId: "@TGS#2QK7XB3MN",
    Type: "Public",
    Owner_Account: "u_mira",
    Name: "Trail runners Lisbon",
    MemberList: [{ Member_Account: "u_mira" }, { Member_Account: "u_ines" }],
    EventTime: 1764951100500,
  },
});
