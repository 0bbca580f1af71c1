import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, expected } from "../fragments/payload.ts";
import { findFirstEvent, pushEvents, pushFacets, pushTargets } from "../fragments/push-events.ts";

export default defineCommand({
  name: "Push.OfflinePush",
  page: "1047/67552",
  reply: acknowledge(),
  payload: () =>
    pushEvents({
      From_Account: expected(account()),
      MsgKey: z.optional(z.string()),
      GroupID: z.optional(z.string()),
      MsgSeq: expected(z.number()),
      MsgRandom: z.optional(z.number()),
      MsgTime: expected(z.number()),
      PushID: z.optional(z.string()),
    }),
  facets: {
    ...pushFacets,
    sender: (push) => findFirstEvent(push).From_Account,
    group: (push) => findFirstEvent(push).GroupID,
  },
  targets: pushTargets,
  bodyCommand: "elsewhere",
});
