import { describeCommand } from "../describe-command.ts";
import command from "./after-change-group-owner.ts";

export default describeCommand(command, {
  title: "After a group's owner is changed",
  notes: ["`owner` is the new owner; `request.OldOwner_Account` is the former one."],
  sample: {
    CallbackCommand: "Group.CallbackAfterChangeGroupOwner",
    GroupId: "@TGS#2QK7XB3MN",
    Type: "Public",
    Operator_Account: "administrator",
    OldOwner_Account: "u_mira",
    NewOwner_Account: "u_ines",
    EventTime: 1764951900737,
  },
});
