import { describeCommand } from "../describe-command.ts";
import command from "./after-follow-delete.ts";

export default describeCommand(command, {
  title: "After accounts are unfollowed",
  notes: [],
  sample: {
    CallbackCommand: "Follow.CallbackAfterFollowDelete",
    From_Account: "user_4711",
    To_Account: ["creator_12", "creator_77"],
    EventTime: 1761812399001,
  },
});
