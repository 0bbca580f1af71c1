import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { expected, seconds } from "../fragments/payload.ts";
import { pushEvents, pushFacets, pushTargets } from "../fragments/push-events.ts";

export default defineCommand({
  name: "Push.AllMemberPush",
  page: "1047/67551",
  reply: acknowledge(),
  payload: () =>
    pushEvents({
      TaskId: expected(z.string()),
      DataId: z.optional(z.string()),
      TaskTime: expected(seconds()),
      DeviceType: z.optional(z.number()),
    }),
  facets: pushFacets,
  targets: pushTargets,
  bodyCommand: "elsewhere",
});
