import { describeCommand } from "../describe-command.ts";
import command from "./state-change.ts";

export default describeCommand(command, {
  title: "After a user came online, went offline or set a status",
  notes: [
    "`operator` is the user whose state changed, also when an administrator ended the login.",
    "A reconnection in time hides the disconnection. A lost connection is reported after up to 400 s.",
    "Needs the console's status notification switch besides the webhook's own.",
  ],
  sample: {
    CallbackCommand: "State.StateChange",
    EventTime: 1761810352417,
    Info: { Action: "Login", To_Account: "user_4711", Reason: "Register" },
    KickedDevice: [{ Platform: "Android" }],
  },
});
