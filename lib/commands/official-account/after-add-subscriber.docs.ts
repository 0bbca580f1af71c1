import { describeCommand } from "../describe-command.ts";
import command from "./after-add-subscriber.ts";

export default describeCommand(command, {
  title: "After accounts subscribe to an official channel",
  notes: [],
  sample: {
    CallbackCommand: "OfficialAccount.CallbackAfterAddSubscriber",
    Official_Account: "@TOA#_acme_news",
    Operator_Account: "user_4711",
    SubscribeAccountList: [{ Subscriber_Account: "user_4711" }],
    EventTime: 1761814701450,
  },
});
