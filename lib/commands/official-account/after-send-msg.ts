import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { channelMessage, channelMessageFacets } from "../fragments/official-account.ts";
import { readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "OfficialAccount.CallbackAfterSendMsg",
  page: "1047/60804",
  reply: acknowledge(),
  payload: () => readExpectedObject({ ...channelMessage(), MsgKey: z.string(), MsgTime: z.number() }),
  facets: channelMessageFacets,
});
