import { describeCommand } from "../describe-command.ts";
import command from "./after-create-group.ts";

export default describeCommand(command, {
  title: "After a group is created",
  notes: [],
  sample: {
    CallbackCommand: "Group.CallbackAfterCreateGroup",
    GroupId: "@TGS#2QK7XB3MN",
    Operator_Account: "u_mira",
    Owner_Account: "u_mira",
    Type: "Public",
    Name: "Trail runners Lisbon",
    MemberList: [{ Member_Account: "u_joao" }, { Member_Account: "u_ines" }],
    UserDefinedDataList: [{ Key: "city", Value: "Lisbon" }],
    EventTime: 1764950412501,
  },
});
