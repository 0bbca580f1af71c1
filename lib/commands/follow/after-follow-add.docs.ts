import { describeCommand } from "../describe-command.ts";
import command from "./after-follow-add.ts";

export default describeCommand(command, {
  title: "After accounts are followed",
  notes: ["Sent after the fact only: following cannot be refused."],
  sample: {
    CallbackCommand: "Follow.CallbackAfterFollowAdd",
    From_Account: "user_4711",
    FollowList: [{ To_Account: "creator_12" }, { To_Account: "creator_77" }],
    EventTime: 1761812343678,
  },
});
