import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Group.CallbackOnDailyGroupQuotaAlarm",
  page: "1047/57455",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      QuotaUsed: z.number(),
      Quota: z.number(),
      EventTime: eventTime(),
    }),
  facets: {
    eventTime: "EventTime",
  },
});
