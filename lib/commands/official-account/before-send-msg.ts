import * as z from "zod/mini";
import { allowOrDenyOrDropOrMask } from "../../replies/allow-or-deny-or-drop-or-mask.ts";
import { defineCommand } from "../define-command.ts";
import { replaceTexts } from "../fragments/message.ts";
import { channelMessage, channelMessageFacets } from "../fragments/official-account.ts";

export default defineCommand({
  name: "OfficialAccount.CallbackBeforeSendMsg",
  page: "1047/60803",
  reply: allowOrDenyOrDropOrMask({ codes: [120001, 130000], body: "MsgBody", rewrite: replaceTexts }),
  payload: () => z.looseObject(channelMessage()),
  facets: channelMessageFacets,
});
