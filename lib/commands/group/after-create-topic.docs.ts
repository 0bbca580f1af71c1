import { describeCommand } from "../describe-command.ts";
import command from "./after-create-topic.ts";

export default describeCommand(command, {
  title: "After a topic is created",
  notes: [
    "Shares its console switch with the webhook after a group is created: switching on one switches on the other.",
    "`owner` owns the community, not the topic.",
    "No page lists the time of the event: `eventTime` is usually empty.",
  ],
  sample: {
    CallbackCommand: "Group.CallbackAfterCreateTopic",
    GroupId: "@TGS#_cityride",
    TopicId: "@TGS#_cityride@TOPIC#_routes",
    Operator_Account: "u_lara",
    Owner_Account: "u_lara",
    Type: "Community",
    Name: "Weekend routes",
    UserDefinedDataList: [{ Key: "colour", Value: "green" }],
  },
});
