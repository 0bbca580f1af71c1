import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { directMessage, directMessageFacets } from "../fragments/direct-message.ts";

/**
 * After a message to one account is sent, or could not be.
 *
 * - Comes for failed deliveries too: only `request.SendMsgResult == 0` is a success, and `ErrorInfo` has a
 *   text even then.
 */
export default defineCommand({
  name: "C2C.CallbackAfterSendMsg",
  page: "1047/34365",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      ...directMessage(),
      SendMsgResult: z.number(),
      ErrorInfo: z.string(),
      UnreadMsgNum: z.optional(z.number()),
    }),
  facets: directMessageFacets,
});
