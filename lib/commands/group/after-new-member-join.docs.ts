import { describeCommand } from "../describe-command.ts";
import command from "./after-new-member-join.ts";

export default describeCommand(command, {
  title: "After accounts join a group",
  notes: [
    "Also sent for live rooms (`AVChatRoom`), once for each member: a large room causes many callbacks.",
    "`request.JoinType` is `Apply` or `Invited`. An account that joins by itself is the operator.",
  ],
  sample: {
    CallbackCommand: "Group.CallbackAfterNewMemberJoin",
    GroupId: "@TGS#2QK7XB3MN",
    Type: "Public",
    JoinType: "Apply",
    Operator_Account: "u_tomas",
    NewMemberList: [{ Member_Account: "u_tomas" }],
    EventTime: 1764950700031,
  },
});
