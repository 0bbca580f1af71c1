import * as z from "zod/mini";
import { messageBody, messageFacets, sentAt } from "./message.ts";
import { account, eventTime, expected } from "./payload.ts";

/** What every command about one message between two accounts carries; captures of 2018 lack `MsgKey` and the flag. */
export const directMessage = () => ({
  From_Account: account(),
  To_Account: account(),
  MsgSeq: z.number(),
  MsgRandom: z.number(),
  MsgTime: z.number(),
  MsgKey: expected(z.string()),
  MsgId: z.optional(z.string()),
  OnlineOnlyFlag: expected(z.number()),
  MsgBody: messageBody(),
  CloudCustomData: z.optional(z.string()),
  EventTime: z.optional(eventTime()),
});

export const directMessageFacets = {
  sender: "From_Account",
  receiver: "To_Account",
  eventTime: sentAt,
  ...messageFacets,
} as const;
