import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "C2C.CallbackAfterMsgWithDraw",
  page: "1047/43466",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      From_Account: account(),
      To_Account: account(),
      MsgKey: z.string(),
      UnreadMsgNum: z.optional(z.number()),
      EventTime: z.optional(eventTime()),
    }),
  facets: {
    sender: "From_Account",
    receiver: "To_Account",
    eventTime: "EventTime",
  },
});
