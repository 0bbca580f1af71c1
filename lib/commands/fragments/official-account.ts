import * as z from "zod/mini";
import { messageBody, messageFacets } from "./message.ts";
import { account, eventTime, expected } from "./payload.ts";

/** Who subscribes, or unsubscribes: the key is the same. */
export const subscriberList = () => z.array(z.looseObject({ Subscriber_Account: account() }));

/** What the commands about one message of a channel carry. */
export const channelMessage = () => ({
  Official_Account: account(),
  OnlineOnlyFlag: expected(z.number()),
  MsgBody: messageBody(),
  CloudCustomData: z.optional(z.string()),
  EventTime: expected(eventTime()),
});

/** The channel itself is the sender: its subscribers see no other. */
export const channelMessageFacets = {
  channel: "Official_Account",
  sender: "Official_Account",
  eventTime: "EventTime",
  ...messageFacets,
} as const;
