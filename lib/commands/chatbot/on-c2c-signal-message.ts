import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Chatbot.OnC2CSignalMessage",
  page: "1047/59057",
  reply: acknowledge({ RspData: "{}" }),
  payload: () =>
    readExpectedObject({
      From_Account: account(),
      To_Account: account(),
      MsgSeq: z.number(),
      MsgRandom: z.number(),
      MsgKey: z.string(),
      EventTime: eventTime(),
      Data: z.string(),
    }),
  facets: { sender: "From_Account", receiver: "To_Account", eventTime: "EventTime" },
});
