import { describeCommand } from "../describe-command.ts";
import command from "./after-topic-info-changed.ts";

export default describeCommand(command, {
  title: "After a topic's profile is changed",
  notes: [
    "No page lists the topic's ID or the time of the event: `topic` and `eventTime` are usually empty.",
    "Only changed fields are sent: an empty `name` does not mean that the topic has no name.",
    "Shares its console switch with the webhook after a group's profile is changed: switching on one switches on the other.",
  ],
  sample: {
    CallbackCommand: "Group.CallbackAfterTopicInfoChanged",
    GroupId: "@TGS#_cityride",
    Type: "Community",
    Operator_Account: "u_lara",
    Name: "Weekend and holiday routes",
    Introduction: "Plan rides here",
  },
});
