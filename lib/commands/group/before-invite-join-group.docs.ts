import { describeCommand } from "../describe-command.ts";
import command from "./before-invite-join-group.ts";

export default describeCommand(command, {
  title: "Before accounts are invited or added to a group",
  notes: [
    "Also sent when an administrator adds accounts through the REST API.",
    "If the app is configured to check friendship for invitations, Chat checks it first: `targets` holds the accounts that passed.",
  ],
  sample: {
    CallbackCommand: "Group.CallbackBeforeInviteJoinGroup",
    GroupId: "@TGS#2QK7XB3MN",
    Type: "Public",
    Operator_Account: "u_mira",
    DestinationMembers: [{ Member_Account: "u_tomas" }, { Member_Account: "u_lara" }],
    EventTime: 1764950600777,
  },
});
