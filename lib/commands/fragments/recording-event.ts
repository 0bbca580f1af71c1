import * as z from "zod/mini";
import { readExpectedObject } from "./payload.ts";

/** A state of a cloud recording, as the recording product sends it. */
export const recordingEvent = () => ({
  EventGroupId: z.number(),
  EventType: z.number(),
  CallbackTs: z.number(),
  EventInfo: readExpectedObject({
    RoomId: z.string(),
    EventTs: z.number(),
    EventMsTs: z.optional(z.number()),
    UserId: z.string(),
    TaskId: z.optional(z.string()),
    Payload: z.optional(z.record(z.string(), z.unknown())),
  }),
});
