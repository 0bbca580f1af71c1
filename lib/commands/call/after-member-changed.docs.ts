import { describeCommand } from "../describe-command.ts";
import command from "./after-member-changed.ts";

export default describeCommand(command, {
  title: "After a member of a call answers, leaves or is invited",
  notes: [
    "The sources disagree on the values of `ActionType` (`Accept` or `Answer`, `Hangup` or `Hang Up`): match all of them.",
  ],
  sample: {
    CallbackCommand: "Call.CallbackAfterMemberChanged",
    CallId: "11b2c3d4-0000-4000-8000-1234567890ab",
    UserList: [
      { User_Account: "user_4711", Status: "Calling" },
      { User_Account: "user_0815", Status: "Calling" },
    ],
    ChangedUserList: [{ User_Account: "user_0815", ActionType: "Accept" }],
    EventTime: 1761818151900,
  },
});
