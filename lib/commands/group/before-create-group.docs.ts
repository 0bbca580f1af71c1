import { describeCommand } from "../describe-command.ts";
import command from "./before-create-group.ts";

export default describeCommand(command, {
  title: "Before a group is created",
  notes: [
    "There is no group ID yet, even when the caller chose one.",
    "`owned` left the documentation in 2025 and is not always sent: do not build a quota on it alone.",
    "A refusal without a custom code reaches the caller as 10016.",
  ],
  changedBy: ["Group.CallbackAfterGroupInfoChanged"],
  sample: {
    CallbackCommand: "Group.CallbackBeforeCreateGroup",
    Operator_Account: "u_mira",
    Owner_Account: "u_mira",
    Type: "Public",
    Name: "Trail runners Lisbon",
    CreateGroupNum: 4,
    MemberList: [{ Member_Account: "u_joao" }, { Member_Account: "u_ines" }],
    EventTime: 1764950412345,
  },
});
