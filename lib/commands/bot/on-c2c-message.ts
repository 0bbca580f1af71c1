import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { directMessage, directMessageFacets } from "../fragments/direct-message.ts";
import { eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Bot.OnC2CMessage",
  page: "1047/68952",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      ...directMessage(),
      SendMsgResult: z.number(),
      ErrorInfo: z.string(),
      UnreadMsgNum: z.optional(z.number()),
      EventTime: eventTime(),
    }),
  facets: directMessageFacets,
});
