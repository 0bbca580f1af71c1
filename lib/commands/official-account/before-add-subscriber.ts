import * as z from "zod/mini";
import { allowOrDenyOrTrim } from "../../replies/allow-or-deny-or-trim.ts";
import { defineCommand } from "../define-command.ts";
import { subscriberList } from "../fragments/official-account.ts";
import { account, eventTime, expected } from "../fragments/payload.ts";

export default defineCommand({
  name: "OfficialAccount.CallbackBeforeAddSubscriber",
  page: "1047/60799",
  reply: allowOrDenyOrTrim({ codes: null, refused: "RefusedSubscribers_Account" }),
  payload: () =>
    z.looseObject({
      Official_Account: account(),
      Operator_Account: account(),
      SubscribeAccountList: subscriberList(),
      EventTime: expected(eventTime()),
    }),
  facets: {
    channel: "Official_Account",
    operator: "Operator_Account",
    eventTime: "EventTime",
  },
  targets: { list: "SubscribeAccountList", facets: { target: "Subscriber_Account" } },
});
