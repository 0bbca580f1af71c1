import * as z from "zod/mini";
import { acknowledge } from "../../replies/acknowledge.ts";
import { defineCommand } from "../define-command.ts";
import { account, createBareAccount, eventTime, readExpectedObject } from "../fragments/payload.ts";

export default defineCommand({
  name: "Mic.CallbackAfterSeatInfoChanged",
  page: "647/64425",
  reply: acknowledge(),
  payload: () =>
    readExpectedObject({
      Operator_Account: z.optional(account()),
      RoomId: z.string(),
      SeatList: z.array(
        readExpectedObject({
          Index: z.number(),
          Member_Account: z.optional(createBareAccount()),
          IsTakenDisabled: z.boolean(),
          IsVideoDisabled: z.boolean(),
          IsAudioDisabled: z.boolean(),
        }),
      ),
      EventTime: eventTime(),
    }),
  facets: { operator: "Operator_Account", group: "RoomId", eventTime: "EventTime" },
});
