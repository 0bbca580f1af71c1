import { describeCommand } from "../describe-command.ts";
import command from "./friend-add.ts";

export default describeCommand(command, {
  title: "After friends are added",
  notes: [
    "A two-way friendship arrives as two pairs, so both accounts are targets.",
    "`sender` made the request. `operator` is the administrator who added the friends, otherwise empty.",
    "The body has no time.",
  ],
  sample: {
    CallbackCommand: "Sns.CallbackFriendAdd",
    PairList: [
      { From_Account: "user_0815", To_Account: "user_4711", Initiator_Account: "user_4711" },
      { From_Account: "user_4711", To_Account: "user_0815", Initiator_Account: "user_4711" },
    ],
    ClientCmd: "friend_response",
    Admin_Account: "",
    ForceFlag: 0,
  },
});
