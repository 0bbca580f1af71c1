import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { eventTime, readExpectedObject } from "../fragments/payload.ts";
import { recordingEvent } from "../fragments/recording-event.ts";

export default defineCommand({
  name: "Call.CallbackAfterRecordChanged",
  page: "647/80345",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      CallId: z.string(),
      Callback: readExpectedObject({ ...recordingEvent(), KitType: z.optional(z.number()) }),
      EventTime: eventTime(),
    }),
  facets: { eventTime: "EventTime" },
});
