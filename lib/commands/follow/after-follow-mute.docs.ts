import { describeCommand } from "../describe-command.ts";
import command from "./after-follow-mute.ts";

export default describeCommand(command, {
  title: "After a followed account was muted",
  notes: ["An example of how a command is added; Chat sends no such callback."],
  sample: {
    CallbackCommand: "Follow.CallbackAfterFollowMute",
    From_Account: "user_4711",
    To_Account: "creator_12",
    EventTime: 1761812343678,
  },
});
