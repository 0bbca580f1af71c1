import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { eventTime } from "../fragments/payload.ts";

/**
 * After a group is created while over 70% of the day's quota of new groups is used.
 *
 * - Speaks of the whole app: no group, no operator.
 * - Comes again with every group that is created above the threshold.
 */
export default defineCommand({
  name: "Group.CallbackOnDailyGroupQuotaAlarm",
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
});
