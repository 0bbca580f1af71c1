import { describeCommand } from "../describe-command.ts";
import command from "./before-apply-join-group.ts";

export default describeCommand(command, {
  title: "Before somebody applies to join a group",
  notes: [
    "Allowing does not replace an administrator's approval if the group requires one.",
    "Accounts that an administrator adds through the REST API are sent as invitations, not here.",
    "The text of the application is documented on the Chinese page only: `note` may be empty although a text was written.",
    "A refusal without a custom code reaches the caller as 10016.",
  ],
  sample: {
    CallbackCommand: "Group.CallbackBeforeApplyJoinGroup",
    GroupId: "@TGS#2QK7XB3MN",
    Type: "Public",
    Requestor_Account: "u_tomas",
    ApplyMsg: "I run on Sundays",
    EventTime: 1764950500120,
  },
});
