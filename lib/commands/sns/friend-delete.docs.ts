import { describeCommand } from "../describe-command.ts";
import command from "./friend-delete.ts";

export default describeCommand(command, {
  title: "After friends are deleted",
  notes: [
    "The body does not say who deleted whom: a two-way deletion arrives as two pairs, so both accounts are targets.",
    "The body has no time.",
  ],
  sample: {
    CallbackCommand: "Sns.CallbackFriendDelete",
    PairList: [
      { From_Account: "user_4711", To_Account: "user_0815" },
      { From_Account: "user_0815", To_Account: "user_4711" },
    ],
  },
});
