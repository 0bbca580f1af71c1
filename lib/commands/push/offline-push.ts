import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account } from "../fragments/payload.ts";
import { firstEvent, pushEvents, pushFacets, pushTargets } from "../fragments/push-events.ts";

export default defineCommand({
  name: "Push.OfflinePush",
  page: "1047/67552",
  reply: acknowledge(),
  payload: () =>
    pushEvents({
      From_Account: account(),
      MsgKey: z.optional(z.string()),
      GroupID: z.optional(z.string()),
      MsgSeq: z.number(),
      MsgRandom: z.optional(z.number()),
      MsgTime: z.number(),
      PushID: z.optional(z.string()),
    }),
  facets: {
    ...pushFacets,
    sender: (push) => firstEvent(push).From_Account,
    group: (push) => firstEvent(push).GroupID,
  },
  targets: pushTargets,
  bodyCommand: "elsewhere",
});
