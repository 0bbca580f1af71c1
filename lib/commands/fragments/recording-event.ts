import * as z from "zod";

/** A state of a cloud recording, as the product that records tells it. */
export const recordingEvent = () => ({
  EventGroupId: z.number(),
  EventType: z.number(),
  CallbackTs: z.number(),
  EventInfo: z.looseObject({
    RoomId: z.string(),
    EventTs: z.number(),
    EventMsTs: z.number().optional(),
    UserId: z.string(),
    TaskId: z.string().optional(),
    Payload: z.record(z.string(), z.unknown()).optional(),
  }),
});
