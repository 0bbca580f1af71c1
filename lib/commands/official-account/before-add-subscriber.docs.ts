import { describeCommand } from "../describe-command.ts";
import command from "./before-add-subscriber.ts";

export default describeCommand(command, {
  title: "Before accounts subscribe to an official channel",
  notes: [
    "The documentation has no custom codes, and does not say what the caller sees after a refusal.",
    "Through the REST API, one request holds up to 100 accounts.",
  ],
  sample: {
    CallbackCommand: "OfficialAccount.CallbackBeforeAddSubscriber",
    Official_Account: "@TOA#_acme_news",
    Operator_Account: "administrator",
    SubscribeAccountList: [{ Subscriber_Account: "user_4711" }, { Subscriber_Account: "user_9001" }],
    EventTime: 1761814700999,
  },
});
