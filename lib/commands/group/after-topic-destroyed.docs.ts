import { describeCommand } from "../describe-command.ts";
import command from "./after-topic-destroyed.ts";

export default describeCommand(command, {
  title: "After topics are deleted",
  notes: [
    "The topics are in `request.TopicIdList`: a list according to the page's sample, a single text according to its table.",
    "The body does not say who deleted the topics, and no page lists the time of the event: `eventTime` is usually empty.",
    "Shares its console switch with the webhook after a group is disbanded: switching on one switches on the other.",
  ],
  sample: {
    CallbackCommand: "Group.CallbackAfterTopicDestroyed",
    GroupId: "@TGS#_cityride",
    Type: "Community",
    TopicIdList: ["@TGS#_cityride@TOPIC#_routes", "@TGS#_cityride@TOPIC#_gear"],
  },
});
