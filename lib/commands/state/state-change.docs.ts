import { describeCommand } from "../describe-command.ts";
import command from "./state-change.ts";

export default describeCommand(command, {
  title: "After a user goes online or offline, or sets a status",
  notes: [
    "`operator` is the user whose state changed, even if an administrator ended the login.",
    "If the client reconnects before a disconnection is reported, it is not reported. A lost connection is reported after up to 400 s.",
    "Besides the webhook's own switch, user status query and notification must be on in the console.",
  ],
  sample: {
    CallbackCommand: "State.StateChange",
    EventTime: 1761810352417,
    Info: { Action: "Login", To_Account: "user_4711", Reason: "Register" },
    KickedDevice: [{ Platform: "Android" }],
  },
});
