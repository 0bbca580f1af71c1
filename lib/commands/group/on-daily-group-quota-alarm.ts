import * as z from "zod/mini";
import { acknowledge } from "../../protocol/replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { eventTime } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackOnDailyGroupQuotaAlarm",
  title: "After a group is created while over 70% of the day's quota of new groups is used",
  page: "1047/57455",
  reply: acknowledge(),
  payload: () =>
    z.looseObject({
      QuotaUsed: z.number(),
      Quota: z.number(),
      EventTime: eventTime(),
    }),
  facets: {
    eventTime: "EventTime",
  },
  quirks: [
    "Speaks of the whole app: no group, no operator.",
    "Comes again with every group that is created above the threshold.",
  ],
});
