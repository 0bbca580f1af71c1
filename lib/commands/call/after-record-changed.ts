import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { eventTime, expectedObject } from "../fragments/payload.ts";
import { recordingEvent } from "../fragments/recording-event.ts";

export default defineCommand({
  name: "Call.CallbackAfterRecordChanged",
  page: "647/80345",
  reply: acknowledge(),
  payload: () =>
    expectedObject({
      CallId: z.string(),
      Callback: expectedObject({ ...recordingEvent(), KitType: z.optional(z.number()) }),
      EventTime: eventTime(),
    }),
  facets: { eventTime: "EventTime" },
});
