import { describeCommand } from "../describe-command.ts";
import command from "./before-create-topic.ts";

export default describeCommand(command, {
  title: "Before a topic is created",
  notes: [
    "Shares its console switch with the webhook before a group is created: switching on one switches on the other.",
    "No page lists the community's ID or the time of the event: `group` and `eventTime` are usually empty.",
    "A refusal without a custom code reaches the caller as 10016.",
  ],
  changedBy: ["Group.CallbackAfterTopicInfoChanged"],
  sample: {
    CallbackCommand: "Group.CallbackBeforeCreateTopic",
    Operator_Account: "u_lara",
    Type: "Community",
    Name: "Weekend routes",
  },
});
