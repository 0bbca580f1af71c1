import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { directMessage, directMessageFacets } from "../fragments/direct-message.ts";
import { readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "C2C.CallbackAfterSendMsg",
  page: "1047/34365",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      ...directMessage(),
      SendMsgResult: z.number(),
      ErrorInfo: z.string(),
      UnreadMsgNum: z.optional(z.number()),
    }),
  facets: directMessageFacets,
});
