import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { channelMessage, channelMessageFacets } from "../fragments/official-account.ts";

/**
 * After an official channel's message is sent.
 *
 * - `sender` is the channel; which person or administrator sent as it is not said.
 */
export default defineCommand({
  name: "OfficialAccount.CallbackAfterSendMsg",
  page: "1047/60804",
  reply: acknowledge(),
  payload: () => z.looseObject({ ...channelMessage(), MsgKey: z.string(), MsgTime: z.number() }),
  facets: channelMessageFacets,
});
