import { describeCommand } from "../describe-command.ts";
import command from "./after-topic-destroyed.ts";

export default describeCommand(command, {
  title: "After topics are deleted",
  notes: [
    "The topics are in `request.TopicIdList`: a list in the page's sample, one text in its table.",
    "The body does not say who deleted them, and no page lists the time of the event.",
    "Shares its console switch with the webhook after a group is disbanded: switching on one switches on the other.",
  ],
  sample: {
    CallbackCommand: "Group.CallbackAfterTopicDestroyed",
    GroupId: "@TGS#_cityride",
    Type: "Community",
    TopicIdList: ["@TGS#_cityride@TOPIC#_routes", "@TGS#_cityride@TOPIC#_gear"],
  },
});
