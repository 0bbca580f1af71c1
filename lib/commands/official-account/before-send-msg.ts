import * as z from "zod/mini";
import { allowOrDenyOrDropOrMask } from "../../replies/allow-or-deny-or-drop-or-mask.ts";
import { defineCommand } from "../define-command.ts";
import { withTexts } from "../fragments/message.ts";
import { channelMessage, channelMessageFacets } from "../fragments/official-account.ts";

/**
 * Before an official channel's message is delivered.
 *
 * - The plain refusal reaches the caller as 10016, though the family's own codes are 120001–130000.
 * - `sender` is the channel; which person or administrator sends as it is not said.
 * - A merged message over 12 KB comes as a key alone: no policy can read what is in it.
 */
export default defineCommand({
  name: "OfficialAccount.CallbackBeforeSendMsg",
  page: "1047/60803",
  reply: allowOrDenyOrDropOrMask({ codes: [120001, 130000], body: "MsgBody", rewrite: withTexts }),
  payload: () => z.looseObject(channelMessage()),
  facets: channelMessageFacets,
});
