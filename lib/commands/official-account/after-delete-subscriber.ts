import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { subscriberList } from "../fragments/official-account.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "OfficialAccount.CallbackAfterDeleteSubscriber",
  page: "1047/60802",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Official_Account: account(),
      Operator_Account: account(),
      SubscribeAccountList: subscriberList(),
      EventTime: eventTime(),
    }),
  facets: {
    channel: "Official_Account",
    operator: "Operator_Account",
    eventTime: "EventTime",
  },
  targets: { list: "SubscribeAccountList", facets: { target: "Subscriber_Account" } },
});
