import * as z from "zod/mini";
import { allowOrDenyOrDropOrMask } from "../../replies/allow-or-deny-or-drop-or-mask.ts";
import { defineCommand } from "../define-command.ts";
import { directMessage, directMessageFacets } from "../fragments/direct-message.ts";
import { replaceTexts } from "../fragments/message.ts";

export default defineCommand({
  name: "C2C.CallbackBeforeSendMsg",
  page: "1047/34364",
  reply: allowOrDenyOrDropOrMask({ codes: [120001, 130000], body: "MsgBody", rewrite: replaceTexts }),
  payload: () => z.looseObject(directMessage()),
  facets: directMessageFacets,
});
