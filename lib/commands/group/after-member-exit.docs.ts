import { describeCommand } from "../describe-command.ts";
import command from "./after-member-exit.ts";

export default describeCommand(command, {
  title: "After members leave a group or are removed",
  notes: [
    "`request.ExitType` is `Quit` or `Kicked`. `operator` is the account that left, or that removed the members.",
    "A disbanded group has a command of its own. Whether the exits of its members are sent too is not documented.",
  ],
  sample: {
    CallbackCommand: "Group.CallbackAfterMemberExit",
    GroupId: "@TGS#2QK7XB3MN",
    Type: "Public",
    ExitType: "Kicked",
    Operator_Account: "u_mira",
    ExitMemberList: [{ Member_Account: "u_lara" }],
    EventTime: 1764950800442,
  },
});
