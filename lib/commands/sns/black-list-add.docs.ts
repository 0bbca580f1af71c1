import { describeCommand } from "../describe-command.ts";
import command from "./black-list-add.ts";

export default describeCommand(command, {
  title: "After accounts are blocked",
  notes: ["`sender` owns the blocklist, even if an administrator changed it.", "The body has no time."],
  sample: {
    CallbackCommand: "Sns.CallbackBlackListAdd",
    PairList: [{ From_Account: "user_4711", To_Account: "user_9001" }],
  },
});
