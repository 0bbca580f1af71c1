import * as z from "zod/mini";
import { allowOrDenyOrDropOrMask } from "../../replies/allow-or-deny-or-drop-or-mask.ts";
import { defineCommand } from "../define-command.ts";
import { directMessage, directMessageFacets } from "../fragments/direct-message.ts";
import { withTexts } from "../fragments/message.ts";

/**
 * Before a message to one account is delivered.
 *
 * - The plain refusal reaches the sender as 20006, where a group message's is 10016.
 * - A refused or dropped message brings no webhook after sending; a masked one brings the masked text.
 * - A merged message over 12 KB comes as a key alone: no policy can read what is in it.
 */
export default defineCommand({
  name: "C2C.CallbackBeforeSendMsg",
  page: "1047/34364",
  reply: allowOrDenyOrDropOrMask({ codes: [120001, 130000], body: "MsgBody", rewrite: withTexts }),
  payload: () => z.looseObject(directMessage()),
  facets: directMessageFacets,
});
