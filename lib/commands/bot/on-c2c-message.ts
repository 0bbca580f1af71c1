import * as z from "zod";
import { acknowledge } from "../../protocol/replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { directMessage, directMessageFacets } from "../fragments/direct-message.ts";
import { eventTime } from "../fragments/payload.ts";

export default defineCommand({
  name: "Bot.OnC2CMessage",
  title: "After a message to a chatbot is sent",
  page: "1047/68952",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      ...directMessage(),
      SendMsgResult: z.number(),
      ErrorInfo: z.string(),
      UnreadMsgNum: z.number().optional(),
      SyncOtherMachine: z.unknown().optional(),
      SupportMessageExtension: z.unknown().optional(),
      EventTime: eventTime(),
    }),
  facets: directMessageFacets,
  quirks: [
    "With both switches on, one message comes here and as `C2C.CallbackAfterSendMsg`.",
    "The chatbot answers over REST, not here.",
  ],
});
