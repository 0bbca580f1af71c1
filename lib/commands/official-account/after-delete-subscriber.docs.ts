import { describeCommand } from "../describe-command.ts";
import command from "./after-delete-subscriber.ts";

export default describeCommand(command, {
  title: "After accounts unsubscribe from an official channel",
  notes: [],
  sample: {
    CallbackCommand: "OfficialAccount.CallbackAfterDeleteSubscriber",
    Official_Account: "@TOA#_acme_news",
    Operator_Account: "administrator",
    SubscribeAccountList: [{ Subscriber_Account: "user_9001" }],
    EventTime: 1761814900321,
  },
});
