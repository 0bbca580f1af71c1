import * as z from "zod/mini";
import { messageBody, messageFacets, readSentTime } from "./message.ts";
import { account, eventTime, expected } from "./payload.ts";

/** Members of every command about one message between two accounts. Captures lack the numbers, `MsgKey` and the time. */
export const directMessage = () => ({
  From_Account: account(),
  To_Account: account(),
  MsgSeq: expected(z.number()),
  MsgRandom: expected(z.number()),
  MsgTime: expected(z.number()),
  MsgKey: expected(z.string()),
  MsgId: z.optional(z.string()),
  OnlineOnlyFlag: expected(z.number()),
  MsgBody: messageBody(),
  CloudCustomData: z.optional(z.string()),
  SyncOtherMachine: z.optional(z.unknown()),
  SupportMessageExtension: z.optional(z.unknown()),
  EventTime: z.optional(eventTime()),
});

export const directMessageFacets = {
  sender: "From_Account",
  receiver: "To_Account",
  eventTime: readSentTime,
  ...messageFacets,
} as const;
